import { dataSlice, type Signer } from "ethers";

import { duration, isoDate, VostroError } from "../errors/index.js";
import type { Bank } from "./bank.js";
import { ask, type Call, callOf, chainTime, send, type Sent } from "./send.js";

/*
 * Roles that loosen are held with a delay: their holder schedules a call at the AccessManager, waits, and then sends the
 * very same call to the contract itself (never by `AccessManager.execute`, which hides who sends). Until then its proposer,
 * the role's guardian or an admin can cancel it. What was not sent within a week of its time lapses.
 */

/** Whether somebody may send a call now, or after scheduling it, or (a delay of 0 and not now) not at all. */
export interface Access {
  readonly immediate: boolean;
  /** seconds */
  readonly delay: bigint;
}

/** What the AccessManager lets `caller` do with this call. */
export async function accessOf(bank: Bank, caller: string, call: Call): Promise<Access> {
  const selector = dataSlice(call.data, 0, 4);
  const { immediate, delay } = await ask(bank, bank.accessManager.canCall(caller, call.to, selector));
  return { immediate, delay };
}

/** Where a scheduled call stands. Times are unix seconds. */
export interface Schedule {
  /** bytes32: the AccessManager's name of this caller's scheduling of this call */
  readonly id: string;
  /** "none": never scheduled, carried out, cancelled, or lapsed */
  readonly state: "none" | "waiting" | "ready";
  /** from here on it may be sent */
  readonly readyAt: bigint | undefined;
  /** from here on it has lapsed */
  readonly lapsesAt: bigint | undefined;
}

/** Where `caller`'s scheduling of this call stands. */
export async function readSchedule(bank: Bank, caller: string, call: Call): Promise<Schedule> {
  const { accessManager: manager } = bank;
  const id = await ask(bank, manager.hashOperation(caller, call.to, call.data));
  const [readyAt, expiration, now] = await ask(
    bank,
    Promise.all([manager.getSchedule(id), manager.expiration(), chainTime(bank)]),
  );
  if (readyAt === 0n) return { id, state: "none", readyAt: undefined, lapsesAt: undefined };
  return { id, state: readyAt <= now ? "ready" : "waiting", readyAt, lapsesAt: readyAt + expiration };
}

/** The call that schedules another one, for the earliest time that the sender's delay allows. */
export function scheduleCall(bank: Bank, call: Call): Promise<Call> {
  const populated = bank.accessManager.schedule.populateTransaction(call.to, call.data, 0);
  return callOf("AccessManager.schedule", populated, { role: call.role, currency: call.currency });
}

/** A call that was scheduled. */
export interface Scheduled extends Sent {
  readonly schedule: Schedule;
}

/**
 * Schedules a call. Who may call: who holds the call's role with a delay.
 * @throws VostroError AccessManagerAlreadyScheduled, AccessManagerUnauthorizedCall
 */
export async function scheduleAct(bank: Bank, proposer: Signer, call: Call): Promise<Scheduled> {
  const sent = await send(bank, proposer, await scheduleCall(bank, call));
  return { ...sent, schedule: await readSchedule(bank, await proposer.getAddress(), call) };
}

/**
 * Sends a call whose time has come. Who may call: who scheduled it.
 * @throws VostroError AccessManagerNotScheduled, AccessManagerNotReady with the time, and what the call itself fails with
 */
export async function executeScheduled(bank: Bank, proposer: Signer, call: Call): Promise<Sent> {
  requireReady(call, await readSchedule(bank, await proposer.getAddress(), call));
  return send(bank, proposer, call);
}

/** @throws VostroError AccessManagerNotScheduled, AccessManagerNotReady with the time */
export function requireReady({ act }: Pick<Call, "act">, { id, state, readyAt }: Schedule): void {
  if (state === "ready") return;
  if (readyAt === undefined) {
    throw new VostroError({
      name: "AccessManagerNotScheduled",
      args: { operationId: id },
      sentence: `${act} is not scheduled with exactly this content: it never was, was cancelled or carried out, or has lapsed.`,
      fix: "Schedule it first (the same command without --execute), changing nothing afterwards.",
    });
  }
  throw new VostroError({
    name: "AccessManagerNotReady",
    args: { operationId: id, readyAt },
    sentence: `${act} is scheduled and may be carried out from ${isoDate(readyAt)} on.`,
    fix: "Wait until then.",
  });
}

/**
 * A scheduled call sent through the manager. Only for contracts that ask `canCall` themselves and look at no schedule (the
 * clearing desk): for that one call the manager answers that it may.
 */
export function executeCall(bank: Bank, call: Call): Promise<Call> {
  const populated = bank.accessManager.execute.populateTransaction(call.to, call.data);
  return callOf(`AccessManager.execute of ${call.act}`, populated, { role: call.role, currency: call.currency });
}

/** The call that takes back what `proposer` has scheduled. */
export function cancelScheduledCall(bank: Bank, call: Call, proposer: string): Promise<Call> {
  const populated = bank.accessManager.cancel.populateTransaction(proposer, call.to, call.data);
  return callOf("AccessManager.cancel", populated, { currency: call.currency });
}

/**
 * Cancels a scheduled call. Who may call: its proposer, the guardian of its role, an admin.
 * @throws VostroError AccessManagerNotScheduled, AccessManagerUnauthorizedCancel
 */
export async function cancelScheduled(bank: Bank, signer: Signer, call: Call, proposer: string): Promise<Sent> {
  return send(bank, signer, await cancelScheduledCall(bank, call, proposer));
}

/** "from 2026-11-04T00:00:00Z on, until 2026-11-11T00:00:00Z" */
export const describeSchedule = ({ readyAt = 0n, lapsesAt = 0n }: Schedule): string =>
  `from ${isoDate(readyAt)} on, until ${isoDate(lapsesAt)}`;

/** "2 days" */
export const describeDelay = ({ delay }: Access): string => duration(delay);
