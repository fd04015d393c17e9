import type { Context } from "./context.js";

/** Says "admitted 500 of 9,993" at every step and at the end; of few nothing need be said. */
export function every(step: number, total: number, what: string, context: Context): (done: number) => void {
  let next = step;
  return (done) => {
    if (total < step || (done < next && done < total)) return;
    while (next <= done) next += step;
    context.progress(`${what} ${count(done)} of ${count(total)}`);
  };
}

/** "9,993" */
export const count = (n: number | bigint): string => n.toLocaleString("en");
