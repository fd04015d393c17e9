import { expect } from "chai";
import { getAddress } from "ethers";
import fc from "fast-check";
import { judgeFile } from "../../../src/bank/index.js";
import {
  type HolderEntry,
  type HolderStatement,
  InvalidMessageError,
  logReference,
  readBankFile,
  type Statement,
  walletAccountId,
  walletOfAccountId,
  writeCamt053,
} from "../../../src/iso20022/index.js";
import { describeShared, thrownBy } from "../support.js";
import { HASH, OTHER_WALLET, RECEIVED, REDEEMED, STATEMENT, UETR, WALLET, xml } from "./examples.js";
import { bic, currency, iban, text, uetr } from "./records.js";
import { schemaErrors } from "./schema.js";

const read = (statement: HolderStatement): Statement => {
  const [only, ...others] = readBankFile(writeCamt053(statement), { file: "test.xml" }).statements;
  expect(others).to.deep.equal([]);
  return only!;
};
const refused = (change: Partial<Record<keyof HolderStatement, unknown>>): readonly string[] => {
  const error = thrownBy(() => writeCamt053({ ...STATEMENT, ...change } as HolderStatement));
  expect(error).to.be.instanceOf(InvalidMessageError);
  return (error as InvalidMessageError).problems.map(({ code, path }) => `${code} ${path}`);
};

describe("a holder's statement is not written", () => {
  it("when the closing balance is not opening plus entries", () => {
    const error = thrownBy(() => writeCamt053({ ...STATEMENT, closing: 10_101n })) as InvalidMessageError;
    expect(error.problems).to.deep.equal([
      {
        code: "balance",
        path: "closing",
        value: "10101",
        problem: "is not opening plus entries, which is 10100",
        fix: "Find the entry that is missing or too many; never adjust it.",
      },
    ]);
    expect(refused({ entries: [RECEIVED] })).to.deep.equal(["balance closing"]);
  });

  it("with a balance below zero: a token cannot be overdrawn", () => {
    expect(refused({ opening: -1n, closing: 9_999n })).to.deep.equal(["amount opening"]);
    expect(refused({ opening: 0n, closing: -50n, entries: [REDEEMED] })).to.deep.equal(["amount closing"]);
  });

  it("with an entry that is wrong, naming the entry", () => {
    const wrong = (change: Partial<Record<keyof HolderEntry, unknown>>): readonly string[] =>
      refused({ entries: [RECEIVED, { ...REDEEMED, ...change }] });
    expect(wrong({ amount: 0n, creditDebit: "DBIT" })).to.include("amount entries[1].amount");
    expect(wrong({ creditDebit: "OUT" })).to.deep.equal(["code entries[1].creditDebit"]);
    expect(wrong({ bookingTime: undefined })).to.deep.equal(["missing entries[1].bookingTime"]);
    expect(wrong({ reference: undefined })).to.deep.equal([
      "reference entries[1].reference.transactionHash",
      "reference entries[1].reference.logIndex",
    ]);
    expect(wrong({ reference: { transactionHash: HASH.slice(0, 60), logIndex: 1e8 } })).to.have.length(2);
    expect(wrong({ uetr: "42" })).to.deep.equal(["uetr entries[1].uetr"]);
    expect(wrong({ endToEndId: "x".repeat(36) })).to.deep.equal(["too-long entries[1].endToEndId"]);
    expect(wrong({ counterparty: {} })).to.deep.equal(["empty entries[1].counterparty"]);
    expect(wrong({ counterparty: { account: { wallet: "0x12" } } })).to.deep.equal([
      "wallet entries[1].counterparty.account.wallet",
    ]);
    expect(wrong({ counterparty: { account: { iban: "DE00" } } })).to.deep.equal([
      "iban entries[1].counterparty.account.iban",
    ]);
    expect(wrong({ memo: "lost" } as never)).to.deep.equal(["unknown-field entries[1].memo"]);
  });

  it("with the same log twice in one direction", () => {
    const twice = refused({ entries: [RECEIVED, RECEIVED, REDEEMED], closing: 20_150n });
    expect(twice).to.deep.equal(["repeated entries[1].reference"]);
    const circle = { ...RECEIVED, creditDebit: "DBIT" } as const;
    expect(read({ ...STATEMENT, entries: [circle, RECEIVED], closing: 100n }).entries).to.have.length(2);
  });

  it("with entries outside its period or out of order, or a period that ends before it begins", () => {
    expect(refused({ from: "2026-11-20T10:00:00.001Z" })).to.deep.equal(["period entries[0].bookingTime"]);
    expect(refused({ to: "2026-11-20T12:30:00+02:00" })).to.deep.equal(["period entries[1].bookingTime"]);
    expect(refused({ entries: [REDEEMED, RECEIVED] })).to.deep.equal(["period entries[1].bookingTime"]);
    expect(refused({ to: "2026-11-19T00:00:00Z", entries: [], closing: 100n })).to.deep.equal(["period to"]);
    expect(refused({ createdAt: "2026-11-20T23:59:58Z" })).to.deep.equal(["period createdAt"]);
  });

  it("with a wrong head, saying each problem once", () => {
    expect(refused({ wallet: WALLET.replace("5aA", "5aa") })).to.deep.equal(["wallet wallet"]);
    expect(refused({ wallet: undefined, chainId: 0, sequenceNumber: 1.5 })).to.deep.equal([
      "wrong-type sequenceNumber",
      "chain chainId",
      "missing wallet",
    ]);
    expect(refused({ createdAt: "today" })).to.deep.equal(["time createdAt"]);
    expect(refused({ currency: "euro" })).to.deep.equal(["currency currency"]);
    expect(refused({ entries: undefined })).to.deep.equal(["missing entries", "balance closing"]);
    expect(refused({ servicer: { name: "Bank" } })).to.deep.equal(["missing servicer"]);
  });
});

