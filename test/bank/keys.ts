import { expect } from "chai";
import { solidityPackedKeccak256 } from "ethers";
import fc from "fast-check";
import { depositReference } from "../../src/bank/index.js";
import { message, ntry, statement, tx } from "../iso20022/support.js";
import { judge, judgeEntries, keys, minted, summaries } from "./support.js";

const UETR = "5b1c9f4e-2a6d-4f0b-9c3e-71d0a5e8b201";
const e2e = (id: string): string => tx(`<EndToEndId>${id}</EndToEndId>`, "10.00");
const paidBy = (id: string, debtor: string): string =>
  tx(
    `<EndToEndId>${id}</EndToEndId>`,
    "10.00",
    `<RltdPties><DbtrAcct><Id><Othr><Id>${debtor}</Id></Othr></Id></DbtrAcct></RltdPties>`,
  );
const notification = { kind: "camt.054" } as const;

describe("deposit keys never merge different deposits", () => {
  it("one strong reference with two amounts: both to suspense", () => {
    const conflict = judgeEntries(ntry({ ref: "R" }) + ntry({ ref: "R", amount: "99.00" }));
    expect(summaries(conflict)).to.deep.equal(Array(2).fill("suspense: reference-conflict"));
  });

  it("one UETR under two bank references: the later to suspense", () => {
    const details = tx(`<UETR>${UETR}</UETR>`, "10.00");
    expect(summaries(judgeEntries(ntry({ ref: "R1", details }) + ntry({ ref: "R2", details })))).to.deep.equal([
      "mintable",
      "suspense: duplicate-reference",
    ]);
  });

  it("the same strong reference twice in a statement: the later to suspense", () => {
    expect(summaries(judgeEntries(ntry({ ref: "R" }).repeat(2)))).to.deep.equal([
      "mintable",
      "suspense: duplicate-reference",
    ]);
  });

  it("one strong reference 5,000 times, without taking for ever", () => {
    const repeats = judgeEntries(ntry({ ref: "R" }).repeat(5000));
    expect(summaries(repeats).filter((v) => v === "mintable")).to.have.length(1);
  });

  it("one payer's reference on other amounts, days or payers", () => {
    const details = e2e("RENT");
    const other = tx("<EndToEndId>RENT</EndToEndId>", "11.00");
    const days = judgeEntries(
      ntry({ details }) + ntry({ details: other, amount: "11.00" }) + ntry({ details, booked: "2026-11-19" }),
    );
    expect(new Set(keys(days)).size).to.equal(3);
    const payers = judgeEntries(ntry({ details: paidBy("RENT", "1") }) + ntry({ details: paidBy("RENT", "2") }));
    expect(summaries(payers)).to.deep.equal(Array(2).fill("suspense: shared-reference"));
  });

  it("one payer's reference on other amounts, currencies or days, in other files", () => {
    const details = "<TxDtls><Refs><EndToEndId>RENT</EndToEndId></Refs></TxDtls>";
    const accounts = [
      { id: "8100200300", currency: "USD" },
      { id: "8100200300", currency: "EUR" },
    ];
    const files = [{}, { amount: "11.00" }, { booked: "2026-11-19" }, { currency: "EUR" }].map((other) =>
      judgeEntries(ntry({ details, ...other }), {}, { accounts }),
    );
    expect(files.flatMap(keys)).to.have.length(4);
    expect(new Set(files.flatMap(keys)).size).to.equal(4);
  });

  it("one account number at two banks, as configured", () => {
    const at = (servicerBic: string): string[] =>
      keys(judgeEntries(ntry({ ref: "R" }), {}, { accounts: [{ id: "8100200300", currency: "USD", servicerBic }] }));
    expect(at("VSTRUS33")).not.to.deep.equal(at("OTHRUS33"));
    expect(at("VSTRUS33")).to.deep.equal(at("VSTRUS33XXX"));
  });

  it("entries that are equal in everything, with and without NtryRef", () => {
    expect(new Set(keys(judgeEntries(ntry().repeat(5)))).size).to.equal(5);
    expect(new Set(keys(judgeEntries(ntry({ ntryRef: "1" }).repeat(3)))).size).to.equal(3);
    expect(new Set(keys(judgeEntries(ntry({ details: e2e("X") }).repeat(3)))).size).to.equal(3);
  });

  it("references made to look like another key", () => {
    const keysOf = (ref: string): string[] => keys(judgeEntries(ntry({ ref })));
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 8 }), fc.string({ minLength: 1, maxLength: 8 }), (a, b) => {
        const clean = (text: string): string => text.replace(/[^a-zA-Z0-9",#[\]\\|]/g, "") || "x";
        fc.pre(clean(a) !== clean(b));
        expect(keysOf(clean(a))).not.to.deep.equal(keysOf(clean(b)));
      }),
      { numRuns: 50 },
    );
  });
});

