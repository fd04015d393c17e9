import { expect } from "chai";

import { testAccount } from "../../src/bank/testAccounts.js";
import { ALICE, BOB, indexOf, jsonOf, useStage } from "./support.js";

const load = await useStage();
const PAYMENT = { currency: "USD", to: BOB, amount: "12.50", as: indexOf("alice") };

/** How a payment ends with these changes, as exit code and complaint. */
async function refusal(change: Record<string, string | boolean>, variables = {}): Promise<[number, string]> {
  const { run, height } = await load();
  const before = await height();
  const { exitCode, complaint } = await run("pay", { ...PAYMENT, ...change }, variables);
  expect(await height(), "nothing may be sent").to.equal(before);
  return [exitCode, complaint];
}

describe("pay", () => {
  describe("ends with 2 and names the flag", () => {
    const cases: [change: Record<string, string>, words: RegExp][] = [
      [{ currency: "" }, /^--currency: is missing\. /],
      [{ currency: "CHF" }, /^--currency: "CHF" is not a currency of this bank\. Use one of USD, JPY\.$/],
      [{ amount: "" }, /^--amount: is missing/],
      [{ amount: "12,50" }, /^--amount: "12,50" is not a decimal amount\. Write ASCII digits/],
      [{ amount: "0.001" }, /^--amount: 0\.001 has more decimals than USD has minor units \(2\)\. /],
      [{ amount: "0" }, /^--amount: is zero\. /],
      [{ amount: "-1" }, /^--amount: "-1" is not a decimal amount/],
      [{ to: "0x1234" }, /^--to: "0x1234" is not a checksummed address/],
      [{ to: BOB.toLowerCase() }, /^--to: .* is not a checksummed address/],
      [{ reference: "x".repeat(33) }, /^--reference: .* has 33 bytes in UTF-8, 32 are possible\. Shorten it/],
      [{ as: "40" }, /^--as: "40" is not possible\. Write a number from 0 to 39\./],
      [{ as: "alice" }, /^--as: "alice" is not possible/],
      [{ as: "" }, /^VOSTRO_KEY_CUSTOMER: there is no key for CUSTOMER\. Name a test account with --as/],
    ];
    for (const [change, words] of cases) {
      it(JSON.stringify(change), async () => {
        const [code, complaint] = await refusal(change);
        expect(code).to.equal(2);
        expect(complaint).to.match(words);
      });
    }

    it("or the variable of a malformed key, and never repeats the key", async () => {
      const [code, complaint] = await refusal({ as: "" }, { VOSTRO_KEY_CUSTOMER: "0xsecret" });
      expect(code).to.equal(2);
      expect(complaint).to.equal("VOSTRO_KEY_CUSTOMER: is not a private key. Write 0x and 64 hexadecimal digits.");
    });

    it("or the word that the act does not know", async () => {
      const { exitCode, complaint } = await (await load()).run("pay now", PAYMENT);
      expect([exitCode, complaint]).to.deep.equal([2, 'pay: takes no word "now". Use flags.']);
    });
  });

  it("ends with 1 and the sentence when the token refuses", async () => {
    const [code, complaint] = await refusal({ amount: "100000000" });
    expect(code).to.equal(1);
    expect(complaint).to.match(
      /^ERC20InsufficientBalance: 0x\w+ has USD 10000\.00 and would need USD 100000000\.00\. Pay less/,
    );
  });

  it("ends with 1 for a bank that is not deployed, saying what to do", async () => {
    const [code, complaint] = await refusal({ bank: "nobody" });
    expect(code).to.equal(1);
    expect(complaint).to.contain("nobody is not deployed on chain 31337").and.contain("npm run deploy");
  });

  it("prints a refusal as JSON on demand", async () => {
    const ended = await (await load()).run("pay", { ...PAYMENT, amount: "100000000", json: true });
    expect([ended.exitCode, ended.complaint]).to.deep.equal([1, ""]);
    expect(jsonOf(ended)).to.deep.include({ ok: false });
    expect(jsonOf(ended)["error"]).to.deep.include({ name: "ERC20InsufficientBalance" });
    const input = jsonOf(await (await load()).run("pay", { ...PAYMENT, amount: "x", json: true }));
    expect(input["error"]).to.deep.include({ name: "InputError", where: "--amount" });
  });

  it("tries a dry run on the node, says who must sign, and sends nothing", async () => {
    const { run, height } = await load();
    const before = await height();
    const { exitCode, output } = await run("pay", { ...PAYMENT, reference: "RE-1", dryRun: true });
    expect(exitCode).to.equal(0);
    expect(output).to.match(
      /^Would do: Pays USD 12\.50 from 0x\w+ to 0x\w+ under reference 0x\w{64}\.\nMust sign: 0x\w+ as CUSTOMER, sends it\nTried: DepositToken\.transfer, about \d+ gas\nNothing was sent\.$/,
    );
    expect(await height()).to.equal(before);
    const [code, complaint] = await refusal({ amount: "100000000", dryRun: true });
    expect([code, complaint.split(":")[0]]).to.deep.equal([1, "ERC20InsufficientBalance"]);
  });

  it("pays with a test account, and with a key from the environment", async () => {
    const { bank, run } = await load();
    const token = bank.tokens["USD"]!;
    const before = await token.balanceOf(BOB);
    const first = await run("pay", { ...PAYMENT, reference: "RE-2026-0042" });
    expect(first.exitCode).to.equal(0);
    expect(first.output).to.match(
      /^Pays USD 12\.50 from 0x\w+ to 0x\w+ under reference 0x\w+\.\nTransaction 0x\w{64} in block \d+, \d+ gas\.$/,
    );
    const key = { VOSTRO_KEY_CUSTOMER: testAccount(Number(indexOf("alice"))).privateKey };
    const second = jsonOf(await run("pay", { ...PAYMENT, as: "", json: true }, key));
    expect(second["ok"]).to.equal(true);
    expect((second["transaction"] as { events: { args: object }[] }).events[0]!.args).to.deep.equal({
      from: ALICE,
      to: BOB,
      value: "1250",
    });
    expect(await token.balanceOf(BOB)).to.equal(before + 2_500n);
  });
});

describe("why", () => {
  const QUESTION = { currency: "USD", from: ALICE, to: BOB, amount: "1.00" };

  it("ends with 2 for a question that cannot be asked", async () => {
    for (const [change, flag] of [
      [{ from: "" }, "--from"],
      [{ to: "x" }, "--to"],
      [{ spender: "x" }, "--spender"],
      [{ reference: "0x1" }, "--reference"],
    ] as const) {
      const { exitCode, complaint } = await (await load()).run("why", { ...QUESTION, ...change });
      expect([exitCode, complaint.split(":")[0]]).to.deep.equal([2, flag]);
    }
  });

  it("ends with 1 and the reason when it would fail, with 0 when it would not", async () => {
    const no = await (await load()).run("why", { ...QUESTION, amount: "999999999" });
    expect(no.exitCode).to.equal(1);
    expect(no.output).to.match(
      /^InsufficientBalance: The payer has USD .*\nPay less, .*\nCorridor from zone 1 to zone 2: allowed\.$/,
    );
    const yes = await (await load()).run("why", { ...QUESTION, json: true });
    expect(yes.exitCode).to.equal(0);
    expect(jsonOf(yes)).to.deep.include({ ok: true, reason: "Ok" });
  });
});
