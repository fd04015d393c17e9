import { FetchRequest, JsonRpcProvider } from "ethers";

import { LOCAL_CHAINS } from "../../src/bank/testAccounts.js";
import { type Arguments, parseArguments } from "../../src/chain/commands/arguments.js";
import {
  type CommandDefinition,
  type CommandName,
  COMMANDS,
  flagOf,
  optionsOf,
} from "../../src/chain/commands/definitions.js";
import { describe, type Ended, offlineChain, runCommand } from "../../src/chain/commands/run.js";
import { terminal } from "../../src/chain/commands/terminal.js";
import { NodeProvider } from "../../src/chain/nodeProvider.js";
import "../../src/config/environment.js";
import "../../src/config/fastAbi.js";
import "../../src/config/fastHash.js";

/** The node of `npm run node`, where VOSTRO_RPC_URL says nothing else. */
const LOCAL_NODE = "http://127.0.0.1:8545";

/** Runs one act from the command line against the node at VOSTRO_RPC_URL, without Hardhat; sets the exit code. */
export async function runScript(name: CommandName): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes("--help")) {
    console.log(usage(name));
    return;
  }
  const { exitCode, output, complaint } = await run(name, args);
  if (output !== "") console.log(output);
  if (complaint !== "") console.error(complaint);
  process.exitCode = exitCode;
}

async function run(name: CommandName, args: string[]): Promise<Ended> {
  let parsed: Arguments;
  try {
    parsed = parseArguments(name, args);
  } catch (error) {
    return describe(error, args.includes("--json"));
  }
  let provider: JsonRpcProvider | undefined;
  try {
    const chain = offlineChain(parsed.values);
    const url = process.env["VOSTRO_RPC_URL"] || LOCAL_NODE;
    // With --chain nothing is asked: a signer's machine may have no network.
    provider = chain === undefined ? await connect(url) : new JsonRpcProvider(url, chain, { staticNetwork: true });
    return await runCommand(name, parsed.step, parsed.values, {
      provider,
      variables: process.env,
      outbox: true,
      progress: (line) => console.error(line),
      ask: terminal(),
    });
  } catch (error) {
    return describe(error, parsed.values["json"] === true);
  } finally {
    provider?.destroy();
  }
}

/** ethers by itself would ask a node that is not there for ever: the network is asked for once, and is then fixed. */
async function connect(url: string): Promise<JsonRpcProvider> {
  const request = new FetchRequest(url);
  request.timeout = 60_000;
  const probe = new JsonRpcProvider(request);
  try {
    const network = await probe._detectNetwork();
    // A batch of one, because some nodes answer no batches.
    const provider = new NodeProvider(request, network, { staticNetwork: network, batchMaxCount: 1 });
    if (LOCAL_CHAINS.includes(Number(network.chainId))) provider.pollingInterval = 200;
    return provider;
  } finally {
    probe.destroy();
  }
}

function usage(name: CommandName): string {
  const { description, steps } = COMMANDS[name] as CommandDefinition;
  const options = Object.entries(optionsOf(name)).map(([option, { description: text, flag }]) => {
    return `  ${`${flagOf(option)}${flag === true ? "" : " ..."}`.padEnd(28)}${text}`;
  });
  const step = steps === undefined ? "" : ` ${steps.join("|")}`;
  return [description, "", `npm run ${name} --${step} [options]`, ...options].join("\n");
}
