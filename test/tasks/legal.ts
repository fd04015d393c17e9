import { expect } from "chai";
import { createHash } from "node:crypto";
import { join } from "node:path";

import { liensOn, readAccount } from "../../src/chain/index.js";
import { admitNotary, anyAddress, bytes32 } from "../chain/support.js";
import { ALICE_NEW, CUSTODY, type Law, ORDER_ID, ORDER_TEXT, useLaw } from "../law-acts/support.js";
import { ALICE, BOB, indexOf, jsonOf } from "./support.js";

const load = await useLaw();
const LIEN = { ...ORDER_TEXT, currency: "USD", wallet: ALICE, amount: "60.00" };
/** How an order on file is named. */
const ORDER = { order: ORDER_TEXT.order };
let files = 0;

/** Runs an act that must be done. */
async function done(law: Law, command: string, values: Record<string, string | boolean>) {
  const ended = await law.run(command, { ...values, json: true });
  expect(ended.exitCode, ended.complaint || ended.output).to.equal(0);
  return jsonOf(ended);
}

/** With a lien of USD 60.00 on alice's 10,000.00. */
async function withLien() {
  const law = await load();
  const { lienId } = await done(law, "legal lien", LIEN);
  return { ...law, lienId: lienId as string };
}

interface Changed {
  of: string;
  what: string;
  currency?: string;
  before: string;
  after: string;
}

/**
 * What a dry run says would change is what the act then changes, figure by figure.
 * @returns what the act printed
 */
async function foretold(law: Law, command: string, values: Record<string, string | boolean>) {
  const dry = await law.run(command, { ...values, dryRun: true, json: true });
  expect(dry.exitCode, dry.complaint).to.equal(0);
  const changes = jsonOf(dry)["changes"] as Changed[];
  const figures = changes.filter(({ what, currency }) => FIGURES.includes(what) && currency !== undefined);
  const read = async ({ of, what, currency }: Changed): Promise<string> => {
    if (what === "liens") return String(await liensOn(law.bank, currency!, of));
    const account = await readAccount(law.bank, currency!, of);
    return String(account[what as "balance" | "held" | "available"]);
  };
  for (const change of figures) expect(await read(change), `${change.what} before`).to.equal(change.before);
  const result = await done(law, command, values);
  for (const change of figures) expect(await read(change), `${change.what} of ${change.of}`).to.equal(change.after);
  return { result, changes };
}
const FIGURES = ["balance", "held", "liens", "available"];
const said = (changes: Changed[]) => changes.map(({ of, what, before, after }) => [of, what, before, after]);

