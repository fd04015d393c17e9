import { parseArgs } from "node:util";

import "../src/config/fastHash.js";

import { startPostgres } from "../tools/postgres.js";
import { type NodeName, startChain } from "./gateway/chain.js";
import { ours, type OursMeasured } from "./gateway/ours.js";
import { ceiling, type Measured, plainLoop } from "./gateway/peers.js";
import { median, perSecond, ratio, reportOf, type Round } from "./gateway/report.js";

/*
 * Deposits a second from a camt.053 file to a mint that is final, on a local node and a real PostgreSQL server, beside a plain
 * loop of `await contract.mint()` and beside what the node itself can do with the same batches. All in one run, in turns, so
 * that whatever else the machine does hits all of them.
 */

const { values } = parseArgs({
  options: {
    deposits: { type: "string", default: "10000" },
    /** mints of the plain loop: its rate does not depend on how many */
    loop: { type: "string", default: "300" },
    runs: { type: "string", default: "3" },
    workers: { type: "string", default: "1,2" },
    items: { type: "string", default: "100" },
    "at-once": { type: "string", default: "16" },
    customers: { type: "string", default: "200" },
    node: { type: "string", default: "anvil" },
    /** anvil: seconds between blocks, as on a public chain; a block as soon as it has a transaction if left out */
    pace: { type: "string" },
    /** with a pace: gas of a block */
    gas: { type: "string", default: "30000000" },
  },
});
const deposits = Number(values.deposits);
const batchItems = Number(values.items);
const batchesAtOnce = Number(values["at-once"]);
const workerCounts = values.workers.split(",").map(Number);

const pace = values.pace === undefined ? undefined : { seconds: Number(values.pace), gas: Number(values.gas) };
if (pace !== undefined && values.node !== "anvil") throw new Error("--pace is for anvil.");

const [chain, server] = await Promise.all([
  startChain(values.node as NodeName, Number(values.customers), pace),
  startPostgres(),
]);
const blocks =
  pace === undefined
    ? "a block as soon as it has a transaction"
    : `a block of ${pace.gas / 1e6} million gas every ${pace.seconds} s`;
try {
  console.log(
    `${deposits} deposits of ${values.customers} customers, ${batchItems} in a batch; ${values.node} makes ${blocks}; PostgreSQL.`,
  );
  const rounds: Round[] = [];
  for (let run = 1; run <= Number(values.runs); run++) {
    const loop = await fresh(() => plainLoop(chain, Number(values.loop)));
    const node = await fresh(() => ceiling(chain, deposits, batchItems));
    const gateway = new Map<number, OursMeasured>();
    for (const workers of workerCounts) {
      gateway.set(workers, await fresh(() => ours(chain, server, { deposits, batchItems, batchesAtOnce, workers })));
    }
    const round = { loop, node, gateway };
    rounds.push(round);
    console.log(`\nRun ${run}\n${reportOf(round)}`);
  }
  conclude(rounds);
} finally {
  await chain.node.stop();
  await server.stop();
}

async function fresh<M extends Measured>(measure: () => Promise<M>): Promise<M> {
  await chain.reset();
  const measured = await measure();
  console.error(`${measured.deposits} deposits in ${measured.seconds.toFixed(1)} s`);
  return measured;
}

function conclude(rounds: readonly Round[]): void {
  console.log(`\nMedians of ${rounds.length} run(s)`);
  console.log(`  plain loop     ${median(rounds.map(({ loop }) => perSecond(loop))).toFixed(1)} deposits/s`);
  console.log(`  node's ceiling ${median(rounds.map(({ node }) => perSecond(node))).toFixed(1)} deposits/s`);
  for (const workers of workerCounts) {
    const of = (round: Round): OursMeasured => round.gateway.get(workers)!;
    const toLoop = median(rounds.map((round) => ratio(of(round), round.loop)));
    const toNode = median(rounds.map((round) => ratio(of(round), round.node)));
    const rate = median(rounds.map((round) => perSecond(of(round))));
    console.log(`  gateway, ${workers} worker(s) ${rate.toFixed(1)} deposits/s`);
    console.log(`    ${toLoop.toFixed(1)} times the loop (target 10): ${verdict(toLoop >= 10)}`);
    console.log(`    ${toNode.toFixed(2)} of the ceiling (target 0.50): ${verdict(toNode >= 0.5)}`);
  }
}

function verdict(is: boolean): string {
  return is ? "PASS" : "below target";
}

// Providers and pools that are still open keep the process alive.
process.exit(0);
