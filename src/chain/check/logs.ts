import type { BaseContract, LogDescription } from "ethers";

import { readLogs } from "../logs.js";
import type { CheckContext } from "./context.js";

/** One kind of event of one contract since the deployment, oldest first. */
export async function eventsOf(
  { suite, provider }: CheckContext,
  contract: BaseContract,
  name: string,
): Promise<readonly LogDescription[]> {
  const topics = [contract.interface.getEvent(name)!.topicHash];
  const toBlock = await provider.getBlockNumber();
  const { fromBlock } = suite.addresses;
  const logs = await readLogs(suite, { addresses: [String(contract.target)], topics, fromBlock, toBlock });
  return logs.flatMap((log) => contract.interface.parseLog(log) ?? []);
}
