import { dateTime } from "../layout/dates.js";
import { writeSlots } from "../layout/groups.js";
import { namespaceOf } from "../layout/message.js";
import { Place, type WriteOptions } from "../layout/place.js";
import { InvalidMessageError } from "../layout/problems.js";
import { renderDocument, type XmlNode } from "../layout/render.js";
import { inline, type Json, required, type WriteSlot } from "../layout/slots.js";
import { reference } from "../layout/texts.js";
import { account } from "./account.js";
import { balance, entries } from "./booked.js";
import { checkStatement } from "./rules.js";
import { summaryNode } from "./summary.js";
import type { HolderStatement } from "./types.js";

const NAME = "camt.053.001.08";

/**
 * Writes a holder's statement as camt.053.001.08 (BankToCustomerStatement), one `Ntry` for each transfer. How a wallet and
 * a log fit into its fields is told in wallet.ts. The same record gives the same bytes.
 * @throws InvalidMessageError with every problem of the record, a closing balance that does not tie among them; nothing is
 *   written then
 */
export function writeCamt053(statement: HolderStatement, options: WriteOptions = {}): Uint8Array {
  const at = Place.start(options);
  const body = writeSlots(statement, slotsOf(statement), at);
  if (body !== undefined) checkStatement(statement as unknown as Json, at);
  if (body === undefined || at.problems.length > 0) throw new InvalidMessageError(NAME, at.problems);
  const [header, ...rest] = body as readonly [XmlNode, ...XmlNode[]];
  const content: readonly XmlNode[] = [header, { tag: "Stmt", content: rest }];
  return renderDocument(namespaceOf(NAME), { tag: "BkToCstmrStmt", content });
}

/** `GrpHdr` first, then the children of `Stmt`. */
const slotsOf = (statement: HolderStatement): readonly WriteSlot[] => [
  inline("GrpHdr", required("messageId", "MsgId", reference), required("createdAt", "CreDtTm", dateTime)),
  required("statementId", "Id", reference),
  { keys: ["sequenceNumber"], write: sequenceNumber },
  { keys: [], write: () => [{ tag: "CreDtTm", content: () => statement.createdAt.trim() }] },
  inline("FrToDt", required("from", "FrDtTm", dateTime), required("to", "ToDtTm", dateTime)),
  account,
  balance("opening", "OPBD", "from"),
  balance("closing", "CLBD", "to"),
  { keys: [], write: () => [summaryNode(statement)] },
  entries,
];

function sequenceNumber(record: Json, at: Place): readonly XmlNode[] {
  const value = record["sequenceNumber"];
  if (Number.isSafeInteger(value) && (value as number) >= 1) {
    return [{ tag: "ElctrncSeqNb", content: String(value) }];
  }
  const place = at.field("sequenceNumber");
  const fix = "Give 1 for the account's first statement and one more for each that follows.";
  if (value === undefined) place.report("missing", undefined, "is missing", fix);
  else place.report("wrong-type", value, "is no sequence number", fix);
  return [];
}
