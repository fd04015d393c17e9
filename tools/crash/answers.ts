import { formatAmount } from "../../src/money/index.js";
import type { Payment } from "./ledger.js";

const documentOf = (kind: string, body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${kind}">${body}</Document>`;

const headerOf = (messageId: string, more = ""): string =>
  `<GrpHdr><MsgId>${messageId}</MsgId><CreDtTm>${new Date().toISOString()}</CreDtTm>${more}</GrpHdr>`;

/** What the core says of payments of one file: a pain.002. */
export function writePain002(
  messageId: string,
  payments: readonly Payment[],
  status: (payment: Payment) => string,
): string {
  const file = payments[0]!.messageId;
  const transactions = payments.map((payment) => {
    const is = status(payment);
    const reason = is === "RJCT" ? "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>" : "";
    return `<TxInfAndSts><OrgnlEndToEndId>${payment.endToEndId}</OrgnlEndToEndId><OrgnlUETR>${payment.uetr}</OrgnlUETR><TxSts>${is}</TxSts>${reason}</TxInfAndSts>`;
  });
  return documentOf(
    "pain.002.001.11",
    `<CstmrPmtStsRpt>${headerOf(messageId)}<OrgnlGrpInfAndSts><OrgnlMsgId>${file}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.10</OrgnlMsgNmId></OrgnlGrpInfAndSts>` +
      `<OrgnlPmtInfAndSts><OrgnlPmtInfId>${file}</OrgnlPmtInfId>${transactions.join("\n")}</OrgnlPmtInfAndSts></CstmrPmtStsRpt>`,
  );
}

/** The announcement that a payment comes back whole: a pacs.004. */
export function writePacs004(messageId: string, { uetr, endToEndId, amount, currency }: Payment): string {
  const money = (tag: string): string => `<${tag} Ccy="${currency}">${formatAmount(amount, currency)}</${tag}>`;
  const header = headerOf(messageId, "<NbOfTxs>1</NbOfTxs><SttlmInf><SttlmMtd>CLRG</SttlmMtd></SttlmInf>");
  return documentOf(
    "pacs.004.001.10",
    `<PmtRtr>${header}<TxInf><RtrId>${messageId}</RtrId><OrgnlEndToEndId>${endToEndId}</OrgnlEndToEndId><OrgnlUETR>${uetr}</OrgnlUETR>` +
      `${money("OrgnlIntrBkSttlmAmt")}${money("RtrdIntrBkSttlmAmt")}<RtrRsnInf><Rsn><Cd>AC04</Cd></Rsn></RtrRsnInf></TxInf></PmtRtr>`,
  );
}
