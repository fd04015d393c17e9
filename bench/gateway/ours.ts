import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { sql } from "kysely";

import { syncCustomers } from "../../src/gateway/customers/book.js";
import type { Gateway } from "../../src/gateway/gateway.js";
import type { TestServer } from "../../tools/postgres.js";
import { type BenchChain, CURRENCY, mintedNow } from "./chain.js";
import type { Measured } from "./peers.js";
import { statement, totalOf } from "./statement.js";
import { type Job, openWorker, type Spent } from "./worker.js";

export interface OursOptions {
  readonly deposits: number;
  readonly batchItems: number;
  readonly batchesAtOnce: number;
  /** processes that run the gateway's steps */
  readonly workers: number;
}

export interface OursMeasured extends Measured {
  /** seconds by step, of all workers */
  readonly spent: Spent;
}

const WORKER = fileURLToPath(new URL("worker.ts", import.meta.url));
/** Milliseconds between looks at the store; seconds until a gateway that stands still is given up. */
const LOOK = 100;
const PATIENCE = 120;
/** Deposits in a file: a day comes in many notifications and one statement, not at once. */
const FILE = 1_000;

/**
 * The gateway from a camt.053 file to deposits that are final: reads, matches, attests, batches, approves, signs, sends and
 * follows. Processes are started and connected before the clock, a fresh database on a real server.
 */
export async function ours(chain: BenchChain, server: TestServer, options: OursOptions): Promise<OursMeasured> {
  const folder = mkdtempSync(join(tmpdir(), "vostro-bench-"));
  const { id: account } = chain.config.tokens.find(({ currency }) => currency === CURRENCY)!.accounts[0]!;
  const { deposits, workers } = options;
  const customers = chain.customers.length;
  const files = Array.from({ length: Math.ceil(deposits / FILE) }, (_, i) => {
    const file = join(folder, `statement-${i + 1}.xml`);
    const entries = Math.min(FILE, deposits - i * FILE);
    writeFileSync(file, statement({ number: i + 1, entries, customers, account, currency: CURRENCY }));
    return file;
  });
  const job: Job = {
    databaseUrl: await server.freshDatabase(),
    nodeUrl: chain.node.url,
    addresses: chain.addresses,
    batchItems: options.batchItems,
    batchesAtOnce: options.batchesAtOnce,
    files: [],
  };
  const gateway = await openWorker(job);
  try {
    await prepare(gateway, chain);
    const jobs = Array.from({ length: workers }, (_, i) => (i === 0 ? { ...job, files } : job));
    const children = await Promise.all(jobs.map(start));
    const started = performance.now();
    for (const child of children) child.send("go");
    await untilFinal(gateway, children, deposits);
    const seconds = (performance.now() - started) / 1000;
    const spent = sumOf(await Promise.all(children.map(end)));
    await requireAll(gateway, chain, deposits);
    return { deposits, seconds, spent };
  } finally {
    await gateway.store.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Customers, and what they hold already. */
async function prepare(gateway: Gateway, { customers, opening }: BenchChain): Promise<void> {
  await syncCustomers(gateway, customers);
  const entry = { currency: CURRENCY, kind: "opening" as const, amount: opening, subject: "opening", by: "bench" };
  await gateway.store.insertInto("control_entry").values(entry).execute();
}

async function start(job: Job): Promise<ChildProcess> {
  const child = fork(WORKER, { env: { ...process.env, VOSTRO_BENCH_WORKER: "1" } });
  process.once("exit", () => child.kill("SIGKILL"));
  child.send(job);
  const [said] = (await Promise.race([once(child, "message"), once(child, "exit")])) as unknown[];
  if (said !== "ready") throw new Error(`a worker ended with ${String(said)} before it began`);
  return child;
}

async function untilFinal({ store }: Gateway, children: readonly ChildProcess[], deposits: number): Promise<void> {
  for (const begun = Date.now(); Date.now() - begun < PATIENCE * 1000;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK));
    if (children.some(({ exitCode }) => exitCode !== null)) throw new Error("a worker ended early");
    // Cheap to ask, so that the question is no part of what is measured. A deposit can be in a second batch.
    const { rows } = await sql<{ ended: bigint | null }>`select sum(count) as ended from mint_batch
      where state in ('final', 'dissolved')`.execute(store);
    if (Number(rows[0]!.ended) >= deposits && (await finalDeposits(store)) === deposits) return;
  }
  throw new Error(`not every deposit was final after ${PATIENCE} seconds: ${await whereTheyAre(store)}`);
}

async function finalDeposits(store: Gateway["store"]): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from deposit where state = 'final'`.execute(
    store,
  );
  return rows[0]!.n;
}

/** What a run that stands still says of itself. */
async function whereTheyAre(store: Gateway["store"]): Promise<string> {
  const { rows } = await sql<{ what: string }>`
    select 'deposits ' || state || ' ' || count(*) as what from deposit group by state
    union all select 'batches ' || state || coalesce(' ' || reason, '') || ' ' || count(*) from mint_batch group by state, reason
    union all select purpose || ' ' || state || coalesce(' ' || error, '') || ' ' || count(*) from chain_tx
      group by purpose, state, error`.execute(store);
  return rows.map(({ what }) => what).join("; ");
}

async function end(child: ChildProcess): Promise<Spent> {
  const told = once(child, "message");
  child.send("stop");
  return ((await told) as [Spent])[0];
}

function sumOf(all: readonly Spent[]): Spent {
  const sum: Spent = {};
  for (const one of all) for (const [name, seconds] of Object.entries(one)) sum[name] = (sum[name] ?? 0) + seconds;
  return sum;
}

async function requireAll({ store }: Gateway, chain: BenchChain, deposits: number): Promise<void> {
  const final = await finalDeposits(store);
  const minted = await mintedNow(chain);
  const credits = filesTotal(deposits);
  if (final !== deposits || minted !== credits) {
    throw new Error(`${final} of ${deposits} deposits are final, ${minted} of ${credits} minted`);
  }
}

/** What the files credit, minor units. */
function filesTotal(deposits: number): bigint {
  const whole = BigInt(Math.floor(deposits / FILE)) * totalOf(FILE);
  return whole + totalOf(deposits % FILE);
}
