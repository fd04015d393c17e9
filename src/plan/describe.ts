import { clip, table } from "../demo/table.js";
import type { Finding } from "../chain/checkDeployment.js";
import type { ActReport } from "./carryOut.js";
import type { ApplyReport } from "./apply.js";
import type { Plan } from "./plan.js";

/* Plans, runs and audits in words and tables. Addresses in tables are shortened; --json has them whole. */

/** Width of a cell that may say much. */
const CELL = 44;

const short = (text: string): string =>
  text.replace(/0x([0-9a-fA-F]{4})[0-9a-fA-F]{32}([0-9a-fA-F]{4})\b/g, "0x$1..$2");
const cell = (text: string): string => clip(short(text), CELL);

export function describePlan({ bank, chainId, state, rows }: Plan): string {
  const head = {
    absent: `${bank} is not on chain ${chainId}: everything is to be deployed.`,
    begun: `The deployment of ${bank} on chain ${chainId} was stopped and can be resumed.`,
    deployed: `${bank} is on chain ${chainId}.`,
  }[state];
  if (rows.length === 0) return `${head}\nIt is as the bank file says: nothing to do.`;
  const cells = rows.map(({ what, now, wanted, does, signs, when }) => [
    cell(what),
    cell(now),
    cell(wanted),
    cell(signs),
    does === "" ? "no act puts it right" : `${when}: ${short(does)}`,
  ]);
  return [
    head,
    "",
    table(["what", "now", "wanted", "who must sign", "when, and what"], cells),
    "",
    `${rows.length} line(s). Nothing was sent.`,
  ].join("\n");
}

/** One line each: what differs. */
export const describeFindings = (findings: readonly Finding[]): string[] =>
  findings.map(({ subject, problem }) => `${subject}: ${problem}`);

export function describeApply({ deployment, acts, customers, batches, left }: ApplyReport): string {
  const of = (state: ActReport["state"]) => acts.filter((act) => act.state === state);
  const done = of("done");
  const sent = (deployment?.transactions.length ?? 0) + done.length;
  const list = (title: string, some: readonly ActReport[]) =>
    some.length === 0
      ? []
      : ["", title, ...some.map(({ subject, does, note }) => `  ${subject}: ${does}\n    ${note}`)];
  return [
    ...(deployment === undefined ? [] : [`Deployed and checked: ${deployment.transactions.length} transactions.`]),
    ...list("Carried out:", done),
    ...list("Scheduled, not yet to be carried out; run apply again when their time has come:", of("waiting")),
    ...list("Not signed, because no key here may:", of("unsigned")),
    ...batches.map(({ safe, name, file, acts: some }) => `  for ${name} (${safe}): ${some} act(s) in ${file}`),
    ...list("Refused:", of("refused")),
    ...(customers === undefined ? [] : ["", customers.text]),
    "",
    ...(left.length === 0
      ? ["Audited: everything is as the bank file says, and the deployer holds no role."]
      : [`Still different from the bank file (${left.length}):`, ...describeFindings(left).map((line) => `  ${line}`)]),
    ...(sent === 0 && left.length === 0 ? ["Nothing of the suite had to be changed."] : []),
  ].join("\n");
}
