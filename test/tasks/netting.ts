import { expect } from "chai";
import { join } from "node:path";

import { isoDate } from "../../src/errors/index.js";
import { pay } from "../../src/chain/index.js";
import { DAY } from "../chain/support.js";
import { ALICE, BOB, indexOf, jsonOf, useDesk, useStage } from "./support.js";

const load = useDesk(await useStage(), "NettingCycle");
const HEADER = "debtor,creditor,amount,reference";
const LIST = [HEADER, `${ALICE},${BOB},100.00,INV-1`, `${BOB},${ALICE},60.00,INV-2`].join("\n");
let files = 0;

/** A cycle in which alice owes bob 40.00 net; `sign` gives the file that a party signed. */
async function built() {
  const stage = await load();
  const { run, time, bank, people } = stage;
  await pay(bank, people.alice, { currency: "USD", to: BOB, amount: 1n });
  const now = BigInt(await time.latest());
  const path = (name: string) => join(stage.folder, `${files++}-${name}.json`);
  const [list, file] = [await stage.file("obligations.csv", LIST), path("cycle")];
  const times = { cutOff: isoDate(now + DAY), settleBy: isoDate(now + 2n * DAY) };
  const build = { currency: "USD", obligations: list, ...times, out: file };
  const made = await run("netting build", build);
  expect(made.exitCode, made.complaint).to.equal(0);
  const netting = (step: string, more: Record<string, string> = {}) =>
    run(`netting ${step}`, { file, as: indexOf("stranger"), ...more });
  const sign = async (name: "alice" | "bob") => {
    const out = path(name);
    const { exitCode, complaint } = await netting("sign", { as: indexOf(name), out });
    expect(exitCode, complaint).to.equal(0);
    return out;
  };
  return { ...stage, netting, sign, cycle: file, build, path, text: made.output };
}

describe("netting", () => {
  it("ends with 2 for lists, times and signatures that cannot be, and sends nothing", async () => {
    const { run, netting, build, path, cycle: file, file: write, height } = await built();
    const before = await height();
    const listed = async (text: string) => ({
      ...{ ...build, out: path("no") },
      obligations: await write(`wrong-${files++}.csv`, text),
    });
    const cases: [string, Record<string, string>, RegExp][] = [
      ["build", await listed(`${HEADER}\n${ALICE},${ALICE},1,a`), /^netting build: 0x\w+ owes itself/],
      ["build", await listed(`${HEADER}\n${ALICE},${BOB},1,a\n${ALICE},${BOB},1,a`), /names two obligations/],
      ["build", await listed(`${HEADER}\n${ALICE},${BOB},0,a`), /line 2, amount: is zero/],
      ["build", await listed(`${HEADER}\n${ALICE},${BOB},1,`), /line 2, reference: is empty/],
      ["build", { ...build, out: path("no"), settleBy: build.cutOff }, /^netting build: The cycle settles before/],
      ["sign", { file, as: indexOf("carol"), out: path("no") }, /^--file: has no obligation of 0x/],
      ["settle", { file, signatures: file }, /is malformed|Unrecognized|expected/i],
    ];
    for (const [step, values, words] of cases) {
      const { exitCode, complaint } = await run(`netting ${step}`, values);
      expect(exitCode, complaint).to.equal(2);
      expect(complaint).to.match(words);
    }
    expect((await netting("place")).complaint).to.match(/^--signatures: has no slice/);
    expect(await height()).to.equal(before);
  });

  it("ends with 1 while somebody has not signed, and names who is missing", async () => {
    const { run, netting, sign, cycle } = await built();
    const alone = await netting("settle", { signatures: await sign("alice") });
    expect([alone.exitCode, alone.complaint.split(":")[0]]).to.deep.equal([1, "ConsentMissing"]);
    const { missing, status } = jsonOf(await run("netting show", { file: cycle, json: true }));
    expect([status, missing]).to.deep.equal(["open", [ALICE, BOB].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))]);
  });

  it("settles with all signatures, and pays the net alone", async () => {
    const { netting, sign, text, bank } = await built();
    expect(text).to.match(/gross +USD 160\.00 in 2 obligation\(s\) of 2 parties\n +net +USD 40\.00 in 1 slice\(s\)/);
    const usd = bank.tokens["USD"]!;
    const before = await usd.balanceOf(BOB);
    const signatures = `${await sign("alice")},${await sign("bob")}`;
    const { exitCode, complaint } = await netting("settle", { signatures });
    expect(exitCode, complaint).to.equal(0);
    expect((await usd.balanceOf(BOB)) - before).to.equal(4_000n);
  });

  it("settles what was placed and recorded beforehand without any signature", async () => {
    const { netting, sign } = await built();
    expect((await netting("place", { signatures: await sign("alice") })).output).to.match(/^Places 1 slice/);
    expect((await netting("consent", { signatures: await sign("bob") })).output).to.match(/^Records 1 consent/);
    expect((await netting("settle")).exitCode).to.equal(0);
  });

  it("is closed once its time has passed, and what was placed is free again", async () => {
    const { netting, sign, time, bank } = await built();
    await netting("place", { signatures: await sign("alice") });
    const early = await netting("close");
    expect([early.exitCode, early.complaint.split(":")[0]]).to.deep.equal([1, "CycleNotDue"]);
    await time.increase(2n * DAY);
    expect((await netting("close")).exitCode).to.equal(0);
    expect(await bank.tokens["USD"]!.heldOf(ALICE)).to.equal(0n);
  });

  it("opens a second round for those who stay, built from the same list", async () => {
    const { run, netting, sign, time, path, build } = await built();
    const now = BigInt(await time.latest());
    const out = path("two-rounds");
    const first = { ...build, out, secondBy: isoDate(now + 5n * DAY) };
    expect((await run("netting build", first)).exitCode).to.equal(0);
    const none = await run("netting build", { ...build, after: out, out: path("second") });
    expect(none.complaint).to.match(/^--after: is cycle 0x\w+, which waits for no second round/);
    await time.increase(DAY);
    expect((await run("netting second-round", { file: out, as: indexOf("stranger") })).exitCode).to.equal(0);
    expect(jsonOf(await run("netting show", { file: out, json: true }))["status"]).to.equal("second round");
    expect((await netting("settle", { signatures: await sign("alice") })).exitCode).to.equal(1);
  });
});
