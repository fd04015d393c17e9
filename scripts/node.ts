/*
 * A live local chain with the demo's bank on it, until Ctrl-C. Its keys are public: never send anything of value there.
 *
 *   npm run node -- --port 8545
 *
 * --hostname and --deployments (where to write the addresses) are for other set-ups; --no-build starts sooner when the
 * build is known to be current.
 *
 * Other processes reach it as network "localhost" (port 8545) or by VOSTRO_RPC_URL and network "rpc", and find the bank by
 * `loadAddresses("demo", 31337)`.
 */
import { parseArgs } from "node:util";

import hre from "hardhat";

import { ROLE_NAMES } from "../src/bank/roleRules.js";
import { TEST_ACCOUNTS, testAccount } from "../src/bank/testAccounts.js";
import "../src/config/fastAbi.js";
import { describeReport } from "../src/chain/deployCommand.js";
import { table } from "../src/demo/table.js";
import { formatAmount } from "../src/money/index.js";
import { type LiveNode, startLiveNode } from "../src/node/liveNode.js";

const { values } = parseArgs({
  options: {
    hostname: { type: "string", default: "127.0.0.1" },
    port: { type: "string", default: "8545" },
    deployments: { type: "string" },
    "no-build": { type: "boolean", default: false },
  },
});

/** Who sits behind an account: a role, a customer, or the deployer, who has nothing left to say. */
function whoIs({ config, customers }: LiveNode, address: string): string {
  const roles = ROLE_NAMES.filter((role) => config.roles[role].some(({ signer }) => signer === address));
  const admin = config.admins.some(({ signer }) => signer === address) ? ["ADMIN"] : [];
  const customer = customers
    .filter(({ wallets }) => wallets.some((wallet) => wallet.address === address))
    .map(({ customer: number, names }) => `${number} ${names[0] ?? ""}`.trim());
  return [...roles, ...admin, ...customer].join(", ") || "deployer, without any role";
}

async function accountRows(node: LiveNode): Promise<string[][]> {
  const tokens = Object.entries(node.bank.tokens);
  return Promise.all(
    Array.from({ length: TEST_ACCOUNTS }, (_, i) => testAccount(i)).map(async ({ index, address, privateKey }) => {
      const balances = await Promise.all(
        tokens.map(async ([currency, token]) => formatAmount(await token.balanceOf(address), currency)),
      );
      return [String(index), whoIs(node, address), address, privateKey, ...balances];
    }),
  );
}

try {
  if (!values["no-build"]) await hre.tasks.getTask("build").run({ quiet: true });
  const { hostname, port, deployments } = values;
  const node = await startLiveNode(hre, { hostname, port: Number(port), directory: deployments }, console.log);
  console.log(describeReport(node.report));
  const currencies = node.config.tokens.map(({ currency }) => currency);
  console.log("\nAccounts of the public test mnemonic. Never send anything of value to them.\n");
  console.log(table(["#", "who", "address", "key", ...currencies], await accountRows(node), [0, 4, 5]));
  console.log(`\nJSON-RPC at ${node.url}. Ctrl-C stops it.`);
  const stop = (): void => void node.stop().then(() => process.exit(0));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
