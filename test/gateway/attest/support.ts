import { ZeroAddress } from "ethers";

import { POWERS } from "../../../src/bank/roles.js";
import { chainTime, decodeFlowWord, decodeSupplyWord, type Hold, holdId } from "../../../src/chain/index.js";
import { attestation, attestOutcome } from "../../../src/gateway/attest/index.js";
import type { Gateway, Step } from "../../../src/gateway/gateway.js";
import { broadcastSigned, signQueued, watchTransactions } from "../../../src/gateway/transactions/index.js";
import { drain, openWorld, randomBytes32, SETTINGS, type World } from "../support/world.js";

const HANDLERS = [attestOutcome];

/** The outbox, with attestations alone. */
export const OUTBOX: readonly Step[] = [
  (gateway) => signQueued(gateway, HANDLERS),
  broadcastSigned,
  (gateway) => watchTransactions(gateway, HANDLERS),
];

/**
 * A bank with one currency and one holder, whose tokens are minted, burned and received by keys: each plays a contract of the suite. Movements
 * reach the store, and pay-outs the control account, only when a specification says so.
 */
export async function openBooks() {
  const world = await openWorld({ settings: { minting: { ...SETTINGS.minting, attestSeconds: 0 } } });
  const { bank, store, chain } = world;
  const [issuer, desk, clearing] = (await chain.ethers.getSigners()).slice(-3);
  const token = bank.tokens["USD"]!;
  const gateway: Gateway = { ...world.gateway, bank: { ...bank, tokens: { USD: token } } };
  const admin = token.connect(world.person("POLICY_ADMIN"));
  await admin.admitContract(issuer!, POWERS.ISSUER);
  await admin.admitContract(desk!, POWERS.NOTARY | POWERS.BURNER);
  await admin.admitContract(clearing!, POWERS.NOTARY | POWERS.BURNER | POWERS.CLEARING);
  const holder = world.wallet("C-1001");
  let seen: { block: number; index: number; amount: bigint; reference: string | null }[] = [];
  let rows = 0;

  const control = async (kind: "credit" | "credit-withdrawn" | "payout", amount: bigint, subject: string) => {
    await store.insertInto("control_entry").values({ currency: "USD", kind, amount, subject, by: "test" }).execute();
  };
  const burnBy = async (notary: NonNullable<typeof desk>, amount: bigint): Promise<{ id: string; block: number }> => {
    const expiry = (await chainTime(bank)) + 86_400n;
    const hold: Hold = {
      payer: holder.address,
      payee: ZeroAddress,
      notary: notary.address,
      amount,
      expiry,
      placeBy: expiry,
      assignable: false,
      terms: randomBytes32(),
    };
    await token.connect(holder).placeHold(hold);
    const sent = await token.connect(notary).executeHold(hold, amount);
    const receipt = await sent.wait();
    return { id: holdId(hold), block: receipt!.blockNumber };
  };
  const note = (block: number, amount: bigint, reference: string | null): void => {
    seen.push({ block, index: rows++, amount, reference });
  };

  return {
    ...world,
    gateway,
    token,
    /** A booked credit; its deposit stays in the queue. */
    accept: (amount: bigint) => control("credit", amount, `deposit:${rows++}`),
    withdraw: (amount: bigint) => control("credit-withdrawn", -amount, `deposit:${rows++}`),
    mint: async (amount: bigint) => {
      await token.connect(issuer!).mint(holder.address, amount, randomBytes32());
    },
    receive: async (amount: bigint) => {
      await token.connect(clearing!).mintInterbank(holder.address, amount, randomBytes32(), 1);
    },
    /** A customer's payment to another bank. */
    clear: async (amount: bigint) => {
      const { block } = await burnBy(clearing!, amount);
      note(block, amount, null);
    },
    /** A redemption burned; `state` is the gateway's, undefined where it knows of none. */
    burn: async (amount: bigint, state?: "settling" | "payable"): Promise<string> => {
      const { id, block } = await burnBy(desk!, amount);
      note(block, amount, id);
      if (state === undefined) return id;
      await store
        .insertInto("redemption")
        .values({
          id,
          currency: "USD",
          payer: holder.address,
          amount,
          settlement_account: randomBytes32(),
          salt: randomBytes32(),
          expiry: 0,
          hold: "{}",
          state,
          uetr: id,
          end_to_end_id: id,
          requested_block: 0,
        })
        .execute();
      return id;
    },
    /** The pay-out of a burned redemption reaches the control account. */
    pay: (id: string, amount: bigint) => control("payout", -amount, `redemption:${id}`),
    /** The watcher reads up to the head. */
    watch: async () => {
      const head = await world.provider.getBlock("latest");
      const movements = seen.map(({ block, index, amount, reference }) => ({
        currency: "USD",
        block,
        log_index: index,
        tx_hash: randomBytes32(),
        kind: "burn" as const,
        payer: holder.address,
        payee: ZeroAddress,
        amount,
        reference,
      }));
      seen = [];
      if (movements.length > 0) await store.insertInto("movement").values(movements).execute();
      const place = { block: head!.number, hash: head!.hash! };
      await store
        .insertInto("chain_cursor")
        .values({ name: "watch", ...place })
        .onConflict((conflict) => conflict.column("name").doUpdateSet(place))
        .execute();
    },
    /** Writes the attestation down, if one is needed. */
    attest: async (by: Gateway = gateway): Promise<number> => {
      await world.mine(1);
      return attestation()(by);
    },
    /** Sends what was written down. */
    send: () => drain(gateway, OUTBOX),
    words: async () => {
      const [supply, flows] = await token.supplyWords();
      return { ...decodeSupplyWord(supply), ...decodeFlowWord(flows) };
    },
    /** Counted from the first entry on, as somebody does who believes no attestation. */
    acceptedUpTo: async (entry: number): Promise<bigint> => {
      const entries = await store.selectFrom("control_entry").selectAll().where("currency", "=", "USD").execute();
      const counted = entries.filter(({ id, kind }) => id <= entry && kind !== "payout");
      return counted.reduce((sum, { amount }) => sum + amount, 0n);
    },
    figures: () => store.selectFrom("attestation").selectAll().where("currency", "=", "USD").orderBy("id").execute(),
    alarms: async () => (await store.selectFrom("suspense").selectAll().execute()).map(({ reason }) => reason),
  };
}

export type Books = Awaited<ReturnType<typeof openBooks>>;
export type { World };
