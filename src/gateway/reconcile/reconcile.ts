import { sql } from "kysely";

import { tokenOf } from "../../chain/checks.js";
import { pauseCall } from "../../chain/pauses.js";
import { VostroError } from "../../errors/index.js";
import { record, takeLease, dropLease, toJson, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { guardianOf, haltIssuing } from "../halt/halt.js";
import { readCursor } from "../watch/index.js";
import { differencesOf, historyOf, textual } from "./assemble.js";
import { writeBreaks } from "./breaks.js";
import { blockAt, readChain } from "./chain.js";
import type { Look } from "./checks/difference.js";
import { findDifferences } from "./look.js";
import { REPORT_SCHEMA, type Report, reportSchema } from "./report.js";
import { newStatements } from "./statements.js";
import { walletsAt } from "./wallets.js";

export interface ReconcileOptions {
  /** ISO 4217 */
  readonly currency: string;
  /** the watcher's block if left out; an earlier one is told and changes no break */
  readonly block?: number;
  /** compare every wallet with the chain, not only those that changed since the last time */
  readonly full?: boolean;
  /** the present if left out; ages and lateness are by it */
  readonly now?: Date;
}

export interface Reconciled {
  /** row of `reconciliation` */
  readonly id: number;
  readonly report: Report;
  /** issuing was stopped by this very look */
  readonly halted: boolean;
}

/** Renewed while it runs, however long: what a worker that was killed had leased is free again soon. */
const LEASE_SECONDS = 60;

/**
 * Compares the three books at a final block: the token on the chain, the subledger of its events, and the bank's own control
 * account, deposits, pay-outs and statements. Stores the report, opens and closes breaks, and stops issuing if a
 * break is material. Signing is a step of its own: `signReports`.
 * @throws VostroError NothingWatched, NotWatchedYet, NoStateAtBlock, ReconciliationRuns, UnknownToken
 */
export async function reconcile(gateway: Gateway, options: ReconcileOptions): Promise<Reconciled> {
  const { store, worker } = gateway;
  const { currency } = options;
  tokenOf(gateway.bank, currency);
  const lease = `reconcile:${currency}`;
  if (!(await takeLease(store, lease, worker, LEASE_SECONDS))) {
    throw refused(
      "ReconciliationRuns",
      { currency },
      `${currency} is being reconciled by another worker.`,
      "Wait for it.",
    );
  }
  let renewal: Promise<unknown> = Promise.resolve();
  const renew = (): void => {
    renewal = takeLease(store, lease, worker, LEASE_SECONDS).catch(() => undefined);
  };
  const timer = setInterval(renew, (LEASE_SECONDS * 1000) / 3);
  try {
    return await reconcileOnce(gateway, options);
  } finally {
    clearInterval(timer);
    await renewal;
    await dropLease(store, lease, worker);
  }
}

async function reconcileOnce(gateway: Gateway, options: ReconcileOptions): Promise<Reconciled> {
  const { bank } = gateway;
  const { currency, now = new Date() } = options;
  const { block, historic } = await chooseBlock(gateway, options.block);
  const last = await lastLook(gateway, currency, block);
  const at = await blockAt(gateway, block);
  const chain = await readChain(gateway, currency, block);
  const wallets = await walletsAt(gateway, currency, block, { since: last.block, full: options.full ?? false });
  const sender = await guardianOf(gateway);
  const call = await pauseCall(bank, { currency, operation: "mint" });
  const guardian = sender === undefined ? undefined : { sender, call };
  return inOneSnapshot(gateway, async (trx) => {
    const lateBefore = new Date(now.getTime() - gateway.settings.reconciliation.lateSeconds * 1000);
    const look: Look = { trx, currency, block, now, lateBefore };
    const found = await findDifferences(gateway, look, chain, wallets);
    const id = await openRow(trx, { currency, block, hash: at.hash });
    if (!historic) await writeBreaks(look, id, gateway.settings.owner);
    const differences = await differencesOf(gateway, look);
    const material = differences.classes.some((one) => one.material);
    const report = reportSchema.parse({
      ...(textual({ ...found, chain }) as object),
      schema: REPORT_SCHEMA,
      bank: bank.addresses.bank,
      chainId: bank.addresses.chainId,
      currency,
      token: bank.addresses.tokens[currency],
      block,
      blockHash: at.hash,
      blockTime: new Date(at.time * 1000).toISOString(),
      at: now.toISOString(),
      historic,
      material,
      wallets: { compared: wallets.compared, all: wallets.all, different: wallets.different },
      statements: { after: last.statement, ...(await newStatements(look, gateway.accounts, last.statement)) },
      differences,
      history: await historyOf(look, id),
    });
    await trx
      .updateTable("reconciliation")
      .set({ material, report: toJson(report) })
      .where("id", "=", id)
      .execute();
    await record(trx, {
      actor: gateway.worker,
      act: "reconciled",
      subject: `reconciliation:${id}`,
      data: { currency, block, differences: differences.count, material },
    });
    const reason = `Reconciliation ${id} at block ${block}: ${materialClasses(report)}.`;
    const halted = material && !historic && (await haltIssuing(gateway, trx, { currency, reason, guardian }));
    return { id, report, halted };
  });
}

const materialClasses = ({ differences }: Report): string =>
  differences.classes
    .filter(({ material }) => material)
    .map(({ class: is, count, amount }) => `${is} ${count} (${amount} minor units)`)
    .join(", ");

/** Deposits and redemptions move meanwhile: every check sees the same moment. Tried again when somebody was in between. */
async function inOneSnapshot<T>({ store }: Gateway, look: (trx: Trx) => Promise<T>): Promise<T> {
  for (let left = 3; ; left--) {
    try {
      return await store.transaction().setIsolationLevel("repeatable read").execute(look);
    } catch (error) {
      if ((error as { code?: unknown }).code !== SERIALIZATION_FAILURE || left === 0) throw error;
    }
  }
}

const SERIALIZATION_FAILURE = "40001";

async function chooseBlock(
  { store, bank }: Gateway,
  asked: number | undefined,
): Promise<{ block: number; historic: boolean }> {
  const cursor = await readCursor(store);
  if (cursor === undefined) {
    throw refused("NothingWatched", {}, "No block of the chain was read yet.", "Let the gateway's watcher run first.");
  }
  if (asked === undefined || asked === cursor.number) return { block: cursor.number, historic: false };
  const { fromBlock } = bank.addresses;
  if (Number.isInteger(asked) && asked >= fromBlock && asked < cursor.number) return { block: asked, historic: true };
  throw refused(
    "NotWatchedYet",
    { block: asked, fromBlock, read: cursor.number },
    `Blocks ${fromBlock} to ${cursor.number} were read, not ${asked}.`,
    "Choose one of them, or wait until the block is final and read.",
  );
}

/** Where the last reconciliation of the currency stood. */
async function lastLook(
  { store }: Gateway,
  currency: string,
  block: number,
): Promise<{ block: number; statement: number }> {
  const { rows } = await sql<{ block: number; statement: number }>`
    select block, coalesce((report #>> '{statements,upTo}')::bigint, 0) as statement from reconciliation
    where currency = ${currency} and block <= ${block} and not (report ->> 'historic')::boolean
    order by id desc limit 1`.execute(store);
  return rows[0] ?? { block: -1, statement: 0 };
}

async function openRow(
  trx: Trx,
  { currency, block, hash }: { currency: string; block: number; hash: string },
): Promise<number> {
  const row = {
    currency,
    block,
    block_hash: hash,
    material: false,
    report: '{"historic":true}',
    signer: null,
    signature: null,
  };
  const { id } = await trx.insertInto("reconciliation").values(row).returning("id").executeTakeFirstOrThrow();
  return id;
}

const refused = (name: string, args: Record<string, unknown>, sentence: string, fix: string): VostroError =>
  new VostroError({ name, args, sentence, fix });
