import { nameDigest } from "../../../src/gateway/intake/names.js";
import { randomUUID } from "node:crypto";

import type { Wallet } from "ethers";

import {
  attest,
  buildMintBatch,
  buildMintOrder,
  buildRedemption,
  mintBatch,
  mintOrder,
  type Redemption,
  requestRedemption,
  settleRedemption,
  signHold,
  signMintBatch,
  signMintOrder,
  submitRedemption,
} from "../../../src/chain/index.js";
import { holdId } from "../../../src/chain/typedData.js";
import { reconcile, type Reconciled, type ReconcileOptions } from "../../../src/gateway/reconcile/index.js";
import { watchChain } from "../../../src/gateway/watch/index.js";
import { type EntryVerdictName, toJson } from "../../../src/store/index.js";
import { startPostgres, type TestServer } from "../../../tools/postgres.js";
import { openWorld, randomBytes32, type World } from "../support/world.js";

export const USD = "USD";
export const ATTESTED = 1_000_000_00n;
/** Two customers of the demo with wallets of test accounts. */
export const [ANNA, BERT] = ["C-1001", "C-1002"];

/** A bank whose books can be written by hand: what the pipelines would write, in their words. */
export interface Books extends World {
  readonly statement: number;
}

export async function openBooks(url?: string): Promise<Books> {
  const world = await openWorld(url === undefined ? {} : { url });
  await attest(world.bank, world.person("ATTESTOR"), { currency: USD, figure: ATTESTED });
  const statement = await writeStatement(world, { name: "first", opening: 0n, closing: 0n });
  return { ...world, statement };
}

/**
 * A server for the calling file, and a fresh database on it for each specification: the embedded database takes seconds
 * to start.
 */
export function useServer(): () => Promise<Books> {
  let server: TestServer;
  before(async () => {
    server = await startPostgres();
  });
  after(async () => server.stop());
  return async () => openBooks(await server.freshDatabase());
}