describe("legal", () => {
  it("ends with 2 and names the flag for an order that is none", async () => {
    const law = await load();
    const cases: [Record<string, string>, RegExp][] = [
      [{ order: "" }, /^--order: is missing/],
      [{ order: "0x12" }, /^--order: "0x12" is not 32 bytes/],
      [{ authority: "" }, /^--authority: is missing\. The order is not on file yet: describe it by --authority/],
      [{ document: "" }, /^--document: is missing/],
      [{ issued: "" }, /^--issued: is missing/],
      [{ issued: "yesterday" }, /^--issued: "yesterday" is no day or time/],
      [{ issued: "2026-12-31" }, /^--issued: The order's date of issue is 2026-12-31T00:00:00Z, which lies ahead/],
      [{ validUntil: "2026-10-31" }, /^--valid-until: The order's last day is .* before it was issued/],
      [{ document: "gone.pdf" }, /^--document: gone\.pdf cannot be read \(ENOENT\)/],
      [{ document: "0x12" }, /^--document: The hash of the order's document is not 32 bytes/],
      [{ authority: "A".repeat(33) }, /^--authority: The order's authority .* longer than 32 bytes/],
    ];
    for (const [change, words] of cases) {
      const { exitCode, complaint } = await law.run("legal lien", { ...LIEN, ...change });
      expect(exitCode, complaint).to.equal(2);
      expect(complaint).to.match(words);
    }
  });

  it("ends with 2 for an amount, a wallet, a party or a person that cannot be", async () => {
    const law = await load();
    const cases: [string, Record<string, string>, RegExp][] = [
      ["legal lien", { amount: "0.00" }, /^--amount: is zero/],
      ["legal lien", { amount: "60.001" }, /^--amount: 60\.001 has more decimals/],
      ["legal lien", { amount: "60.5", currency: "JPY" }, /^--amount: 60\.5 has more decimals/],
      ["legal lien", { currency: "CHF" }, /^--currency: "CHF" is not a currency/],
      ["legal lien", { wallet: ALICE.toLowerCase() }, /^--wallet: .* is not a checksummed address/],
      ["legal lien", { as: indexOf("COMPLIANCE_APPROVER") }, /^--approver-as: is the sender\. Two people act/],
      ["legal seize", {}, /^--custody: is missing/],
      ["legal seize", { custody: CUSTODY, lien: bytes32(1) }, /^--lien: 0x0+1 is no lien/],
      ["legal recover", {}, /^--successor: is missing/],
      ["legal block", { party: "100" }, /^--party: or --wallet must be given, one of them/],
      ["legal block", { wallet: anyAddress() }, /^--wallet: 0x\w+ belongs to no party/],
      ["legal release", {}, /^--file: is missing/],
      ["legal release", { hold: bytes32(1) }, /^--hold: 0x0+1 was never placed in the USD token/],
      ["legal lift-block", {}, /^--grounds: is missing/],
      ["legal lift-lien", { grounds: "x" }, /^--lien: is missing/],
      ["legal sweep", {}, /^--wallet: 0x\w+ was never retired/],
      ["legal", {}, /^legal: needs a step\. Write one of block, lien, seize/],
    ];
    for (const [command, change, words] of cases) {
      const { exitCode, complaint } = await law.run(command, { ...LIEN, ...change });
      expect(exitCode, `${command}: ${complaint}`).to.equal(2);
      expect(complaint).to.match(words);
    }
  });

  it("ends with 1 for what the bank's rules refuse", async () => {
    const law = await withLien();
    const cases: [string, Record<string, string>, string][] = [
      ["legal seize", { custody: BOB }, "CustodyUnknown"],
      ["legal seize", { custody: CUSTODY, amount: "9999.00" }, "LiensInTheWay"],
      ["legal recover", { successor: BOB }, "SuccessorInvalid"],
      ["legal lien", { amount: "5.00", as: indexOf("COMPLIANCE_RELEASER") }, "AccessManagedUnauthorized"],
      ["legal lien", { amount: "5.00", approverAs: indexOf("stranger") }, "ApproverInvalid"],
      ["legal lien", { order: "2026/99", authority: "X", amount: "5.00", wallet: anyAddress() }, "AccountUnknown"],
      ["legal lift-block", { grounds: "x" }, "BlockNotLive"],
      ["legal lift-lien", { lien: law.lienId, amount: "60.01", grounds: "x" }, "LiftAmountInvalid"],
      ["legal unblock-wallet", { grounds: "x" }, "WalletNotBlocked"],
      ["legal show", { order: "2026/99" }, "OrderUnknown"],
    ];
    for (const [command, change, name] of cases) {
      const { exitCode, complaint } = await law.run(command, { ...LIEN, ...change });
      expect([exitCode, complaint.split(":")[0]], `${command}: ${complaint}`).to.deep.equal([1, name]);
    }
    // An order on file is not another one: the field that differs is named.
    const other = await law.run("legal lien", { ...LIEN, amount: "5.00", authority: "DE-LG-KIEL" });
    expect([other.exitCode, other.complaint.split(". ")[0]]).to.deep.equal([
      2,
      "--authority: The order's authority is on file as DE-AG-HAMBURG, not DE-LG-KIEL",
    ]);
  });

  it("takes the document as a file and finds an order on file by its number alone", async () => {
    const law = await load();
    const document = await law.file("order.pdf", "by order of the court");
    await done(law, "legal block", { ...ORDER_TEXT, document, wallet: BOB });
    const shown = await done(law, "legal show", ORDER);
    const hash = createHash("sha256").update("by order of the court").digest("hex");
    expect(shown["order"]).to.include({ id: ORDER_ID, documentHash: `0x${hash}` });
    expect((await done(law, "legal block", { ...ORDER, wallet: ALICE }))["blocks"]).to.equal("1");
  });

  it("places liens that add up: the dry run says liens and what stays available, and who must sign", async () => {
    const law = await withLien();
    const second = { ...ORDER, currency: "USD", wallet: ALICE, amount: "9960.00" };
    const dry = await law.run("legal lien", { ...second, dryRun: true });
    expect(dry.output.split("\n")).to.include.members([
      `Would do: Places a lien of USD 9960.00 on ${ALICE} under order 2026/17.`,
      "  authority  DE-AG-HAMBURG",
      `Changes: ${ALICE} liens USD 60.00 -> USD 10020.00`,
      `Changes: ${ALICE} available USD 9940.00 -> USD 0.00`,
      `Must sign: ${law.COMPLIANCE.address} as COMPLIANCE, sends it`,
      `Must sign: ${law.COMPLIANCE_APPROVER.address} as COMPLIANCE_APPROVER, approves exactly this act`,
      "Nothing was sent.",
    ]);
    await foretold(law, "legal lien", second);
  });

  it("seizes the order's own lien, then free money", async () => {
    const law = await withLien();
    const { changes } = await foretold(law, "legal seize", {
      ...{ ...ORDER, currency: "USD", wallet: ALICE, custody: CUSTODY, lien: law.lienId, amount: "100.00" },
    });
    expect(said(changes)).to.deep.equal([
      [ALICE, "balance", "1000000", "990000"],
      [ALICE, "liens", "6000", "0"],
      [ALICE, "available", "994000", "990000"],
      [CUSTODY, "balance", "0", "10000"],
      [CUSTODY, "available", "0", "10000"],
    ]);
    const again = { ...ORDER, currency: "USD", wallet: ALICE, custody: CUSTODY, amount: "1.00" };
    await done(law, "legal seize", again);
    expect((await law.run("legal seize", again)).complaint).to.match(/^ActRepeated: A seizure of USD 1\.00 of/);
  });

  it("recovers a lost wallet, liens and all; a later lien on it finds its successor", async () => {
    const law = await withLien();
    const recovery = { ...ORDER, wallet: ALICE, successor: ALICE_NEW };
    const { changes, result } = await foretold(law, "legal recover", recovery);
    expect(said(changes)[0]).to.deep.equal([ALICE, "in use", "yes", "no, retired"]);
    expect(result["sweeps"]).to.have.lengthOf(1);
    await foretold(law, "legal lien", { ...ORDER, currency: "USD", wallet: ALICE, amount: "1.00" });
    expect(await liensOn(law.bank, "USD", ALICE_NEW)).to.equal(6_100n);
    const lift = { lien: law.lienId, grounds: "paid" };
    const lifted = await foretold(law, "legal lift-lien", lift);
    expect(said(lifted.changes)).to.deep.equal([[law.lienId, "left", "6000", "0"]]);
    expect(await liensOn(law.bank, "USD", ALICE_NEW)).to.equal(100n);
  });

  it("ends with 1 when a token's money stayed at the lost wallet, and sweeps it later", async () => {
    const law = await load();
    await law.usd.connect(law.COMPLIANCE).blockWallet(ALICE_NEW);
    const recovered = await law.run("legal recover", { ...ORDER_TEXT, wallet: ALICE, successor: ALICE_NEW });
    expect(recovered.exitCode).to.equal(1);
    expect(recovered.output).to.match(
      /NOT swept in USD: .* may not receive.* Then run legal sweep for that currency\./,
    );
    const unblock = { currency: "USD", wallet: ALICE_NEW, grounds: "a mistake" };
    const { changes } = await foretold(law, "legal unblock-wallet", unblock);
    expect(said(changes)).to.deep.equal([[ALICE_NEW, "blocked in USD", "yes", "no"]]);
    await foretold(law, "legal sweep", { currency: "USD", wallet: ALICE });
    expect(await law.usd.balanceOf(ALICE)).to.equal(0n);
    expect((await law.run("legal sweep", { currency: "USD", wallet: ALICE })).output).to.contain("Nothing to sweep");
  });

  it("releases a hold by its file or its id", async () => {
    const law = await load();
    const notary = await admitNotary(law.bank, law.people);
    for (const by of ["file", "hold"]) {
      const out = join(law.folder, `hold-${files++}.json`);
      const place = { currency: "USD", to: BOB, amount: "3.00", terms: by, notary, as: indexOf("alice"), out };
      const { id } = await done(law, "hold place", place);
      const named: Record<string, string> = by === "file" ? { file: out } : { hold: id as string, currency: "USD" };
      const { changes } = await foretold(law, "legal release", { ...ORDER_TEXT, ...named });
      expect(said(changes)).to.deep.equal([
        [ALICE, "held", "300", "0"],
        [ALICE, "available", "999700", "1000000"],
      ]);
    }
  });

  it("blocks and lifts under the order, and does not lift twice on the same grounds", async () => {
    const law = await load();
    const blocked = await foretold(law, "legal block", { ...ORDER_TEXT, wallet: ALICE });
    expect(said(blocked.changes)).to.deep.equal([["party 100", "blocks", "0", "1"]]);
    const lift = { ...ORDER, party: "100", grounds: "2026/17-II" };
    const ended = await law.run("legal lift-block", lift);
    expect(ended.output).to.contain("Lifts the block of party 100 under order 2026/17.\nThe party is free.");
    await done(law, "legal block", { ...ORDER, wallet: ALICE });
    expect((await law.run("legal lift-block", lift)).complaint).to.match(/^ActRepeated: The lift of the block/);
    await done(law, "legal lift-block", { ...lift, again: true });
  });

  it("refreezes, lifts in part, and shows the whole file of the order", async () => {
    const law = await withLien();
    await done(law, "legal refreeze", { currency: "USD", wallet: ALICE });
    await foretold(law, "legal lift-lien", { lien: law.lienId, amount: "10.00", grounds: "part paid" });
    const shown = await law.run("legal show", ORDER);
    const lines = shown.output.split("\n").map((line) => line.trim());
    expect(lines).to.include.members([
      "authority  DE-AG-HAMBURG",
      "Done under it:",
      "Stands now:",
      `lien ${law.lienId} on ${ALICE}: USD 50.00 left (USD 0.00 seized, USD 10.00 lifted of USD 60.00)`,
    ]);
    expect(shown.output).to.match(
      new RegExp(
        `lien of USD 60\\.00 on ${ALICE}, sent by ${law.COMPLIANCE.address}, approved by ${law.COMPLIANCE_APPROVER.address}`,
      ),
    );
    expect(shown.output).to.match(/lien lifted 0x\w+, grounds 0x\w+, sent by/);
    const none = await law.run("legal lift-lien", { lien: law.lienId, grounds: "rest" });
    expect(none.exitCode, none.complaint).to.equal(0);
    expect((await law.run("legal lift-lien", { lien: law.lienId, grounds: "more" })).complaint).to.match(
      /^--lien: has nothing left to lift/,
    );
  });
});
