import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, type WriteStream } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { WorkerOptions } from "./gateway.js";
import { type Random, sleep } from "./random.js";

const MAIN = fileURLToPath(new URL("workerMain.ts", import.meta.url));

interface Worker {
  readonly number: number;
  /** counts how often it was started */
  life: number;
  child: ChildProcess;
  /** at work, not only starting */
  ready: Promise<void>;
}

/** Worker processes that are killed and started again. */
export class Workers {
  kills = 0;
  readonly #workers: Worker[];
  readonly #log: WriteStream;
  #stopped = false;

  constructor(
    count: number,
    private readonly options: Omit<WorkerOptions, "worker">,
    private readonly any: Random,
  ) {
    this.#log = createWriteStream(join(options.data, "workers.log"));
    this.#workers = Array.from({ length: count }, (_, number) => ({ number, life: 0, ...this.#spawn(number, 0) }));
    process.once("exit", () => this.#workers.forEach(({ child }) => child.kill("SIGKILL")));
  }

  /** Waits until every worker is at work. */
  async ready(): Promise<void> {
    await Promise.all(this.#workers.map(({ ready }) => ready));
  }

  /** Kills a worker at work and starts it again. Of two in three the successor has its name, the others a new one. */
  async kill(): Promise<void> {
    const worker = this.any.pick(this.#workers);
    await worker.ready;
    await sleep(this.any.int(0, 400));
    if (this.#stopped) return;
    const gone = new Promise((resolve) => worker.child.once("exit", resolve));
    worker.child.kill("SIGKILL");
    await gone;
    this.kills++;
    worker.life++;
    Object.assign(worker, this.#spawn(worker.number, this.any.percent(66) ? 0 : worker.life));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(
      this.#workers.map(async ({ child }) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const gone = new Promise((resolve) => child.once("exit", resolve));
        child.kill("SIGTERM");
        await Promise.race([gone, sleep(10_000).then(() => child.kill("SIGKILL"))]);
      }),
    );
    this.#log.end();
  }

  #spawn(number: number, life: number): Pick<Worker, "child" | "ready"> {
    const worker = life === 0 ? `worker-${number + 1}` : `worker-${number + 1}-${life}`;
    const child = spawn(process.execPath, ["--import", "tsx", MAIN], {
      env: { ...process.env, VOSTRO_CRASH: JSON.stringify({ ...this.options, worker }) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const ready = new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer): void => {
        this.#log.write(chunk);
        if (output === "ready") return;
        output += chunk.toString();
        if (!output.includes('"at work"')) return;
        output = "ready";
        resolve();
      };
      child.stdout.on("data", read);
      child.stderr.on("data", read);
      child.once("exit", (code, signal) => {
        if (signal !== "SIGKILL" && !this.#stopped)
          reject(new Error(`${worker} ended by itself (${code ?? signal}): ${output}`));
        else resolve();
      });
    });
    ready.catch(() => undefined);
    return { child, ready };
  }
}
