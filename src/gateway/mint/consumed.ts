import { zeroPadValue } from "ethers";

import { askMany } from "../../chain/askMany.js";
import { tokenOf } from "../../chain/checks.js";
import { ask, providerOf } from "../../chain/send.js";
import { decodeFirstUse, type FirstUse } from "../../chain/words.js";
import { clearingUetr } from "../../settlement/clearing/payment.js";
import type { Gateway } from "../gateway.js";

/**
 * Asks the token which references were used, and by what: the truth about a deposit on any doubt.
 * @param references 0x and 64 digits
 * @returns the used ones
 */
export async function consumed(
  { bank }: Gateway,
  currency: string,
  references: readonly string[],
  block: number | "latest",
): Promise<Map<string, FirstUse>> {
  const token = tokenOf(bank, currency);
  const { selector } = token.interface.getFunction("depositReference");
  const questions = { target: String(token.target), selector, words: references, block };
  const answers = await ask(bank, askMany(providerOf(bank), questions), currency);
  return new Map(
    references.flatMap((reference, i): [string, FirstUse][] => {
      const use = decodeFirstUse(answers[i]!);
      return use === undefined ? [] : [[reference, use]];
    }),
  );
}

/** The parties that wallets belong to, 0 for none. */
export async function partiesOf({ bank }: Gateway, wallets: readonly string[]): Promise<Map<string, bigint>> {
  const { selector } = bank.partyRegistry.interface.getFunction("partyOf");
  const words = wallets.map((wallet) => zeroPadValue(wallet, 32));
  const questions = { target: bank.addresses.partyRegistry, selector, words, block: "latest" } as const;
  const answers = await ask(bank, askMany(providerOf(bank), questions));
  return new Map(wallets.map((wallet, i) => [wallet, answers[i]!]));
}

/** What interbank clearing would have consumed for this payment; undefined where it cannot have paid it. */
export function clearingReference(uetr: string | null): string | undefined {
  if (uetr === null) return undefined;
  try {
    return clearingUetr(uetr);
  } catch {
    // A text in the field that is no UETR: clearing takes none but real ones.
    return undefined;
  }
}
