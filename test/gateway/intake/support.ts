import { pino } from "pino";

import { readCustomers } from "../../../src/bank/index.js";
import type { OurAccount } from "../../../src/bank/accounts.js";
import { syncCustomers } from "../../../src/gateway/customers/book.js";
import type { Gateway } from "../../../src/gateway/gateway.js";
import { importFile, type ImportOptions, type ImportReport } from "../../../src/gateway/intake/index.js";
import type { Store } from "../../../src/store/index.js";
import { ACCOUNT } from "../../iso20022/support.js";
import { emptySharedStore, emptyTables } from "../support/sharedStore.js";

/** A gateway as far as intake needs one: it never asks the chain. */
export const gatewayOn = (store: Store, accounts: readonly OurAccount[] = [ACCOUNT], worker = "worker-1"): Gateway => ({
  store,
  accounts,
  worker,
  salt: `0x${"5a".repeat(32)}`,
  keys: {},
  log: pino({ level: "silent" }),
  settings: { owner: "treasury" } as Gateway["settings"],
  get bank(): never {
    throw new Error("intake asked the chain");
  },
});

/** A gateway on an empty embedded store. */
export const freshGateway = async (accounts?: readonly OurAccount[]): Promise<Gateway> =>
  gatewayOn(await emptySharedStore(), accounts);

/** Empties the store: opening a new one takes longer than a test. */
export const emptyStore = ({ store }: Gateway): Promise<void> => emptyTables(store);

export async function* bytesOf(text: string | Uint8Array, step = 4096): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}

export const bring = (
  gateway: Gateway,
  text: string | Uint8Array,
  options: ImportOptions = {},
  name = "statement.xml",
): Promise<ImportReport> => importFile(gateway, { name, bytes: bytesOf(text) }, { today: "2026-11-20", ...options });

export const WALLETS = [
  "0xBcd4042DE499D14e55001CcbB24a551F3b954096",
  "0x71bE63f3384f5fb98995898A86B02Fb2426c5788",
  "0xFABB0ac9d68B0B445fB7357272Ff202C5651694a",
  "0x1CBd3b2770909D4e10f157cABC84C7264073C9Ec",
] as const;

const HEADER = "customer,account,reference,name,wallet,residency,valid_until,settlement_account";

/** Customers by rows of account, reference and name: A, B, C... with a wallet each. */
export async function admit(gateway: Gateway, ...rows: readonly string[]): Promise<void> {
  const lines = rows.map((row, i) => `${"ABCD".charAt(i)},${row},${WALLETS[i]},US,2030-01-01,${i + 1}`);
  await syncCustomers(gateway, readCustomers([HEADER, ...lines].join("\n"), "customers.csv"));
}

/** Deposits as "amount state customer", in order of entry. */
export async function deposits({ store }: Gateway): Promise<string[]> {
  const rows = await store.selectFrom("deposit").select(["amount", "state", "customer"]).orderBy("id").execute();
  return rows.map(({ amount, state, customer }) => [amount, state, ...(customer === null ? [] : [customer])].join(" "));
}

/** Entries as "verdict" or "verdict: reason", in file order. */
export async function verdicts({ store }: Gateway): Promise<string[]> {
  const rows = await store.selectFrom("entry").select(["verdict", "reason"]).orderBy("id").execute();
  return rows.map(({ verdict, reason }) => (reason === null ? verdict : `${verdict}: ${reason}`));
}

/** What the control account says, by currency. */
export async function controlAccount({ store }: Gateway): Promise<Record<string, bigint>> {
  const rows = await store
    .selectFrom("control_entry")
    .select(["currency", (eb) => eb.fn.sum<bigint>("amount").as("sum")])
    .groupBy("currency")
    .execute();
  return Object.fromEntries(rows.map(({ currency, sum }) => [currency, sum]));
}

/** Open cases as "reason", in order. */
export async function cases({ store }: Gateway): Promise<string[]> {
  const rows = await store
    .selectFrom("suspense")
    .select(["reason", "owner"])
    .where("closed_at", "is", null)
    .orderBy("id")
    .execute();
  return rows.map(({ reason, owner }) => `${reason} (${owner})`);
}
