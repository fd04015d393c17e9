import type { BaseContract } from "ethers";

import { FUNCTION_ROLES, type ManagedContract } from "../../src/bank/roles.js";
import { revertDataOf } from "../../src/errors/index.js";
import type { Attempt, Step, Thief } from "./attempt.js";
import { readingOf } from "./effects.js";
import type { Life } from "./life.js";

/** What an attempt came to. */
export interface Tried {
  readonly attempt: Attempt;
  readonly outcome: "refused" | "without effect" | "done";
  /** seconds that the thief had to wait, with everybody watching */
  readonly delay: bigint;
  /** who of `watchers` could have cancelled what was waiting, and could not be ignored */
  readonly cancelledBy: readonly string[];
}

/** Somebody who may see what is scheduled, and act. */
export interface Watcher {
  readonly name: string;
  readonly address: string;
}

/**
 * Tries one sequence on the state as it is, and leaves the state as it was. A step whose role is held with a delay is
 * scheduled, and sent when its time has come; meanwhile the bank goes on as on any other day.
 */
export async function tryIt(life: Life, thief: Thief, attempt: Attempt, watchers: readonly Watcher[]): Promise<Tried> {
  const refused: Tried = { attempt, outcome: "refused", delay: 0n, cancelledBy: [] };
  const answers: Answer[] = [];
  // Later steps may need what the first one changes, but nothing is tried that cannot even begin.
  for (const step of attempt.steps) {
    const answer = await ask(life, senderOf(life, thief, step), step);
    if (answers.length === 0 && answer === "refused") return refused;
    answers.push(answer);
  }
  const waiting = attempt.steps.filter((_, i) => answers[i] === "scheduled first");
  const ended = await undone(life, () => carryOut(life, thief, attempt, waiting));
  if (ended.outcome !== "done" || waiting.length === 0) return { ...refused, ...ended };
  return { ...refused, ...ended, cancelledBy: await cancellersOf(life, thief, attempt, waiting, watchers) };
}

type Answer = "passes" | "refused" | "scheduled first";

async function carryOut(
  life: Life,
  thief: Thief,
  attempt: Attempt,
  waiting: readonly Step[],
): Promise<Pick<Tried, "outcome" | "delay">> {
  await scheduleAll(life, thief, waiting);
  const delay = waiting.length === 0 ? 0n : await waitFor(life, thief, waiting);
  if (delay > 0n) {
    await life.time.increase(delay);
    // Meanwhile the bank goes on as on any other day.
    await life.attest();
  }
  const before = await readIt(life, attempt);
  for (const step of attempt.steps) {
    if (!(await sendIt(life, senderOf(life, thief, step), step))) return { outcome: "refused", delay };
  }
  const after = await readIt(life, attempt);
  return { outcome: questionOf(attempt).changed(before, after, thief) ? "done" : "without effect", delay };
}

/**
 * Who may cancel what waits, each asked while it waits. One of them then does, and the thief's steps must fail when their
 * time has come: the chain says what it said before.
 */
async function cancellersOf(
  life: Life,
  thief: Thief,
  attempt: Attempt,
  waiting: readonly Step[],
  watchers: readonly Watcher[],
): Promise<string[]> {
  return undone(life, async () => {
    await scheduleAll(life, thief, waiting);
    const cancels = waiting.map((step) => cancellation(life, thief.address, step));
    const able: Watcher[] = [];
    for (const watcher of watchers.filter(({ address }) => address !== thief.address)) {
      const answers = await Promise.all(cancels.map((cancel) => ask(life, watcher.address, cancel)));
      if (answers.every((answer) => answer === "passes")) able.push(watcher);
    }
    const [first] = able;
    if (first === undefined) return [];
    const delay = await waitFor(life, thief, waiting);
    for (const cancel of cancels) await sendIt(life, first.address, cancel);
    await life.time.increase(delay);
    await life.attest();
    const before = await readIt(life, attempt);
    for (const step of attempt.steps) await sendIt(life, senderOf(life, thief, step), step);
    const stopped = !questionOf(attempt).changed(before, await readIt(life, attempt), thief);
    return stopped ? able.map(({ name }) => name) : [];
  });
}

