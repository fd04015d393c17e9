import { readFileSync } from "node:fs";

import { expect } from "chai";

import { depositReference } from "../../src/bank/index.js";
import { attest, buildMintOrder, chainTime, mintOrder, signMintOrder } from "../../src/chain/index.js";
import { mintDeposits } from "../../src/demo/minting.js";
import { readSources } from "../../src/demo/sources.js";
import { VostroError } from "../../src/errors/index.js";
import { message, ntry, statement, tx } from "../iso20022/support.js";
import { A, B, credit, customerFile, SHIPPED, statementFile, tell, type Told, useFolder } from "./support.js";

const UETR = "c0a8f3d2-7b14-4e59-8f26-0d9e3b6a7c41";
const times = (text: string, part: string | RegExp): number => text.split(part).length - 1;

describe("the same deposit in more than one file", () => {
  const file = useFolder();
  const customers = (): string => file("customers.csv", customerFile(A, B));

  /** Outcome and reason of every entry, as the story would have them, without telling it. */
  const outcomes = async (...contents: readonly string[]): Promise<string[]> => {
    const paths = contents.map((content, i) => file(`${i + 1}.xml`, content));
    const { judgements } = await readSources(paths, customers());
    return judgements.flatMap(({ file: { file: name }, verdicts }) =>
      verdicts.map((found) => {
        const why = "message" in found ? `: ${found.message}` : "";
        const reason = "reason" in found ? ` ${found.reason}` : "";
        return `${name} ${found.verdict}${reason}${why}`;
      }),
    );
  };

  describe("judged before anything is sent", () => {
    it("another amount under the same strong reference: suspense", async () => {
      const found = await outcomes(
        statementFile([credit({ amount: "10.00", from: "ACC-A", ref: "R1" })]),
        statementFile([credit({ amount: "11.00", from: "ACC-A", ref: "R1" })], { statementId: "S-2" }),
      );
      expect(found).to.deep.equal([
        "1.xml mintable",
        "2.xml suspense reference-conflict: its reference stands for another amount in 1.xml entry #1",
      ]);
    });

    it("a payer's reference, amount and day again in another statement: suspense, it may be another payment", async () => {
      const entry = credit({ amount: "10.00", from: "ACC-A", endToEndId: "RENT" });
      const found = await outcomes(statementFile([entry]), statementFile([entry], { statementId: "S-2" }));
      expect(found).to.deep.equal(["1.xml mintable", "2.xml suspense duplicate-reference: already in 1.xml entry #1"]);
    });

    it("a payer's reference again in the same statement, made anew: the same payment", async () => {
      const entry = credit({ amount: "10.00", from: "ACC-A", endToEndId: "RENT" });
      const found = await outcomes(statementFile([entry]), `${statementFile([entry])}\n`);
      expect(found).to.deep.equal(["1.xml mintable", "2.xml ignored duplicate: already in 1.xml entry #1"]);
    });

    it("notified by its UETR, booked with the bank's reference as well: the same payment", async () => {
      const noon = statementFile([credit({ amount: "10.00", from: "ACC-A", uetr: UETR })], { kind: "camt.054" });
      const night = statementFile([credit({ amount: "10.00", from: "ACC-A", uetr: UETR, ref: "R1" })]);
      const found = await outcomes(noon, night);
      expect(found).to.deep.equal(["1.xml mintable", "2.xml ignored duplicate: already in 1.xml entry #1"]);
    });

    it("an entry split into its payments, then reported whole: the same money", async () => {
      const parts =
        tx("<EndToEndId>P1</EndToEndId>", "4.00", "<RltdPties/>") + tx("<EndToEndId>P2</EndToEndId>", "6.00");
      const split = statementFile([ntry({ amount: "10.00", ref: "R1", details: parts })]);
      const whole = statementFile([ntry({ amount: "10.00", ref: "R1" })], { statementId: "S-2" });
      expect(await outcomes(split, whole)).to.deep.equal([
        "1.xml mintable",
        "2.xml ignored duplicate: already in 1.xml entry #1",
      ]);
      expect(await outcomes(whole, split)).to.deep.equal([
        "1.xml mintable",
        "2.xml ignored duplicate: already in 1.xml entry #1",
      ]);
    });

    it("the same file under another name: all of it, unreadable entries too", async () => {
      const content = statementFile([
        credit({ amount: "10.00", from: "ACC-A", ref: "R1" }),
        ntry({ amount: "3.00", booked: "2026-02-30" }),
        ntry({ direction: "DBIT" }),
      ]);
      const found = await outcomes(content, content);
      expect(found.slice(3)).to.deep.equal([
        "2.xml ignored duplicate: the same file as 1.xml, given before",
        "2.xml ignored duplicate: the same file as 1.xml, given before",
        "2.xml ignored debit: money out",
      ]);
    });

    it("another account with the same references: another deposit", async () => {
      const entry = credit({ amount: "10.00", from: "ACC-A", ref: "R1" });
      const found = await outcomes(statementFile([entry]), statementFile([entry], { account: "8100200399" }));
      expect(found).to.deep.equal(["1.xml mintable", "2.xml mintable"]);
    });

    it("the same account number at another bank: another deposit", async () => {
      const at = (bic: string): string =>
        statementFile([credit({ amount: "10.00", from: "ACC-A", ref: "R1" })]).replace(
          "</Ccy>",
          `</Ccy><Svcr><FinInstnId><BICFI>${bic}</BICFI></FinInstnId></Svcr>`,
        );
      expect(await outcomes(at("VSTRUS33XXX"), at("VSTRDEFFXXX"))).to.deep.equal(["1.xml mintable", "2.xml mintable"]);
    });
  });

  describe("the shipped statement, given twice and once more under another name", () => {
    let told: Told;
    before(async () => {
      const copy = file("tuesday.xml", readFileSync(SHIPPED.statement));
      told = await tell([SHIPPED.statement, SHIPPED.statement, copy], SHIPPED.customers);
    });

    it("mints each deposit once and counts none twice", async () => {
      expect(times(told.text, /\n {3}mint \d of 8: /)).to.equal(8);
      expect(told.entries).to.have.length(14 + 13 + 13);
      expect(times(told.entries.join("\n"), "duplicate: the same file as statement.camt.053.001.08.xml")).to.equal(
        2 * 10,
      );
      expect(await told.demo.bank.tokens["USD"]!.totalSupply()).to.equal(508_800_75n);
    });

    it("balances, with the figures of one statement", () => {
      expect(told.balanced).to.equal(true);
      expect(told.books("USD")).to.include.members([
        "Received (booked credits): 596550.75",
        "Suspense (not minted): 39250.00",
        "The books balance.",
      ]);
    });
  });

  describe("one strong reference in two statements of one file, and in a second file", () => {
    let told: Told;
    const twin = credit({ amount: "10.00", from: "ACC-A", ref: "TWIN" });
    before(async () => {
      const both = message(statement(twin) + statement(twin, { statementId: "S-2" }));
      const again = statementFile([twin, credit({ amount: "2.00", from: "ACC-A", ref: "OTHER" })], {
        statementId: "S-3",
      });
      told = await tell([file("both.xml", both), file("again.xml", again)], customers());
    });

    it("mints once", async () => {
      expect(told.entries).to.deep.equal([
        "#1 | 2026-11-20 | 10.00 USD | CRDT | minted | A",
        "#1 | 2026-11-20 | 10.00 USD | CRDT | ignored | duplicate: already at Stmt[1]/Ntry[1]",
        "#1 | 2026-11-20 | 10.00 USD | CRDT | ignored | duplicate: already in both.xml entry #1",
        "#2 | 2026-11-20 | 2.00 USD | CRDT | minted | A",
      ]);
      // 12.00 minted, half of it redeemed.
      expect(await told.demo.bank.tokens["USD"]!.totalSupply()).to.equal(6_00n);
      expect(told.balanced).to.equal(true);
    });

    it("is refused by the token itself, whatever the files' reader lets through", async () => {
      const { bank, salt } = told.demo;
      const { attributions } = await readSources([file("twin.xml", statementFile([twin]))], customers());
      const [{ deposit, customer }] = attributions as [(typeof attributions)[0]];
      await attest(bank, await told.demo.person("ATTESTOR"), {
        currency: "USD",
        figure: 1_000_00n,
        asOf: await chainTime(bank),
      });
      const supply = await bank.tokens["USD"]!.totalSupply();
      const order = await buildMintOrder(bank, {
        currency: "USD",
        payee: customer!.wallets[0].address,
        amount: deposit.amount,
        depositReference: depositReference(salt, deposit.key),
      });
      const approval = await signMintOrder(bank, await told.demo.person("APPROVER"), order);
      const refused = await mintOrder(bank, await told.demo.person("ISSUER"), order, approval).catch(
        (error: unknown) => error,
      );
      expect(refused).to.be.instanceOf(VostroError);
      expect((refused as VostroError).name).to.equal("DepositReferenceUsed");
      expect(await bank.tokens["USD"]!.totalSupply()).to.equal(supply);
    });

    it("is not sent when it is known on chain, and minted once when it is twice in a list", async () => {
      const { demo } = told;
      const path = file("fresh.xml", statementFile([twin, credit({ amount: "3.00", from: "ACC-A", ref: "FRESH" })]));
      const { attributions } = await readSources([path], customers());
      const accepted = attributions.map(({ deposit, customer }) => ({ deposit, customer: customer! }));
      const supply = await demo.bank.tokens["USD"]!.totalSupply();
      const minted = await mintDeposits(demo, "USD", [...accepted, ...accepted], new Set(), () => undefined);
      expect(minted.map(({ deposit, outcome }) => [deposit.amount, outcome])).to.deep.equal([
        [10_00n, "known"],
        [10_00n, "known"],
        [3_00n, "known"],
        [3_00n, "minted"],
      ]);
      expect(await demo.bank.tokens["USD"]!.totalSupply()).to.equal(supply + 3_00n);
      const block = await demo.blockNumber();
      await mintDeposits(demo, "USD", accepted, new Set(), () => undefined);
      expect(await demo.blockNumber()).to.equal(block);
    });
  });
});
