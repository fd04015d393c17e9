import { getAddress, ZeroAddress } from "ethers";
import { sql } from "kysely";

import { requireAddress, tokenOf } from "../../chain/checks.js";
import { askEach } from "../../chain/pages.js";
import { VostroError } from "../../errors/index.js";
import type { HolderEntry, HolderStatement } from "../../iso20022/write/index.js";
import type { Gateway } from "../gateway.js";
import { readCursor } from "../watch/index.js";
import { blockAt } from "./chain.js";

export interface HolderStatementRequest {
  readonly wallet: string;
  /** ISO 4217 */
  readonly currency: string;
  /** first moment of the period */
  readonly from: Date;
  /** last moment of the period, not after the last block that was read */
  readonly to: Date;
  /** 1, 2, 3... for this wallet and currency */
  readonly sequenceNumber: number;
  readonly holderName?: string;
  /** the present if left out */
  readonly now?: Date;
}

/**
 * A holder's statement from the movements of final blocks, for `writeCamt053` (camt.053.001.08): opening balance, every mint, burn
 * and transfer of the period in the order of the chain, closing balance. Amounts are minor units.
 * @throws VostroError PeriodInvalid: it ends before it begins, or after the last block that was read; BadAddress, UnknownToken
 */
export async function holderStatement(gateway: Gateway, request: HolderStatementRequest): Promise<HolderStatement> {
  const { bank, settings } = gateway;
  const { currency, from, to, sequenceNumber, now = new Date() } = request;
  tokenOf(bank, currency);
  const wallet = requireAddress(request.wallet, "The wallet");
  const head = await readCursor(gateway.store);
  const readTo = head === undefined ? undefined : new Date((await blockAt(gateway, head.number)).time * 1000);
  if (head === undefined || readTo === undefined || from > to || to > readTo) throw periodInvalid(from, to, readTo);
  const first = await firstBlockFrom(gateway, from, head.number);
  const end = await firstBlockFrom(gateway, new Date(Math.floor(to.getTime() / 1000) * 1000 + 1000), head.number);
  const opening = await balanceBefore(gateway, currency, wallet, first);
  const entries = await entriesOf(gateway, { currency, wallet, first, end });
  const closing = entries.reduce(
    (sum, { amount, creditDebit }) => sum + (creditDebit === "CRDT" ? amount : -amount),
    opening,
  );
  const day = to.toISOString().slice(0, 10).replaceAll("-", "");
  const id = `${currency}${day}${wallet.slice(2, 14)}${sequenceNumber}`.slice(0, 35);
  return {
    messageId: id,
    statementId: id,
    sequenceNumber,
    createdAt: now.toISOString(),
    from: from.toISOString(),
    to: to.toISOString(),
    chainId: bank.addresses.chainId,
    wallet,
    ...(request.holderName === undefined ? {} : { holderName: request.holderName }),
    currency,
    servicer: { bic: settings.redemption.debtor.bic },
    opening,
    closing,
    entries,
  };
}

/** The first block at or after a moment, among those read; one past them if there is none. */
async function firstBlockFrom(gateway: Gateway, moment: Date, last: number): Promise<number> {
  let [low, high] = [gateway.bank.addresses.fromBlock, last + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { time } = await blockAt(gateway, middle);
    if (time * 1000 >= moment.getTime()) high = middle;
    else low = middle + 1;
  }
  return low;
}

async function balanceBefore({ store }: Gateway, currency: string, wallet: string, block: number): Promise<bigint> {
  const { rows } = await sql<{ balance: bigint }>`
    select coalesce(sum(case when payee = ${wallet} then amount else 0 end)
      - sum(case when payer = ${wallet} then amount else 0 end), 0) as balance
    from movement where currency = ${currency} and block < ${block} and (payee = ${wallet} or payer = ${wallet})`.execute(
    store,
  );
  return rows[0]!.balance;
}

async function entriesOf(
  gateway: Gateway,
  { currency, wallet, first, end }: { currency: string; wallet: string; first: number; end: number },
): Promise<HolderEntry[]> {
  const rows = await gateway.store
    .selectFrom("movement")
    .selectAll()
    .where("currency", "=", currency)
    .where("block", ">=", first)
    .where("block", "<", end)
    .where((on) => on.or([on("payee", "=", wallet), on("payer", "=", wallet)]))
    .orderBy("block")
    .orderBy("log_index")
    .execute();
  const blocks = [...new Set(rows.map(({ block }) => block))];
  const times = await askEach(blocks, async (block) => (await blockAt(gateway, block)).time);
  const timeOf = new Map(blocks.map((block, i) => [block, new Date(times[i]! * 1000).toISOString()]));
  return rows.flatMap((row) => {
    const { tx_hash: transactionHash, log_index: logIndex, amount, payer, payee, kind, road } = row;
    const entry = (creditDebit: "CRDT" | "DBIT", other: string): HolderEntry => ({
      amount,
      creditDebit,
      bookingTime: timeOf.get(row.block)!,
      reference: { transactionHash, logIndex },
      ...(other === ZeroAddress ? {} : { counterparty: { account: { wallet: getAddress(other) } } }),
      kind: (kind === "transfer" ? kind : (road ?? kind)).toUpperCase(),
    });
    // A payment to itself is two entries, as on any account.
    return [...(payee === wallet ? [entry("CRDT", payer)] : []), ...(payer === wallet ? [entry("DBIT", payee)] : [])];
  });
}

const periodInvalid = (from: Date, to: Date, readTo: Date | undefined): VostroError =>
  new VostroError({
    name: "PeriodInvalid",
    args: { from: from.toISOString(), to: to.toISOString(), readTo: readTo?.toISOString() },
    sentence: `There is no statement from ${from.toISOString()} to ${to.toISOString()}.`,
    fix: `End it after it begins and no later than ${readTo?.toISOString() ?? "the first block that the watcher reads"}: later blocks are not final.`,
  });
