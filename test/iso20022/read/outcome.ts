import { expect } from "chai";
import fc from "fast-check";
import { outcomeOf, recallOutcomeOf } from "../../../src/iso20022/index.js";

const codesWith = (outcome: string, codes: string, judge: (status: string) => string): void => {
  for (const code of codes.split(" ")) expect(judge(code), code).to.equal(outcome);
};

describe("outcomeOf a payment's status", () => {
  it("is never guessed: another spelling, a partial status, a code of tomorrow, no code", () => {
    codesWith("unknown", "acsc Acsc ACSC. rjct PART BLCK ACIS CPUC PRES ACSX toString __proto__", outcomeOf);
    expect(outcomeOf("")).to.equal("unknown");
    expect(outcomeOf(" ACSC")).to.equal("unknown");
  });

  it("is paid for two codes of four letters and no other", () => {
    const code = fc.string({ unit: fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"), minLength: 4, maxLength: 4 });
    fc.assert(fc.property(code, (one) => (outcomeOf(one) === "paid") === (one === "ACSC" || one === "ACCC")));
    codesWith("paid", "ACSC ACCC", outcomeOf);
  });

  it("is rejected when it is refused or cancelled: final, and nobody was paid", () => {
    codesWith("rejected", "RJCT CANC", outcomeOf);
  });

  it("is pending as long as settlement is not completed", () => {
    codesWith("pending", "RCVD PDNG ACTC PATC ACCP ACFC ACWC ACSP ACPD ACWP", outcomeOf);
  });
});

describe("recallOutcomeOf an answer to a recall", () => {
  it("is never guessed: partial answers, answers to other questions", () => {
    codesWith("unknown", "PACR PECR cncl MODI IPAY INFO RJCT ACSC constructor", recallOutcomeOf);
  });

  it("is accepted, refused or still to come", () => {
    codesWith("accepted", "CNCL ACCR", recallOutcomeOf);
    codesWith("refused", "RJCR", recallOutcomeOf);
    codesWith("pending", "PDCR CWFW FTNA", recallOutcomeOf);
  });
});
