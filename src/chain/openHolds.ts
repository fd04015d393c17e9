import { zeroPadValue } from "ethers";

import type { Bank } from "./bank.js";
import { tokenOf } from "./checks.js";
import { decodeLogs } from "./events.js";
import { type HoldState, readHold } from "./holds.js";
import { readLogs } from "./logs.js";
import { askEach } from "./pages.js";
import { ask, providerOf } from "./send.js";
import type { Hold } from "./typedData.js";

/** A hold that still has money of its payer, and how it stands. */
export interface OpenHold {
  readonly currency: string;
  readonly hold: Hold;
  readonly state: HoldState;
}

/**
 * Open holds in one token in which a wallet is the payer, or the payee it was placed for, from their events.
 * @throws VostroError UnknownToken, and when the node refuses
 */
export async function openHoldsOf(
  bank: Bank,
  currency: string,
  wallet: string,
  as: "payer" | "payee",
): Promise<OpenHold[]> {
  const token = tokenOf(bank, currency);
  const topic = zeroPadValue(wallet, 32);
  const logs = await readLogs(bank, {
    addresses: [String(token.target)],
    topics: [token.interface.getEvent("HoldPlaced").topicHash],
    indexed: as === "payer" ? [null, topic] : [null, null, topic],
    fromBlock: bank.addresses.fromBlock,
    toBlock: await ask(bank, providerOf(bank).getBlockNumber()),
  });
  const holds = decodeLogs(bank, logs).map(({ args }) => args as unknown as Hold);
  const found = await askEach(holds, async (placed) => {
    const { payer, payee, notary, amount, expiry, placeBy, assignable, terms } = placed;
    const hold = { payer, payee, notary, amount, expiry, placeBy, assignable, terms };
    return { currency, hold, state: await readHold(bank, currency, hold) };
  });
  return found.filter(({ state }) => state.status === "Open" || state.status === "Sealed");
}
