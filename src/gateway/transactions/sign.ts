import { keccak256, type Signer } from "ethers";
import { sql } from "kysely";

import { type Fees, replacementFees } from "../../chain/outbox/fees.js";
import { errorContext } from "../../chain/events.js";
import { signRaw } from "../../chain/signRaw.js";
import { providerOf } from "../../chain/send.js";
import { decodeError, type VostroError } from "../../errors/index.js";
import { revertDataOf } from "../../errors/revertData.js";
import { alone, type Db, record, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { failTx } from "./outcome.js";
import type { ChainTx, OutcomeHandler } from "./types.js";

/** Transactions of one sender on their way at once: nodes keep no more than 16 to 64 of one account in their pools. */
const IN_FLIGHT = 16;

/**
 * Gives queued calls a nonce and a signature, for every key at hand. Both are written down together, so no nonce is ever
 * lost or given twice, whoever is killed.
 */
export async function signQueued(gateway: Gateway, handlers: readonly OutcomeHandler[]): Promise<number> {
  const { store } = gateway;
  let moved = 0;
  const waiting = await store
    .selectFrom("chain_tx")
    .select("sender")
    .where("state", "=", "queued")
    .where("deep", "=", false)
    .groupBy("sender")
    .execute();
  if (waiting.length === 0) return 0;
  for (const [sender, signer] of await signersAtHand(gateway)) {
    if (!waiting.some((lane) => lane.sender === sender)) continue;
    const act = (): Promise<number> => signLane(gateway, handlers, sender, signer);
    moved += await alone(store, `sign:${sender}`, gateway.worker, act);
  }
  return moved;
}

async function signersAtHand({ keys }: Gateway): Promise<Map<string, Signer>> {
  const all = Object.values(keys).flat();
  return new Map(await Promise.all(all.map(async (key): Promise<[string, Signer]> => [await key.getAddress(), key])));
}

async function signLane(
  gateway: Gateway,
  handlers: readonly OutcomeHandler[],
  sender: string,
  signer: Signer,
): Promise<number> {
  const { store, bank } = gateway;
  const queued = await store
    .selectFrom("chain_tx")
    .selectAll()
    .where("sender", "=", sender)
    .where("state", "=", "queued")
    // So says the index of those that are not done with.
    .where("deep", "=", false)
    .orderBy("id")
    .limit(IN_FLIGHT)
    .execute();
  if (queued.length === 0) return 0;
  const provider = providerOf(bank);
  const [asked, mined, { chainId }] = await Promise.all([
    provider.getFeeData(),
    provider.getTransactionCount(sender, "latest"),
    provider.getNetwork(),
  ]);
  const fees = replacementFees([], asked)!;
  const room = await roomIn(store, sender, mined);
  // All at once: estimates are most of what signing a batch of mints waits for.
  const due = queued.slice(0, room);
  const gases = await Promise.all(due.map((tx) => gasFor(gateway, tx)));
  let moved = 0;
  const ready: Ready[] = [];
  for (const [i, tx] of due.entries()) {
    const gas = gases[i];
    // The node is ill, or the key has no money for gas: nothing is wrong with the call.
    if (gas === undefined) break;
    if (typeof gas === "bigint") ready.push({ tx, gas });
    else moved += await failTx(gateway, handlers, tx, gas);
  }
  if (ready.length === 0) return moved;
  return moved + (await signAll(gateway, signer, ready, { sender, mined, chainId, fees }));
}

interface Ready {
  readonly tx: ChainTx;
  readonly gas: bigint;
}

interface Terms {
  readonly sender: string;
  /** nonces that the chain has seen */
  readonly mined: number;
  readonly chainId: bigint;
  readonly fees: Fees;
}

/** All in one transaction of the store: whoever has the lane's row signs, the others wait and then find theirs taken. */
function signAll({ store, worker }: Gateway, signer: Signer, ready: readonly Ready[], terms: Terms): Promise<number> {
  const { sender, mined, chainId, fees } = terms;
  return store.transaction().execute(async (trx) => {
    const next = await lockLane(trx, sender, mined);
    const ids = ready.map(({ tx }) => tx.id);
    const rows = await trx
      .selectFrom("chain_tx")
      .select("id")
      .where("id", "in", ids)
      .where("state", "=", "queued")
      .execute();
    const still = new Set(rows.map(({ id }) => id));
    const due = ready.filter(({ tx }) => still.has(tx.id)).slice(0, Math.max(0, IN_FLIGHT - (next - mined)));
    if (due.length === 0) return 0;
    const attempts: Attempt[] = [];
    for (const [i, { tx, gas }] of due.entries()) {
      const content = { to: tx.to_address, data: tx.data, nonce: next + i, gasLimit: gas, value: 0n };
      attempts.push({ id: tx.id, raw: await signRaw(signer, { ...content, ...fees, chainId }), fees });
    }
    await keepAttempts(trx, attempts);
    const numbered = due.map(({ tx, gas }, i) => ({ id: tx.id, nonce: next + i, gas: String(gas) }));
    await sql`
      update chain_tx set state = 'signed', nonce = row.nonce, gas_limit = row.gas, since = now(), leased_until = null
      from jsonb_to_recordset(${JSON.stringify(numbered)}::text::jsonb) as row (id bigint, nonce bigint, gas numeric)
      where chain_tx.id = row.id`.execute(trx);
    await trx
      .updateTable("lane")
      .set({ next_nonce: next + due.length })
      .where("sender", "=", sender)
      .execute();
    const signed = due.map(({ tx }, i) => ({
      actor: worker,
      act: "signed transaction",
      subject: tx.subject,
      data: { transaction: tx.id, sender, nonce: next + i },
    }));
    await record(trx, ...signed);
    return due.length;
  });
}

/**
 * What the node says it takes, and a fifth more: refused items and cold storage vary.
 * @returns the contract's refusal; undefined when the node did not say
 */
async function gasFor({ bank, log }: Gateway, tx: ChainTx): Promise<bigint | VostroError | undefined> {
  if (tx.gas_limit !== null) return tx.gas_limit;
  try {
    const request = { from: tx.sender, to: tx.to_address, data: tx.data };
    return ((await providerOf(bank).estimateGas(request)) * 6n) / 5n;
  } catch (error) {
    const said = decodeError(error, errorContext(bank, tx.currency ?? undefined));
    if (revertDataOf(error) !== undefined) return said;
    log.warn({ transaction: tx.id, purpose: tx.purpose, problem: said.message }, "the node gave no estimate");
    return undefined;
  }
}

/** How many more the lane takes now; `lockLane` decides. */
async function roomIn(db: Db, sender: string, mined: number): Promise<number> {
  const lane = await db.selectFrom("lane").select("next_nonce").where("sender", "=", sender).executeTakeFirst();
  return Math.max(0, IN_FLIGHT - Math.max(0, (lane?.next_nonce ?? mined) - mined));
}

/** The lane's next nonce, held until the transaction of the store ends. */
async function lockLane(trx: Trx, sender: string, mined: number): Promise<number> {
  await trx
    .insertInto("lane")
    .values({ sender, next_nonce: mined })
    .onConflict((conflict) => conflict.column("sender").doNothing())
    .execute();
  const lane = await trx
    .selectFrom("lane")
    .select("next_nonce")
    .where("sender", "=", sender)
    .forUpdate()
    .executeTakeFirstOrThrow();
  // A person may have used the key by hand.
  return Math.max(lane.next_nonce, mined);
}

/** One signature for a transaction. */
export interface Attempt {
  /** of the chain transaction */
  readonly id: number;
  readonly raw: string;
  readonly fees: Fees;
}

/** Written down before any node gets it. */
export async function keepAttempts(trx: Trx, attempts: readonly Attempt[]): Promise<void> {
  const rows = attempts.map(({ id, raw, fees }) => ({
    // The hash of a transaction is that of its bytes.
    hash: keccak256(Buffer.from(raw.slice(2), "hex")),
    chain_tx: id,
    raw,
    max_fee: fees.maxFeePerGas,
    priority_fee: fees.maxPriorityFeePerGas,
  }));
  await trx
    .insertInto("chain_attempt")
    .values(rows)
    .onConflict((conflict) => conflict.column("hash").doNothing())
    .execute();
}
