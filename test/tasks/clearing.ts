import { expect } from "chai";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { connectBank } from "../../src/chain/index.js";
import { deployDesks } from "../../src/settlement/desks.js";
import { anyAddress, DAY, deploySuite } from "../chain/support.js";
import { ALICE, BOB, indexOf, jsonOf, recordDeployment, useStage } from "./support.js";

const load = await useStage();
let fixture: () => Promise<Banks>;
let files = 0;
const folders: string[] = [];

type Banks = Awaited<ReturnType<typeof openBanks>>;
type Values = Record<string, string | boolean>;

/**
 * Bank "test" (alice pays there), bank "other" (bob is paid there), and the bank where both settle: alice's account there is
 * the first bank's, bob's the second's. Both are wired and have declared their currency.
 */
async function openBanks() {
  const stage = await load();
  const { people, chain, run } = stage;
  await deployDesks(people.stranger, ["InterbankClearing"]);
  const other = { ...(await deploySuite(people)), bank: "other" };
  const settling = { ...(await deploySuite(people)), bank: "settling" };
  const [there, at] = [await recordDeployment(other), await recordDeployment(settling)];
  folders.push(there, at);
  const bankOf = {
    test: {},
    other: { bank: "other", deployments: there },
    settling: { bank: "settling", deployments: at },
  };
  for (const bank of Object.values(bankOf)) {
    for (const [step, values] of [
      ["desk admit", { currency: "USD", desk: "InterbankClearing" }],
      ["clearing wire", {}],
      ["clearing declare", { currency: "USD" }],
      ["signer add", { role: "CLEARING_OPERATOR", to: people.REGISTRAR.address, delayHours: "0" }],
      ["signer add", { role: "CLEARING_APPROVER", to: people.APPROVER.address, delayHours: "0" }],
    ] as [string, Values][]) {
      const { exitCode, complaint } = await run(step, { ...bank, ...values });
      expect(exitCode, `${step}: ${complaint}`).to.equal(0);
    }
  }
  const [a, b, r] = [
    stage.bank,
    connectBank(other, chain.ethers.provider),
    connectBank(settling, chain.ethers.provider),
  ];
  const usd = { a: a.tokens["USD"]!, b: b.tokens["USD"]!, r: r.tokens["USD"]! };
  const [A, B, R] = [usd.a, usd.b, usd.r].map((token) => String(token.target)) as [string, string, string];
  return { ...stage, bankOf, usd, A, B, R, folder: stage.folder };
}

/** The line from "test" to "other", open on both sides; its payment is in `file`. */
async function withPayment(settlement: "R" | "none") {
  const banks = await fixture();
  const { run, bankOf, A, B, R } = banks;
  const over = settlement === "none" ? "none" : R;
  const account = (wallet: string): Values => (settlement === "none" ? {} : { account: wallet });
  const sending = { currency: "USD", counterparty: B, settlement: over };
  const receiving = { ...bankOf.other, currency: "USD", counterparty: A, settlement: over };
  const ok = async (step: string, values: Values) => {
    const ended = await run(`clearing ${step}`, values);
    expect(ended.exitCode, `${step}: ${ended.complaint}`).to.equal(0);
    return ended;
  };
  await ok("open-sending", { ...sending, ...account(ALICE) });
  await ok("open-receiving", { ...receiving, ...account(BOB), zones: "1:2" });
  await ok("raise-cap", { ...bankOf.other, currency: "USD", counterparty: A, cap: "500.00" });
  const file = join(banks.folder, `payment-${files++}.json`);
  const payment = {
    ...sending,
    ...{ to: BOB, amount: "100.00", uetr: "c0ffee00-1234-4abc-8def-0123456789ab", remittance: "invoice 7", out: file },
    as: indexOf("alice"),
  };
  return { ...banks, sending, receiving, ok, payment, file };
}

const EVIDENCE = { rtgs: "2026-11-02/17", currency: "USD" };