describe("a holder's statement", () => {
  it("is read as the entries, balances and account it was written from", () => {
    const statement = read(STATEMENT);
    expect(statement.account).to.deep.equal({
      id: walletAccountId(WALLET),
      isIban: false,
      currency: "EUR",
      servicerBic: "COBADEFFXXX",
    });
    expect(statement.balances).to.deep.equal([
      { type: "OPBD", amount: 100n, currency: "EUR", creditDebit: "CRDT", date: "2026-11-20" },
      { type: "CLBD", amount: 10_100n, currency: "EUR", creditDebit: "CRDT", date: "2026-11-20" },
    ]);
    expect(statement.entries.map((entry) => [entry.status, entry.creditDebit, entry.amount])).to.deep.equal([
      ["BOOK", "CRDT", 10_050n],
      ["BOOK", "DBIT", 50n],
    ]);
    const [received, redeemed] = statement.entries;
    expect(received).to.include({ acctSvcrRef: "88df016429689c079f3b2f6ad3-12", additionalInfo: "Order 42" });
    expect(received?.details[0]).to.deep.include({
      endToEndId: "RE-2026-0042",
      uetr: UETR,
      debtor: { name: "Payer & Co", account: walletAccountId(OTHER_WALLET) },
      creditor: {},
    });
    expect(redeemed?.details[0]).to.deep.include({ debtor: {}, creditor: { account: "DE89370400440532013000" } });
    expect(redeemed?.code).to.deep.equal({
      domain: "PMNT",
      family: "ICDT",
      subFamily: "BOOK",
      proprietary: "REDEMPTION",
    });
  });

  it("has the whole address and the whole hash where there is room for them", () => {
    const text = xml(writeCamt053(STATEMENT));
    expect(text).to.contain(`<Id>eip155:1:${WALLET}</Id>`);
    expect(text).to.contain("<Issr>eip155:1</Issr>");
    expect(text).to.contain(`<AddtlTxInf>transaction ${HASH} log 12</AddtlTxInf>`);
  });

  it("may have no entry", () => {
    const statement = read({ ...STATEMENT, entries: [], closing: 100n });
    expect(statement.entries).to.deep.equal([]);
    expect(statement.balances).to.have.length(2);
  });
});

const hex = (digits: number): fc.Arbitrary<string> =>
  fc.bigInt({ min: 0n, max: 16n ** BigInt(digits) - 1n }).map((n) => `0x${n.toString(16).padStart(digits, "0")}`);
const wallet = hex(40).map(getAddress);

