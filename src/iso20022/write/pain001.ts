import { controlSum } from "./layout/amounts.js";
import { type Content, flag, unique, within } from "./layout/content.js";
import { date, dateTime, dayOrTime } from "./layout/dates.js";
import { group } from "./layout/groups.js";
import { uetr } from "./layout/identifiers.js";
import { type MessageLayout, writeMessage } from "./layout/message.js";
import type { WriteOptions } from "./layout/place.js";
import { code, reference } from "./layout/texts.js";
import { account, agent, chargeBearer, type Era, party, paymentType } from "./parts.js";
import { remittance } from "./remittance.js";
import { batchesOf, oneCurrency, sumFits, transfersOf } from "./transferRules.js";
import type { CreditTransfer, CreditTransferFile, PaymentBatch } from "./types.js";

/** 10 has UETR, LEI and the time of execution; 03 is what many banks still take. */
export type Pain001Version = "03" | "10";

export interface Pain001Options extends WriteOptions {
  /** 10 unless told otherwise */
  readonly version?: Pain001Version;
}

/**
 * Writes a pain.001 (CustomerCreditTransferInitiation): what a bank's core is asked to pay out.
 * The same record gives the same bytes.
 * @throws InvalidMessageError with every problem of the record; nothing is written then
 */
export function writePain001(
  file: CreditTransferFile,
  { version = "10", ...options }: Pain001Options = {},
): Uint8Array {
  return writeMessage(PAIN_001[version], file, options);
}

const transfer = (era: Era): Content<CreditTransfer> =>
  group<CreditTransfer>((f) => [
    f.inline(
      "PmtId",
      f.optional("instructionId", "InstrId", unique("instructionId", reference)),
      f.required("endToEndId", "EndToEndId", reference),
      era === "old"
        ? f.notInVersion("uetr", "Leave it out, or write version 10.")
        : f.optional("uetr", "UETR", unique("uetr", uetr)),
    ),
    f.inline("Amt", f.money("InstdAmt")),
    f.optional("ultimateDebtor", "UltmtDbtr", party(era)),
    f.optional("intermediaryAgent", "IntrmyAgt1", agent(era)),
    f.optional("creditorAgent", "CdtrAgt", agent(era)),
    f.required("creditor", "Cdtr", party(era)),
    f.required("creditorAccount", "CdtrAcct", account),
    f.optional("ultimateCreditor", "UltmtCdtr", party(era)),
    f.optional("purpose", "Purp", within("Cd", code(4))),
    f.optional("remittance", "RmtInf", remittance(era)),
  ]);

const batch = (era: Era): Content<PaymentBatch> =>
  group<PaymentBatch>(
    (f) => [
      f.required("batchId", "PmtInfId", unique("batchId", reference)),
      f.constant("PmtMtd", "TRF"),
      f.optional("batchBooking", "BtchBookg", flag),
      f.total("NbOfTxs", ({ transfers }) => String(transfers.length)),
      f.total("CtrlSum", ({ transfers }) => controlSum(transfers)),
      f.optional("paymentType", "PmtTpInf", paymentType),
      f.required("requestedExecution", "ReqdExctnDt", era === "old" ? date : dayOrTime),
      f.required("debtor", "Dbtr", party(era)),
      f.required("debtorAccount", "DbtrAcct", account),
      f.required("debtorAgent", "DbtrAgt", agent(era)),
      f.optional("chargeBearer", "ChrgBr", chargeBearer),
      f.list("transfers", "CdtTrfTxInf", transfer(era), { records: true }),
    ],
    oneCurrency,
  );

const all = (file: CreditTransferFile): readonly CreditTransfer[] => file.batches.flatMap((one) => one.transfers);

const header = (era: Era): Content<CreditTransferFile> =>
  group<CreditTransferFile>(
    (f) => [
      f.inline(
        "GrpHdr",
        f.required("messageId", "MsgId", reference),
        f.required("createdAt", "CreDtTm", dateTime),
        f.total("NbOfTxs", (file) => String(all(file).length)),
        f.total("CtrlSum", (file) => controlSum(all(file))),
        f.required("initiatingParty", "InitgPty", party(era)),
      ),
      f.list("batches", "PmtInf", batch(era)),
    ],
    (record, at) => sumFits(batchesOf(record).flatMap(transfersOf), at.field("batches")),
  );

const layout = (version: Pain001Version, era: Era): MessageLayout<CreditTransferFile> => ({
  name: `pain.001.001.${version}`,
  root: "CstmrCdtTrfInitn",
  content: header(era),
});

/** How the message lies in XML, by version. */
export const PAIN_001: Readonly<Record<Pain001Version, MessageLayout<CreditTransferFile>>> = {
  "03": layout("03", "old"),
  "10": layout("10", "new"),
};
