import type { AnswerKind } from "../../../src/iso20022/index.js";
import {
  amount,
  answer,
  caseOf,
  el,
  groupStatus,
  paymentStatus,
  reason,
  references,
  returnHeader,
  txRecall,
  txResolution,
  txReturn,
  txStatus,
} from "./support.js";

export const UETR = "5b1c9f4e-2a6d-4f0b-9c3e-71d0a5e8b201";
export const OTHER_UETR = "0d5a3a5e-7c1b-4e55-8f3f-2b8f5f6f0b11";

const name = (msgId: string): string => el("OrgnlMsgId", msgId) + el("OrgnlMsgNmId", "pacs.008.001.09");

/** Every message here follows its schema: a specification of its own says so. */
export const SAMPLES = {
  /** two batches: one decided transaction by transaction, one as a whole */
  customerStatus: answer(
    "pain.002",
    groupStatus("PART") +
      paymentStatus(
        "BATCH-1",
        undefined,
        txStatus({
          instrId: "I-1",
          endToEndId: "E-1",
          uetr: UETR,
          status: "ACSC",
          accepted: "2026-11-20T09:15:00Z",
          amount: "USD 1000.50",
        }),
        txStatus({
          endToEndId: "E-2",
          status: "RJCT",
          reason: reason("StsRsnInf", "AC04", "account closed", "call us"),
        }),
      ) +
      paymentStatus("BATCH-2", "ACSP"),
  ),
  /** a whole file rejected */
  customerRejected: answer("pain.002", groupStatus("RJCT", "PAY-1", reason("StsRsnInf", "FF01"))),
  /** two original messages, and transactions of either */
  bankStatus: answer(
    "pacs.002",
    groupStatus("ACCP", "PAY-1") +
      groupStatus(undefined, "PAY-2") +
      txStatus({ msgId: "PAY-1", endToEndId: "E-1", txId: "T-1", uetr: UETR }) +
      txStatus({ msgId: "PAY-2", txId: "T-2", status: "ACCC", settled: el("Dt", "2026-11-20") }),
  ),
  /** two returns, one after charges */
  return: answer(
    "pacs.004",
    returnHeader({ n: "2", total: "USD 94.00", date: "2026-11-20" }) +
      el("OrgnlGrpInf", name("PAY-1"), reason("RtrRsnInf", "AC03")) +
      txReturn({
        id: "R-1",
        endToEndId: "E-1",
        uetr: UETR,
        original: "USD 90.00",
        returned: "USD 84.00",
        charges: "USD 6.00",
        reasons: reason("RtrRsnInf", "CUST", "not ours"),
      }) +
      txReturn({ id: "R-2", txId: "T-2", original: "USD 10.00" }),
  ),
  /** a whole message returned */
  groupReturn: answer(
    "pacs.004",
    returnHeader({ n: "3", whole: "true", total: "USD 30.00" }) +
      el("OrgnlGrpInf", name("PAY-1"), reason("RtrRsnInf", "AM05")),
  ),
  /** one transaction of a message, and a whole message */
  recall: answer(
    "camt.056",
    caseOf("Case", "CASE-1") +
      el(
        "Undrlyg",
        txRecall({
          id: "C-1",
          msgId: "PAY-1",
          endToEndId: "E-1",
          uetr: UETR,
          original: "USD 10.00",
          settled: "2026-11-18",
          reasons: reason("CxlRsnInf", "FRAD", "reported by the payer"),
        }),
      ) +
      el(
        "Undrlyg",
        el(
          "OrgnlGrpInfAndCxl",
          el("GrpCxlId", "C-2"),
          caseOf("Case", "CASE-2"),
          name("PAY-2"),
          el("GrpCxl", "true"),
          reason("CxlRsnInf", "DUPL"),
        ),
      ),
  ),
  /** a recall refused, for one transaction */
  refusal: answer(
    "camt.029",
    caseOf("RslvdCase", "CASE-1") +
      el("Sts", el("Conf", "RJCR")) +
      el(
        "CxlDtls",
        txResolution({
          id: "C-1",
          msgId: "PAY-1",
          endToEndId: "E-1",
          uetr: UETR,
          status: "RJCR",
          reasons: reason("CxlStsRsnInf", "LEGL", "no refund without consent"),
          original: "USD 10.00",
        }),
      ),
  ),
  /** a recall of customer payments: accepted as a case, a batch pending, its transaction refused */
  resolution: answer(
    "camt.029",
    el("Sts", el("Conf", "CNCL")) +
      el(
        "CxlDtls",
        el("OrgnlGrpInfAndSts", el("OrgnlGrpCxlId", "G-1"), name("PAY-1"), el("GrpCxlSts", "PACR")),
        el(
          "OrgnlPmtInfAndSts",
          el("OrgnlPmtInfCxlId", "P-1"),
          el("OrgnlPmtInfId", "BATCH-1"),
          el("PmtInfCxlSts", "PDCR"),
          el(
            "TxInfAndSts",
            el("OrgnlEndToEndId", "E-1"),
            el("UETR", UETR),
            el("TxCxlSts", "RJCR"),
            amount("OrgnlInstdAmt", "JPY 500"),
          ),
          el("TxInfAndSts", references({ endToEndId: "E-2" })),
        ),
      ),
  ),
} as const;

/** Kind of a sample, by its namespace as written. */
export const kindOf = (sample: string): AnswerKind => /xsd:(\w+\.\d+)/.exec(sample)?.[1] as AnswerKind;
