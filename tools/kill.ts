import { parseArgs } from "node:util";

import { table } from "../src/demo/table.js";
import { digestDifferences } from "../src/upgrade/digest.js";
import { openArena, random } from "../test/plan/killing.js";
import { shippedFile } from "../test/plan/support.js";

/*
 * npm run test:kill -- --points 50 --customers 1000 --seed 1
 *
 * Applies the marketplace's bank file (two tokens, all desks, the customers) to an empty chain as a process of its own, kills it
 * with SIGKILL at random moments and starts it again until it ends by itself; as often as it takes for the number of points.
 * Each end state is compared with that of a run that nobody killed: state digests, and an audit without findings.
 */
const { values } = parseArgs({
  options: {
    points: { type: "string", default: "50" },
    customers: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
  },
});
const [points, customers, seed] = [values.points, values.customers, values.seed].map(Number) as [
  number,
  number,
  number,
];

const arena = await openArena(shippedFile("marketplace"), customers);
const any = random(seed);
const where = new Map<string, number>();
let [kills, trials, differing] = [0, 0, 0];

/** The part of the run in which it was killed, by the last line it had said. */
function partOf(last: string): string {
  if (/\[\d+\/\d+\]/.test(last))
    return /Desks|OrderEscrow|Receivables|FxDesk|NettingCycle|InterbankClearing|SignedPayouts/.test(last)
      ? "desks"
      : "deployment";
  if (/compared|admitted/.test(last)) return "customers";
  return /steps are there already/.test(last)
    ? "resuming"
    : last === "" || /on network/.test(last)
      ? "starting"
      : "between";
}

try {
  await arena.fresh();
  const whole = await arena.apply();
  if (whole.exitCode !== 0) throw new Error(`The run that nobody killed failed:\n${whole.output}`);
  const wanted = await arena.outcome();
  console.log(
    `Not killed: ${Math.round(whole.milliseconds / 1000)} s, state ${wanted.digest.digest}, ${wanted.findings.length} finding(s).`,
  );
  while (kills < points) {
    await arena.fresh();
    trials++;
    for (;;) {
      const ended = await arena.apply(kills < points ? 1_000 + any() * whole.milliseconds : undefined);
      if (!ended.killed) {
        if (ended.exitCode !== 0)
          throw new Error(`Trial ${trials} did not end well after kill ${kills}:\n${ended.output}`);
        break;
      }
      kills++;
      where.set(partOf(ended.last), (where.get(partOf(ended.last)) ?? 0) + 1);
    }
    const { digest, findings } = await arena.outcome();
    const lines = [...findings, ...digestDifferences(wanted.digest, digest)];
    if (lines.length > 0) differing++;
    console.log(
      `Trial ${trials}: ${kills} kills so far, state ${digest.digest}${lines.length === 0 ? "" : ` DIFFERS\n  ${lines.join("\n  ")}`}`,
    );
  }
  console.log(
    table(
      ["killed while", "times"],
      [...where].map(([part, times]) => [part, String(times)]),
      [1],
    ),
  );
  console.log(
    `${kills} kills (seed ${seed}) in ${trials} trials with ${customers} customers: ${trials - differing} identical end states, ${differing} others.`,
  );
  process.exitCode = differing === 0 ? 0 : 1;
} finally {
  await arena.close();
}
