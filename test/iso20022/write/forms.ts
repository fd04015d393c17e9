import { expect } from "chai";
import { writePacs008, writePacs009, writePain001 } from "../../../src/iso20022/index.js";
import { controlSum } from "../../../src/iso20022/write/layout/amounts.js";
import { BANK_TRANSFER, CUSTOMER_TRANSFER, PAY_OUT, UETR, xml } from "./examples.js";

/** The text between two tags, without the white space between elements. */
const compact = (bytes: Uint8Array): string => xml(bytes).replace(/>\n\s*/g, ">");

describe("a pain.001.001.10", () => {
  it("has header, batch and transfers with their totals", () => {
    expect(compact(writePain001(PAY_OUT))).to.equal(
      [
        '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.10">',
        "<CstmrCdtTrfInitn><GrpHdr><MsgId>PAYOUT-2026-11-23-1</MsgId><CreDtTm>2026-11-23T08:00:00Z</CreDtTm>",
        "<NbOfTxs>2</NbOfTxs><CtrlSum>1234.57</CtrlSum><InitgPty><Nm>Vostro Demo Bank AG</Nm></InitgPty></GrpHdr>",
        "<PmtInf><PmtInfId>PAYOUT-2026-11-23-1-EUR</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>false</BtchBookg>",
        "<NbOfTxs>2</NbOfTxs><CtrlSum>1234.57</CtrlSum>",
        "<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl><CtgyPurp><Cd>SUPP</Cd></CtgyPurp></PmtTpInf>",
        "<ReqdExctnDt><Dt>2026-11-23</Dt></ReqdExctnDt>",
        "<Dbtr><Nm>Vostro Demo Bank AG</Nm><PstlAdr><TwnNm>Frankfurt</TwnNm><Ctry>DE</Ctry></PstlAdr>",
        "<Id><OrgId><LEI>529900T8BM49AURSDO55</LEI></OrgId></Id></Dbtr>",
        "<DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></DbtrAcct>",
        "<DbtrAgt><FinInstnId><BICFI>COBADEFFXXX</BICFI></FinInstnId></DbtrAgt><ChrgBr>SLEV</ChrgBr>",
        `<CdtTrfTxInf><PmtId><InstrId>R-17</InstrId><EndToEndId>REDEMPTION-17</EndToEndId><UETR>${UETR}</UETR></PmtId>`,
        '<Amt><InstdAmt Ccy="EUR">1234.56</InstdAmt></Amt>',
        "<CdtrAgt><FinInstnId><BICFI>NDEAFIHH</BICFI></FinInstnId></CdtrAgt>",
        "<Cdtr><Nm>Müller &amp; Söhne &lt;Export&gt;</Nm><PstlAdr><StrtNm>Mannerheimintie</StrtNm><BldgNb>1 A</BldgNb>",
        "<PstCd>00100</PstCd><TwnNm>Helsinki</TwnNm><Ctry>FI</Ctry></PstlAdr></Cdtr>",
        "<CdtrAcct><Id><IBAN>FI2112345600000785</IBAN></Id></CdtrAcct><Purp><Cd>SUPP</Cd></Purp>",
        "<RmtInf><Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>CINV</Cd></CdOrPrtry></Tp><Nb>RE-2026-0042</Nb>",
        "<RltdDt>2026-10-31</RltdDt></RfrdDocInf>",
        '<RfrdDocAmt><DuePyblAmt Ccy="EUR">1300.00</DuePyblAmt><RmtdAmt Ccy="EUR">1234.56</RmtdAmt></RfrdDocAmt>',
        "<CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>ISO</Issr></Tp><Ref>RF18539007547034</Ref>",
        "</CdtrRefInf></Strd><Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>CREN</Cd></CdOrPrtry></Tp><Nb>GS-7</Nb></RfrdDocInf>",
        '<RfrdDocAmt><CdtNoteAmt Ccy="EUR">65.44</CdtNoteAmt></RfrdDocAmt></Strd></RmtInf></CdtTrfTxInf>',
        "<CdtTrfTxInf><PmtId><EndToEndId>REDEMPTION-18</EndToEndId></PmtId>",
        '<Amt><InstdAmt Ccy="EUR">0.01</InstdAmt></Amt><Cdtr><Nm>Zweite GmbH</Nm></Cdtr>',
        "<CdtrAcct><Id><Othr><Id>000123456789</Id><SchmeNm><Cd>BBAN</Cd></SchmeNm></Othr></Id></CdtrAcct>",
        "<RmtInf><Ustrd>Redemption 18</Ustrd></RmtInf></CdtTrfTxInf></PmtInf></CstmrCdtTrfInitn></Document>",
      ].join(""),
    );
  });

  it("is text that people can read: one element a line, a line feed at the end", () => {
    const text = xml(writePain001(PAY_OUT));
    expect(text).to.match(/<\/Document>\n$/);
    expect(text).to.match(/\n {10}<EndToEndId>REDEMPTION-18<\/EndToEndId>\n/);
    expect(text).not.to.contain("\r");
  });
});

