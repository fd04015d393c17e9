import { getAddress } from "ethers";

import { normaliseAccount } from "../../../src/bank/accounts.js";
import { depositReference } from "../../../src/bank/keys.js";
import { attest } from "../../../src/chain/index.js";
import type { Gateway, Step } from "../../../src/gateway/gateway.js";
import {
  approveBatches,
  confirmKnown,
  mintBatchOutcome,
  proposeBatches,
  queueBatches,
  releaseRefused,
  resolveFailed,
} from "../../../src/gateway/mint/index.js";
import {
  broadcastSigned,
  type OutcomeHandler,
  signQueued,
  watchTransactions,
} from "../../../src/gateway/transactions/index.js";
import { nameDigest } from "../../../src/gateway/intake/names.js";
import type { Store } from "../../../src/store/index.js";
import type { World } from "../support/world.js";

export const HANDLERS: readonly OutcomeHandler[] = [mintBatchOutcome];

/** The whole of minting and of the outbox, as a worker runs them. */
export const STEPS: readonly Step[] = [
  proposeBatches,
  approveBatches,
  queueBatches,
  (gateway) => signQueued(gateway, HANDLERS),
  broadcastSigned,
  (gateway) => watchTransactions(gateway, HANDLERS),
  resolveFailed,
  releaseRefused,
  confirmKnown,
];

/** The outbox alone. */
export const OUTBOX: readonly Step[] = STEPS.slice(3, 6);

export interface Wanted {
  /** minor units */
  readonly amount?: bigint;
  readonly customer?: string;
  readonly currency?: string;
  readonly uetr?: string;
  readonly reversal?: boolean;
}

let numbered = 0;

/**
 * Booked credits as the intake leaves them: one statement, an entry and a ready deposit for each, matched to a customer and
 * booked in the control account.
 * @returns ids of the deposits, in order
 */
export async function bookCredits(world: Pick<World, "gateway" | "store" | "customers">, wanted: readonly Wanted[]) {
  const { gateway, store, customers } = world;
  for (const one of customers) {
    const data = JSON.stringify(one);
    await store
      .insertInto("customer")
      .values({ customer: one.customer, data })
      .onConflict((conflict) => conflict.column("customer").doNothing())
      .execute();
  }
  const ids: number[] = [];
  const statements = new Map<string, number>();
  for (const [i, one] of wanted.entries()) {
    const { amount = 100_00n, customer = "C-1001", currency = "USD", uetr = null, reversal = false } = one;
    const account = normaliseAccount(gateway.accounts.find((our) => our.currency === currency)!.id);
    const statement = statements.get(currency) ?? (await statementOn(store, account, currency));
    statements.set(currency, statement);
    const key = JSON.stringify([account, "AcctSvcrRef", `TEST-${++numbered}`]);
    const entry = { statement_id: statement, index: i + 1, amount, currency, credit_debit: "CRDT", status: "BOOK" };
    const { id: entryId } = await store
      .insertInto("entry")
      .values({ ...entry, reversal, verdict: "deposit" })
      .returning("id")
      .executeTakeFirstOrThrow();
    const payee = getAddress(customers.find((found) => found.customer === customer)!.wallets[0].address);
    const { id } = await store
      .insertInto("deposit")
      .values({
        entry_id: entryId,
        key,
        entry_key: nameDigest(key),
        reference: depositReference(gateway.salt, key),
        strength: "strong",
        amount,
        currency,
        account,
        content: "",
        details: "[]",
        uetr,
        state: "ready",
        customer,
        matched_by: "account",
        payee,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    await store
      .insertInto("control_entry")
      .values({ currency, kind: "credit", amount, subject: `deposit:${id}`, by: "intake" })
      .execute();
    ids.push(id);
  }
  return ids;
}

async function statementOn(store: Store, account: string, currency: string): Promise<number> {
  const name = `statement-${++numbered}`;
  const { id: file } = await store
    .insertInto("file")
    .values({ name, sha256: name, bytes: 1, state: "imported" })
    .returning("id")
    .executeTakeFirstOrThrow();
  const { id } = await store
    .insertInto("statement")
    .values({
      file_id: file,
      index: 0,
      kind: "camt.053",
      message_id: name,
      statement_id: name,
      account,
      our_account: account,
      currency,
      findings: "[]",
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** The attestor says that deposits of `figure` minor units back the token. */
export const attestBy = (world: World, figure: bigint, currency = "USD") =>
  attest(world.bank, world.person("ATTESTOR"), { currency, figure });

/** Deposits by id: state, batch and how often they were tried. */
export async function depositsOf(store: Store, ids?: readonly number[]) {
  const all = await store
    .selectFrom("deposit")
    .select(["id", "state", "batch_id", "position", "attempts", "minted_block", "minted_tx", "payee", "reference"])
    .orderBy("id")
    .execute();
  return ids === undefined ? all : ids.map((id) => all.find((deposit) => deposit.id === id)!);
}

export const statesOf = async (store: Store, ids?: readonly number[]): Promise<string[]> =>
  (await depositsOf(store, ids)).map(({ state }) => state);

export const batchesOf = (store: Store) => store.selectFrom("mint_batch").selectAll().orderBy("id").execute();

/** Open cases: reason by deposit. */
export async function suspenseOf(store: Store): Promise<Record<number, string>> {
  const rows = await store.selectFrom("suspense").selectAll().where("closed_at", "is", null).execute();
  return Object.fromEntries(rows.map(({ deposit_id, reason }) => [deposit_id, reason]));
}

/** Sum of the control account, minor units. */
export async function controlSum(store: Store): Promise<bigint> {
  const rows = await store.selectFrom("control_entry").select("amount").execute();
  return rows.reduce((sum, { amount }) => sum + amount, 0n);
}

/** Waits are over: leases end, and what waits to be tried again is due. */
export async function endWaits({ store }: Pick<World, "store">): Promise<void> {
  await store.updateTable("mint_batch").set({ leased_until: null }).execute();
  await store
    .updateTable("deposit")
    .set({ not_before: new Date(0) })
    .execute();
  await store.updateTable("chain_tx").set({ leased_until: null }).execute();
}

/** Every deposit that is minted has its amount in its wallet, once. */
export const supplyOf = (world: World, currency = "USD"): Promise<bigint> => world.bank.tokens[currency]!.totalSupply();

/** The same gateway without the keys of some roles, as another process has it. */
export const withKeys = (gateway: Gateway, ...roles: (keyof Gateway["keys"])[]): Gateway => ({
  ...gateway,
  keys: Object.fromEntries(roles.map((role) => [role, gateway.keys[role]])),
});
