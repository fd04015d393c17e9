import { expect } from "chai";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { admitNotary, anyAddress } from "../chain/support.js";
import { ALICE, BOB, indexOf, jsonOf, useStage } from "./support.js";

const load = await useStage();
const UETR = "97ed4827-7b6f-4491-a06f-b548d5a7512d";
const alice = indexOf("alice");
let files = 0;

/** A redemption that alice requested, and its file. */
async function requested() {
  const stage = await load();
  const file = join(stage.folder, `redemption-${files++}.json`);
  const ended = await stage.run("redeem request", { currency: "USD", amount: "5.00", as: alice, out: file });
  expect(ended.exitCode, ended.complaint).to.equal(0);
  const status = async () => jsonOf(await stage.run("redeem show", { file, json: true }))["status"] as string;
  return { ...stage, redemption: file, status };
}

describe("redeem", () => {
  it("ends with 2 without a step, without its file, and for a file that was changed", async () => {
    const { run, file, redemption } = await requested();
    expect((await run("redeem", {})).complaint).to.match(/^redeem: needs a step\. Write one of request, cancel/);
    expect((await run("redeem burn", {})).complaint).to.match(/has no step "burn"/);
    expect((await run("redeem settle", {})).complaint).to.match(/^--file: is missing/);
    expect((await run("redeem settle", { file: "gone.json" })).complaint).to.match(
      /^--file: gone\.json cannot be read/,
    );
    const text = await readFile(redemption, "utf8");
    const changed = await file("changed.json", text.replace('"amount": "500"', '"amount": 500'));
    expect((await run("redeem settle", { file: changed })).complaint).to.match(/changed\.json, hold, amount: /);
    expect((await run("redeem settle", { file: await file("x.json", "{") })).complaint).to.match(
      /x\.json: is not JSON/,
    );
    expect((await run("redeem submit", { file: redemption, uetr: "PAY-1" })).complaint).to.match(
      /^--uetr: "PAY-1" is not a UETR/,
    );
    expect((await run("redeem reject", { file: redemption, reason: "no" })).complaint).to.match(
      /^--reason: "no" is not an ISO 20022/,
    );
  });

  it("ends with 1 when a step does not follow", async () => {
    const { run, redemption } = await requested();
    const early = await run("redeem settle", { file: redemption });
    expect([early.exitCode, early.complaint.split(":")[0]]).to.deep.equal([1, "RedemptionInState"]);
    const stranger = await run("redeem cancel", { file: redemption, as: indexOf("bob") });
    expect([stranger.exitCode, stranger.complaint.split(":")[0]]).to.deep.equal([1, "NotThePayer"]);
  });

  it("keeps no file of a request that was refused, and writes over none", async () => {
    const { run, folder, redemption } = await requested();
    const out = join(folder, "refused.json");
    const refused = await run("redeem request", { currency: "USD", amount: "99999.00", as: alice, out });
    expect([refused.exitCode, refused.complaint.split(":")[0]]).to.deep.equal([1, "ERC20InsufficientBalance"]);
    expect(await readFile(out).catch((error: NodeJS.ErrnoException) => error.code)).to.equal("ENOENT");
    const over = await run("redeem request", { currency: "USD", amount: "1.00", as: alice, out: redemption });
    expect([over.exitCode, over.complaint]).to.deep.equal([
      2,
      `--out ${redemption}: is there already. Name a new file in a folder that exists.`,
    ]);
  });

  it("goes from request to settlement, each step by its own person", async () => {
    const { run, bank, redemption, status } = await requested();
    expect(await status()).to.equal("Requested");
    expect((await run("redeem submit", { file: redemption, uetr: UETR })).exitCode).to.equal(0);
    expect(await status()).to.equal("Submitted");
    const settled = await run("redeem settle", { file: redemption });
    expect(settled.output).to.match(
      /^Burns the redemption 0x\w{64} of USD 5\.00: its payment is confirmed\.\nTransaction/,
    );
    expect(await bank.tokens["USD"]!.balanceOf(ALICE)).to.equal(999_500n);
    expect((await run("redeem show", { file: redemption })).output).to.contain(`is Settled, payment ${UETR}`);
  });

  it("is rejected by two people, and a dry run names them", async () => {
    const { run, redemption, status, REDEMPTION_OPERATOR, REDEMPTION_APPROVER } = await requested();
    await run("redeem submit", { file: redemption, uetr: UETR });
    const values = { file: redemption, reason: "AC04" };
    const same = await run("redeem reject", { ...values, approverAs: indexOf("REDEMPTION_OPERATOR") });
    expect([same.exitCode, same.complaint.split(":")[0]]).to.deep.equal([2, "--approver-as"]);
    const dry = jsonOf(await run("redeem reject", { ...values, dryRun: true, json: true }));
    const people = (dry["signatures"] as { who: string }[]).map(({ who }) => who);
    expect(people).to.deep.equal([REDEMPTION_OPERATOR.address, REDEMPTION_APPROVER.address]);
    expect(await status()).to.equal("Submitted");
    expect((await run("redeem reject", values)).exitCode).to.equal(0);
    expect(await status()).to.equal("Rejected");
  });

  it("is minted again when its payment came back, once, by two people and never more than was redeemed", async () => {
    const { run, bank, redemption, status } = await requested();
    await run("redeem submit", { file: redemption, uetr: UETR });
    await run("redeem settle", { file: redemption });
    const values = { file: redemption, deposit: "RETURN/1", amount: "4.90" };
    const more = await run("redeem return", { ...values, amount: "5.01" });
    expect([more.exitCode, more.complaint]).to.deep.equal([
      2,
      "--amount: is more than the USD 5.00 that were redeemed. Give what came back, charges deducted.",
    ]);
    const same = await run("redeem return", { ...values, approverAs: indexOf("REDEMPTION_OPERATOR") });
    expect([same.exitCode, same.complaint.split(":")[0]]).to.deep.equal([2, "--approver-as"]);
    const back = await run("redeem return", values);
    expect(back.output).to.match(/^Mints USD 4\.90 again: the payment of the redemption 0x\w+ of USD 5\.00 came back/);
    expect(await bank.tokens["USD"]!.balanceOf(ALICE)).to.equal(999_990n);
    expect(await status()).to.equal("Returned");
    expect((await run("redeem return", { ...values, deposit: "RETURN/2" })).exitCode).to.equal(1);
  });

  it("is requested gas-free through a relayer, and cancelled", async () => {
    const { run, folder, people, status, redemption } = await requested();
    const before = await people.alice.getNonce();
    const out = join(folder, `relayed-${files++}.json`);
    const values = { currency: "USD", amount: "1.00", as: alice, relayerAs: indexOf("stranger"), out };
    expect((await run("redeem request", values)).exitCode).to.equal(0);
    expect(await people.alice.getNonce()).to.equal(before);
    expect((await run("redeem cancel", { file: redemption, as: alice })).exitCode).to.equal(0);
    expect(await status()).to.equal("Cancelled");
  });
});

