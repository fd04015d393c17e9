import { expect } from "chai";
import { join } from "node:path";

import { attest, buildMintOrder, mintOrder, signMintOrder } from "../../src/chain/index.js";
import { bytes32 } from "../chain/support.js";
import { ALICE, BOB, indexOf, jsonOf, useDesk, useStage } from "./support.js";

const load = useDesk(await useStage(), "FxDesk", ["USD", "JPY"]);
const [TAKER, DEALER] = [indexOf("alice"), indexOf("bob")];
let files = 0;

/** bob has yen and quotes for alice's dollars, into the file. */
async function quoted() {
  const stage = await load();
  const { bank, people } = stage;
  await attest(bank, people.ATTESTOR, { currency: "JPY", figure: 1_000_000n });
  const yen = { currency: "JPY", payee: BOB, amount: 100_000n, depositReference: bytes32(9) };
  const order = await buildMintOrder(bank, yen);
  await mintOrder(bank, people.ISSUER, order, await signMintOrder(bank, people.APPROVER, order));
  const file = join(stage.folder, `quote-${files++}.json`);
  const quote = {
    ...{ taker: ALICE, takerToken: "USD", takerAmount: "100.00", dealerToken: "JPY", dealerAmount: "15012" },
    ...{ as: DEALER, out: file },
  };
  return { ...stage, quote, file, usd: bank.tokens["USD"]!, jpy: bank.tokens["JPY"]! };
}

describe("fx", () => {
  it("ends with 2 for tokens and amounts that cannot be, and for another's quote", async () => {
    const { run, quote, file, height } = await quoted();
    const before = await height();
    const cases: [string, Record<string, string>, RegExp][] = [
      [
        "quote",
        { ...quote, takerToken: "CHF" },
        /^--taker-token: "CHF" is no token\. Use one of USD, JPY, or another bank/,
      ],
      ["quote", { ...quote, takerToken: "EUR@0x12" }, /^--taker-token: "0x12" is not a checksummed address/],
      ["quote", { ...quote, dealerAmount: "15012.5" }, /^--dealer-amount: 15012\.5 has more decimals/],
      ["quote", { ...quote, dealerToken: "USD" }, /^fx quote: Both legs of the quote are in one token/],
      ["quote", { ...quote, minutes: "1441" }, /^--minutes: "1441" is not possible/],
    ];
    for (const [step, values, words] of cases) {
      const { exitCode, complaint } = await run(`fx ${step}`, values);
      expect(exitCode, complaint).to.equal(2);
      expect(complaint).to.match(words);
    }
    expect((await run("fx quote", quote)).exitCode).to.equal(0);
    const other = await run("fx settle", { file, as: indexOf("carol") });
    expect(other.complaint).to.match(/^--file: is a quote for 0x\w+, not for 0x\w+/);
    expect(await height()).to.equal(before);
  });

  it("settles both legs in one transaction, once", async () => {
    const { run, quote, file, usd, jpy } = await quoted();
    const said = await run("fx quote", quote);
    expect(said.output).to.match(/^Signs: 0x\w+ pays USD 100\.00 to 0x\w+ and gets JPY 15012\./);
    expect((await run("fx settle", { file, as: TAKER, dryRun: true })).output).to.contain("Nothing was sent.");
    const { exitCode, complaint } = await run("fx settle", { file, as: TAKER });
    expect(exitCode, complaint).to.equal(0);
    expect([await usd.balanceOf(BOB), await jpy.balanceOf(ALICE)]).to.deep.equal([10_000n, 15_012n]);
    const again = await run("fx settle", { file, as: TAKER });
    expect([again.exitCode, again.complaint.split(":")[0]]).to.deep.equal([1, "HoldNotOpen"]);
    const { legs } = jsonOf(await run("fx show", { file, json: true }));
    expect(legs).to.deep.equal({ taker: "Closed", dealer: "Closed" });
  });

  it("ends with 1 once the quote has lapsed, or its dealer has taken its leg back", async () => {
    const { run, quote, file, time } = await quoted();
    await run("fx quote", quote);
    expect((await run("fx cancel", { file, as: DEALER })).exitCode).to.equal(0);
    const withdrawn = await run("fx settle", { file, as: TAKER });
    expect([withdrawn.exitCode, withdrawn.complaint.split(":")[0]]).to.deep.equal([1, "HoldNotOpen"]);
    const late = `${file}.late`;
    await run("fx quote", { ...quote, out: late, minutes: "1" });
    await time.increase(60n);
    const lapsed = await run("fx settle", { file: late, as: TAKER });
    expect([lapsed.exitCode, lapsed.complaint.split(":")[0]]).to.deep.equal([1, "FxQuoteExpired"]);
  });
});
