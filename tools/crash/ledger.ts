import { XMLParser } from "fast-xml-parser";

import { parseAmount } from "../../src/money/index.js";
import { CURRENCIES, type Currency } from "./settings.js";

/** A payment as the bank's core took it from a file. */
export interface Payment {
  readonly uetr: string;
  readonly endToEndId: string;
  readonly currency: Currency;
  /** minor units */
  readonly amount: bigint;
  readonly creditorAccount: string;
  readonly messageId: string;
  /** what the core made of it */
  outcome: "taken" | "paid" | "rejected";
  returned: boolean;
}

/**
 * What the core has paid, and everything that must never be asked of it: the same payment in a second message, or a message whose
 * content changed. The same message again is known by its id, as cores know it.
 */
export class Ledger {
  readonly payments = new Map<string, Payment>();
  readonly #messages = new Map<string, string>();
  readonly #endToEndIds = new Map<string, string>();
  readonly violations: string[] = [];
  /** messages that came again, unchanged */
  repeats = 0;

  /** @returns payments that are new */
  take(xml: string): Payment[] {
    const { messageId, transfers } = readPain001(xml);
    const known = this.#messages.get(messageId);
    if (known !== undefined) {
      if (known === xml) this.repeats++;
      else this.violations.push(`payment file ${messageId} came again with another content`);
      return [];
    }
    this.#messages.set(messageId, xml);
    return transfers.flatMap((transfer): Payment[] => {
      const { uetr, endToEndId } = transfer;
      const before = this.payments.get(uetr)?.messageId ?? this.#endToEndIds.get(endToEndId);
      if (before !== undefined) {
        this.violations.push(`payment ${uetr} (${endToEndId}) is in file ${before} and again in ${messageId}`);
        return [];
      }
      const payment: Payment = { ...transfer, messageId, outcome: "taken", returned: false };
      this.payments.set(uetr, payment);
      this.#endToEndIds.set(endToEndId, messageId);
      return [payment];
    });
  }
}

type Node = Readonly<Record<string, unknown>>;
const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false, parseAttributeValue: false });

/** Reads what the core needs, by another parser than the project's own. */
function readPain001(xml: string) {
  const root = at(parser.parse(xml), "Document", "CstmrCdtTrfInitn");
  const transfers = all(root, "PmtInf").flatMap((batch) =>
    all(batch, "CdtTrfTxInf").map((transfer) => {
      const amount = at(transfer, "Amt", "InstdAmt");
      const currency = CURRENCIES.find((one) => one === amount["@_Ccy"]);
      if (currency === undefined) throw new Error(`a payment in ${String(amount["@_Ccy"])}`);
      return {
        uetr: text(at(transfer, "PmtId"), "UETR"),
        endToEndId: text(at(transfer, "PmtId"), "EndToEndId"),
        currency,
        amount: parseAmount(text(amount, "#text"), currency),
        creditorAccount: text(at(transfer, "CdtrAcct", "Id", "Othr"), "Id"),
      };
    }),
  );
  return { messageId: text(at(root, "GrpHdr"), "MsgId"), transfers };
}

function at(node: unknown, ...path: readonly string[]): Node {
  let found = node as Node | undefined;
  for (const name of path) found = found?.[name] as Node | undefined;
  if (found === undefined) throw new Error(`a payment file without ${path.join("/")}`);
  return found;
}

const all = (node: Node, name: string): readonly Node[] => [(node[name] ?? []) as Node | readonly Node[]].flat();

function text(node: Node, name: string): string {
  const found = node[name];
  if (typeof found !== "string" || found === "") throw new Error(`a payment file without ${name}`);
  return found;
}
