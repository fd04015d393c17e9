import { expect } from "chai";
import {
  CodeFieldError,
  InvalidMessageError,
  MalformedXmlError,
  MissingFieldError,
  OtherMessageError,
  readPacs008,
  readPacs009,
  readPain001,
  RepeatedFieldError,
  TotalFieldError,
  UnexpectedElementError,
  writePacs008,
  writePacs009,
  writePain001,
} from "../../../src/iso20022/index.js";
import { bytes } from "../support.js";
import { BANK_TRANSFER, CUSTOMER_TRANSFER, PAY_OUT, xml } from "./examples.js";

const FILE = { file: "pay-out.xml" };
const written = xml(writePain001(PAY_OUT));

/** Reading the pay-out file after a change by hand. */
function reading(change: (text: string) => string): () => unknown {
  const text = change(written);
  expect(text, "the change did nothing").not.to.equal(written);
  return () => readPain001(bytes(text), FILE);
}
const replacing = (from: string | RegExp, to: string): (() => unknown) => reading((text) => text.replace(from, to));

describe("a pay-out file found again is refused", () => {
  it("when a transfer was taken out or its amount was changed: the totals say so", () => {
    expect(replacing(/<CdtTrfTxInf>[\s\S]*?<\/CdtTrfTxInf>/, "")).to.throw(TotalFieldError, "is not 1,");
    expect(replacing(">1234.56</InstdAmt>", ">1234.57</InstdAmt>")).to.throw(
      TotalFieldError,
      'pay-out.xml, line 18, Document/CstmrCdtTrfInitn/PmtInf/CtrlSum: is not 1234.58, which is what the message adds up to: "1234.57"',
    );
    const pacs = xml(writePacs008(CUSTOMER_TRANSFER)).replace(
      'TtlIntrBkSttlmAmt Ccy="JPY"',
      'TtlIntrBkSttlmAmt Ccy="EUR"',
    );
    expect(() => readPacs008(bytes(pacs), FILE)).to.throw(TotalFieldError);
  });

  it("when it has an element that we do not write: its meaning would be lost", () => {
    const extra = "<InstrForDbtrAgt>HOLD</InstrForDbtrAgt>";
    expect(replacing("<ChrgBr>", `${extra}<ChrgBr>`)).to.throw(UnexpectedElementError, "PmtInf/InstrForDbtrAgt");
    expect(replacing("<BICFI>", '<x:Any xmlns:x="urn:other"/><BICFI>')).to.throw(UnexpectedElementError);
    expect(replacing("</CstmrCdtTrfInitn>", "</CstmrCdtTrfInitn><Second/>")).to.throw(UnexpectedElementError, "Second");
  });

  it("when an element is missing or there twice", () => {
    expect(replacing("<PmtMtd>TRF</PmtMtd>", "")).to.throw(MissingFieldError, "PmtInf/PmtMtd");
    expect(replacing("<PmtMtd>TRF</PmtMtd>", "<PmtMtd>TRF</PmtMtd><PmtMtd>TRF</PmtMtd>")).to.throw(RepeatedFieldError);
    expect(replacing(/<CdtrAcct>[\s\S]*?<\/CdtrAcct>/, "")).to.throw(MissingFieldError, "CdtTrfTxInf[1]/CdtrAcct");
    expect(replacing(/<PmtId>[\s\S]*?<\/PmtId>/, "")).to.throw(InvalidMessageError, "endToEndId: is missing");
  });

  it("when a value is not one that we would write", () => {
    expect(replacing("<PmtMtd>TRF</PmtMtd>", "<PmtMtd>CHK</PmtMtd>")).to.throw(CodeFieldError);
    expect(replacing("DE89370400440532013000", "DE89370400440532013001")).to.throw(InvalidMessageError, "is no IBAN");
    expect(replacing("<Ctry>FI</Ctry>", "<Ctry>XX</Ctry>")).to.throw(InvalidMessageError, "record 1, batches[0]");
  });

  it("when it is cut short, or another message", () => {
    expect(reading((text) => text.slice(0, text.length / 2))).to.throw(MalformedXmlError);
    const pacs = writePacs008(CUSTOMER_TRANSFER);
    expect(() => readPain001(pacs, FILE)).to.throw(OtherMessageError, "Give a pain.001.001.10 or pain.001.001.03.");
    expect(() => readPacs009(pacs, FILE)).to.throw(OtherMessageError);
    expect(() => readPacs008(writePacs009(BANK_TRANSFER), FILE)).to.throw(OtherMessageError);
  });
});

describe("a pay-out file found again", () => {
  it("says what was written", () => {
    expect(readPain001(bytes(written), FILE)).to.deep.equal(PAY_OUT);
    expect(readPacs008(writePacs008(CUSTOMER_TRANSFER), FILE)).to.deep.equal(CUSTOMER_TRANSFER);
    expect(readPacs009(writePacs009(BANK_TRANSFER), FILE)).to.deep.equal(BANK_TRANSFER);
  });
});
