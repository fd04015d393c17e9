import { formatAmount } from "../../../money/index.js";
import { checkAmount, isCurrency, writeMoney } from "../layout/amounts.js";
import { dateTime } from "../layout/dates.js";
import { writeSlots } from "../layout/groups.js";
import { uetr } from "../layout/identifiers.js";
import { type Place, show } from "../layout/place.js";
import type { XmlNode } from "../layout/render.js";
import { type Json, optional, required, type WriteSlot } from "../layout/slots.js";
import { oneOfCodes, reference, text } from "../layout/texts.js";
import { counterpartyNodes } from "./counterparty.js";
import type { HolderEntry, LogReference } from "./types.js";
import { isLogReference, logReference } from "./wallet.js";

/** What an entry takes from its statement. */
export interface EntryContext {
  readonly currency: unknown;
  readonly chainId: unknown;
}

/** Children of one `Ntry`, booked, with one `TxDtls`. */
export function entryNodes(value: unknown, context: EntryContext, at: Place): readonly XmlNode[] {
  return writeSlots(value, slotsOf(context), at) ?? [];
}

const slotsOf = (context: EntryContext): readonly WriteSlot[] => [
  { keys: ["amount"], write: (record, at) => amount(record, context, at) },
  required("creditDebit", "CdtDbtInd", oneOfCodes("CRDT", "DBIT")),
  { keys: [], write: () => [{ tag: "Sts", content: [{ tag: "Cd", content: "BOOK" }] }] },
  { keys: ["bookingTime"], write: dates },
  { keys: ["reference"], write: servicerReference },
  { keys: ["kind"], write: transactionCode },
  {
    keys: ["endToEndId", "uetr", "counterparty"],
    write: (record, at) => [{ tag: "NtryDtls", content: [{ tag: "TxDtls", content: details(record, context, at) }] }],
  },
  optional("info", "AddtlNtryInf", text(500)),
];

function amount(record: Json, { currency }: EntryContext, at: Place): readonly XmlNode[] {
  const known = isCurrency(currency);
  // A wrong currency is the statement's problem, and said once.
  if (!known) checkAmount(record["amount"], at.field("amount"), 1n);
  const written = known ? writeMoney(record["amount"], currency, at) : undefined;
  return written === undefined ? [] : [{ tag: "Amt", ...written }];
}

/** Booked and of value in the same moment: a token has no float. */
function dates(record: Json, at: Place): readonly XmlNode[] {
  const moment = required("bookingTime", "DtTm", dateTime).write(record, at);
  return moment.length === 0 ? [] : ["BookgDt", "ValDt"].map((tag) => ({ tag, content: moment }));
}

function servicerReference(record: Json, at: Place): readonly XmlNode[] {
  const place = at.field("reference");
  if (!isLogReference(record["reference"], place)) return [];
  const written = logReference(record["reference"]);
  // One log may move a holder's money in a circle: once out, once in.
  place.once("reference", `${written} ${show(record["creditDebit"])}`);
  return [{ tag: "AcctSvcrRef", content: written }];
}

/** A book transfer, received or issued: payments (PMNT), credit transfers (RCDT, ICDT), within the bank (BOOK). */
function transactionCode(record: Json, at: Place): readonly XmlNode[] {
  const family = record["creditDebit"] === "CRDT" ? "RCDT" : "ICDT";
  const domain: readonly XmlNode[] = [
    { tag: "Cd", content: "PMNT" },
    {
      tag: "Fmly",
      content: [
        { tag: "Cd", content: family },
        { tag: "SubFmlyCd", content: "BOOK" },
      ],
    },
  ];
  const own = optional("kind", "Cd", text(35)).write(record, at);
  const proprietary: readonly XmlNode[] = own.length === 0 ? [] : [{ tag: "Prtry", content: own }];
  return [{ tag: "BkTxCd", content: [{ tag: "Domn", content: domain }, ...proprietary] }];
}

function details(record: Json, { currency, chainId }: EntryContext, at: Place): readonly XmlNode[] {
  const entry = record as unknown as HolderEntry;
  const references: readonly XmlNode[] = [
    { tag: "AcctSvcrRef", content: () => logReference(entry.reference) },
    ...optional("endToEndId", "EndToEndId", reference).write(record, at),
    ...optional("uetr", "UETR", uetr).write(record, at),
  ];
  return [
    { tag: "Refs", content: references },
    {
      tag: "Amt",
      attributes: { Ccy: () => String(currency) },
      content: () => formatAmount(entry.amount, String(currency)),
    },
    { tag: "CdtDbtInd", content: () => entry.creditDebit },
    ...counterpartyNodes(
      record["counterparty"],
      { direction: record["creditDebit"], chainId },
      at.field("counterparty"),
    ),
    { tag: "AddtlTxInf", content: () => wholeReference(entry.reference) },
  ];
}

const wholeReference = ({ transactionHash, logIndex }: LogReference): string =>
  `transaction ${transactionHash.toLowerCase()} log ${logIndex}`;
