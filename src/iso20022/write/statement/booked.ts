import { formatAmount } from "../../../money/index.js";
import { checkAmount } from "../layout/amounts.js";
import type { XmlNode } from "../layout/render.js";
import type { WriteSlot } from "../layout/slots.js";
import { entryNodes } from "./entry.js";

/**
 * One booked `Bal`. A token's balance is never below zero, so it is always a credit.
 * @param key the balance in the record
 * @param type OPBD or CLBD
 * @param moment the record's field with its time
 */
export const balance = (key: "opening" | "closing", type: "OPBD" | "CLBD", moment: "from" | "to"): WriteSlot => ({
  keys: [key],
  write(record, at) {
    const amount = record[key];
    const currency = record["currency"] as string;
    if (!checkAmount(amount, at.field(key), 0n)) return [];
    const content: readonly XmlNode[] = [
      { tag: "Tp", content: [{ tag: "CdOrPrtry", content: [{ tag: "Cd", content: type }] }] },
      { tag: "Amt", attributes: { Ccy: () => currency.trim() }, content: () => formatAmount(amount, currency.trim()) },
      { tag: "CdtDbtInd", content: "CRDT" },
      { tag: "Dt", content: [{ tag: "DtTm", content: () => String(record[moment]).trim() }] },
    ];
    return [{ tag: "Bal", content }];
  },
});

/** Every `Ntry`. A period without entries is a statement too. */
export const entries: WriteSlot = {
  keys: ["entries"],
  write(record, at) {
    const place = at.field("entries");
    const items = record["entries"];
    if (!Array.isArray(items)) {
      if (items === undefined)
        place.report("missing", undefined, "is missing", "Give a list, empty where nothing moved.");
      else place.report("wrong-type", items, "is not a list", "Give a list, empty where nothing moved.");
      return [];
    }
    const context = { currency: record["currency"], chainId: record["chainId"] };
    return Array.from(items as unknown[]).map((item, i) => ({
      tag: "Ntry",
      content: entryNodes(item, context, place.item(i).nextRecord()),
    }));
  },
};
