import { currency } from "../layout/identifiers.js";
import type { Place } from "../layout/place.js";
import type { XmlNode } from "../layout/render.js";
import { type Json, optional, required, type WriteSlot } from "../layout/slots.js";
import { text } from "../layout/texts.js";
import { agent } from "../parts.js";
import { walletNodes } from "./wallet.js";

/** `Acct`: the wallet on its chain, its currency, its holder, and the bank that owes the deposit. */
export const account: WriteSlot = {
  keys: ["wallet", "chainId", "currency", "holderName", "servicer"],
  write(record, at) {
    checkChain(record["chainId"], at.field("chainId"));
    const money = required("currency", "Ccy", currency).write(record, at);
    const owner = optional("holderName", "Nm", text(140)).write(record, at);
    const servicer = required("servicer", "Svcr", agent("new")).write(record, at);
    const id = walletNodes(record["wallet"], record["chainId"], at.field("wallet"), money) ?? [];
    const holder: readonly XmlNode[] = owner.length === 0 ? [] : [{ tag: "Ownr", content: owner }];
    return [{ tag: "Acct", content: [...id, ...holder, ...servicer] }];
  },
};

function checkChain(value: Json[string], at: Place): void {
  if (Number.isSafeInteger(value) && (value as number) >= 1) return;
  const fix = "Give the chain's number, such as 1 for Ethereum's main net.";
  if (value === undefined) at.report("missing", undefined, "is missing", fix);
  else at.report("chain", value, "is no EVM chain id", fix);
}
