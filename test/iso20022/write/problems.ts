import { expect } from "chai";
import {
  InvalidMessageError,
  type MessageProblem,
  type MessageProblemCode,
  writePacs008,
  writePacs009,
  writePain001,
} from "../../../src/iso20022/index.js";
import { thrownBy } from "../support.js";
import { BANK_TRANSFER, CUSTOMER_TRANSFER, PAY_OUT, UETR } from "./examples.js";

/** Sets one field of a copy; `undefined` takes it out. */
function changed<T>(record: T, path: string, value: unknown): T {
  const [key, ...rest] = path.split(/[.[\]]+/).filter((part) => part !== "");
  if (key === undefined) return value as T;
  const copy = (Array.isArray(record) ? [...(record as unknown[])] : { ...record }) as Record<string, unknown>;
  copy[key] = changed(copy[key] ?? {}, rest.join("."), value);
  return copy as T;
}

function problemsOf(write: () => unknown): readonly MessageProblem[] {
  const error = thrownBy(write);
  expect(error).to.be.instanceOf(InvalidMessageError);
  return (error as InvalidMessageError).problems;
}

const TRANSFER = "batches[0].transfers[0]";
const inPayOut = (path: string, value: unknown): readonly MessageProblem[] =>
  problemsOf(() => writePain001(changed(PAY_OUT, path, value)));

type Row = readonly [path: string, value: unknown, code: MessageProblemCode];

/** What is refused, where, and why. The rows below a transfer name it as record 1. */
const REFUSED: readonly Row[] = [
  ["messageId", undefined, "missing"],
  ["messageId", "", "empty"],
  ["messageId", " \t ", "empty"],
  ["messageId", "x".repeat(36), "too-long"],
  ["messageId", 17, "wrong-type"],
  ["createdAt", "2026-11-23", "time"],
  ["createdAt", "2026-11-23T08:00:00", "time"],
  ["createdAt", "2026-02-30T08:00:00Z", "time"],
  ["createdAt", "2026-11-23T24:00:00Z", "time"],
  ["createdAt", new Date(0), "wrong-type"],
  ["initiatingParty", null, "missing"],
  ["initiatingParty", "Bank", "wrong-type"],
  ["batches", [], "empty"],
  ["batches", {}, "wrong-type"],
  ["batches", undefined, "missing"],
  ["batches[0]", null, "wrong-type"],
  ["batches[0].transfers", [], "empty"],
  ["batches[0].requestedExecution", "tomorrow", "date"],
  ["batches[0].requestedExecution", "2026-13-01", "date"],
  ["batches[0].requestedExecution", "2026-11-23T09:00", "time"],
  ["batches[0].batchBooking", "yes", "wrong-type"],
  ["batches[0].paymentType", {}, "empty"],
  ["batches[0].paymentType.priority", "URGENT", "code"],
  ["batches[0].paymentType.serviceLevel", "sepa", "code"],
  ["batches[0].chargeBearer", "OUR", "code"],
  ["batches[0].debtor.lei", "529900T8BM49AURSDO56", "lei"],
  ["batches[0].debtorAgent", {}, "empty"],
  ["batches[0].debtorAgent.bic", "COBADEF", "bic"],
  ["batches[0].debtorAgent.bic", "COBAZZFF", "bic"],
  ["batches[0].debtorAccount.iban", "DE89370400440532013001", "iban"],
  ["batches[0].debtorAccount.iban", "ZZ89370400440532013000", "iban"],
  ["batches[0].debtorAccount.currency", "EURO", "currency"],
  ["batches[0].debtorAccount", {}, "missing"],
  [`${TRANSFER}`, "pay", "wrong-type"],
  [`${TRANSFER}.endToEndId`, undefined, "missing"],
  [`${TRANSFER}.endToEndId`, "x".repeat(36), "too-long"],
  [`${TRANSFER}.uetr`, UETR.toUpperCase(), "uetr"],
  [`${TRANSFER}.uetr`, "eb6305c9-1f7f-19de-aed0-16487c27b42d", "uetr"],
  [`${TRANSFER}.amount`, undefined, "missing"],
  [`${TRANSFER}.amount`, 0n, "amount"],
  [`${TRANSFER}.amount`, -1n, "amount"],
  [`${TRANSFER}.amount`, 10n ** 18n, "amount"],
  [`${TRANSFER}.amount`, 12.34, "wrong-type"],
  [`${TRANSFER}.amount`, "12.34", "wrong-type"],
  [`${TRANSFER}.currency`, "XAU", "currency"],
  [`${TRANSFER}.currency`, "eur", "currency"],
  [`${TRANSFER}.creditor`, undefined, "missing"],
  [`${TRANSFER}.creditor.name`, "line\nbreak", "characters"],
  [`${TRANSFER}.creditor.name`, "nul\u0000", "characters"],
  [`${TRANSFER}.creditor.name`, "half \ud83d", "characters"],
  [`${TRANSFER}.creditor.name`, "turned \u202Egnp", "characters"],
  [`${TRANSFER}.creditor.name`, "x".repeat(141), "too-long"],
  [`${TRANSFER}.creditor.addressLine`, "Mannerheimintie 1 A, Helsinki", "unknown-field"],
  [`${TRANSFER}.creditor.address.town`, undefined, "missing"],
  [`${TRANSFER}.creditor.address.country`, undefined, "missing"],
  [`${TRANSFER}.creditor.address.country`, "UK", "country"],
  [`${TRANSFER}.creditor.address.postCode`, "0".repeat(17), "too-long"],
  [`${TRANSFER}.creditorAccount.other`, "both", "unknown-field"],
  [`${TRANSFER}.purpose`, "SUPPLIER", "code"],
  [`${TRANSFER}.pupose`, "SUPP", "unknown-field"],
  [`${TRANSFER}.remittance`, {}, "empty"],
  [`${TRANSFER}.remittance.unstructured`, [], "empty"],
  [`${TRANSFER}.remittance.unstructured`, ["x".repeat(141)], "too-long"],
  [`${TRANSFER}.remittance.structured[0].document.type`, "INVOICE", "code"],
  [`${TRANSFER}.remittance.structured[0].document.number`, "", "empty"],
  [`${TRANSFER}.remittance.structured[0].document.date`, "31.10.2026", "date"],
  [`${TRANSFER}.remittance.structured[0].due.amount`, 0n, "amount"],
  [`${TRANSFER}.remittance.structured[0].creditorReference`, "RF19539007547034", "creditor-reference"],
  [`${TRANSFER}.remittance.structured[0].additional`, ["1", "2", "3", "4"], "too-long"],
  [`${TRANSFER}.remittance.structured[1].document`, undefined, "missing"],
];