describe("clearing", () => {
  before(async () => {
    const { chain } = await load();
    fixture = () => chain.networkHelpers.loadFixture(openBanks);
  });
  after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  it("ends with 2 for lines, zones and payments that cannot be, and sends nothing", async () => {
    const { run, height, payment, sending, receiving } = await withPayment("none");
    const before = await height();
    const cases: [string, Values, RegExp][] = [
      ["open-sending", { currency: "USD", settlement: "none" }, /^--counterparty: is missing/],
      ["open-sending", { ...sending, settlement: "off" }, /^--settlement: "off" is not a checksummed address/],
      ["open-sending", { ...sending, account: ALICE }, /^--account: stands beside a settlement off chain/],
      ["map-zones", { ...receiving, zones: "1" }, /^--zones: "1" is no pair\. Write sender's zone, colon, own zone/],
      ["map-zones", { ...receiving, zones: "15:1" }, /^--zones: "15" is no zone of the sender/],
      ["map-zones", { ...receiving, zones: "1:0" }, /^--zones: 0 is not a customer's zone/],
      ["declare", { currency: "USD", yes: "" }, /^--yes: is missing: clearing declare is dangerous/],
      ["request", { ...payment, uetr: "7" }, /^--uetr: /],
      ["request", { ...payment, validHours: "721" }, /^--valid-hours: "721" is not possible/],
      ["pay", { currency: "USD", file: "none.json" }, /^--file: none\.json cannot be read/],
    ];
    for (const [step, values, words] of cases) {
      const { exitCode, complaint } = await run(`clearing ${step}`, values);
      expect(exitCode, complaint).to.equal(2);
      expect(complaint).to.match(words);
    }
    expect(await height()).to.equal(before);
  });

  it("ends with 1 for another bank's officer's act, a line that is closed, and a cap that is used up", async () => {
    const { run, sending, receiving, payment, file, bankOf, A } = await withPayment("R");
    const wrong = await run("clearing open-sending", { ...sending, account: ALICE, as: indexOf("COMPLIANCE") });
    expect([wrong.exitCode, wrong.complaint.split(":")[0]]).to.deep.equal([1, "NotOfTheBank"]);
    await run("clearing request", payment);
    await run("clearing cut-cap", { ...bankOf.other, currency: "USD", counterparty: A, cap: "99.99" });
    const capped = await run("clearing pay", { file, as: indexOf("alice") });
    expect([capped.exitCode, capped.complaint.split(":")[0]]).to.deep.equal([1, "CapExceeded"]);
    await run("clearing close-receiving", receiving);
    const closed = await run("clearing pay", { file, as: indexOf("alice") });
    expect([closed.exitCode, closed.complaint.split(":")[0]]).to.deep.equal([1, "LineClosed"]);
  });

  it("shows a line in words: whose tokens, what is open, zones and cap", async () => {
    const { run, receiving, bankOf, A } = await withPayment("none");
    const { output } = await run("clearing line", receiving);
    expect(output).to.match(/other bank +Test Bank US Dollar \(TUSD\), 0x/);
    expect(output).to.match(/from them +open, credited to 0x0/);
    expect(output).to.match(/to them +closed \(sender and receiver has not opened it\)/);
    expect(output).to.match(/zones +their 1 as zone 2 \(2\)\ncap +USD 500\.00 a day, USD 500\.00 left now$/);
    await run("clearing unmap-zones", { ...receiving, zones: "1" });
    const { zones } = jsonOf(await run("clearing line", { ...bankOf.other, ...receiving, json: true }));
    expect([zones, receiving.counterparty]).to.deep.equal([{}, A]);
  });

  it("pays at once: burned, settled and minted in one transaction, by the paying account", async () => {
    const { ok, run, payment, file, usd } = await withPayment("R");
    expect((await ok("request", payment)).output).to.match(/Signed into .*Next: clearing pay\.$/);
    const before = await Promise.all([usd.a.balanceOf(ALICE), usd.b.balanceOf(BOB), usd.r.balanceOf(BOB)]);
    expect((await ok("pay", { file, as: indexOf("alice"), dryRun: true })).output).to.contain("Nothing was sent.");
    await ok("pay", { file, as: indexOf("alice") });
    const after = await Promise.all([usd.a.balanceOf(ALICE), usd.b.balanceOf(BOB), usd.r.balanceOf(BOB)]);
    expect(after.map((now, i) => now - before[i]!)).to.deep.equal([-10_000n, 10_000n, 10_000n]);
    expect(jsonOf(await run("clearing show", { file, json: true }))["state"]).to.equal("paid");
  });

  it("settles off chain by the statement of two people of the receiving bank, at two machines", async () => {
    const { ok, run, payment, file, usd, bankOf, folder } = await withPayment("none");
    await ok("request", payment);
    await ok("propose", { file });
    await ok("ready", { ...bankOf.other, file });
    await ok("lock", { file, as: indexOf("stranger") });
    expect((await ok("instruct", { file, ...EVIDENCE })).output).to.contain("once this is final");
    const there = { ...bankOf.other, ...EVIDENCE, file };
    const short = await run("clearing settled", { ...there, amount: "99.00" });
    expect(short.complaint).to.match(/^--amount: is USD 99\.00, the payment is of USD 100\.00\. Only the exact amount/);
    const one = await run("clearing settled", { ...there, amount: "100.00", as: indexOf("APPROVER") });
    expect(one.complaint).to.match(/^--approver-as: is the operator\. Two people state it/);
    const approval = join(folder, "settled.json");
    await ok("settled", { ...there, amount: "100.00", approve: true, out: approval });
    const other = await run("clearing not-settled", { ...there, approval });
    expect(other.complaint).to.match(/approves a SettlementStatement, not a NonSettlementStatement/);
    await ok("settled", { ...there, amount: "100.00", approval });
    expect(await usd.b.balanceOf(BOB)).to.equal(10_000n);
    expect(jsonOf(await run("clearing show", { file, json: true }))["state"]).to.equal("Completed");
  });

  it("ends a payment that was not settled, and one that was not instructed: the payer has its money", async () => {
    const { ok, payment, file, usd, bankOf } = await withPayment("none");
    await ok("request", payment);
    for (const step of ["propose", "lock", "instruct"]) {
      if (step === "lock") await ok("ready", { ...bankOf.other, file });
      await ok(step, { file, ...EVIDENCE, ...(step === "lock" ? { as: indexOf("stranger") } : {}) });
    }
    expect(await usd.a.heldOf(ALICE)).to.equal(10_000n);
    await ok("not-settled", { ...bankOf.other, ...EVIDENCE, file });
    expect(await usd.a.heldOf(ALICE)).to.equal(0n);

    const second = { ...payment, uetr: "c0ffee00-1234-4abc-8def-0123456789ac", out: `${file}.2` };
    await ok("request", second);
    await ok("propose", { file: second.out });
    await ok("cancel", { file: second.out, as: indexOf("alice") });
  });

  it("goes on from Repair: to another wallet, or paid outside", async () => {
    const { ok, run, payment, file, bankOf } = await withPayment("none");
    await ok("request", payment);
    await ok("propose", { file });
    await ok("ready", { ...bankOf.other, file });
    await ok("lock", { file, as: indexOf("stranger") });
    await ok("instruct", { file, ...EVIDENCE });
    await run("block", { ...bankOf.other, wallet: BOB, order: "o" });
    const there = { ...bankOf.other, ...EVIDENCE, file };
    await ok("settled", { ...there, amount: "100.00" });
    expect(jsonOf(await run("clearing show", { file, json: true }))["state"]).to.equal("Repair");
    const blocked = await run("clearing complete", { ...there, as: indexOf("stranger") });
    expect([blocked.exitCode, blocked.complaint.split(":")[0]]).to.deep.equal([1, "ERC7943CannotReceive"]);
    const foreign = await run("clearing complete-to", { ...there, to: ALICE });
    expect([foreign.exitCode, foreign.complaint.split(":")[0]]).to.deep.equal([1, "NotOfTheParty"]);
    await ok("paid-outside", { ...there, reference: "cheque 12" });
    expect(jsonOf(await run("clearing show", { file, json: true }))["state"]).to.equal("PaidOutside");
  });

  it("opens through the manager where the policy admin waits", async () => {
    const { run, bank, people, time, B } = await fixture();
    await bank.accessManager.connect(people.admin).grantRole(8n, people.POLICY_ADMIN, DAY);
    const line = { currency: "USD", counterparty: B, settlement: "none" };
    expect((await run("clearing open-sending", line)).output).to.match(/^Schedules, 1 day ahead: Lets customers of/);
    await time.increase(DAY);
    const opened = await run("clearing open-sending", { ...line, execute: true });
    expect(opened.exitCode, opened.complaint).to.equal(0);
    expect((await run("clearing line", line)).output).to.contain("closed (receiver has not opened it)");
    const made = await run("clearing line", { ...line, counterparty: anyAddress() });
    expect(made.exitCode).to.equal(1);
  });
});
