import type { OursMeasured } from "./ours.js";
import type { Measured } from "./peers.js";

/** One turn of each. */
export interface Round {
  readonly loop: Measured;
  readonly node: Measured;
  /** by number of workers */
  readonly gateway: ReadonlyMap<number, OursMeasured>;
}

export const perSecond = ({ deposits, seconds }: Measured): number => deposits / seconds;

export const ratio = (one: Measured, other: Measured): number => perSecond(one) / perSecond(other);

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function reportOf({ loop, node, gateway }: Round): string {
  const line = (name: string, one: Measured): string =>
    `  ${name.padEnd(22)} ${perSecond(one).toFixed(1).padStart(8)} deposits/s (${one.deposits} in ${one.seconds.toFixed(2)} s)`;
  return [
    line("plain loop", loop),
    line("node's ceiling", node),
    ...[...gateway].flatMap(([workers, one]) => [line(`gateway, ${workers} worker(s)`, one), `    ${spentOf(one)}`]),
  ].join("\n");
}

/** Where the time went, the dearest first. */
function spentOf({ spent }: OursMeasured): string {
  const { CPU = 0, ...steps } = spent;
  const parts = Object.entries(steps).sort(([, a], [, b]) => b - a);
  const seconds = parts.filter(([, one]) => one >= 0.05).map(([name, one]) => `${name} ${one.toFixed(2)}`);
  return `seconds: ${seconds.join(", ")}; CPU of the workers ${CPU.toFixed(2)}`;
}
