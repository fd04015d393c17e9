import {
  accessOf,
  executeCall,
  describeDelay,
  describeSchedule,
  readSchedule,
  requireReady,
  scheduleAct,
  scheduleCall,
} from "../schedule.js";
import { cancelScheduled, cancelScheduledCall } from "../schedule.js";
import { type Call, send } from "../send.js";
import { checkedAddress, type Context, type Outcome } from "./context.js";
import { flagOf } from "./definitions.js";
import { InputError } from "./exitCodes.js";
import { perform, receipt, type Step } from "./perform.js";
import { personOf } from "./signers.js";

/** An act of one call, whose role may be held with a delay. */
export interface DelayableStep<T> extends Omit<Step<T>, "calls"> {
  /** the same on every run, or nobody could carry out what was scheduled */
  readonly call: () => Promise<Call>;
  /** the words of the command, such as "corridor open" */
  readonly command: string;
  /** what was scheduled is sent through the manager: see `executeCall` */
  readonly through?: "manager";
}

/**
 * Sends the act, where its sender must not wait. Where the role is held with a delay it is scheduled first, --execute carries
 * it out when its time has come, and --cancel takes it back.
 */
export async function performDelayable<T>(context: Context, step: DelayableStep<T>): Promise<Outcome> {
  const { call: make, command: _command, through, ...rest } = step;
  const [execute, cancel] = [context.flag("execute"), context.flag("cancel")];
  if (execute && cancel) throw new InputError("--execute", "stands beside --cancel", "Give one of them.");
  const call = await make();
  const ordinary: Step<T> = { ...rest, calls: () => Promise.resolve([call]) };
  if (cancel) return cancelIt(context, step, call);
  const { immediate, delay } = await accessOf(context.bank, step.sender.address, call);
  if (execute) {
    if (immediate || delay === 0n) {
      const problem = `was given, but ${step.sender.address} schedules nothing here: it ${immediate ? "acts at once" : `lacks the role ${step.as}`}`;
      throw new InputError("--execute", problem, "Leave it out, or send from the one who scheduled.");
    }
    requireReady(call, await readSchedule(context.bank, step.sender.address, call));
    if (through === undefined) return perform(context, ordinary);
    const scheduled = await executeCall(context.bank, call);
    return perform(context, {
      ...rest,
      calls: () => Promise.resolve([scheduled]),
      send: (signer) => send(context.bank, signer, scheduled) as Promise<T>,
    });
  }
  // Who may not do it at all is refused in the contract's own words.
  return immediate || delay === 0n ? perform(context, ordinary) : schedule(context, step, call, delay);
}

function schedule<T>(context: Context, step: DelayableStep<T>, call: Call, delay: bigint): Promise<Outcome> {
  const { bank } = context;
  const wait = describeDelay({ immediate: false, delay });
  const again = commandLine(context, step.command, "--execute");
  const does = `Schedules, ${wait} ahead: ${step.does}`;
  return perform(context, {
    does,
    sender: step.sender,
    as: step.as,
    calls: async () => [await scheduleCall(bank, call)],
    send: (signer) => scheduleAct(bank, signer, call),
    next: [
      `Once the Safe has sent it, it may be carried out ${wait} later:`,
      `  ${again}`,
      `and cancelled until then: ${commandLine(context, step.command, "--cancel")}`,
    ],
    done: ({ schedule: scheduled, ...transaction }) => ({
      text: [
        does,
        `It may be carried out ${describeSchedule(scheduled)}, by ${step.sender.address}:`,
        `  ${again}`,
        `and cancelled until then: ${commandLine(context, step.command, "--cancel")}`,
        receipt(transaction),
      ].join("\n"),
      data: { scheduled, delay, execute: again, call, transaction },
    }),
  });
}

/** By the proposer, or with --proposer for somebody else's by the guardian. */
async function cancelIt<T>(context: Context, step: DelayableStep<T>, call: Call): Promise<Outcome> {
  const { bank } = context;
  const proposer = context.readIf("proposer", (text) => checkedAddress(text, flagOf("proposer")));
  const as = proposer === undefined ? step.as : "GUARDIAN";
  const sender = proposer === undefined ? step.sender : await personOf(context, as);
  const whose = proposer ?? sender.address;
  const does = `Cancels what ${whose} has scheduled: ${step.does}`;
  return perform(context, {
    does,
    sender,
    as,
    calls: async () => [await cancelScheduledCall(bank, call, whose)],
    send: (signer) => cancelScheduled(bank, signer, call, whose),
    done: (transaction) => ({ text: `${does}\n${receipt(transaction)}`, data: { cancelled: call, transaction } }),
  });
}

/** The command with its options again, and one more; what a shell would split or expand is quoted. */
export function commandLine({ values }: Context, command: string, more: string): string {
  const [name, ...step] = command.split(" ");
  const quoted = (text: string): string => (/^[\w.,:/@+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
  const options = Object.entries(values).flatMap(([option, value]) => {
    if (NOT_AGAIN.includes(option) || value === undefined || value === false) return [];
    return value === true ? [flagOf(option)] : value === "" ? [] : [flagOf(option), quoted(String(value))];
  });
  // What a Safe sends is written to a new file each time.
  const file = values["safe"] === undefined ? [] : ["--safe-out", "NEW_FILE.json"];
  return ["npm run", name, "--", ...step, ...options, ...file, more].join(" ");
}

/** Options of this run only. */
const NOT_AGAIN: readonly string[] = [
  ...["dryRun", "execute", "cancel", "proposer", "yes", "safeOut", "safeNonce"],
  ...["deployerAs", "implementation", "json"],
];
