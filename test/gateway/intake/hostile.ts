import { expect } from "chai";

import type { Gateway } from "../../../src/gateway/gateway.js";
import { ACCOUNT, message, ntry, statement, tx } from "../../iso20022/support.js";
import {
  admit,
  bring,
  cases,
  controlAccount,
  deposits,
  emptyStore,
  freshGateway,
  gatewayOn,
  verdicts,
} from "./support.js";

const named = (name: string): string => `<RltdPties><Dbtr><Pty><Nm>${name}</Nm></Pty></Dbtr></RltdPties>`;
const good = message(statement(ntry({ ref: "R1", details: tx("", "10.00", named("Alice")) })));
const entries = (...all: readonly string[]): string => message(statement(all.join("")));

describe("a hostile file", () => {
  let gateway: Gateway;
  before(async () => {
    gateway = await freshGateway();
  });
  beforeEach(async () => {
    await emptyStore(gateway);
    await admit(gateway, ",,Alice", ",,Bob");
  });

  const nothing = async (): Promise<void> => {
    expect(await deposits(gateway)).to.deep.equal([]);
    expect(await verdicts(gateway)).to.deep.equal([]);
    expect(await controlAccount(gateway)).to.deep.equal({});
    expect(await cases(gateway)).to.deep.equal(["refused-file (treasury)"]);
  };

  const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`;
  const latin1 = new Uint8Array(Buffer.from(good.replace("Alice", "Ünal"), "latin1"));
  const refused: readonly (readonly [title: string, bytes: string | Uint8Array, says: RegExp])[] = [
    ["nothing at all", "", /hostile\.xml/],
    ["no XML", "PK\u0003\u0004 not a statement", /hostile\.xml, line 1/],
    ["cut off after an entry", good.slice(0, good.indexOf("</Ntry>") + 7), /line \d+/],
    ["in another encoding than it says", latin1, /UTF-8|encoding|utf-8/i],
    ["with an entity bomb", good.replace("<Document", `${bomb}<Document`), /line 2: a DOCTYPE is not allowed/],
    ["with half a character", good.replace("Alice", "&#xD800;"), /line 2/],
    ["with U+0000", good.replace("Alice", "&#0;"), /line 2/],
    ["of another kind", good.replaceAll("camt.053", "camt.060"), /camt\.060/],
    ["without an account", good.replace(/<Acct>.*<\/Acct>/, ""), /Stmt\[1\]\/Acct/],
    ["nested a thousand deep", good.replace("<Ntry>", `<Ntry>${"<x>".repeat(1000)}`), /line 2/],
  ];
  for (const [title, bytes, says] of refused) {
    it(`${title} is refused whole, with a case that says where`, async () => {
      const report = await bring(gateway, bytes, {}, "hostile.xml");
      expect(report.state).to.equal("refused");
      expect(report.problem)
        .to.match(says)
        .and.to.match(/^hostile\.xml/);
      await nothing();
      expect((await bring(gateway, bytes, {}, "hostile.xml")).state).to.equal("duplicate");
    });
  }

  it("over the limit is refused, with the limit", async () => {
    const report = await bring(gateway, good, { maxBytes: 100 });
    expect(report.problem).to.include("over the limit of 100");
    await nothing();
  });

  it("that breaks off after a thousand good entries leaves none of them", async () => {
    const many = Array.from({ length: 1200 }, (_, i) => ntry({ ref: `R${i}` }));
    const text = entries(...many);
    const report = await bring(gateway, text.slice(0, text.lastIndexOf("<Ntry>") + 20));
    expect(report.state).to.equal("refused");
    await nothing();
  });

  it("with amounts that are none: each entry in a case that names its field", async () => {
    await bring(gateway, entries(...["-10.00", "0.000001", "1e3", "10,00", ""].map((amount) => ntry({ amount }))));
    expect(await verdicts(gateway)).to.deep.equal(Array(5).fill("suspense: unreadable"));
    expect(await deposits(gateway)).to.deep.equal([]);
    const messages = await gateway.store.selectFrom("suspense").select("message").orderBy("id").execute();
    messages.forEach(({ message: text }, i) => expect(text).to.include(`entry ${i + 1}, Stmt[1]/Ntry[${i + 1}]/Amt`));
  });

  it("with amounts beyond the ledger's 64 bits, in a currency of three decimals too", async () => {
    const bhd = gatewayOn(gateway.store, [{ ...ACCOUNT, currency: "BHD" }]);
    await bring(
      bhd,
      entries(ntry({ amount: "999999999999999999", currency: "BHD" })).replaceAll("<Ccy>USD", "<Ccy>BHD"),
    );
    expect(await verdicts(gateway)).to.deep.equal(["suspense: amount-too-large"]);
    const { amount } = await gateway.store.selectFrom("entry").select("amount").executeTakeFirstOrThrow();
    expect(amount).to.equal(999999999999999999000n);
  });

  it("with a forged account mints nothing", async () => {
    const forged = good.replace(ACCOUNT.id, "8100200301");
    await bring(gateway, forged);
    expect(await verdicts(gateway)).to.deep.equal(["ignored: other-account"]);
    expect(await deposits(gateway)).to.deep.equal([]);
  });

  it("with dates in the far future, or in a year that no calendar has, mints nothing unseen", async () => {
    await bring(gateway, entries(ntry({ ref: "A", booked: "2999-01-01" }), ntry({ ref: "B", booked: "9999-12-31" })));
    expect(await verdicts(gateway)).to.deep.equal(Array(2).fill("suspense: future-date"));
    await bring(gateway, entries(ntry({ ref: "C", booked: "0000-01-01" }), ntry({ ref: "D", value: "2026-02-30" })));
    expect((await verdicts(gateway)).at(-1)).to.equal("suspense: unreadable");
  });

  it("with one id and other amounts mints none of them", async () => {
    await bring(
      gateway,
      entries(ntry({ ref: "R" }), ntry({ ref: "R", amount: "20.00" }), ntry({ ref: "R", amount: "30.00" })),
    );
    expect(await verdicts(gateway)).to.deep.equal(Array(3).fill("suspense: reference-conflict"));
    expect(await controlAccount(gateway)).to.deep.equal({});
  });

  it("with script in names keeps it as text, and references longer than an index entry too", async () => {
    const script = "&lt;script&gt;alert(1)&lt;/script&gt;'; drop table deposit; --";
    const long = "R".repeat(20_000);
    const uuid = "<UETR>8a562c67-ca16-48ba-b074-65581be6f001</UETR>";
    const refs = `<EndToEndId>${long}</EndToEndId>${uuid}`;
    await bring(gateway, entries(ntry({ ref: long, details: tx(refs, "10.00", named(script)) })), {}, "a\0b\uD800.xml");
    const { details } = await gateway.store.selectFrom("deposit").select("details").executeTakeFirstOrThrow();
    expect(JSON.stringify(details)).to.include("<script>alert(1)</script>'; drop table deposit; --");
    await bring(gateway, `${entries(ntry({ ref: long, details: tx(refs, "10.00", named(script)) }))}\n`);
    expect(await verdicts(gateway)).to.deep.equal(["deposit", "ignored: duplicate"]);
  });

  it("keeps names out of the journal", async () => {
    await bring(gateway, good);
    const rows = await gateway.store.selectFrom("journal").selectAll().execute();
    expect(JSON.stringify(rows)).to.not.include("Alice").and.to.not.include(ACCOUNT.id);
  });
});
