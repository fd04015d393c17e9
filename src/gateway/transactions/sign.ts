import { type Signer, Transaction } from "ethers";

import { type Fees, replacementFees } from "../../chain/outbox/fees.js";
import { errorContext } from "../../chain/events.js";
import { providerOf } from "../../chain/send.js";
import { decodeError, type VostroError } from "../../errors/index.js";
import { revertDataOf } from "../../errors/revertData.js";
import { record, type Trx } from "../../store/index.js";
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
  let moved = 0;
  for (const [sender, signer] of await signersAtHand(gateway))
    moved += await signLane(gateway, handlers, sender, signer);
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
  let moved = 0;
  for (const tx of queued) {
    const gas = await gasFor(gateway, tx);
    // The node is ill, or the key has no money for gas: nothing is wrong with the call.
    if (gas === undefined) break;
    if (typeof gas !== "bigint") {
      moved += await failTx(gateway, handlers, tx, gas);
      continue;
    }
    const signed = await store.transaction().execute(async (trx) => {
      const nonce = await takeNonce(trx, tx, sender, mined);
      if (nonce === undefined) return false;
      const raw = await signer.signTransaction({
        to: tx.to_address,
        data: tx.data,
        nonce,
        chainId,
        type: 2,
        value: 0n,
        gasLimit: gas,
        ...fees,
      });
      await keepAttempt(trx, tx.id, raw, fees);
      await trx
        .updateTable("chain_tx")
        .set({ state: "signed", nonce, gas_limit: gas, since: new Date(), leased_until: null })
        .where("id", "=", tx.id)
        .execute();
      await record(trx, {
        actor: gateway.worker,
        act: "signed transaction",
        subject: tx.subject,
        data: { transaction: tx.id, sender, nonce },
      });
      return true;
    });
    if (!signed) break;
    moved++;
  }
  return moved;
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

/** The lane's next nonce, for this transaction alone; undefined when another worker took it, or the lane is full. */
async function takeNonce(trx: Trx, tx: ChainTx, sender: string, mined: number): Promise<number | undefined> {
  await trx
    .insertInto("lane")
    .values({ sender, next_nonce: mined })
    .onConflict((conflict) => conflict.column("sender").doNothing())
    .execute();
  // Whoever holds this row signs; the others wait and then find their transaction taken.
  const lane = await trx
    .selectFrom("lane")
    .select("next_nonce")
    .where("sender", "=", sender)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const still = await trx.selectFrom("chain_tx").select("state").where("id", "=", tx.id).executeTakeFirst();
  if (still?.state !== "queued") return undefined;
  // A person may have used the key by hand.
  const nonce = Math.max(lane.next_nonce, mined);
  if (nonce - mined >= IN_FLIGHT) return undefined;
  await trx
    .updateTable("lane")
    .set({ next_nonce: nonce + 1 })
    .where("sender", "=", sender)
    .execute();
  return nonce;
}

/** Written down before any node gets it. */
export async function keepAttempt(trx: Trx, id: number, raw: string, fees: Fees): Promise<void> {
  const hash = Transaction.from(raw).hash!;
  await trx
    .insertInto("chain_attempt")
    .values({
      hash,
      chain_tx: id,
      raw,
      max_fee: fees.maxFeePerGas,
      priority_fee: fees.maxPriorityFeePerGas,
    })
    .onConflict((conflict) => conflict.column("hash").doNothing())
    .execute();
}