describe("a pain.001.001.03", () => {
  it("has the older names and a plain day", () => {
    const [batch] = PAY_OUT.batches;
    const transfers = batch!.transfers.slice(1);
    const debtor = { name: "Vostro Demo Bank AG" };
    const text = compact(writePain001({ ...PAY_OUT, batches: [{ ...batch!, debtor, transfers }] }, { version: "03" }));
    expect(text).to.contain('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03">');
    expect(text).to.contain("<ReqdExctnDt>2026-11-23</ReqdExctnDt>");
    expect(text).to.contain("<DbtrAgt><FinInstnId><BIC>COBADEFFXXX</BIC></FinInstnId></DbtrAgt>");
  });
});

describe("a pacs.008.001.09", () => {
  it("has each party at its own place, and yen without decimals", () => {
    const text = compact(writePacs008(CUSTOMER_TRANSFER));
    expect(text.slice(text.indexOf("<GrpHdr>"))).to.equal(
      [
        "<GrpHdr><MsgId>M-8</MsgId><CreDtTm>2026-11-23T08:00:00Z</CreDtTm><NbOfTxs>1</NbOfTxs><CtrlSum>5000</CtrlSum>",
        '<TtlIntrBkSttlmAmt Ccy="JPY">5000</TtlIntrBkSttlmAmt><IntrBkSttlmDt>2026-11-23</IntrBkSttlmDt>',
        "<SttlmInf><SttlmMtd>CLRG</SttlmMtd><ClrSys><Cd>TGT</Cd></ClrSys></SttlmInf>",
        "<InstgAgt><FinInstnId><BICFI>COBADEFFXXX</BICFI></FinInstnId></InstgAgt>",
        "<InstdAgt><FinInstnId><BICFI>NDEAFIHH</BICFI></FinInstnId></InstdAgt></GrpHdr>",
        `<CdtTrfTxInf><PmtId><EndToEndId>E-1</EndToEndId><TxId>T-1</TxId><UETR>${UETR}</UETR></PmtId>`,
        '<IntrBkSttlmAmt Ccy="JPY">5000</IntrBkSttlmAmt><ChrgBr>SHAR</ChrgBr>',
        "<Dbtr><Nm>Payer KK</Nm></Dbtr><DbtrAcct><Id><Othr><Id>DEBTOR-ACCOUNT</Id></Othr></Id></DbtrAcct>",
        "<DbtrAgt><FinInstnId><BICFI>COBADEFFXXX</BICFI></FinInstnId></DbtrAgt>",
        "<CdtrAgt><FinInstnId><BICFI>NDEAFIHH</BICFI></FinInstnId></CdtrAgt>",
        "<Cdtr><Nm>Payee Oy</Nm></Cdtr><CdtrAcct><Id><Othr><Id>CREDITOR-ACCOUNT</Id></Othr></Id></CdtrAcct>",
        "<RmtInf><Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>PUOR</Cd></CdOrPrtry></Tp><Nb>PO-9</Nb></RfrdDocInf></Strd></RmtInf>",
        "</CdtTrfTxInf></FIToFICstmrCdtTrf></Document>",
      ].join(""),
    );
  });
});

describe("a pacs.009.001.09", () => {
  it("has each bank at its own place, and dinars of Bahrain with three decimals", () => {
    const text = compact(writePacs009(BANK_TRANSFER));
    expect(text.slice(text.indexOf("<CdtTrfTxInf>"))).to.equal(
      [
        "<CdtTrfTxInf><PmtId><EndToEndId>NETTING-4</EndToEndId><UETR>8a562c67-ca16-48ba-b074-65581be6f001</UETR></PmtId>",
        '<IntrBkSttlmAmt Ccy="BHD">1234.567</IntrBkSttlmAmt>',
        "<Dbtr><FinInstnId><BICFI>COBADEFFXXX</BICFI></FinInstnId></Dbtr>",
        "<DbtrAgt><FinInstnId><BICFI>DEUTDEFF</BICFI></FinInstnId></DbtrAgt>",
        "<CdtrAgt><FinInstnId><BICFI>HANDFIHH</BICFI></FinInstnId></CdtrAgt>",
        "<Cdtr><FinInstnId><ClrSysMmbId><ClrSysId><Cd>USABA</Cd></ClrSysId><MmbId>021000021</MmbId></ClrSysMmbId>",
        "<Nm>Creditor Bank</Nm></FinInstnId></Cdtr>",
        "<RmtInf><Ustrd>Netting cycle 4</Ustrd></RmtInf></CdtTrfTxInf></FICdtTrf></Document>",
      ].join(""),
    );
  });
});

describe("a control sum", () => {
  it("adds amounts of several currencies as plain numbers, exactly", () => {
    const amounts = [
      { amount: 99_999_999_999_999n, currency: "EUR" },
      { amount: 1n, currency: "BHD" },
      { amount: 7n, currency: "JPY" },
    ];
    expect(controlSum(amounts)).to.equal("1000000000006.991");
    expect(controlSum(amounts.slice(2))).to.equal("7");
    expect(controlSum([{ amount: 5n, currency: "EUR" }])).to.equal("0.05");
  });
});