describe("the id of a wallet's account", () => {
  it("has at most 34 characters and loses nothing of any address", () => {
    fc.assert(
      fc.property(wallet, (address) => {
        const id = walletAccountId(address);
        expect(id).to.match(/^[0-9]{2}[0-9A-Z]{30,31}$/);
        expect(walletOfAccountId(id)).to.equal(address);
      }),
    );
    for (const address of [`0x${"0".repeat(40)}`, `0x${"f".repeat(40)}`]) {
      expect(walletOfAccountId(walletAccountId(address))).to.equal(getAddress(address));
    }
  });

  it("is refused with a wrong character, and when it stands for no address", () => {
    const id = walletAccountId(WALLET);
    expect(() => walletOfAccountId(id.replace(/.$/, (last) => (last === "7" ? "8" : "7")))).to.throw(TypeError);
    for (const wrong of ["", "0x", WALLET, `XE${id}`, `98${"Z".repeat(31)}`]) {
      expect(() => walletOfAccountId(wrong), wrong).to.throw(TypeError);
    }
  });
});

describe("the reference of a log", () => {
  it("has at most 35 characters", () => {
    expect(logReference({ transactionHash: HASH, logIndex: 99_999_999 })).to.have.length(35);
  });
});

const entry = fc.record(
  {
    amount: fc.bigInt({ min: 1n, max: 10n ** 12n }),
    creditDebit: fc.constantFrom("CRDT" as const, "DBIT" as const),
    reference: fc.record({ transactionHash: hex(64), logIndex: fc.nat(99_999_999) }),
    endToEndId: text(35),
    uetr,
    counterparty: fc
      .record(
        {
          name: text(140),
          account: fc.oneof(
            wallet.map((address) => ({ wallet: address })),
            iban.map((id) => ({ iban: id })),
            text(34).map((other) => ({ other })),
          ),
        },
        { requiredKeys: [], noNullPrototype: true },
      )
      .filter((value) => Object.keys(value).length > 0),
    kind: text(35),
    info: text(500),
  },
  { requiredKeys: ["amount", "creditDebit", "reference"], noNullPrototype: true },
);

/** Any statement whose balances are above zero. */
const statements: fc.Arbitrary<HolderStatement> = fc
  .record({
    head: fc.record({ messageId: text(35), statementId: text(35), holderName: text(140) }),
    numbers: fc.record({ sequenceNumber: fc.integer({ min: 1 }), chainId: fc.integer({ min: 1 }), wallet, currency }),
    servicer: bic.map((id) => ({ bic: id })),
    opening: fc.bigInt({ min: 10n ** 13n, max: 10n ** 14n }),
    drafts: fc.uniqueArray(entry, { maxLength: 6, selector: ({ reference }) => logReference(reference) }),
  })
  .map(({ head, numbers, servicer, opening, drafts }) => {
    const entries = drafts.map((draft, i) => ({ ...draft, bookingTime: `2026-11-20T10:0${i}:00Z` }));
    const moved = entries.reduce(
      (sum, { amount, creditDebit }) => sum + (creditDebit === "CRDT" ? amount : -amount),
      0n,
    );
    const { from, to, createdAt } = STATEMENT;
    const period = { from, to, createdAt };
    return { ...head, ...numbers, ...period, servicer, opening, closing: opening + moved, entries };
  });

describe("any holder's statement", () => {
  it("reads back with its entries, ties, and gives a bank that reads it nothing to report", () => {
    fc.assert(
      fc.property(statements, (statement) => {
        const file = readBankFile(writeCamt053(statement), { file: "test.xml" });
        const [only] = file.statements;
        expect(only?.problems).to.deep.equal([]);
        expect(only?.unreadable).to.deep.equal([]);
        expect(
          only?.entries.map(({ amount, creditDebit, acctSvcrRef }) => [amount, creditDebit, acctSvcrRef]),
        ).to.deep.equal(
          statement.entries.map(({ amount, creditDebit, reference }) => [amount, creditDebit, logReference(reference)]),
        );
        const account = { id: walletAccountId(statement.wallet), currency: statement.currency };
        const { findings, verdicts } = judgeFile(file, { accounts: [account] });
        expect(findings).to.deep.equal([]);
        expect(verdicts.map(({ verdict }) => verdict)).to.deep.equal(
          statement.entries.map(({ creditDebit }) => (creditDebit === "CRDT" ? "mintable" : "ignored")),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describeShared("any holder's statement", () => {
  it("is valid against the ISO schema", async () => {
    expect(
      await schemaErrors(
        "camt.053.001.08",
        fc.sample(statements, 100).map((one) => writeCamt053(one)),
      ),
    ).to.deep.equal([]);
  });
});