export async function writeStatement(
  { store, gateway }: World,
  { name, opening, closing, day = "2026-11-02" }: { name: string; opening: bigint; closing: bigint; day?: string },
): Promise<number> {
  const file = await store
    .insertInto("file")
    .values({
      name,
      sha256: randomBytes32().slice(2),
      bytes: 1,
      kind: "camt.053",
      state: "imported",
      message_id: name,
      problem: null,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  const account = gateway.accounts.find(({ currency }) => currency === USD)!.id.replaceAll(" ", "");
  const { id } = await store
    .insertInto("statement")
    .values({
      ...{ file_id: file.id, index: 0, kind: "camt.053", message_id: name, statement_id: name, account },
      ...{ our_account: account, currency: USD, created_on: day, opening, closing, opening_on: day, closing_on: day },
      ...{ credits: closing - opening, findings: "[]", repeats: null },
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

export interface DepositRow {
  readonly id: number;
  readonly reference: string;
  readonly amount: bigint;
  readonly payee: string;
}

let entries = 0;

/** A booked credit that was accepted: its entry, the deposit, and the control account's line. */
export async function accept(
  books: Books,
  amount: bigint,
  {
    payee = books.wallet(ANNA!).address,
    uetr = null,
    verdict = "deposit",
  }: { payee?: string; uetr?: string | null; verdict?: EntryVerdictName } = {},
): Promise<DepositRow> {
  const { store, statement } = books;
  const entry = await store
    .insertInto("entry")
    .values({
      ...{
        statement_id: statement,
        index: ++entries,
        amount,
        currency: USD,
        credit_debit: "CRDT",
        status: "BOOK",
        verdict,
      },
      ...{ reversal: null, booking_date: null, value_date: null, ntry_ref: null, acct_svcr_ref: null },
      ...{ reason: null, message: null },
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await store
    .updateTable("statement")
    .set((one) => ({
      entries: one("entries", "+", 1),
      credits: one("credits", "+", amount),
      closing: one("closing", "+", amount),
    }))
    .where("id", "=", statement)
    .execute();
  const reference = randomBytes32();
  const { id } = await store
    .insertInto("deposit")
    .values({
      ...{
        entry_id: entry.id,
        key: reference,
        reference,
        strength: "strong",
        entry_key: nameDigest(reference),
        amount,
        currency: USD,
      },
      ...{
        account: "ours",
        booking_date: null,
        value_date: null,
        content: "",
        details: "[]",
        uetr,
        end_to_end_id: null,
      },
      ...{ state: verdict === "deposit" ? "ready" : "suspense", customer: ANNA!, matched_by: "test", payee },
      ...{ batch_id: null, position: null, return_of: null, minted_block: null, minted_tx: null },
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  if (verdict === "deposit") await book(books, "credit", amount, `deposit:${id}`);
  return { id, reference, amount, payee };
}

export async function book(
  { store }: World,
  kind: "credit" | "payout" | "interest" | "correction",
  amount: bigint,
  subject: string,
): Promise<void> {
  const row = { currency: USD, kind, amount, subject, by: "ann", second_by: "bob", note: null };
  await store.insertInto("control_entry").values(row).execute();
}

/** Mints accepted deposits in one batch and says so in their rows. */
export async function mintAll({ bank, store, person }: World, deposits: readonly DepositRow[]): Promise<void> {
  const items = deposits.map(({ payee, amount, reference }) => ({ payee, amount, depositReference: reference }));
  const batch = await buildMintBatch(bank, { currency: USD, items });
  const sent = await mintBatch(bank, person("ISSUER"), batch, await signMintBatch(bank, person("APPROVER"), batch));
  const ids = deposits.map(({ id }) => id);
  const minted = { state: "final", minted_block: sent.blockNumber, minted_tx: sent.hash } as const;
  await store.updateTable("deposit").set(minted).where("id", "in", ids).execute();
}

/** Two people mint what no deposit stands for. */
export async function mintByHand(
  { bank, person }: World,
  payee: string,
  amount: bigint,
  depositReference = randomBytes32(),
): Promise<string> {
  const order = await buildMintOrder(bank, { currency: USD, payee, amount, depositReference });
  await mintOrder(bank, person("ISSUER"), order, await signMintOrder(bank, person("APPROVER"), order));
  return depositReference;
}

/** A redemption on the chain, sealed. */
export async function seal(
  { bank, person }: World,
  payer: Wallet,
  amount: bigint,
): Promise<{ redemption: Redemption; id: string; uetr: string }> {
  const redemption = await buildRedemption(bank, { currency: USD, payer: payer.address, amount });
  const { hold } = redemption;
  await requestRedemption(bank, person("REDEMPTION_OPERATOR"), redemption, await signHold(bank, payer, USD, hold));
  const uetr = randomUUID();
  await submitRedemption(bank, person("REDEMPTION_OPERATOR"), redemption, uetr);
  return { redemption, id: holdId(hold), uetr };
}

/** A redemption from request to burn, with the rows that the pipeline leaves. */
export async function redeemAll(books: Books, payer: Wallet, amount: bigint): Promise<string> {
  const { bank, person, store } = books;
  const { redemption, id, uetr } = await seal(books, payer, amount);
  const { blockNumber } = await settleRedemption(bank, person("REDEMPTION_OPERATOR"), redemption);
  const name = `payout-${id}`;
  const file = await store
    .insertInto("payout_file")
    .values({
      ...{ message_id: name, name, format: "pain.001", currency: USD, count: 1, total: amount, content: "" },
      ...{ sha256: "", state: "delivered" },
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await store
    .insertInto("redemption")
    .values({
      ...{ id, currency: USD, payer: payer.address, amount, settlement_account: redemption.terms.settlementAccount },
      ...{ salt: redemption.terms.salt, expiry: Number(redemption.hold.expiry), hold: toJson(redemption.hold) },
      ...{ state: "settled", uetr, end_to_end_id: uetr, customer: ANNA!, creditor_account: null, creditor_name: null },
      ...{ payout_file_id: file.id, refusal: null, requested_block: 0, sealed_block: 0, settled_block: blockNumber },
      chain_tx: null,
    })
    .execute();
  await book(books, "payout", -amount, `redemption:${id}`);
  return id;
}

/** The watcher reads to the end, then the books are compared. */
export async function look(books: World, options: Partial<ReconcileOptions> = {}): Promise<Reconciled> {
  while ((await watchChain(books.gateway)) > 0);
  return reconcile(books.gateway, { currency: USD, ...options });
}

/** "CLASS subject" of every difference that is listed. */
export const named = ({ report }: Reconciled): string[] =>
  report.differences.listed.map(({ class: is, subject }) => `${is} ${subject}`);