const questionOf = ({ effect, reads }: Attempt) => reads ?? readingOf(effect)!;
const readIt = (life: Life, attempt: Attempt): Promise<unknown> => questionOf(attempt).of(life);
const senderOf = ({ at }: Life, thief: Thief, { by }: Step): string => (by === "key" ? thief.address : at(by));

async function scheduleAll({ bank }: Life, thief: Thief, steps: readonly Step[]): Promise<void> {
  for (const { to, data } of steps.map(scheduled)) await bank.accessManager.connect(thief.key).schedule(to, data, 0);
}

/** The operation as the AccessManager knows it. */
const scheduled = (step: Step): Pick<Step, "to" | "data"> => step.inner ?? step;

function cancellation({ bank }: Life, proposer: string, step: Step): Step {
  const { to, data } = scheduled(step);
  return {
    by: "key",
    to: bank.addresses.accessManager,
    data: bank.accessManager.interface.encodeFunctionData("cancel", [proposer, to, data]),
    method: "AccessManager.cancel",
  };
}

/** Seconds from the last scheduling until all of them may be sent. */
async function waitFor({ bank, now }: Life, thief: Thief, steps: readonly Step[]): Promise<bigint> {
  let ready = 0n;
  for (const { to, data } of steps.map(scheduled)) {
    const id = await bank.accessManager.hashOperation(thief.address, to, data);
    const at = await bank.accessManager.getSchedule(id);
    if (at > ready) ready = at;
  }
  return ready - (await now());
}

/** Whether a transaction would pass now; nothing is sent. Who holds the function's role tries AccessManager's road, too. */
async function ask(life: Life, from: string, step: Step): Promise<Answer> {
  const reason = await refusalOf(life, from, step);
  if (reason === undefined) return "passes";
  if (reason.startsWith(selector(life.bank.accessManager, "AccessManagerNotScheduled"))) return "scheduled first";
  const holdsRole = step.by === "key" && !reason.startsWith(selector(life.usd, "AccessManagedUnauthorized"));
  if (!holdsRole || !isGuarded(step)) return "refused";
  const { accessManager: manager, addresses } = life.bank;
  const hidden = manager.interface.encodeFunctionData("execute", [step.to, step.data]);
  const passes = (await refusalOf(life, from, { ...step, to: addresses.accessManager, data: hidden })) === undefined;
  if (passes) throw new Error(`${step.method} is refused to ${from}, but not through AccessManager.execute.`);
  return "refused";
}

/** The revert's data; undefined if it would pass. */
async function refusalOf({ chain }: Life, from: string, { to, data }: Step): Promise<string | undefined> {
  try {
    await chain.provider.request({ method: "eth_call", params: [{ from, to, data, gas: GAS }, "latest"] });
    return undefined;
  } catch (error) {
    const reason = revertDataOf(error);
    if (reason === undefined) throw error;
    return reason;
  }
}

const isGuarded = ({ method }: Step): boolean => {
  const [contract, name] = method.split(".") as [ManagedContract, string];
  return FUNCTION_ROLES[contract]?.[name] !== undefined;
};

/** Sends a transaction; false if it was refused. */
async function sendIt(life: Life, from: string, { to, data }: Step): Promise<boolean> {
  try {
    await life.chain.provider.request({ method: "eth_sendTransaction", params: [{ from, to, data, gas: GAS }] });
    return true;
  } catch (error) {
    if (revertDataOf(error) === undefined) throw error;
    return false;
  }
}

const GAS = "0x989680";
const selector = (contract: BaseContract, error: string): string => contract.interface.getError(error)!.selector;

/** Runs something, and takes back all that it did to the chain. */
export async function undone<T>({ chain }: Life, act: () => Promise<T>): Promise<T> {
  const snapshot = await chain.networkHelpers.takeSnapshot();
  try {
    return await act();
  } finally {
    await snapshot.restore();
  }
}
