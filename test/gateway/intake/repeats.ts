import { expect } from "chai";
import fc from "fast-check";

import { retryMatching } from "../../../src/gateway/deposits/index.js";
import type { Gateway } from "../../../src/gateway/gateway.js";
import { message, ntry, statement, tx } from "../../iso20022/support.js";
import { admit, bring, cases, controlAccount, deposits, emptyStore, freshGateway, verdicts } from "./support.js";

type Kind = "camt.053" | "camt.054";

/** A file of one statement. */
const file = (kind: Kind, statementId: string, ...entries: readonly string[]): string =>
  message(statement(entries.join(""), { kind, statementId }), { kind });

const from = (name: string): string => `<RltdPties><Dbtr><Pty><Nm>${name}</Nm></Pty></Dbtr></RltdPties>`;
const paid = (ref: string, amount: string, name = "Alice"): string =>
  ntry({ ref, amount, details: tx("", amount, from(name)) });
const weak = (end: string, amount: string, name = "Alice"): string =>
  ntry({ amount, details: tx(`<EndToEndId>${end}</EndToEndId>`, amount, from(name)) });

describe("a deposit reported again", () => {
  let gateway: Gateway;
  before(async () => {
    gateway = await freshGateway();
  });
  beforeEach(async () => {
    await emptyStore(gateway);
    await admit(gateway, ",,Alice", ",,Bob");
  });

  describe("in other words", () => {
    const REF = "R1";
    const worded = (party: string, more = ""): string =>
      ntry({ ref: REF, amount: "10.00", details: tx("", "10.00", party + more) });
    const account = (id: string): string => `<DbtrAcct><Id><Othr><Id>${id}</Id></Othr></Id></DbtrAcct>`;
    const named = (name: string): string => `<Dbtr><Pty><Nm>${name}</Nm></Pty></Dbtr>`;
    const parties = (...parts: readonly string[]): string => `<RltdPties>${parts.join("")}</RltdPties>`;
    const text = (remittance: string): string => `<RmtInf><Ustrd>${remittance}</Ustrd></RmtInf>`;
    const LONG = "Hangzhou Everbright Import and Export Company Limited";
    const bringBoth = async (noon: string, night: string, statementId = "S-1"): Promise<string[]> => {
      await bring(gateway, file("camt.054", "N-1", noon));
      await bring(gateway, file("camt.053", statementId, night));
      return verdicts(gateway);
    };
    const ONE = ["deposit", "ignored: duplicate"];
    const TWO = Array(2).fill("suspense: reference-conflict");

    it("is two deposits of another account, whatever the names say", async () => {
      const [noon, night] = ["A-1", "A-2"].map((id) => worded(parties(named("Alice"), account(id)))) as [
        string,
        string,
      ];
      expect(await bringBoth(noon, night)).to.deep.equal(TWO);
    });

    it("is two deposits of another name where one report has no account", async () => {
      const night = worded(parties(named("Bob"), account("A-1")));
      expect(await bringBoth(worded(parties(named("Alice"))), night)).to.deep.equal(TWO);
    });

    it("is two deposits in one statement", async () => {
      await bring(
        gateway,
        file("camt.053", "S-1", worded(parties(named("Alice"))), worded(parties(named("Alice")), text("RE 7"))),
      );
      expect(await verdicts(gateway)).to.deep.equal(TWO);
    });

    it("is one deposit with another remittance text, and of a payer whom only one report names", async () => {
      await admit(gateway, "A-1,,Alice", ",,Bob");
      const noon = worded(parties(named("Alice"), account("A-1")), text("Invoice 4711, thank you"));
      expect(await bringBoth(noon, worded("", text("INVOICE 4711")))).to.deep.equal(ONE);
      expect(await deposits(gateway)).to.deep.equal(["1000 ready A"]);
    });

    describe("that say who paid, where the first report did not", () => {
      const both = (id: string, name: string): string => worded(parties(named(name), account(id)));

      it("finds the customer: by an account beside the name, or by a name where there was nothing", async () => {
        await admit(gateway, "A-1,,Alice Limited", ",,Bob");
        await bring(gateway, file("camt.054", "N-1", worded(parties(named("Carol"))), paid("R2", "5.00", "")));
        expect(await cases(gateway)).to.deep.equal(Array(2).fill("unknown-customer (treasury)"));
        await bring(gateway, file("camt.053", "S-1", both("A-1", "Carol"), paid("R2", "5.00", "Bob")));
        expect(await deposits(gateway)).to.deep.equal(["1000 ready A", "500 ready B"]);
        expect(await cases(gateway)).to.deep.equal([]);
        expect(await controlAccount(gateway)).to.deep.equal({ USD: 1500n });
      });

      it("is kept until the customers' file has them", async () => {
        await bring(gateway, file("camt.054", "N-1", worded("")));
        await bring(gateway, file("camt.053", "S-1", worded(parties(named("Carol")))));
        expect(await deposits(gateway)).to.deep.equal(["1000 suspense"]);
        await admit(gateway, ",,Alice", ",,Bob", ",,Carol");
        expect(await retryMatching(gateway, { today: "2026-11-20" })).to.equal(1);
        expect(await deposits(gateway)).to.deep.equal(["1000 ready C"]);
      });

      it("is what a third report must not contradict", async () => {
        await bring(gateway, file("camt.054", "N-1", worded("")));
        await bring(gateway, file("camt.054", "N-2", worded(parties(named("Alice")))));
        await bring(gateway, file("camt.053", "S-1", worded(parties(named("Bob")))));
        expect(await deposits(gateway)).to.deep.equal(["1000 suspense A", "1000 suspense"]);
        expect(await controlAccount(gateway)).to.deep.equal({ USD: 0n });
      });

      it("changes nothing of a case that somebody has begun to decide, or that waits for something else", async () => {
        await bring(gateway, file("camt.054", "N-1", worded("")));
        await gateway.store.updateTable("suspense").set({ proposed_by: "ann" }).execute();
        await bring(gateway, file("camt.053", "S-1", worded(parties(named("Alice")))));
        expect(await deposits(gateway)).to.deep.equal(["1000 suspense"]);
        await gateway.store.updateTable("suspense").set({ proposed_by: null, reason: "screening" }).execute();
        await bring(gateway, file("camt.053", "S-2", both("A-9", "Alice")));
        expect(await deposits(gateway)).to.deep.equal(["1000 suspense"]);
      });

      it("never takes a name away: less, or an account instead of a name, is not more", async () => {
        await bring(gateway, file("camt.054", "N-1", worded(parties(named("Carol")))));
        await bring(gateway, file("camt.053", "S-1", worded(parties(account("A-1")))));
        await admit(gateway, ",,Alice", ",,Bob", ",,Carol");
        expect(await retryMatching(gateway, { today: "2026-11-20" })).to.equal(1);
        expect(await deposits(gateway)).to.deep.equal(["1000 ready C"]);
      });
    });

    it("is one deposit of an account whose owner's name is written otherwise", async () => {
      const [noon, night] = ["Alice", "ALICE AND SONS"].map((name) => worded(parties(named(name), account("A-1"))));
      expect((await bringBoth(noon!, night!))[1]).to.equal("ignored: duplicate");
    });

    it("is one deposit of a name in capitals, or cut off at 35 characters, but not of the beginning of a name", async () => {
      const cut = LONG.toUpperCase().slice(0, 35);
      expect((await bringBoth(worded(parties(named(LONG))), worded(parties(named(cut)))))[1]).to.equal(
        "ignored: duplicate",
      );
      await emptyStore(gateway);
      await admit(gateway, ",,Alice", ",,Bob");
      expect(await bringBoth(worded(parties(named("Alice"))), worded(parties(named("Al"))))).to.deep.equal(TWO);
    });
  });

  it("in the same bytes is counted and nothing else", async () => {
    const bytes = file("camt.053", "S-1", paid("R1", "10.00"));
    const first = await bring(gateway, bytes);
    const second = await bring(gateway, bytes, {}, "again.xml");
    expect(second).to.include({ state: "duplicate", deliveries: 2, file: first.file });
    expect(await verdicts(gateway)).to.have.length(1);
    expect(await deposits(gateway)).to.deep.equal(["1000 ready A"]);
  });

  it("with another amount or payer goes to people, both of them", async () => {
    await bring(gateway, file("camt.054", "N-1", paid("R1", "10.00"), paid("R2", "5.00")));
    await bring(gateway, file("camt.053", "S-1", paid("R1", "99.00"), paid("R2", "5.00", "Bob")));
    expect(await deposits(gateway)).to.deep.equal([
      "1000 suspense A",
      "500 suspense A",
      "9900 suspense",
      "500 suspense",
    ]);
    expect(await verdicts(gateway)).to.deep.equal(Array(4).fill("suspense: reference-conflict"));
    expect(await controlAccount(gateway)).to.deep.equal({ USD: 0n });
    expect(await cases(gateway)).to.have.length(4);
  });

  it("with another amount, when the first is on its way already: only the later, with a finding", async () => {
    await bring(gateway, file("camt.054", "N-1", paid("R1", "10.00")));
    await gateway.store.updateTable("deposit").set({ state: "minted" }).execute();
    await bring(gateway, file("camt.053", "S-1", paid("R1", "99.00")));
    expect(await deposits(gateway)).to.deep.equal(["1000 minted A", "9900 suspense"]);
    const { findings } = await gateway.store
      .selectFrom("statement")
      .select("findings")
      .where("statement_id", "=", "S-1")
      .executeTakeFirstOrThrow();
    expect(findings[0]).to.include({ code: "reference-conflict", index: 1 });
    expect(findings[0]?.message).to.include("minted or on their way");
  });

  it("in conflict, and then again, opens no third case", async () => {
    await bring(gateway, file("camt.053", "S-1", paid("R1", "10.00")));
    const other = file("camt.053", "S-2", paid("R1", "99.00"));
    await bring(gateway, other);
    await bring(gateway, `${other}<!-- -->`);
    await bring(gateway, file("camt.053", "S-1", paid("R1", "10.00")) + "\n");
    expect(await deposits(gateway)).to.have.length(2);
    expect(await cases(gateway)).to.have.length(2);
  });

  it("twice in one statement: the second to a person, also when the statement comes again", async () => {
    const twice = file("camt.053", "S-1", paid("R1", "10.00"), paid("R1", "10.00"));
    await bring(gateway, twice);
    await bring(gateway, `${twice}\n`);
    expect(await deposits(gateway)).to.deep.equal(["1000 ready A", "1000 suspense"]);
    expect(await verdicts(gateway)).to.deep.equal([
      "deposit",
      "suspense: duplicate-reference",
      "ignored: duplicate",
      "ignored: duplicate",
    ]);
  });

  it("whole at noon and split at night: nothing of it is minted unseen", async () => {
    await bring(
      gateway,
      file("camt.054", "N-1", ntry({ ref: "R1", amount: "10.00", details: tx("", undefined, from("Alice")) })),
    );
    const parts =
      tx("<EndToEndId>P1</EndToEndId>", "4.00", from("Alice")) + tx("<EndToEndId>P2</EndToEndId>", "6.00", from("Bob"));
    await bring(gateway, file("camt.053", "S-1", ntry({ ref: "R1", amount: "10.00", details: parts })));
    expect(await deposits(gateway)).to.deep.equal(["1000 suspense A", "400 suspense", "600 suspense"]);
    expect(await controlAccount(gateway)).to.deep.equal({ USD: 0n });
  });

  it("split at noon and whole at night, the same", async () => {
    const parts =
      tx("<EndToEndId>P1</EndToEndId>", "4.00", from("Alice")) + tx("<EndToEndId>P2</EndToEndId>", "6.00", from("Bob"));
    await bring(gateway, file("camt.054", "N-1", ntry({ ref: "R1", amount: "10.00", details: parts })));
    expect(await deposits(gateway)).to.deep.equal(["400 ready A", "600 ready B"]);
    await bring(gateway, file("camt.053", "S-1", ntry({ ref: "R1", amount: "10.00" })));
    expect((await deposits(gateway)).map((text) => text.split(" ")[1])).to.deep.equal(Array(3).fill("suspense"));
    expect(await controlAccount(gateway)).to.deep.equal({ USD: 0n });
  });

  it("by the payer's reference: a whole statement again is the same, another statement is a question", async () => {
    const entries = [weak("E1", "10.00"), weak("E1", "10.00")];
    await bring(gateway, file("camt.053", "S-1", ...entries));
    await bring(gateway, `${file("camt.053", "S-1", ...entries)}\n`);
    expect(await deposits(gateway)).to.deep.equal(["1000 ready A", "1000 ready A"]);
    await bring(gateway, file("camt.053", "S-2", weak("E1", "10.00")));
    expect((await verdicts(gateway)).at(-1)).to.equal("suspense: duplicate-reference");
    await bring(gateway, `${file("camt.053", "S-2", weak("E1", "10.00"))}\n`);
    expect(await deposits(gateway)).to.deep.equal(["1000 ready A", "1000 ready A", "1000 suspense"]);
  });

  it("by the payer's reference, of two payers: all that share it go to people", async () => {
    await bring(gateway, file("camt.053", "S-1", weak("E1", "10.00"), weak("E1", "10.00"), weak("E1", "10.00", "Bob")));
    expect(await verdicts(gateway)).to.deep.equal(Array(3).fill("suspense: shared-reference"));
    expect(await controlAccount(gateway)).to.deep.equal({});
  });

  it("at noon by its UETR alone and at night with the bank's reference too, is one", async () => {
    const uetr = "<UETR>8a562c67-ca16-48ba-b074-65581be6f001</UETR>";
    const at = (ref?: string): string =>
      ntry({ ...(ref === undefined ? {} : { ref }), details: tx(uetr, "10.00", from("Alice")) });
    await bring(gateway, file("camt.054", "N-1", at()));
    await bring(gateway, file("camt.053", "S-1", at("R1")));
    await bring(gateway, file("camt.054", "N-2", ntry({ ref: "R1", details: tx("", "10.00", from("Alice")) })));
    expect(await deposits(gateway)).to.deep.equal(["1000 ready A"]);
    expect(await verdicts(gateway)).to.deep.equal(["deposit", "ignored: duplicate", "ignored: duplicate"]);
  });

  it("in any order, and any number of times, the same deposits are there in the end", async () => {
    const day = [
      paid("R1", "10.00"),
      paid("R2", "20.00", "Bob"),
      paid("R3", "30.00", "Nobody"),
      weak("E1", "5.00"),
      weak("E1", "5.00"),
    ];
    const files = [
      file("camt.054", "N-1", day[0]!, day[3]!),
      file("camt.054", "N-2", day[1]!, day[0]!),
      file("camt.054", "N-3", day[2]!),
      file("camt.053", "S-1", ...day),
      `${file("camt.053", "S-1", ...day)}\n`,
    ];
    const end = async (order: readonly number[]): Promise<string[]> => {
      await emptyStore(gateway);
      await admit(gateway, ",,Alice", ",,Bob");
      for (const i of order) await bring(gateway, files[i]!);
      const rows = await gateway.store.selectFrom("deposit").select(["key", "amount", "state"]).execute();
      return rows.map(({ key, amount, state }) => `${key} ${amount} ${state}`).sort();
    };
    const expected = await end([0, 1, 2, 3]);
    expect(expected).to.have.length(5);
    const orders = fc
      .array(fc.nat({ max: files.length - 1 }), { maxLength: 3 })
      .chain((more) => fc.shuffledSubarray([0, 1, 2, 3, 4, ...more], { minLength: 5 + more.length }));
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        expect(await end(order)).to.deep.equal(expected);
        expect(await controlAccount(gateway)).to.deep.equal({ USD: 4000n });
      }),
      { numRuns: 12 },
    );
  });
});
