import type { BaseContract } from "ethers";

import type { Bank } from "../bank.js";
import { contractsByAddress } from "../events.js";
import { ask, providerOf, type Sent } from "../send.js";

/** The transaction with the events of a contract that may not be one of the bank's own, in the order of the chain. */
export async function withEventsOf(bank: Bank, sent: Sent, name: string, contract: BaseContract): Promise<Sent> {
  if (contractsByAddress(bank).has(String(contract.target).toLowerCase())) return sent;
  const receipt = await ask(bank, providerOf(bank).getTransactionReceipt(sent.hash));
  const own = (receipt?.logs ?? []).flatMap((log) => {
    if (log.address !== contract.target) return [];
    const parsed = contract.interface.parseLog(log);
    if (parsed === null) return [];
    const { address, blockNumber, index: logIndex } = log;
    const args = parsed.args.toObject(true) as Record<string, unknown>;
    return [{ contract: name, address, name: parsed.name, args, blockNumber, logIndex }];
  });
  return { ...sent, events: [...sent.events, ...own].sort((a, b) => a.logIndex - b.logIndex) };
}
