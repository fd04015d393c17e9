import { EXIT_CODES } from "../commands/exitCodes.js";
import { type Act, ACTS, actsOfContracts } from "./table.js";

/** docs/operations/acts.md, from the code alone: tools/acts.ts writes it. */
export function actsPage(): string {
  const acts = actsOfContracts();
  return [
    "# Every act, and by which command",
    "",
    "Made by `tsx tools/acts.ts` from `src/chain/acts`, the definitions of commands, the table of roles and the contracts' ABIs;",
    "do not edit it. A test fails when a state-changing function has neither a command nor a reason.",
    "",
    "## Exit codes",
    "",
    "| code | meaning |",
    "| --: | --- |",
    ...EXIT_CODES.map(({ code, meaning }) => `| ${code} | ${meaning} |`),
    "",
    "## What all commands have in common",
    "",
    "- `--dry-run` of everything that sends or signs: says what would change and who must sign, tries it, and sends nothing.",
    "- `--json`: one object, amounts in minor units and times in unix seconds, as strings.",
    "- **Dangerous** acts cannot be undone, or give or take power. At a terminal they are rehearsed first and ask for the bank's",
    "  name; elsewhere `--yes <bank>` names it. Otherwise they end with 2 and send nothing. A line that a command prints to be run",
    "  later never carries the confirmation along.",
    "- **Two people**: one sends what another has signed. One key is never both.",
    "- **Delayable**: where its role is held with a delay, the act is scheduled first, `--execute` carries it out when its time has",
    "  come, `--cancel` takes it back (its proposer, the role's guardian, or an admin).",
    "- Acts on many say how far they are on standard error, and totals at the end; run again, they do what is missing.",
    "",
    ...(Object.keys(ACTS) as (keyof typeof ACTS)[]).flatMap((contract) =>
      section(
        contract,
        acts.filter((act) => act.contract === contract),
      ),
    ),
  ].join("\n");
}

function section(contract: string, acts: readonly Act[]): string[] {
  const done = acts.filter(({ doer }) => doer !== undefined && "by" in doer);
  const others = acts.filter(({ doer }) => doer !== undefined && "instead" in doer);
  const table = [
    "| act | command | who | dangerous | two people | delayable |",
    "| --- | --- | --- | --- | --- | --- |",
    ...done.map(rowOf),
    "",
  ];
  return [
    `## ${contract}`,
    "",
    ...(done.length === 0 ? [] : table),
    ...(others.length === 0 ? [] : ["By nobody at a command line:", "", ...others.map(lineOf), ""]),
  ];
}

function rowOf({ method, doer, who, dangerous, twoPeople, delayable }: Act): string {
  const commands = "by" in doer! ? doer.by : [];
  const cell = commands.map(lineOfCommand).join(", ");
  const yes = (is: boolean): string => (is ? "yes" : "");
  return `| \`${method}\` | ${cell} | ${who ?? ""} | ${yes(dangerous)} | ${yes(twoPeople)} | ${yes(delayable)} |`;
}

function lineOfCommand(command: string): string {
  const [name, ...step] = command.split(" ");
  return `\`npm run ${[name, "--", ...step].join(" ")}\``;
}

const lineOf = ({ method, doer }: Act): string => `- \`${method}\`: ${"instead" in doer! ? doer.instead : ""}.`;
