import { EventEmitter } from "node:events";

import type { Gateway, Step } from "../gateway.js";

/** A step with its name, as logs and metrics call it. */
export interface NamedStep {
  readonly name: string;
  readonly run: Step;
}

/** What a worker tells while it runs. */
export interface Watcher {
  stepped?(name: string, moved: number, seconds: number): void;
  failed?(name: string, error: unknown): void;
}

/** Milliseconds after which a step that found nothing looks again; at once when another moved something, but not sooner than REST. */
const IDLE = 250;
const REST = 100;
/** A step that fails waits longer each time, to at most this many milliseconds. */
const MOST_WAIT = 30_000;

/**
 * Runs every step again and again, each for itself, until `signal` is aborted; then the steps at work end and no other begins. Most of what
 * they do is wait for the database and the node, so one does not wait for another: a file is read while the batches of the last one are
 * minted. A step that fails (the node is away, the database restarts) fails alone and is tried again later.
 */
export async function runWorker(
  gateway: Gateway,
  steps: readonly NamedStep[],
  signal: AbortSignal,
  watcher: Watcher = {},
): Promise<void> {
  const moves = new Moves();
  const loop = async ({ name, run }: NamedStep): Promise<void> => {
    let wait = IDLE;
    while (!signal.aborted) {
      const started = performance.now();
      const before = moves.count;
      try {
        const count = await run(gateway);
        wait = IDLE;
        watcher.stepped?.(name, count, (performance.now() - started) / 1000);
        if (count > 0) moves.add();
        else await moves.since(before, signal);
      } catch (error) {
        wait = Math.min(wait * 2, MOST_WAIT);
        watcher.failed?.(name, error);
        gateway.log.error({ step: name, err: error, retryInMilliseconds: wait }, "a step failed");
        await pause(wait, signal);
      }
    }
  };
  await Promise.all(steps.map(loop));
}

/** What the steps of a worker have moved. */
class Moves {
  readonly #bell = new EventEmitter().setMaxListeners(0);
  count = 0;

  add(): void {
    this.count++;
    this.#bell.emit("moved");
  }

  /** Until there is a move after `before`, but for REST at least and for IDLE at most. */
  async since(before: number, signal: AbortSignal): Promise<void> {
    await pause(REST, signal);
    if (signal.aborted || this.count > before) return;
    const woken = new AbortController();
    const wake = (): void => woken.abort();
    this.#bell.once("moved", wake);
    await pause(IDLE - REST, AbortSignal.any([signal, woken.signal]));
    this.#bell.removeListener("moved", wake);
  }
}

/** Sleeps, but not longer than the worker lives. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}