describe("deposit keys recognise the same deposit", () => {
  it("delivered twice, in files of other ids", () => {
    const entries = ntry({ ref: "R" }) + ntry({ details: e2e("A") }).repeat(2) + ntry().repeat(3);
    const again = judgeEntries(entries, { statementId: "S-2" });
    expect(keys(judgeEntries(entries))).to.have.length(6);
    expect(keys(again)).to.deep.equal(keys(judgeEntries(entries)));
  });

  it("in the camt.054 at noon and the camt.053 at night, whatever each calls it otherwise", () => {
    const detail = tx("<EndToEndId>E</EndToEndId>", "10.00");
    const noon = judgeEntries(ntry({ ref: "R", ntryRef: "7", details: detail }), notification);
    const night = judgeEntries(ntry({ ref: "R", ntryRef: "1" }));
    expect(keys(noon)).to.have.length(1).and.deep.equal(keys(night));
  });

  it("when the reference moves from the entry into the detail", () => {
    const inDetail = judgeEntries(ntry({ details: tx("<AcctSvcrRef>R</AcctSvcrRef>", "10.00") }));
    expect(keys(inDetail)).to.deep.equal(keys(judgeEntries(ntry({ ref: "R" }))));
  });

  it("under an IBAN, whether or not the configuration names its servicer", () => {
    const account = "<Acct><Id><IBAN>FI8529501800030574</IBAN></Id></Acct>";
    const ours = { id: "FI85 2950 1800 0305 74", currency: "USD" };
    const bare = judgeEntries(ntry({ ref: "R" }), { account }, { accounts: [ours] });
    const named = judgeEntries(ntry({ ref: "R" }), { account }, { accounts: [{ ...ours, servicerBic: "NDEAFIHH" }] });
    expect(keys(bare)).to.have.length(1).and.deep.equal(keys(named));
  });

  it("with a name in either Unicode form", () => {
    const from = (name: string): string[] => {
      const debtor = `<RltdPties><Dbtr><Nm>${name}</Nm></Dbtr></RltdPties>`;
      return keys(judgeEntries(ntry({ details: tx("", "10.00", debtor) })));
    };
    expect(from("Müller".normalize("NFD"))).to.deep.equal(from("Müller".normalize("NFC")));
    expect(from("Müller")).not.to.deep.equal(from("Muller"));
  });

  it("by any of its strong references", () => {
    const both = minted(judgeEntries(ntry({ ref: "R", details: tx(`<UETR>${UETR}</UETR>`, "10.00") })))[0];
    const onlyUetr = minted(judgeEntries(ntry({ details: tx(`<UETR>${UETR}</UETR>`, "10.00") })))[0];
    expect(both?.key).not.to.equal(onlyUetr?.key);
    expect(both?.aliases).to.include(onlyUetr?.key);
  });

  it("twice in one file: the later statement is ignored", () => {
    const twice = judge(message(statement(ntry({ ref: "R" })) + statement(ntry({ ref: "R" }), { statementId: "S-2" })));
    expect(summaries(twice)).to.deep.equal(["mintable", "ignored: duplicate"]);
    const copies = judge(message(statement(ntry()).repeat(2)));
    expect(summaries(copies)).to.deep.equal(["mintable", "ignored: duplicate"]);
    const unsure = judge(message(statement(ntry()) + statement(ntry(), { statementId: "S-2" })));
    expect(summaries(unsure)).to.deep.equal(["mintable", "suspense: duplicate-reference"]);
  });

  it("two statements may word one deposit differently, but not name another payer", () => {
    const reported = (party: string, remittance: string): string => {
      const more = `<RltdPties><Dbtr><Pty><Nm>${party}</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>${remittance}</Ustrd></RmtInf>`;
      return ntry({ ref: "R", details: tx("", "10.00", more) });
    };
    const both = (night: string): string[] =>
      summaries(
        judge(
          message(
            statement(reported("Alice", "Invoice 7"), { statementId: "S-1" }) +
              statement(night, { statementId: "S-2" }),
          ),
        ),
      );
    expect(both(reported("ALICE", "INVOICE 7, thanks"))).to.deep.equal(["mintable", "ignored: duplicate"]);
    expect(both(reported("Bob", "Invoice 7"))).to.deep.equal(Array(2).fill("suspense: reference-conflict"));
  });

  it("a camt.054 without a strong reference waits for the day's statement", () => {
    expect(summaries(judgeEntries(ntry({ details: e2e("E") }), notification))).to.deep.equal([
      "ignored: awaits-statement",
    ]);
    expect(summaries(judgeEntries(ntry({ details: e2e("E") }), notification, { notifications: "any" }))).to.deep.equal([
      "mintable",
    ]);
  });
});

describe("depositReference", () => {
  const salt = `0x${"5a".repeat(32)}`;

  it("refuses a short, long or unreadable salt and an empty key", () => {
    for (const bad of ["", "0x", "0x5a", `${salt}00`, "salt", salt.slice(2)]) {
      expect(() => depositReference(bad, "k"), bad).to.throw(TypeError, "32 bytes");
    }
    expect(() => depositReference(new Uint8Array(31), "k")).to.throw(TypeError);
    expect(() => depositReference(salt, "")).to.throw(TypeError);
  });

  it("is the salted keccak256 of the key, bytes or hex salt alike", () => {
    const expected = solidityPackedKeccak256(["bytes32", "string"], [salt, "Müller"]);
    expect(depositReference(salt, "Müller")).to.equal(expected);
    expect(depositReference(new Uint8Array(32).fill(0x5a), "Müller")).to.equal(expected);
  });

  it("differs for every key and every salt", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (a, b) => {
        fc.pre(a !== b);
        expect(depositReference(salt, a)).not.to.equal(depositReference(salt, b));
        expect(depositReference(salt, a)).not.to.equal(depositReference(`0x${"5b".repeat(32)}`, a));
      }),
    );
  });
});
