import { expect } from "chai";
import { join } from "node:path";

import { bytes32, partyOf } from "../chain/support.js";
import { ALICE, BOB, indexOf, jsonOf, useStage } from "./support.js";

const load = await useStage();
const HEADER = "customer,amount,period,deposit";
const [alice, bob, carol] = [partyOf("alice"), partyOf("bob"), partyOf("carol")];
const OCTOBER = [
  HEADER,
  `${alice},12.34,2026-10,INT/2026-10/1`,
  `${bob},0.01,2026-10,INT/2026-10/2`,
  `${carol},7.00,2026-10-01/2026-10-31,${bytes32(99)}`,
].join("\n");
let files = 0;

/** The bank with October's file; `mint` and `approve` use it. */
async function stage(text = OCTOBER) {
  const staged = await load();
  const path = await staged.file(`interest-${files++}.csv`, text);
  const values = { currency: "USD", file: path };
  return {
    ...staged,
    values,
    path: (name: string) => join(staged.folder, `${files++}-${name}`),
    interest: (step: string, more: Record<string, string | boolean> = {}) =>
      staged.run(`interest ${step}`, { ...values, ...more }),
  };
}

describe("interest", () => {
  it("ends with 2 and names every wrong line; nothing is sent", async () => {
    const cases: [string, RegExp][] = [
      ["customer,amount\n", /header: has customer,amount\. Write customer,amount,period,deposit/],
      [`${HEADER}\n${alice},0,2026-10,a`, /line 2, amount: is zero/],
      [`${HEADER}\n${alice},-1.00,2026-10,a`, /line 2, amount: "-1\.00" is not a decimal amount/],
      [`${HEADER}\n${alice},1,October,a`, /line 2, period: "October" is no period\. Write 2026-10/],
      [`${HEADER}\n${alice},1,2026-10-31/2026-10-01,a`, /is no period/],
      [`${HEADER}\n${alice},1,2026-10,0x12`, /line 2, deposit: "0x12" is not 32 bytes/],
      [`${HEADER}\n${alice},1,2026-10,a\n${bob},1,2026-10,a`, /line 3, deposit: is the booking of line 2/],
      [
        `${HEADER}\n${alice},1,2026-10,a\n${alice},1,2026-10,b`,
        /line 3, period: customer 100 has interest of 2026-10 in/,
      ],
      [
        `${HEADER}\n4711,1,2026-10,a\nC-9,1,2026-10,b`,
        /has 2 wrong.*\n.*line 2, customer: is unknown.*\n.*line 3, cust/,
      ],
      [`${HEADER}\n${bob},1,2026-10,${bytes32(1)}`, /line 2, deposit: was minted before, 1000000 minor units to 0x/],
    ];
    const { interest, file, height } = await stage();
    const before = await height();
    for (const [text, words] of cases) {
      const { exitCode, complaint } = await interest("mint", { file: await file("wrong.csv", text) });
      expect(exitCode, complaint).to.equal(2);
      expect(complaint).to.match(words);
    }
    expect(await height()).to.equal(before);
  });

  it("ends with 2 when one key is both people, with 1 when quota or backing would not last to the end", async () => {
    const { interest } = await stage();
    const one = await interest("mint", { as: "1", approverAs: "1" });
    expect([one.exitCode, one.complaint.split(":")[0]]).to.deep.equal([2, "--approver-as"]);
    const quota = await stage(`${HEADER}\n${alice},20000.01,2026-10,a`);
    const before = await quota.height();
    expect((await quota.interest("mint")).complaint).to.match(
      /^InterestExceedsQuota: The run mints USD 20000\.01, the/,
    );
    const { run } = quota;
    await run("quota raise", { currency: "USD", issuer: quota.people.ISSUER.address, amount: "900000.00" });
    const large = await quota.file("large.csv", `${HEADER}\n${alice},40000.01,2026-10,a`);
    const backing = await run("interest mint", { currency: "USD", file: large });
    expect([backing.exitCode, backing.complaint.split(":")[0]]).to.deep.equal([1, "InterestExceedsBacking"]);
    expect(await quota.height()).to.equal(before + 1);
  });

  it("shows totals by period, and a dry run names both people and sends nothing", async () => {
    const { interest, height, ISSUER, APPROVER } = await stage();
    const before = await height();
    expect((await interest("show")).output.split("\n")).to.deep.equal([
      "Interest of USD 19.35 is to be minted to 3 customer line(s); USD 0.00 in 0 was minted before.",
      "  2026-10: 2 line(s), USD 12.35",
      "  2026-10-01/2026-10-31: 1 line(s), USD 7.00",
    ]);
    const dry = jsonOf(await interest("mint", { dryRun: true, json: true }));
    expect(dry["signatures"].map(({ who }: { who: string }) => who)).to.deep.equal([ISSUER.address, APPROVER.address]);
    expect(dry["calls"][0].act).to.equal("IssuanceDesk.mintBatch");
    expect(await height()).to.equal(before);
  });

  it("mints once, however often it is run", async () => {
    const { interest, bank, height } = await stage();
    const usd = bank.tokens["USD"]!;
    const before = [await usd.balanceOf(ALICE), await usd.balanceOf(BOB)] as const;
    const first = await interest("mint");
    expect([first.exitCode, first.output.split("\n")[0]]).to.deep.equal([
      0,
      "Minted interest of USD 19.35 out of USD 19.35 to be minted, in 1 page(s).",
    ]);
    expect(await usd.balanceOf(ALICE)).to.equal(before[0] + 1_234n);
    expect(await usd.balanceOf(BOB)).to.equal(before[1] + 1n);
    const sent = await height();
    const again = await interest("mint");
    expect([again.exitCode, again.output.split("\n").at(-1)]).to.deep.equal([0, "Nothing to send."]);
    expect(await height()).to.equal(sent);
  });

  it("goes on after a stop, and after a customer was refused: only what is missing is minted", async () => {
    const { interest, run, bank } = await stage();
    expect((await run("block", { wallet: BOB, order: "o" })).exitCode).to.equal(0);
    const stopped = await interest("mint");
    expect(stopped.exitCode).to.equal(1);
    expect(stopped.output).to.match(
      /^Minted interest of USD 19\.34 .*\nNOT minted, line 3, customer 101: USD 0\.01\. \w+/,
    );
    await run("unblock", { wallet: BOB, grounds: "g" });
    const rest = jsonOf(await interest("mint", { json: true }));
    expect([rest["minted"], rest["totalBefore"]]).to.deep.equal(["1", "1934"]);
    expect(await bank.tokens["USD"]!.balanceOf(BOB)).to.equal(1n);
  });

  it("is approved at one machine and minted at another, exactly as approved", async () => {
    const { interest, run, file, path, bank, values } = await stage();
    const out = path("approval.json");
    const signed = await interest("approve", { out, hours: "2" });
    expect([signed.exitCode, signed.complaint]).to.deep.equal([0, ""]);
    const changed = await file("changed.csv", OCTOBER.replace("12.34", "12.35"));
    const other = await run("interest mint", { ...values, file: changed, approval: out });
    expect([other.exitCode, other.complaint]).to.satisfy(
      ([code, text]: [number, string]) => code === 2 && text.includes("which the file does not say"),
    );
    const more = await file("more.csv", `${OCTOBER}\n${partyOf("dave")},1.00,2026-10,INT/2026-10/4`);
    const part = await run("interest mint", { ...values, file: more, approval: out });
    expect(part.exitCode).to.equal(1);
    expect(part.output).to.contain("NOT minted: 1 line(s) that the approval does not cover");
    expect(await bank.tokens["USD"]!.balanceOf(BOB)).to.equal(1n);
    const spent = await interest("mint", { approval: out });
    expect(spent.output).to.contain("Nothing to send.");
  });

  it("refuses an approval that is over", async () => {
    const { interest, path, time } = await stage();
    const out = path("approval.json");
    await interest("approve", { out, hours: "1" });
    await time.increase(3_600n);
    const { exitCode, complaint } = await interest("mint", { approval: out, as: indexOf("ISSUER") });
    expect([exitCode, /was good until .*\. Have the run approved again\./.test(complaint)]).to.deep.equal([2, true]);
  });
});
