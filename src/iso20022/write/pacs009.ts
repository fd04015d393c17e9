import { unique, within } from "./layout/content.js";
import { group } from "./layout/groups.js";
import { uetr } from "./layout/identifiers.js";
import { type MessageLayout, writeMessage } from "./layout/message.js";
import type { WriteOptions } from "./layout/place.js";
import { code, reference, text } from "./layout/texts.js";
import { account, agent, paymentType } from "./parts.js";
import { interbankFile } from "./settlement.js";
import type { BankTransfer, BankTransferFile } from "./types.js";

/**
 * Writes a pacs.009.001.09 (FinancialInstitutionCreditTransfer): a payment between banks for themselves, such as the
 * settlement of a netting. It is not a cover payment: it names no customer's transfer beneath it.
 * The same record gives the same bytes.
 * @throws InvalidMessageError with every problem of the record; nothing is written then
 */
export function writePacs009(file: BankTransferFile, options: WriteOptions = {}): Uint8Array {
  return writeMessage(PACS_009, file, options);
}

const transfer = group<BankTransfer>((f) => [
  f.inline(
    "PmtId",
    f.optional("instructionId", "InstrId", unique("instructionId", reference)),
    f.required("endToEndId", "EndToEndId", reference),
    f.optional("transactionId", "TxId", unique("transactionId", reference)),
    f.required("uetr", "UETR", unique("uetr", uetr)),
  ),
  f.optional("paymentType", "PmtTpInf", paymentType),
  f.money("IntrBkSttlmAmt"),
  f.optional("intermediaryAgent", "IntrmyAgt1", agent("new")),
  f.required("debtor", "Dbtr", agent("new")),
  f.optional("debtorAccount", "DbtrAcct", account),
  f.optional("debtorAgent", "DbtrAgt", agent("new")),
  f.optional("creditorAgent", "CdtrAgt", agent("new")),
  f.required("creditor", "Cdtr", agent("new")),
  f.optional("creditorAccount", "CdtrAcct", account),
  f.optional("purpose", "Purp", within("Cd", code(4))),
  f.inline("RmtInf", f.list("unstructured", "Ustrd", text(140), { optional: true })),
]);

/** How the message lies in XML. It is not itself settled by a cover payment. */
export const PACS_009: MessageLayout<BankTransferFile> = {
  name: "pacs.009.001.09",
  root: "FICdtTrf",
  content: interbankFile(transfer, ["INDA", "INGA", "CLRG"]),
};
