import { type Call, send, type Sent } from "../send.js";
import type { Context, Outcome, Person } from "./context.js";
import { type DelayableStep, performDelayable } from "./delayed.js";
import { type Change, type Fact, perform, receipt, type Signature } from "./perform.js";
import { personOf, type Signatory } from "./signers.js";

/** An act of one transaction, of which nothing more is to be said than what it does. */
export interface OneCall {
  /** what changes, a sentence */
  readonly does: string;
  readonly as: Signatory;
  readonly call: () => Promise<Call>;
  /** whoever has the key of `as`, unless told */
  readonly sender?: Person;
  readonly facts?: readonly Fact[];
  readonly changes?: readonly Change[];
  readonly signatures?: readonly Signature[];
  /** said after it is done: what comes next */
  readonly afterwards?: readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Sends it, or says what it would do. */
export async function performCall(context: Context, act: OneCall): Promise<Outcome> {
  const { call, ...step } = await stepOf(context, act);
  return perform(context, { ...step, calls: async () => [await call()] });
}

/** The same, where the role may be held with a delay. @param command its words, such as "quota raise" */
export async function performCallDelayable(
  context: Context,
  command: string,
  act: OneCall,
  through?: "manager",
): Promise<Outcome> {
  const step = await stepOf(context, act);
  return performDelayable(context, { ...step, command, ...(through === undefined ? {} : { through }) });
}

async function stepOf(context: Context, act: OneCall): Promise<Omit<DelayableStep<Sent>, "command">> {
  const { does, as, call, facts = [], changes = [], signatures = [], afterwards = [], data = {} } = act;
  return {
    ...{ does, as, call, facts, changes, signatures },
    sender: act.sender ?? (await personOf(context, as)),
    send: async (signer) => send(context.bank, signer, await call()),
    done: (transaction) => ({
      text: [does, ...afterwards, receipt(transaction)].join("\n"),
      data: { ...data, transaction },
    }),
  };
}
