import type { Signer } from "ethers";

import type { Bank } from "./bank.js";
import { type PushFailure, pushFailuresIn } from "./events.js";
import { type Call, send, type Sent } from "./send.js";

/** Transactions of the register, and the tokens that did not take what was pushed (see `PushFailure`). */
export interface PartiesChanged {
  readonly transactions: readonly Sent[];
  readonly gas: bigint;
  readonly pushFailures: readonly PushFailure[];
}

/** What these transactions of the register did. */
export function partiesChanged(bank: Bank, transactions: readonly Sent[]): PartiesChanged {
  const gas = transactions.reduce((sum, sent) => sum + sent.gas, 0n);
  const events = transactions.flatMap((sent) => sent.events);
  return { transactions, gas, pushFailures: pushFailuresIn(bank, events) };
}

/** Sends one after the other: later calls may need what the earlier ones change. */
export async function sendInOrder(bank: Bank, signer: Signer, calls: readonly Call[]): Promise<PartiesChanged> {
  const transactions: Sent[] = [];
  for (const call of calls) transactions.push(await send(bank, signer, call));
  return partiesChanged(bank, transactions);
}
