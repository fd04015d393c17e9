import { randomUUID } from "node:crypto";

import { sql } from "kysely";

import { type ChainEvent, currencyOf } from "../../chain/events.js";
import { bytes16ToUetr } from "../../chain/reference.js";
import { type Hold, holdId } from "../../chain/typedData.js";
import { record, toJson, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { closeCases, openCase } from "./cases.js";
import { bookPayout } from "./control.js";
import { lockRedemption, moveRedemptions, readStoredHold, type RedemptionRow, subjectOf } from "./rows.js";
import { suspendRedemption } from "./suspend.js";

/** What `onRedemptionEvents` has to see, by contract. */
export const REDEMPTION_EVENTS = {
  DepositToken: ["HoldPlaced", "HoldReleased"],
  RedemptionDesk: [
    "RedemptionRequested",
    "RedemptionCancelled",
    "RedemptionSubmitted",
    "RedemptionSettled",
    "RedemptionRejected",
  ],
} as const;

/** Ours: anything of this form that nobody knows has been invented, or lost. */
export const OUR_END_TO_END_ID = /^VR[0-9a-f]{32}$/;

/** What the payment is called by all banks on its way: from the hold's id, so never another for the same redemption. */
export const endToEndIdOf = (id: string): string => `VR${id.slice(2, 34)}`;

/**
 * Takes the events of final blocks, in the order of the chain, in the database transaction in which the reader moves on.
 * Seeing an event again changes nothing.
 */
export async function onRedemptionEvents(gateway: Gateway, trx: Trx, events: readonly ChainEvent[]): Promise<void> {
  const releases = events.filter(({ contract, name }) => contract === "DepositToken" && name === "HoldReleased");
  const known = await holdsAmong(trx, releases);
  for (const event of events) {
    const { contract, name, args } = event;
    const id = String(args["id"]);
    if (contract === "DepositToken" && name === "HoldPlaced") await placed(gateway, trx, event);
    else if (contract === "RedemptionDesk") {
      if (name === "RedemptionRequested") known.add(id);
      await moved(gateway, trx, event);
    } else if (contract === "DepositToken" && name === "HoldReleased" && known.has(id)) {
      await released(gateway, trx, event);
    }
  }
}

/** Most holds are no redemptions: asked once for all. */
async function holdsAmong(trx: Trx, events: readonly ChainEvent[]): Promise<Set<string>> {
  if (events.length === 0) return new Set();
  const ids = events.map(({ args }) => String(args["id"]));
  const rows = await sql<{ id: string }>`select id from redemption where id = any(${ids}::text[])`.execute(trx);
  return new Set(rows.rows.map(({ id }) => id));
}

/** A hold may lie for a while before anybody announces it at the desk. */
async function placed({ bank }: Gateway, trx: Trx, { address, args }: ChainEvent): Promise<void> {
  const currency = currencyOf(bank, address);
  if (currency === undefined || !isSame(args["notary"], bank.addresses.redemptionDesk)) return;
  const { payer, payee, notary, amount, expiry, placeBy, assignable, terms } = args as unknown as Hold;
  const hold: Hold = { payer, payee, notary, amount, expiry, placeBy, assignable, terms };
  await trx
    .insertInto("redemption_hold")
    .values({ currency, id: String(args["id"]), hold: toJson(hold) })
    .onConflict((conflict) => conflict.columns(["currency", "id"]).doNothing())
    .execute();
}

async function moved(gateway: Gateway, trx: Trx, event: ChainEvent): Promise<void> {
  const { name, args, blockNumber } = event;
  const currency = currencyOf(gateway.bank, String(args["token"]));
  if (currency === undefined) return;
  const id = String(args["id"]);
  if (name === "RedemptionRequested") return requested(gateway, trx, event, { id, currency });
  const row = await lockRedemption(trx, id);
  if (row?.currency !== currency) return;
  if (name === "RedemptionCancelled") await ended(gateway, trx, row, "cancelled");
  else if (name === "RedemptionSubmitted") await submitted(gateway, trx, row, event);
  else if (name === "RedemptionSettled") await settled(gateway, trx, row, blockNumber);
  else if (name === "RedemptionRejected") await rejected(gateway, trx, row);
}

async function requested(
  gateway: Gateway,
  trx: Trx,
  { args, blockNumber }: ChainEvent,
  { id, currency }: { readonly id: string; readonly currency: string },
): Promise<void> {
  const found = await trx
    .selectFrom("redemption_hold")
    .select("hold")
    .where("currency", "=", currency)
    .where("id", "=", id)
    .executeTakeFirst();
  const hold = found === undefined ? undefined : readStoredHold(found.hold);
  if (hold === undefined || holdId(hold) !== id) {
    const message = `The hold ${id} was announced in block ${blockNumber}, its placing was never read: read the chain again from before it.`;
    await openCase(trx, { reason: "hold-unknown", message, redemption: id, owner: gateway.settings.owner });
    return;
  }
  const inserted = await trx
    .insertInto("redemption")
    .values({
      id,
      currency,
      payer: hold.payer,
      amount: hold.amount,
      settlement_account: String(args["settlementAccount"]),
      salt: String(args["salt"]),
      expiry: Number(hold.expiry),
      hold: toJson(hold),
      state: "requested",
      uetr: randomUUID(),
      end_to_end_id: endToEndIdOf(id),
      requested_block: blockNumber,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (inserted === undefined) return;
  await record(trx, {
    actor: gateway.worker,
    act: "redemption requested",
    subject: subjectOf(id),
    data: { currency, amount: hold.amount, block: blockNumber },
  });
}

/** Before the bank had sealed it: afterwards only `settle` and `reject` can let a hold go. */
async function released(gateway: Gateway, trx: Trx, { address, args }: ChainEvent): Promise<void> {
  const row = await lockRedemption(trx, String(args["id"]));
  // Another token may have a hold of the same id.
  if (row === undefined || row.currency !== currencyOf(gateway.bank, address)) return;
  if (row.sealed_block === null) await ended(gateway, trx, row, "lapsed");
}

async function ended(gateway: Gateway, trx: Trx, { id }: RedemptionRow, to: "cancelled" | "lapsed"): Promise<void> {
  const moved = await moveRedemptions(trx, [id], ["requested", "submitting", "suspense"], { state: to });
  if (moved.length === 0) return;
  await closeCases(trx, { redemption: id, by: gateway.worker, resolution: to });
  await record(trx, { actor: gateway.worker, act: `redemption ${to}`, subject: subjectOf(id) });
}

/** Sealed by a key outside this gateway, for a payment of which it knows nothing: it must not pay a second time. */
async function submitted(
  gateway: Gateway,
  trx: Trx,
  row: RedemptionRow,
  { args, blockNumber }: ChainEvent,
): Promise<void> {
  const name = bytes16ToUetr(String(args["uetr"]));
  if (name === row.uetr || !["requested", "submitting", "suspense"].includes(row.state)) return;
  const message = `The hold was sealed for the payment ${name ?? "without a UETR"}, which this gateway did not order: find out who did, and whether it was paid.`;
  await suspendRedemption(gateway, trx, row, { reason: "submitted-elsewhere", message });
  await moveRedemptions(trx, [row.id], ["suspense"], { state: "suspense", sealed_block: blockNumber });
}

async function settled(gateway: Gateway, trx: Trx, row: RedemptionRow, block: number): Promise<void> {
  // Its own transaction says so itself.
  if (row.state === "settling" || row.state === "settled") return;
  await bookPayout(gateway, trx, row);
  const { state } = row;
  await moveRedemptions(trx, [row.id], [state], { state: "settled", settled_block: block });
  const message = `Burned by a key outside this gateway while it was ${state} here: make sure that it was paid, once.`;
  await openCase(trx, {
    reason: "settled-elsewhere",
    message,
    redemption: row.id,
    owner: gateway.settings.owner,
  });
  await record(trx, {
    actor: gateway.worker,
    act: "redemption settled elsewhere",
    subject: subjectOf(row.id),
    data: { state, block },
  });
}

async function rejected(gateway: Gateway, trx: Trx, row: RedemptionRow): Promise<void> {
  const { id, state } = row;
  if (state === "rejecting" || state === "rejected") return;
  await moveRedemptions(trx, [id], [state], { state: "rejected" });
  if (state === "refused") await closeCases(trx, { redemption: id, by: gateway.worker, resolution: "rejected" });
  else {
    const message = `Rejected by keys outside this gateway while it was ${state} here: make sure that it was not paid.`;
    await openCase(trx, { reason: "rejected-elsewhere", message, redemption: id, owner: gateway.settings.owner });
  }
  await record(trx, {
    actor: gateway.worker,
    act: "redemption rejected elsewhere",
    subject: subjectOf(id),
    data: { state },
  });
}

const isSame = (one: unknown, other: string): boolean => String(one).toLowerCase() === other.toLowerCase();
