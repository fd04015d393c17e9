import { table } from "../../demo/table.js";
import type { Match } from "../../verify/match.js";
import { writeStandardJson } from "../../verify/standardJson.js";
import { type Explorer, EXPLORERS, type Submission, submitSources } from "../../verify/submit.js";
import { matchBank } from "../../verify/verify.js";
import type { Context, Outcome } from "./context.js";
import { InputError } from "./exitCodes.js";

/** Code of a bank against the build; exit code 1 when anything differs, or an explorer refused. */
export async function verifyCode(context: Context): Promise<Outcome> {
  const { bank, environment } = context;
  const explorer = context.readIf("submit", explorerOf);
  const [apiUrl, explorerUrl] = ["apiUrl", "explorerUrl"].map((option) => context.readIf(option, urlOf));
  const { artifacts } = (await import("hardhat")).default;
  const matches = await matchBank(bank, artifacts);
  const out = context.text("out");
  const { chainId } = bank.addresses;
  const entries = out === undefined ? [] : await writeStandardJson(out, chainId, matches, artifacts);
  const differs = matches.some(({ problems }) => problems.length > 0);
  // Sources of something else would be refused by the explorer, one after the other.
  const submissions =
    explorer === undefined || differs
      ? []
      : await submitSources(matches, {
          ...{ explorer, chainId, apiUrl, explorerUrl },
          rpcUrl: environment.variables["VOSTRO_RPC_URL"],
          say: (line) => context.progress(line),
        });
  const text = [
    table(["contract", "address", "made with", "as built"], matches.map(rowOf)),
    ...matches.flatMap(({ deployed, problems }) => problems.map((problem) => `${deployed.name}: ${problem}`)),
    ...(out === undefined ? [] : [`Written: ${entries.length} entries to ${out}/contracts.json`]),
    ...(explorer === undefined ? [] : submissionLines(explorer, submissions)),
  ].join("\n");
  const failed = differs || submissions.some(({ verified }) => !verified);
  return { text, data: { contracts: matches, written: entries, submissions }, failed };
}

const rowOf = ({ deployed, problems, arguments: given }: Match): string[] => [
  deployed.name,
  deployed.address,
  given.map(({ name, value }) => `${name} ${value.length > 44 ? `${value.slice(0, 20)}...` : value}`).join(", ") || "-",
  problems.length === 0 ? "yes" : "NO",
];

const submissionLines = (explorer: Explorer, submissions: readonly Submission[]): string[] =>
  submissions.length === 0
    ? ["Nothing was submitted: the code is not that of this build."]
    : submissions.map(({ name, problem }) => `${explorer}: ${name}: ${problem ?? "verified"}`);

function explorerOf(text: string): Explorer {
  const known = EXPLORERS.find((name) => name === text);
  if (known !== undefined) return known;
  throw new InputError("--submit", `${JSON.stringify(text)} is no explorer`, `Write one of ${EXPLORERS.join(", ")}.`);
}

function urlOf(text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text;
  throw new InputError("--api-url", `${JSON.stringify(text)} is not an address`, "Write https://...");
}
