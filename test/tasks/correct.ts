import { expect } from "chai";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { pay } from "../../src/chain/index.js";
import { admitNotary, bytes32 } from "../chain/support.js";
import { CUSTODY, ORDER_TEXT, useLaw } from "../law-acts/support.js";
import { ALICE, BOB, indexOf, jsonOf } from "./support.js";

const load = await useLaw();
/** alice's opening 10,000.00 is the wrong mint. */
const WRONG = { currency: "USD", deposit: bytes32(1), order: ORDER_TEXT.order, custody: CUSTODY };
const ORDER = { order: ORDER_TEXT.order, currency: "USD" };
const CUSTODY_KEY = "25";
let files = 0;

/** The bank, and what the guide says now: which step is next. */
async function stage() {
  const law = await load();
  const ok = async (command: string, values: Record<string, string | boolean>) => {
    const ended = await law.run(command, { ...values, json: true });
    expect(ended.exitCode, `${command}: ${ended.complaint || ended.output}`).to.equal(0);
    return jsonOf(ended);
  };
  const next = async (more: Record<string, string> = {}) => {
    const { steps } = jsonOf(await law.run("correct", { ...WRONG, ...more, json: true }));
    const found = (steps as { state: string; what: string }[]).findIndex(({ state }) => state === "next");
    return found < 0 ? "none" : String(found + 1);
  };
  return { ...law, ok, next };
}

describe("correct", () => {
  it("ends with 2 for more than was minted and for no custody account, with 1 for a deposit never minted", async () => {
    const { run, height } = await stage();
    const before = await height();
    const more = await run("correct", { ...WRONG, amount: "10000.01" });
    expect([more.exitCode, more.complaint]).to.deep.equal([
      2,
      "--amount: is more than the USD 10000.00 that were minted. Give what was minted too much.",
    ]);
    expect((await run("correct", { ...WRONG, custody: BOB })).complaint).to.match(/^--custody: 0x\w+ is no custody/);
    const never = await run("correct", { ...WRONG, deposit: bytes32(77) });
    expect([never.exitCode, never.complaint.split(":")[0]]).to.deep.equal([1, "NeverMinted"]);
    expect(await height()).to.equal(before);
  });

  it("guides from the lien to the burn; only the next step's commands are given, and each is refused before", async () => {
    const { run, ok, next, bank, folder } = await stage();
    const supply = await bank.tokens["USD"]!.totalSupply();
    const first = await run("correct", WRONG);
    expect(first.exitCode).to.equal(1);
    expect(first.output).to.contain("1. NEXT  A lien stops the money at once");
    expect(first.output.match(/npm run/g)).to.have.length(2);
    expect(first.output).to.contain(`npm run legal -- lien --currency USD --wallet ${ALICE} --amount 10000.00 --order`);

    const { lienId } = await ok("legal lien", { ...ORDER_TEXT, currency: "USD", wallet: ALICE, amount: "10000.00" });
    expect(await next()).to.equal("3");
    const seize = await run("correct", WRONG);
    expect(seize.output).to.contain(`--custody ${CUSTODY} --lien ${String(lienId)} --amount 10000.00`);
    expect(seize.output).to.contain(" --approval seizure.json --yes test");
    await ok("legal seize", { ...ORDER, wallet: ALICE, custody: CUSTODY, lien: String(lienId), amount: "10000.00" });
    expect(await next()).to.equal("4");
    expect((await run("correct", WRONG)).output).to.contain("Registrar: npm run party -- account --wallet");

    await ok("party account", { wallet: CUSTODY, settlementAccount: "suspense 9001" });
    const file = join(folder, `correction-${files++}.json`);
    await ok("redeem request", { currency: "USD", amount: "10000.00", as: CUSTODY_KEY, out: file });
    expect(await next()).to.equal("5");
    await ok("redeem submit", { file, uetr: "97ed4827-7b6f-4491-a06f-b548d5a7512d" });
    expect(await next()).to.equal("6");
    await ok("redeem settle", { file });
    const done = await run("correct", WRONG);
    expect([done.exitCode, await next()]).to.deep.equal([0, "none"]);
    expect(done.output).to.contain("Corrected. What follows:");
    expect(await bank.tokens["USD"]!.totalSupply()).to.equal(supply - 1_000_000n);
    await rm(file);
  });

  it("has holds released first, and says what the customer has passed on", async () => {
    const { run, ok, next, bank, people, folder } = await stage();
    const notary = await admitNotary(bank, people);
    const out = join(folder, `held-${files++}.json`);
    await ok("hold place", {
      currency: "USD",
      to: BOB,
      notary,
      amount: "9000.00",
      terms: "t",
      as: indexOf("alice"),
      out,
    });
    await ok("legal lien", { ...ORDER_TEXT, currency: "USD", wallet: ALICE, amount: "10000.00" });
    expect(await next()).to.equal("2");
    expect((await run("correct", WRONG)).output).to.match(
      /npm run legal -- release --currency USD --hold 0x\w{64} --ord/,
    );

    const other = await stage();
    await pay(other.bank, other.people.alice, { currency: "USD", to: BOB, amount: 400_000n });
    await other.ok("legal lien", { ...ORDER_TEXT, currency: "USD", wallet: ALICE, amount: "10000.00" });
    const gone = await other.run("correct", WRONG);
    expect(gone.output).to.contain("The customer has passed USD 4000.00 on. The lien catches later credits");
    expect(gone.output).to.contain("--amount 6000.00");
    expect(await other.next({ amount: "6000.00" })).to.equal("3");
  });
});
