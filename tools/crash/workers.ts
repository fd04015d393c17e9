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
  /** settles once it is at work, not only starting */
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
    /** of a hundred successors so many have a name of their own: what the dead one had leased waits for its time to pass */
    private readonly renamed: number,
  ) {
    this.#log = createWriteStream(join(options.data, "workers.log"));
    this.#workers = Array.from({ length: count }, (_, number) => {
      return { number, life: 0, ...this.#spawn(number, 0) };
    });
    process.once("exit", () => this.#workers.forEach(({ child }) => child.kill("SIGKILL")));
  }

  /** Waits until every worker is at work. */
  async ready(): Promise<void> {
    await Promise.all(this.#workers.map(({ ready }) => ready));
  }

  /**
   * Kills so many workers and starts them again. Some live for a moment only, most for a while: each step is at work when
   * somebody dies.
   * @param life milliseconds that one lives on average
   */
  async harass(kills: number, life: number): Promise<void> {
    let left = kills;
    const one = async (worker: Worker): Promise<void> => {
      while (left-- > 0 && !this.#stopped) {
        await worker.ready;
        await sleep(this.any.percent(25) ? this.any.int(0, 500) : 2 * life * this.any.next());
        const gone = new Promise((resolve) => worker.child.once("exit", resolve));
        worker.child.kill("SIGKILL");
        await gone;
        this.kills++;
        worker.life++;
        this.#start(worker, this.any.percent(this.renamed) ? worker.life : 0);
      }
    };
    await Promise.all(this.#workers.map(one));
    await this.ready();
  }

  #start(worker: Worker, life: number): void {
    Object.assign(worker, this.#spawn(worker.number, life));
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
      // Compiled once: workers are started often.
      env: {
        ...process.env,
        NODE_COMPILE_CACHE: join(this.options.data, "compiled"),
        VOSTRO_CRASH: JSON.stringify({ ...this.options, worker }),
      },
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
