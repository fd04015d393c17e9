import { join } from "node:path";

import { CustomerFileError } from "../../bank/index.js";
import { decodeError, VostroError } from "../../errors/index.js";
import { type BankAddresses, connectBank } from "../bank.js";
import { deploymentFolder, DEPLOYMENTS, loadAddresses } from "../deployments.js";
import { Outbox } from "../outbox/outbox.js";
import { readOnly } from "../readOnly.js";
import { confirmed } from "./confirm.js";
import { Context, type Environment, type Outcome, type Values } from "./context.js";
import { type CommandDefinition, type CommandName, COMMANDS, isDangerous } from "./definitions.js";
import { EXIT, type ExitCode, InputError } from "./exitCodes.js";
import { toJson } from "./files.js";

/** What a command prints, and how it ends. */
export interface Ended {
  readonly exitCode: ExitCode;
  /** for standard output */
  readonly output: string;
  /** for standard error */
  readonly complaint: string;
}

export type Run = (context: Context, step: string) => Promise<Outcome>;

/** Loaded when run: a dry listing of tasks must not load the chain library. */
const RUNS: Readonly<Record<CommandName, () => Promise<Run>>> = {
  admit: async () => (await import("./admit.js")).admit,
  mint: async () => (await import("./mint.js")).mint,
  attest: async () => (await import("./mint.js")).attest,
  block: async () => (await import("./blocks.js")).block,
  "block-wallet": async () => (await import("./blockWallet.js")).blockWallet,
  unblock: async () => (await import("./blocks.js")).unblock,
  pause: async () => (await import("./pauses.js")).pause,
  unpause: async () => (await import("./pauses.js")).unpause,
  legal: async () => (await import("./legal.js")).legal,
  desk: async () => (await import("./desk.js")).desk,
  custody: async () => (await import("./custody.js")).custody,
  correct: async () => (await import("./correct.js")).correct,
  limits: async () => (await import("./limits.js")).limits,
  clearance: async () => (await import("./clearance.js")).clearance,
  travel: async () => (await import("./travel.js")).travel,
  pay: async () => (await import("./pay.js")).pay,
  payout: async () => (await import("./payout.js")).payout,
  why: async () => (await import("./pay.js")).why,
  hold: async () => (await import("./hold.js")).hold,
  redeem: async () => (await import("./redeem.js")).redeem,
  party: async () => (await import("./party.js")).party,
  corridor: async () => (await import("./corridor.js")).corridor,
  country: async () => (await import("./country.js")).country,
  institution: async () => (await import("./institution.js")).institution,
  resolution: async () => (await import("./resolution.js")).resolution,
  books: async () => (await import("./books.js")).books,
  token: async () => (await import("./read.js")).token,
  account: async () => (await import("./read.js")).account,
  signer: async () => (await import("./signer.js")).signer,
  quota: async () => (await import("./quota.js")).quota,
  contract: async () => (await import("./contract.js")).contract,
  interest: async () => (await import("./interest.js")).interest,
  clearing: async () => (await import("./clearing/index.js")).clearing,
  order: async () => (await import("./deals/order.js")).order,
  receivable: async () => (await import("./deals/receivable.js")).receivable,
  fx: async () => (await import("./deals/fx.js")).fx,
  netting: async () => (await import("./deals/netting.js")).netting,
  claims: async () => (await import("./claims.js")).claims,
  supply: async () => (await import("./read.js")).supply,
  "verify-code": async () => (await import("./verifyCode.js")).verifyCode,
  transactions: async () => (await import("./transactions.js")).transactions,
  safe: async () => (await import("./safe.js")).safe,
  upgrade: async () => (await import("./upgrade.js")).upgrade,
  gateway: async () => (await import("../../gateway/command/gateway.js")).gateway,
  reconcile: async () => (await import("../../gateway/command/reconcile.js")).reconcile,
};

/**
 * Runs an act for a task or a script. Never throws: everything that can happen is an exit code and a sentence.
 * @param step the word after the name, for acts with steps
 */
export async function runCommand(
  name: CommandName,
  step: string | undefined,
  values: Values,
  environment: Environment,
): Promise<Ended> {
  const json = values["json"] === true;
  try {
    const chosen = checkStep(name, step);
    const named = typeof values["bank"] === "string" && values["bank"] !== "" ? values["bank"] : "demo";
    const folder = typeof values["deployments"] === "string" ? values["deployments"] : "";
    const chainId = offlineChain(values) ?? (await environment.provider.getNetwork()).chainId;
    const addresses = await loadAddresses(named, Number(chainId), ...(folder === "" ? [] : [folder]));
    const provider = values["dryRun"] === true ? readOnly(environment.provider) : environment.provider;
    const bank = connectBank(addresses, provider);
    if (environment.outbox === true) bank.outbox = outboxOf(addresses, folder, environment);
    const context = new Context(bank, values, { ...environment, provider });
    const run = await RUNS[name]();
    if (isDangerous(name, chosen)) await confirmed(context, run, name, chosen);
    const { text, data, failed = false } = await run(context, chosen);
    const exitCode = failed ? EXIT.REFUSED : EXIT.DONE;
    return { exitCode, output: json ? toJson({ ok: !failed, ...data }) : text, complaint: "" };
  } catch (error) {
    return describe(error, json);
  }
}

/** Beside the deployment's record. VOSTRO_WAIT_SECONDS says how long to wait for a transaction. */
function outboxOf({ bank, chainId }: BankAddresses, folder: string, { variables }: Environment): Outbox {
  const text = variables["VOSTRO_WAIT_SECONDS"] ?? "";
  if (!/^([1-9][0-9]{0,4})?$/.test(text)) {
    throw new InputError("VOSTRO_WAIT_SECONDS", `${JSON.stringify(text)} is not possible`, "Write 1 to 99999.");
  }
  const place = join(deploymentFolder(folder === "" ? DEPLOYMENTS : folder, bank, chainId), "outbox");
  return text === "" ? new Outbox(place) : new Outbox(place, Number(text));
}

/** The chain of acts that can do without a node, where --chain names it. */
export function offlineChain({ chain }: Values): number | undefined {
  if (typeof chain !== "string" || chain === "") return undefined;
  if (/^[1-9][0-9]{0,14}$/.test(chain)) return Number(chain);
  throw new InputError("--chain", `${JSON.stringify(chain)} is no chain id`, "Write its number, such as 1.");
}

/** Every failure as an exit code and a sentence. */
export function describe(error: unknown, json: boolean): Ended {
  const input = error instanceof InputError || error instanceof CustomerFileError;
  const failure = input ? error : decodeError(error);
  const exitCode = input ? EXIT.BAD_ARGUMENTS : EXIT.REFUSED;
  const data = failure instanceof VostroError || failure instanceof InputError ? failure.toJSON() : { ...failure };
  if (json) return { exitCode, output: toJson({ ok: false, error: data }), complaint: "" };
  const label = failure instanceof VostroError ? `${failure.name}: ` : "";
  return { exitCode, output: "", complaint: `${label}${failure.message}` };
}

function checkStep(name: CommandName, step: string | undefined): string {
  const { steps } = COMMANDS[name] as CommandDefinition;
  if (steps === undefined) {
    if (step === undefined || step === "") return "";
    throw new InputError(name, `takes no word ${JSON.stringify(step)}`, "Use flags.");
  }
  if (step !== undefined && steps.includes(step)) return step;
  const problem = step === undefined || step === "" ? "needs a step" : `has no step ${JSON.stringify(step)}`;
  throw new InputError(name, problem, `Write one of ${steps.join(", ")} after ${name}.`);
}