describe("a pain.001 is not written", () => {
  for (const [path, value, code] of REFUSED) {
    const shown = typeof value === "bigint" ? `${value}n` : JSON.stringify(value)?.slice(0, 40);
    it(`with ${path} = ${shown}: ${code}`, () => {
      const found = inPayOut(path, value);
      expect(found.map((problem) => problem.code)).to.deep.equal([code]);
      // An item of a list, or the record around a choice, may be the place.
      expect(`${path}[0]`.startsWith(found[0]!.path) || found[0]!.path.startsWith(path)).to.equal(true);
      expect(found[0]!.record).to.equal(path.startsWith(TRANSFER) ? 1 : undefined);
    });
  }

  it("with an id twice in the file, naming both places", () => {
    const [found, ...others] = inPayOut("batches[0].transfers[1].uetr", UETR);
    expect(others).to.deep.equal([]);
    expect(found).to.deep.include({ code: "repeated", record: 2, path: "batches[0].transfers[1].uetr", value: UETR });
    expect(found?.problem).to.equal("is also at batches[0].transfers[0].uetr");
    expect(inPayOut("batches[1]", PAY_OUT.batches[0])[0]).to.include({ code: "repeated", path: "batches[1].batchId" });
  });

  it("with two currencies in one batch", () => {
    const [found, ...others] = inPayOut("batches[0].transfers[1].currency", "USD");
    expect(others).to.deep.equal([]);
    expect(found).to.deep.include({ code: "mixed-currencies", path: "batches[0].transfers", value: "EUR, USD" });
  });

  it("with a control sum that has no room", () => {
    const most = changed(PAY_OUT, `${TRANSFER}.amount`, 10n ** 18n - 1n);
    expect(problemsOf(() => writePain001(most)).map(({ code }) => code)).to.deep.equal(["control-sum"]);
  });

  it("as version 03 with what that version cannot say", () => {
    const found = problemsOf(() =>
      writePain001(changed(PAY_OUT, "batches[0].requestedExecution", "2026-11-23T09:00:00Z"), { version: "03" }),
    );
    expect(found.map(({ code, path }) => [code, path])).to.deep.equal([
      ["date", "batches[0].requestedExecution"],
      ["not-in-version", "batches[0].debtor.lei"],
      ["not-in-version", "batches[0].transfers[0].uetr"],
    ]);
  });

  it("with characters outside the Latin set, where the bank asks for it", () => {
    const latin = { characters: "latin" } as const;
    const found = problemsOf(() => writePain001(PAY_OUT, latin));
    expect(found.map(({ code, path }) => [code, path])).to.deep.equal([["characters", `${TRANSFER}.creditor.name`]]);
    expect(found[0]?.problem).to.contain("U+00FC (ü)");
    const plain = changed(PAY_OUT, `${TRANSFER}.creditor.name`, "Mueller + Soehne (Export)");
    expect(writePain001(plain, latin)).to.deep.equal(writePain001(plain));
    for (const id of ["/A", "A/", "A//B"]) {
      expect(problemsOf(() => writePain001(changed(plain, "messageId", id), latin))[0]?.code).to.equal("characters");
    }
  });

  it("when it is no record at all", () => {
    for (const value of [undefined, null, 5, "file", [], () => PAY_OUT]) {
      expect(problemsOf(() => writePain001(value as never)).map(({ code }) => code)).to.deep.equal(["wrong-type"]);
    }
  });
});

