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

/** Milliseconds between rounds in which nothing moved. */
const IDLE = 250;
/** A step that fails waits longer each time, to at most this many milliseconds. */
const MOST_WAIT = 30_000;

/**
 * Runs steps in turn, again and again, until `signal` is aborted; then the step at work ends and no other begins. A step that
 * fails (the node is away, the database restarts) fails alone and is tried again later: the others go on.
 */
export async function runWorker(
  gateway: Gateway,
  steps: readonly NamedStep[],
  signal: AbortSignal,
  watcher: Watcher = {},
): Promise<void> {
  const ill = new Map<string, { readonly until: number; readonly wait: number }>();
  while (!signal.aborted) {
    let moved = 0;
    for (const { name, run } of steps) {
      if (signal.aborted) return;
      if ((ill.get(name)?.until ?? 0) > Date.now()) continue;
      const started = performance.now();
      try {
        const count = await run(gateway);
        moved += count;
        ill.delete(name);
        watcher.stepped?.(name, count, (performance.now() - started) / 1000);
      } catch (error) {
        const wait = Math.min((ill.get(name)?.wait ?? IDLE) * 2, MOST_WAIT);
        ill.set(name, { until: Date.now() + wait, wait });
        watcher.failed?.(name, error);
        gateway.log.error({ step: name, err: error, retryInMilliseconds: wait }, "a step failed");
      }
    }
    if (moved === 0) await pause(IDLE, signal);
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
