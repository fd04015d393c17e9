import { unique, within } from "./layout/content.js";
import { group } from "./layout/groups.js";
import { uetr } from "./layout/identifiers.js";
import { type MessageLayout, writeMessage } from "./layout/message.js";
import type { WriteOptions } from "./layout/place.js";
import { code, reference } from "./layout/texts.js";
import { account, agent, chargeBearer, party, paymentType } from "./parts.js";
import { remittance } from "./remittance.js";
import { interbankFile } from "./settlement.js";
import type { CustomerTransferFile, InterbankCustomerTransfer } from "./types.js";

/**
 * Writes a pacs.008.001.09 (FIToFICustomerCreditTransfer): a customer's payment from bank to bank.
 * The same record gives the same bytes.
 * @throws InvalidMessageError with every problem of the record; nothing is written then
 */
export function writePacs008(file: CustomerTransferFile, options: WriteOptions = {}): Uint8Array {
  return writeMessage(PACS_008, file, options);
}

const transfer = group<InterbankCustomerTransfer>((f) => [
  f.inline(
    "PmtId",
    f.optional("instructionId", "InstrId", unique("instructionId", reference)),
    f.required("endToEndId", "EndToEndId", reference),
    f.optional("transactionId", "TxId", unique("transactionId", reference)),
    f.required("uetr", "UETR", unique("uetr", uetr)),
  ),
  f.optional("paymentType", "PmtTpInf", paymentType),
  f.money("IntrBkSttlmAmt"),
  f.required("chargeBearer", "ChrgBr", chargeBearer),
  f.optional("intermediaryAgent", "IntrmyAgt1", agent("new")),
  f.optional("ultimateDebtor", "UltmtDbtr", party("new")),
  f.required("debtor", "Dbtr", party("new")),
  f.optional("debtorAccount", "DbtrAcct", account),
  f.required("debtorAgent", "DbtrAgt", agent("new")),
  f.required("creditorAgent", "CdtrAgt", agent("new")),
  f.required("creditor", "Cdtr", party("new")),
  f.optional("creditorAccount", "CdtrAcct", account),
  f.optional("ultimateCreditor", "UltmtCdtr", party("new")),
  f.optional("purpose", "Purp", within("Cd", code(4))),
  f.optional("remittance", "RmtInf", remittance("new")),
]);

/** How the message lies in XML. */
export const PACS_008: MessageLayout<CustomerTransferFile> = {
  name: "pacs.008.001.09",
  root: "FIToFICstmrCdtTrf",
  content: interbankFile(transfer, ["INDA", "INGA", "CLRG", "COVE"]),
};