describe("the problems of a file", () => {
  it("are reported together, each with record, field, value and what to do", () => {
    const wrong = changed(
      changed(changed(PAY_OUT, "createdAt", "now"), "batches[0].transfers[1].creditor.name", ""),
      `${TRANSFER}.amount`,
      0n,
    );
    const error = thrownBy(() => writePain001(wrong)) as InvalidMessageError;
    expect(error.problems.map(({ code, record, path, value }) => [code, record, path, value])).to.deep.equal([
      ["time", undefined, "createdAt", "now"],
      ["amount", 1, "batches[0].transfers[0].amount", "0"],
      ["empty", 2, "batches[0].transfers[1].creditor.name", undefined],
    ]);
    expect(error.message.split("\n")).to.deep.equal([
      "pain.001.001.10: 3 problem(s)",
      '  createdAt: "now" is not a moment. Give date, time and zone, such as 2026-11-30T09:30:00Z.',
      '  record 1, batches[0].transfers[0].amount: "0" is not above zero. Give more than zero, or leave the record out.',
      "  record 2, batches[0].transfers[1].creditor.name: is empty. Fill it in; leave an optional field out altogether.",
    ]);
    for (const { fix } of error.problems) expect(fix).to.match(/\.$/);
  });

  it("count transfers over all batches", () => {
    const batch = changed(PAY_OUT.batches[0]!, "transfers", PAY_OUT.batches[0]!.transfers.slice(1));
    const second = changed(changed(batch, "batchId", "B-2"), "transfers[0].endToEndId", "");
    expect(inPayOut("batches[1]", second)[0]).to.include({ code: "empty", record: 3 });
  });
});

describe("what is written", () => {
  it("has no spaces around texts and in IBANs, which people print in groups", () => {
    const printed = changed(
      changed(PAY_OUT, "batches[0].debtorAccount.iban", "de89 3704 0044 0532 0130 00"),
      "initiatingParty.name",
      "  Vostro Demo Bank AG ",
    );
    expect(writePain001(printed)).to.deep.equal(writePain001(PAY_OUT));
  });

  it("may have fields of undefined: they count as absent", () => {
    expect(writePain001(changed(PAY_OUT, "batches[0].transfers[1].uetr", undefined))).to.deep.equal(
      writePain001(PAY_OUT),
    );
  });
});

describe("a pacs message is not written", () => {
  const codes = (path: string, value: unknown): readonly (readonly [string, string])[] =>
    problemsOf(() => writePacs008(changed(CUSTOMER_TRANSFER, path, value))).map(({ code, path }) => [code, path]);

  it("without UETR, day of settlement, charge bearer or one of its agents", () => {
    for (const path of [
      "transfers[0].uetr",
      "transfers[0].chargeBearer",
      "transfers[0].debtorAgent",
      "transfers[0].creditorAgent",
      "settlementDate",
      "instructingAgent",
      "instructedAgent",
      "settlement.method",
    ]) {
      expect(codes(path, undefined)).to.deep.equal([["missing", path]]);
    }
  });

  it("when its settlement lacks what the method needs, or has what does not go with it", () => {
    const account = { iban: "DE89370400440532013000" };
    const agent = { bic: "DEUTDEFF" };
    const clearingSystem = { code: "TGT" };
    const of = (settlement: unknown): readonly string[] => codes("settlement", settlement).map(([, path]) => path);
    expect(of({ method: "CLRG" })).to.deep.equal(["settlement"]);
    expect(of({ method: "COVE" })).to.deep.equal(["settlement"]);
    expect(of({ method: "CLRG", clearingSystem, account })).to.deep.equal(["settlement.account"]);
    expect(of({ method: "INDA", clearingSystem })).to.deep.equal(["settlement.clearingSystem"]);
    expect(of({ method: "INGA", instructedReimbursementAgent: agent })).to.deep.equal([
      "settlement.instructedReimbursementAgent",
    ]);
    expect(of({ method: "CASH" })).to.deep.equal(["settlement.method"]);
    expect(codes("settlement", { method: "CLRG", clearingSystem: { code: "TGT2" } })).to.deep.equal([
      ["code", "settlement.clearingSystem.code"],
    ]);
  });

  it("with transfers in two currencies, since its total is an amount of money", () => {
    const second = {
      ...CUSTOMER_TRANSFER.transfers[0]!,
      currency: "EUR",
      uetr: "8a562c67-ca16-48ba-b074-65581be6f001",
    };
    expect(codes("transfers[1]", { ...second, transactionId: "T-2" })).to.deep.equal([
      ["mixed-currencies", "transfers"],
    ]);
  });

  it("between banks, when a bank is only named, or it asks to be covered by another", () => {
    const found = (path: string, value: unknown): readonly string[] =>
      problemsOf(() => writePacs009(changed(BANK_TRANSFER, path, value))).map(({ code, path }) => `${code} ${path}`);
    expect(found("transfers[0].creditor", { name: "Creditor Bank" })).to.deep.equal(["missing transfers[0].creditor"]);
    expect(found("settlement", { method: "COVE", instructedReimbursementAgent: { bic: "DEUTDEFF" } })).to.deep.equal([
      "code settlement.method",
    ]);
  });
});
