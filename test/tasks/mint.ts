import { expect } from "chai";

import { depositReference } from "../../src/bank/index.js";
import { bytes32 } from "../chain/support.js";
import { ALICE, BOB, indexOf, jsonOf, useStage } from "./support.js";

const load = await useStage();
const SALT = `0x${"5a".repeat(32)}`;
const ORDER = { currency: "USD", to: BOB, amount: "25.00", deposit: bytes32(2) };
const HEADER = "wallet,amount,deposit";

describe("mint", () => {
  it("ends with 2 and names the flag", async () => {
    const { run, height } = await load();
    const before = await height();
    const cases: [Record<string, string>, RegExp][] = [
      [{ deposit: "" }, /^--deposit: is missing/],
      [{ deposit: "0x12" }, /^--deposit: 0x12 is not 32 bytes/],
      [{ amount: "1.001" }, /^--amount: 1\.001 has more decimals/],
      [{ to: "bob" }, /^--to: "bob" is not a checksummed address/],
      [{ as: "1", approverAs: "1" }, /^--approver-as: is the issuer\. Two people mint/],
      [{ batch: "b.csv" }, /^--batch: stands beside --to/],
    ];
    for (const [change, words] of cases) {
      const { exitCode, complaint } = await run("mint", { ...ORDER, ...change });
      expect(exitCode, complaint).to.equal(2);
      expect(complaint).to.match(words);
    }
    expect(await height()).to.equal(before);
  });

  it("ends with 1 for a deposit minted before, and for a sender without the role", async () => {
    const { run } = await load();
    const used = await run("mint", { ...ORDER, deposit: bytes32(1) });
    expect([used.exitCode, used.complaint.split(":")[0]]).to.deep.equal([1, "DepositReferenceUsed"]);
    const other = await run("mint", { ...ORDER, as: indexOf("stranger") });
    expect([other.exitCode, other.complaint.split(":")[0]]).to.deep.equal([1, "AccessManagedUnauthorized"]);
  });

  it("tries a dry run and names both people", async () => {
    const { run, ISSUER, APPROVER, bank } = await load();
    const ended = jsonOf(await run("mint", { ...ORDER, dryRun: true, json: true }));
    expect(ended["signatures"]).to.deep.equal([
      { who: ISSUER.address, as: "ISSUER", what: "sends it" },
      { who: APPROVER.address, as: "APPROVER", what: "approves exactly this order" },
    ]);
    expect(ended["calls"][0]).to.include({ act: "IssuanceDesk.mint" });
    expect(await bank.tokens["USD"]!.balanceOf(BOB)).to.equal(0n);
  });

  it("mints one order, by the salted key of its deposit", async () => {
    const { run, bank } = await load();
    const ended = await run("mint", { ...ORDER, deposit: "CAMT/1/2" }, { VOSTRO_SALT: SALT });
    expect(ended.exitCode, ended.complaint).to.equal(0);
    expect(await bank.tokens["USD"]!.balanceOf(BOB)).to.equal(2_500n);
    expect(await bank.tokens["USD"]!.depositReference(depositReference(SALT, "CAMT/1/2"))).to.not.equal(0n);
  });
});

describe("mint --batch", () => {
  it("ends with 2 and names file, line and field; nothing is sent", async () => {
    const { run, file, height } = await load();
    const before = await height();
    const cases: [string, RegExp][] = [
      ["wallet,amount\n", /header: has wallet,amount\. Write wallet,amount,deposit/],
      [`${HEADER}\n`, /has no rows/],
      [`${HEADER}\n${BOB},1.00,${bytes32(2)}\n0x12,1.00,${bytes32(3)}`, /b\.csv, line 3, wallet: "0x12" is not/],
      [`${HEADER}\n# a comment\n${BOB},1.005,${bytes32(2)}`, /b\.csv, line 3, amount: 1\.005 has more decimals/],
      [`${HEADER}\n${BOB},0,${bytes32(2)}`, /b\.csv, line 2, amount: is zero/],
      [`${HEADER}\n${BOB},1,`, /b\.csv, line 2, deposit: is empty/],
      [`${HEADER}\n${BOB},1,${bytes32(2)}\n${ALICE},2,${bytes32(2)}`, /line 3, deposit: is the deposit of line 2/],
      [`${HEADER}\n${BOB},1`, /b\.csv, line 2: /],
    ];
    for (const [text, words] of cases) {
      const { exitCode, complaint } = await run("mint", { currency: "USD", batch: await file("b.csv", text) });
      expect(exitCode, complaint).to.equal(2);
      expect(complaint).to.match(words);
    }
    expect(await height()).to.equal(before);
  });

  it("ends with 1 when items were refused, and mints the others", async () => {
    const { run, file, bank } = await load();
    const batch = await file("b.csv", `${HEADER}\n${BOB},1.00,${bytes32(2)}\n${ALICE},2.00,${bytes32(1)}`);
    const ended = await run("mint", { currency: "USD", batch });
    expect(ended.exitCode).to.equal(1);
    expect(ended.output).to.match(
      /^Minted USD 1\.00 of USD 3\.00\.\nRefused \(ReferenceUsed\): USD 2\.00 to 0x\w+ for deposit 0x\w+\n/,
    );
    expect(await bank.tokens["USD"]!.balanceOf(BOB)).to.equal(100n);
  });

  it("ends with 0 when all are minted", async () => {
    const { run, file } = await load();
    const batch = await file("b.csv", `${HEADER}\n${BOB},1.00,${bytes32(2)}\n${ALICE},2.00,${bytes32(3)}`);
    const ended = await run("mint", { currency: "USD", batch, json: true });
    expect(jsonOf(ended)).to.deep.include({ ok: true, minted: "300", refused: [] });
  });
});

describe("attest", () => {
  it("ends with 2 for a figure or time that is none, with 1 for what the token refuses", async () => {
    const { run } = await load();
    const attest = (values: Record<string, string>) => run("attest", { currency: "USD", figure: "1.00", ...values });
    expect((await attest({ figure: "much" })).complaint).to.match(/^--figure: "much" is not a decimal amount/);
    expect((await attest({ asOf: "2026-11-30" })).complaint).to.match(/^--as-of: "2026-11-30" is no time/);
    expect((await attest({ asOf: "2026-11-02T00:00:00Z" })).complaint).to.match(/^AttestationInvalid: /);
    expect((await attest({ burned: "1.00" })).exitCode).to.equal(1);
  });

  it("ends with 1 and raises the alarm when deposits do not cover the supply", async () => {
    const { run, time } = await load();
    await time.increase(10);
    const good = await run("attest", { currency: "USD", figure: "60000.00" });
    expect([good.exitCode, good.output.split("\n")[0]]).to.deep.equal([
      0,
      "Attests deposits of USD 60000.00. They back USD 60000.00.",
    ]);
    await time.increase(10);
    const short = await run("attest", { currency: "USD", figure: "9999.00" });
    expect(short.exitCode).to.equal(1);
    expect(short.output).to.contain("ALARM: the supply is USD 1.00 above it; minting has stopped.");
  });
});
