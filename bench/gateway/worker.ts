import "../../src/config/fastHash.js";
import { createReadStream } from "node:fs";

import { readKeys } from "../../src/gateway/service/keys.js";
import type { BankAddresses } from "../../src/chain/bank.js";
import { connectBank } from "../../src/chain/bank.js";
import { attestIfNeeded, attestOutcome } from "../../src/gateway/attest/index.js";
import type { Gateway } from "../../src/gateway/gateway.js";
import { importFile } from "../../src/gateway/intake/index.js";
import { MINT_STEPS, mintBatchOutcome } from "../../src/gateway/mint/index.js";
import { makeLogger } from "../../src/gateway/service/logger.js";
import { openGateway } from "../../src/gateway/service/open.js";
import { type NamedStep, runWorker } from "../../src/gateway/service/worker.js";
import { broadcastSigned, signQueued, watchTransactions } from "../../src/gateway/transactions/index.js";
import { openProvider, readDemo, SALT } from "./chain.js";

/** What a worker's process is told. */
export interface Job {
  readonly databaseUrl: string;
  readonly nodeUrl: string;
  readonly addresses: BankAddresses;
  readonly batchItems: number;
  /** batches on their way at once */
  readonly batchesAtOnce: number;
  /** files to take in; of several workers one has them, because files about one account wait for each other */
  readonly files: readonly string[];
}

/** Seconds spent in each step, and "CPU" of the process. */
export type Spent = Record<string, number>;

const HANDLERS = [mintBatchOutcome, attestOutcome];

function stepsOf({ files }: Job): NamedStep[] {
  const waiting = [...files];
  const intake = async (gateway: Gateway): Promise<number> => {
    const file = waiting.shift();
    if (file === undefined) return 0;
    const { counts, state } = await importFile(gateway, { name: file, bytes: createReadStream(file) });
    if (state !== "imported" || counts.ready !== counts.entries) {
      throw new Error(`${file} was ${state}: ${counts.ready} of ${counts.entries} ready`);
    }
    return counts.ready;
  };
  return [
    { name: "importFile", run: intake },
    { name: "attestIfNeeded", run: attestIfNeeded },
    ...MINT_STEPS.map((run) => ({ name: run.name, run })),
    { name: "signQueued", run: (gateway) => signQueued(gateway, HANDLERS) },
    { name: "broadcastSigned", run: broadcastSigned },
    { name: "watchTransactions", run: (gateway) => watchTransactions(gateway, HANDLERS) },
  ];
}

export async function openWorker(job: Job): Promise<Gateway> {
  const demo = readDemo();
  const { batchItems, batchesAtOnce } = job;
  const minting = { ...demo.gateway!.minting, batchItems, batchesAtOnce };
  const config = { ...demo, gateway: { ...demo.gateway!, minting } };
  const provider = openProvider(job.nodeUrl);
  const bank = connectBank(job.addresses, provider);
  const keys = readKeys(config, job.addresses.chainId, provider, ["ISSUER", "APPROVER", "ATTESTOR"], {});
  const log = makeLogger(String(process.pid), "warn");
  return openGateway({ config, bank, salt: SALT, keys, log, databaseUrl: job.databaseUrl });
}

const sleep = new AbortController();
let steps: NamedStep[] = [];
let gateway: Gateway | undefined;

/** A process of its own: gets a job, says that it is ready, works from "go" to "stop", and tells where the time went. */
async function hear(message: Job | "go" | "stop"): Promise<void> {
  if (message === "stop") return sleep.abort();
  if (message === "go") return work();
  gateway = await openWorker(message);
  steps = stepsOf(message);
  process.send!("ready");
}

async function work(): Promise<void> {
  const spent: Spent = {};
  const before = process.cpuUsage();
  await runWorker(gateway!, steps, sleep.signal, {
    stepped: (name, _moved, seconds) => (spent[name] = (spent[name] ?? 0) + seconds),
  });
  await gateway!.store.destroy();
  const { user, system } = process.cpuUsage(before);
  spent["CPU"] = (user + system) / 1e6;
  process.send!(spent, () => process.exit(0));
}

if (process.send !== undefined && process.env["VOSTRO_BENCH_WORKER"] === "1") {
  process.on("message", (message) => {
    hear(message as Job | "go" | "stop").catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  });
}