describe("hold", () => {
  const PLACE = { currency: "USD", to: BOB, amount: "3.00", terms: "order 7", as: alice };

  it("ends with 2 for times, terms and addresses that cannot be", async () => {
    const { run, bank, people } = await load();
    const notary = await admitNotary(bank, people);
    const cases: [Record<string, string>, RegExp][] = [
      [{ days: "0" }, /^--days: "0" is not possible\. Write a number from 1 to 400/],
      [{ days: "401" }, /^--days/],
      [{ terms: "" }, /^--terms: is missing/],
      [{ terms: "0x1" }, /^--terms: "0x1" is not 32 bytes/],
      [{ notary: "" }, /^--notary: is missing/],
    ];
    for (const [change, words] of cases) {
      const { exitCode, complaint } = await run("hold place", { ...PLACE, notary, ...change });
      expect(exitCode, complaint).to.equal(2);
      expect(complaint).to.match(words);
    }
  });

  it("is put off and voided by its payer, and assigned by its payee", async () => {
    const { run, bank, people, folder } = await load();
    const notary = await admitNotary(bank, people);
    const file = join(folder, `hold-${files++}.json`);
    await run("hold place", { ...PLACE, notary, assignable: true, out: file });
    expect((await run("hold extend", { file, as: alice })).complaint).to.match(/^--hours: is missing/);
    expect((await run("hold extend", { file, hours: "24", as: alice })).exitCode).to.equal(0);
    const stranger = await run("hold assign", { file, to: ALICE, as: indexOf("stranger") });
    expect([stranger.exitCode, stranger.complaint.split(":")[0]]).to.deep.equal([1, "HoldUnauthorized"]);
    const other = anyAddress();
    await run("party add-wallet", { wallet: BOB, wallets: other });
    const assigned = await run("hold assign", { file, to: other, as: indexOf("bob") });
    expect(assigned.exitCode, assigned.complaint).to.equal(0);
    expect(jsonOf(await run("hold show", { file, json: true }))["payee"]).to.equal(other);
    const placed = await run("hold void", { file, as: alice });
    expect([placed.exitCode, placed.complaint.split(":")[0]]).to.deep.equal([1, "HoldNotOpen"]);
    const text = await readFile(file, "utf8");
    const unplaced = join(folder, `hold-${files++}.json`);
    await writeFile(unplaced, text.replace('"amount": "300"', '"amount": "301"'));
    expect((await run("hold void", { file: unplaced, as: alice })).exitCode).to.equal(0);
    const late = await run("hold void", { file: unplaced, as: alice });
    expect([late.exitCode, late.complaint.split(":")[0]]).to.deep.equal([1, "HoldNotOpen"]);
  });

  it("is placed, shown, executed in part by its notary and released by its payee", async () => {
    const { run, bank, people, folder } = await load();
    const notary = await admitNotary(bank, people);
    const file = join(folder, `hold-${files++}.json`);
    const placed = await run("hold place", { ...PLACE, notary, out: file });
    expect(placed.output).to.match(
      /^Holds USD 3\.00 of 0x\w+ for 0x\w+, in the hands of 0x\w+, until 2026-12-\d\dT.*Z\.\nHold 0x\w{64}\n/,
    );
    const wrong = await run("hold execute", { file, as: alice });
    expect([wrong.exitCode, wrong.complaint.split(":")[0]]).to.deep.equal([1, "HoldUnauthorized"]);
    expect((await run("hold execute", { file, amount: "1.00", as: indexOf("stranger") })).exitCode).to.equal(0);
    expect((await run("hold show", { file })).output).to.contain(
      "USD 2.00 of USD 3.00 remain, USD 2.00 would execute now.",
    );
    const dry = await run("hold release", { file, as: indexOf("bob"), dryRun: true });
    expect(dry.output).to.contain("Releases all that remains of hold").and.contain("Nothing was sent.");
    expect((await run("hold release", { file, as: indexOf("bob") })).exitCode).to.equal(0);
    expect(jsonOf(await run("hold show", { file, json: true }))).to.deep.include({ status: "Closed", remaining: "0" });
    expect(await bank.tokens["USD"]!.balanceOf(BOB)).to.equal(100n);
  });
});
