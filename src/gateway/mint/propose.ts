import { sql } from "kysely";

import { alone, record, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { isHalted } from "../halt/halt.js";
import { clearingReference, consumed } from "./consumed.js";
import { type Looked, resolveKnown } from "./known.js";
import { suspend } from "./moves.js";
import { isOrdinary, type Open, openBatches, readOpen } from "./open.js";
import { isLarge, partition, type Waiting } from "./partition.js";
import { issuersOf, type MintState, readMintState } from "./room.js";

/** Batches of one large deposit that wait for a person at once, for each currency. */
const LARGE_AT_ONCE = 50;

interface Queued extends Waiting {
  readonly reference: string;
  readonly uetr: string | null;
  readonly payee: string | null;
}

/**
 * The issuer's side of a mint: puts ready deposits into batches, oldest first. Before that the chain is asked whether a deposit's
 * reference, or its UETR by interbank clearing, was used already. Works where an issuer's key is at hand.
 * @returns batches proposed and deposits that went elsewhere
 */
export async function proposeBatches(gateway: Gateway): Promise<number> {
  const issuers = await issuersOf(gateway);
  if (issuers.length === 0) return 0;
  let moved = 0;
  for (const currency of Object.keys(gateway.bank.tokens)) {
    if ((await readQueue(gateway, currency, 1)).length === 0) continue;
    const act = (): Promise<number> => proposeIn(gateway, currency, issuers);
    moved += await alone(gateway.store, `propose:${currency}`, gateway.worker, act);
  }
  return moved;
}

async function proposeIn(gateway: Gateway, currency: string, issuers: readonly string[]): Promise<number> {
  const { store, settings } = gateway;
  const before = await readOpen(gateway, currency);
  const free = settings.minting.batchesAtOnce * issuers.length - before.ordinary;
  const queue = await readQueue(gateway, currency, settings.minting.batchItems * Math.max(0, free) + LARGE_AT_ONCE);
  if (queue.length === 0 || (await isHalted(store, currency))) return 0;
  // Nothing passes an ordinary deposit that has to wait, so the node need not be asked about those behind it.
  if (free <= 0 && !isLarge(queue[0]!.amount, settings.minting.policyUpTo[currency])) return 0;
  const state = await readMintState(gateway, currency, issuers);
  if (!state.running) return 0;
  const references = queue.flatMap(({ reference, uetr }) => [reference, clearingReference(uetr) ?? []].flat());
  const used = await consumed(gateway, currency, references, "latest");
  const looked = queue.filter(({ reference, uetr }) => used.has(reference) || used.has(clearingReference(uetr) ?? ""));
  const resolved = await resolveKnown(gateway, currency, looked as readonly Looked[], used);
  const fresh = queue.filter((deposit) => !looked.includes(deposit));
  return resolved + (await claim(gateway, currency, fresh, { state, before }));
}

function readQueue({ store }: Gateway, currency: string, most: number): Promise<Queued[]> {
  return store
    .selectFrom("deposit")
    .select(["id", "amount", "reference", "uetr", "payee"])
    .where("state", "=", "ready")
    .where("currency", "=", currency)
    .where("return_of", "is", null)
    .where("not_before", "<=", sql<Date>`now()`)
    .orderBy("not_before")
    .orderBy("id")
    .limit(most)
    .execute();
}

/** One short transaction; proposers of a currency take turns, so that two never fill the same room. */
async function claim(
  gateway: Gateway,
  currency: string,
  fresh: readonly Queued[],
  { state, before }: { readonly state: MintState; readonly before: Open },
): Promise<number> {
  const { store, settings, worker } = gateway;
  if (fresh.length === 0) return 0;
  return store.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext(${`propose:${currency}`}))`.execute(trx);
    if (await isHalted(trx, currency)) return 0;
    const policyUpTo = settings.minting.policyUpTo[currency];
    const limit = most(state.quotas.map((quota) => quota.limit));
    const locked = await lockReady(trx, fresh);
    const above = locked.filter(({ amount }) => amount > limit).map(({ id }) => id);
    const message = `no issuer may mint so much at once: the largest quota is ${limit} minor units a day`;
    const suspended = await suspend(gateway, trx, above, { reason: "above-quota", message });
    const open = await openBatches(trx, currency, before, state.block);
    const ordinary = open.filter((batch) => isOrdinary(batch, policyUpTo));
    const quota = sum(state.quotas.map(({ available }) => available)) - sum(ordinary.map(({ total }) => total));
    const headroom = state.headroom - sum(open.map(({ total }) => total));
    const batches = partition(
      locked.filter(({ id }) => !above.includes(id)),
      {
        amount: headroom < quota ? headroom : quota,
        ofOneIssuer: most(state.quotas.map(({ available }) => available)),
        batches: settings.minting.batchesAtOnce * state.quotas.length - ordinary.length,
        large: LARGE_AT_ONCE - (open.length - ordinary.length),
        items: settings.minting.batchItems,
        policyUpTo,
      },
    );
    const expiry = state.time + settings.minting.approvalSeconds;
    for (const batch of batches) await propose(trx, worker, currency, expiry, batch);
    return suspended + batches.length;
  });
}

/** In the order of the queue; what another worker holds or moved is left out. */
async function lockReady(trx: Trx, fresh: readonly Queued[]): Promise<Queued[]> {
  const rows = await trx
    .selectFrom("deposit")
    .select(["id", "amount", "reference", "uetr", "payee"])
    .where("id", "=", sql<number>`any(${fresh.map(({ id }) => id)}::bigint[])`)
    .where("state", "=", "ready")
    .orderBy("not_before")
    .orderBy("id")
    .forUpdate()
    .skipLocked()
    .execute();
  return rows;
}

async function propose(
  trx: Trx,
  worker: string,
  currency: string,
  expiry: number,
  deposits: readonly Queued[],
): Promise<void> {
  const total = sum(deposits.map(({ amount }) => amount));
  const { id } = await trx
    .insertInto("mint_batch")
    .values({ currency, total, count: deposits.length, expiry, state: "proposed" })
    .returning("id")
    .executeTakeFirstOrThrow();
  const ids = deposits.map((deposit) => deposit.id);
  await sql`
    update deposit set state = 'batched', batch_id = ${id}, position = place.position - 1, since = now()
    from unnest(${ids}::bigint[]) with ordinality as place (id, position) where deposit.id = place.id`.execute(trx);
  await record(trx, {
    actor: worker,
    act: "batch proposed",
    subject: `batch:${id}`,
    data: { currency, total, deposits: ids },
  });
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
const most = (amounts: readonly bigint[]): bigint => amounts.reduce((best, one) => (one > best ? one : best), 0n);

/**
 * A proposal that nobody has signed yet lives on: what waits for a person must not die over the weekend.
 * @returns proposals put off
 */
export async function renewProposals(gateway: Gateway): Promise<number> {
  const { store, settings } = gateway;
  const issuers = await issuersOf(gateway);
  let moved = 0;
  if (issuers.length === 0) return 0;
  const { approvalSeconds } = settings.minting;
  for (const currency of Object.keys(gateway.bank.tokens)) {
    const proposed = await store
      .selectFrom("mint_batch")
      .select("id")
      .where("state", "=", "proposed")
      .where("currency", "=", currency)
      .where("created_at", "<", sql<Date>`now() - make_interval(secs => ${approvalSeconds / 2})`)
      .execute();
    if (proposed.length === 0) continue;
    const { time } = await readMintState(gateway, currency, []);
    const renewed = await store
      .updateTable("mint_batch")
      .set({ expiry: time + approvalSeconds })
      .where(
        "id",
        "in",
        proposed.map(({ id }) => id),
      )
      .where("state", "=", "proposed")
      .where("expiry", "<", time + approvalSeconds / 2)
      .executeTakeFirst();
    moved += Number(renewed.numUpdatedRows);
  }
  return moved;
}
