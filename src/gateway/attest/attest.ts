import { sql } from "kysely";

import { attestCall } from "../../chain/issue.js";
import { tokenOf } from "../../chain/checks.js";
import { ask, providerOf } from "../../chain/send.js";
import { decodeFlowWord, decodeSupplyWord, type Flows } from "../../chain/words.js";
import { alone, record, type Db } from "../../store/index.js";
import type { Gateway, Step } from "../gateway.js";
import { queueCall } from "../transactions/queue.js";
import { findAgreement, type Agreed } from "./agree.js";
import { alarm } from "./alarm.js";
import { acceptedNow } from "./figure.js";

/** Seconds before an attestation that failed is tried again. */
const AFTER_FAILURE = 30;

export interface AttestOptions {
  /** root of the holders' claims at a block (src/proof), bytes32: committed with the attestation */
  readonly claims?: (currency: string, block: number) => Promise<string | undefined>;
}

/** The token now, at the head. Amounts in minor units, times in unix seconds. */
interface Head {
  readonly block: number;
  readonly time: number;
  readonly supply: bigint;
  readonly backing: bigint;
  readonly attestedAt: number;
  readonly flows: Flows;
}

/**
 * The step that attests deposits where an attestor's key is at hand, one worker at a time for each currency: when ready deposits find
 * no room, when the last attestation grows old, and at once when the control account has less than the token believes.
 * @returns a step: attestations queued and alarms raised
 */
export function attestation(options: AttestOptions = {}): Step {
  return async (gateway) => {
    const attestor = await gateway.keys.ATTESTOR?.[0]?.getAddress();
    if (attestor === undefined) return 0;
    let moved = 0;
    for (const currency of Object.keys(gateway.bank.tokens)) {
      const act = (): Promise<number> => attestIn(gateway, attestor, currency, options);
      moved += await alone(gateway.store, `attest:${currency}`, gateway.worker, act);
    }
    return moved;
  };
}

/** Without a commitment to holders' claims. */
export const attestIfNeeded: Step = attestation();

async function attestIn(
  gateway: Gateway,
  attestor: string,
  currency: string,
  { claims }: AttestOptions,
): Promise<number> {
  const { store } = gateway;
  if (await mustWait(store, currency)) return 0;
  const head = await readHead(gateway, currency);
  if (!(await isNeeded(gateway, currency, head))) return 0;
  const agreed = await findAgreement(gateway, currency);
  if (agreed === undefined) return 0;
  if (!("flows" in agreed)) {
    return store.transaction().execute(async (trx) => {
      let raised = 0;
      for (const one of agreed) raised += await alarm(gateway, trx, one);
      return raised;
    });
  }
  const root = await claims?.(currency, agreed.block);
  return queueAttestation(gateway, attestor, currency, { head, agreed, root });
}

/** One on its way is enough; one that failed is not repeated in a rush. */
async function mustWait(db: Db, currency: string): Promise<boolean> {
  const waiting = await db
    .selectFrom("attestation")
    .innerJoin("chain_tx as tx", "tx.id", "attestation.chain_tx")
    .select("tx.id")
    .where("attestation.currency", "=", currency)
    .where((eb) =>
      eb.or([
        eb("tx.state", "in", ["queued", "signed", "sent"]),
        eb.and([
          eb("tx.state", "=", "failed"),
          eb("tx.since", ">", sql<Date>`now() - make_interval(secs => ${AFTER_FAILURE})`),
        ]),
      ]),
    )
    .executeTakeFirst();
  return waiting !== undefined;
}

async function readHead({ bank }: Gateway, currency: string): Promise<Head> {
  const block = await ask(bank, providerOf(bank).getBlock("latest"), currency);
  if (block === null) throw new Error("the node has no block");
  const [word, flows] = await ask(bank, tokenOf(bank, currency).supplyWords({ blockTag: block.number }), currency);
  const { totalSupply: supply, backing, attestedAt } = decodeSupplyWord(word);
  return {
    block: block.number,
    time: block.timestamp,
    supply,
    backing,
    attestedAt: Number(attestedAt),
    flows: decodeFlowWord(flows),
  };
}

async function isNeeded({ store, settings }: Gateway, currency: string, head: Head): Promise<boolean> {
  // A second attestation of one second would be refused: the next block has another.
  if (head.time <= head.attestedAt) return false;
  if (head.time - head.attestedAt >= settings.minting.attestSeconds) return true;
  const { accepted } = await acceptedNow(store, currency);
  const truth = accepted - head.flows.burned + head.flows.received;
  if (truth <= head.backing) return truth < head.backing;
  // What stopped minting has been booked.
  if (head.supply > head.backing) return true;
  const headroom = head.backing > head.supply ? head.backing - head.supply : 0n;
  return (await demand(store, currency, head.block)) > headroom;
}

/** Everything accepted that is not in the supply at the block: in the queue, or in a batch on its way. */
async function demand(db: Db, currency: string, block: number): Promise<bigint> {
  const { rows } = await sql<{ sum: bigint }>`
    select coalesce(sum(amount), 0) as sum from deposit
    where currency = ${currency} and (state = 'ready' or state = 'batched' or (state = 'minted' and minted_block > ${block}))
  `.execute(db);
  return rows[0]!.sum;
}

interface Wanted {
  readonly head: Head;
  readonly agreed: Agreed;
  readonly root: string | undefined;
}

/**
 * figure = accepted credits - everything burned up to the block + everything received by clearing up to it, naming these two totals.
 * Where pay-outs and burns agree this is the control account less other burns plus clearing; where a pay-out is booked just now it counts
 * once all the same, because it is taken off by its burn and never by its entry.
 */
async function queueAttestation(
  gateway: Gateway,
  attestor: string,
  currency: string,
  { head, agreed, root }: Wanted,
): Promise<number> {
  const { store, bank, worker } = gateway;
  const { burned, received } = agreed.flows;
  return store.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext(${`attest:${currency}`}))`.execute(trx);
    if (await mustWait(trx, currency)) return 0;
    // Waits for bookings under way, so that "up to this entry" means the same to whoever counts again.
    await sql`lock table control_entry in share mode`.execute(trx);
    const { accepted, entry } = await acceptedNow(trx, currency);
    const net = accepted - burned + received;
    const figure = net > 0n ? net : 0n;
    const asOf = BigInt(head.time);
    const claims = root === undefined ? {} : { claims: root };
    const content = { currency, figure, asOf, burned, received, ...claims };
    // Both totals are given, so this asks the node nothing.
    const call = await attestCall(bank, content);
    const { id } = await trx
      .insertInto("attestation")
      .values({
        currency,
        figure,
        as_of: head.time,
        burned,
        received,
        block: agreed.block,
        block_hash: agreed.hash,
        control_entry: entry,
        accepted,
        claims: root ?? null,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    const subject = `attestation:${id}`;
    const tx = await queueCall(trx, { purpose: "attest", subject, sender: attestor, call, atStake: figure });
    await trx.updateTable("attestation").set({ chain_tx: tx }).where("id", "=", id).execute();
    const data = { currency, figure, burned, received, block: agreed.block, entry };
    await record(trx, { actor: worker, act: "attestation queued", subject, data });
    return 1;
  });
}
