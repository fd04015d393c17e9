import type { Bank } from "../bank.js";
import {
  type Access,
  accessOf,
  cancelScheduledCall,
  describeDelay,
  describeSchedule,
  readSchedule,
  requireReady,
  scheduleCall,
} from "../schedule.js";
import { type Call, callOf, send } from "../send.js";
import { checkedAddress, type Context, type Outcome } from "./context.js";
import { commandLine } from "./delayed.js";
import { flagOf } from "./definitions.js";
import { InputError } from "./exitCodes.js";
import type { OneCall } from "./oneCall.js";
import { perform, receipt } from "./perform.js";
import { personOf } from "./signers.js";

/*
 * Several acts of an admin on the AccessManager, all or none: one `multicall`. An admin with a delay schedules each of them,
 * in one `multicall` too, because the manager asks about each call inside by itself.
 */

/** What the admin does. */
export interface ManagerCalls extends Omit<OneCall, "call" | "as" | "sender" | "signatures"> {
  /** the words of the command, such as "signer rotate" */
  readonly command: string;
  /** the same on every run; all are calls to the manager */
  readonly calls: readonly Call[];
}

/** Sends them at once, where the admin must not wait; else schedules, --execute carries out, --cancel takes back. */
export async function performManagerCalls(context: Context, act: ManagerCalls): Promise<Outcome> {
  const { bank } = context;
  const [execute, cancel] = [context.flag("execute"), context.flag("cancel")];
  if (execute && cancel) throw new InputError("--execute", "stands beside --cancel", "Give one of them.");
  const sender = await personOf(context, "ADMIN");
  if (cancel) return takeBack(context, act, sender.address);
  const { immediate, delay } = await accessOf(bank, sender.address, act.calls[0]!);
  if (execute && (immediate || delay === 0n)) {
    const why = immediate ? "it acts at once" : "it is no admin";
    throw new InputError(
      "--execute",
      `was given, but ${sender.address} schedules nothing here: ${why}`,
      "Leave it out.",
    );
  }
  if (execute) {
    for (const call of act.calls) requireReady(call, await readSchedule(bank, sender.address, call));
  }
  // Who is no admin is refused in the manager's own words.
  if (execute || immediate || delay === 0n) return together(context, act, act.does, act.calls, act.afterwards ?? []);
  return schedule(context, act, sender.address, { immediate, delay });
}

async function schedule(context: Context, act: ManagerCalls, who: string, access: Access): Promise<Outcome> {
  const { bank } = context;
  const does = `Schedules, ${describeDelay(access)} ahead: ${act.does}`;
  const calls = await Promise.all(act.calls.map((call) => scheduleCall(bank, call)));
  const outcome = await together(context, act, does, calls, []);
  if (context.dryRun) return outcome;
  const scheduled = await readSchedule(bank, who, act.calls[0]!);
  const again = commandLine(context, act.command, "--execute");
  const lines = [
    `It may be carried out ${describeSchedule(scheduled)}, by ${who}:`,
    `  ${again}`,
    `and cancelled until then: ${commandLine(context, act.command, "--cancel")}`,
    `or by another admin: ${commandLine(context, act.command, `--cancel --proposer ${who}`)}`,
  ];
  const data = { ...outcome.data, scheduled, delay: access.delay, execute: again };
  return { text: [outcome.text, ...lines].join("\n"), data };
}

/** By the admin that scheduled it, or with --proposer by another one. */
async function takeBack(context: Context, act: ManagerCalls, self: string): Promise<Outcome> {
  const proposer = context.readIf("proposer", (text) => checkedAddress(text, flagOf("proposer"))) ?? self;
  const calls = await Promise.all(act.calls.map((call) => cancelScheduledCall(context.bank, call, proposer)));
  return together(context, act, `Cancels what ${proposer} has scheduled: ${act.does}`, calls, []);
}

async function together(
  context: Context,
  { facts = [], changes = [], data = {} }: ManagerCalls,
  does: string,
  calls: readonly Call[],
  afterwards: readonly string[],
): Promise<Outcome> {
  const { bank } = context;
  const call = await multicall(bank, calls);
  return perform(context, {
    ...{ does, facts, changes },
    sender: await personOf(context, "ADMIN"),
    as: "ADMIN",
    calls: () => Promise.resolve([call]),
    send: (signer) => send(bank, signer, call),
    done: (transaction) => ({
      text: [does, ...afterwards, receipt(transaction)].join("\n"),
      data: { ...data, transaction },
    }),
  });
}

const multicall = ({ accessManager }: Bank, calls: readonly Call[]): Promise<Call> =>
  callOf(
    `AccessManager.multicall of ${calls.map(({ act }) => act.replace("AccessManager.", "")).join(", ")}`,
    accessManager.multicall.populateTransaction(calls.map(({ data }) => data)),
  );
