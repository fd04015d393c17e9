import { parseArgs } from "node:util";

import { ANVIL_MISSING } from "../test/nodes/support.js";
import { describeCampaign, runCampaign } from "./crash/campaign.js";

/*
 * npm run test:crash -- --seed 1 --deposits 1000 --redemptions 300 --workers 3 --kills 60
 *
 * Real processes: workers of the gateway on a PostgreSQL server and a node (anvil), the bank's core and its customers. Workers
 * are killed with SIGKILL at random moments, the node is restarted and drops blocks, files arrive twice and in another order.
 * At the end every deposit is minted once, every redemption is paid once or rejected, and the books are equal.
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    deposits: { type: "string", default: "1000" },
    redemptions: { type: "string", default: "300" },
    customers: { type: "string", default: "40" },
    workers: { type: "string", default: "3" },
    kills: { type: "string", default: "60" },
    restarts: { type: "string", default: "4" },
    reorgs: { type: "string", default: "20" },
    busy: { type: "string", default: "240" },
    quiet: { type: "string", default: "240" },
    keep: { type: "boolean", default: false },
  },
});
const number = (name: Exclude<keyof typeof values, "keep">): number => {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} must be a whole number, not ${values[name]}.`);
  return value;
};

if (ANVIL_MISSING !== undefined) {
  console.log(`Not run: the campaign needs a node that drops blocks, and ${ANVIL_MISSING}.`);
  process.exit(1);
}
const seed = number("seed");
const done = await runCampaign({
  seed,
  deposits: number("deposits"),
  redemptions: number("redemptions"),
  customers: number("customers"),
  workers: number("workers"),
  kills: number("kills"),
  renamed: 33,
  restarts: number("restarts"),
  reorgs: number("reorgs"),
  busy: number("busy") * 1000,
  quiet: number("quiet") * 1000,
  blocks: [100, 400],
  say: (line) => console.log(line),
  keep: values.keep,
});
for (const difference of done.differences) console.log(`  ${difference}`);
console.log(describeCampaign(seed, done));
process.exit(done.differences.length === 0 ? 0 : 1);
