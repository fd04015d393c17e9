import { expect } from "chai";

import { attest } from "../../src/chain/index.js";
import { ALICE, jsonOf, useStage } from "./support.js";

const load = await useStage();

describe("token, account and supply", () => {
  it("end with 2 for a currency, address or block that is none", async () => {
    const { run } = await load();
    expect((await run("token")).complaint).to.match(/^--currency: is missing/);
    expect((await run("account", { currency: "USD", wallet: "alice" })).complaint).to.match(
      /^--wallet: "alice" is not/,
    );
    expect((await run("supply", { currency: "USD", block: "latest" })).complaint).to.match(
      /^--block: "latest" is not possible/,
    );
    const later = await run("supply", { currency: "USD", block: "999999" });
    expect([later.exitCode, later.complaint.split(":")[0]]).to.deep.equal([1, "NoSuchBlock"]);
  });

  it("show a token in words and as JSON", async () => {
    const { run } = await load();
    const { output, exitCode } = await run("token", { currency: "USD" });
    expect(exitCode).to.equal(0);
    expect(output).to.match(/supply +USD 10000\.00\nbacking +USD 50000\.00\nmay be minted +USD 40000\.00/);
    expect(output).to.match(/corridors open +0>1 0>2 0>3 1>1 1>2 2>1 2>2\nunder review +1>3\n/);
    expect(jsonOf(await run("token", { currency: "USD", json: true }))).to.deep.include({
      ok: true,
      supply: "1000000",
      decimals: 2,
    });
  });

  it("show an account and why it may not act", async () => {
    const { run } = await load();
    expect((await run("account", { currency: "USD", wallet: ALICE })).output).to.match(
      /standing +may pay and be paid\nparty +100\n/,
    );
    await run("block", { wallet: ALICE, order: "o" });
    const { output } = await run("account", { currency: "USD", wallet: ALICE });
    expect(output).to.contain("may neither pay nor be paid: blocked as a party by 1 order(s)");
    expect(jsonOf(await run("account", { currency: "USD", wallet: ALICE, json: true }))).to.deep.include({
      blocks: "1",
      mayAct: false,
    });
  });

  it("tell supply at a block, and end with 1 when it is not covered", async () => {
    const { run, bank, time, height, ATTESTOR } = await load();
    const block = String(await height());
    await time.increase(5);
    await attest(bank, ATTESTOR, { currency: "USD", figure: 1n });
    const now = await run("supply", { currency: "USD" });
    expect(now.exitCode).to.equal(1);
    expect(now.output).to.match(/findings +backing: deposits of USD 0\.01 do not cover the supply of USD 10000\.00/);
    const before = await run("supply", { currency: "USD", block });
    expect([before.exitCode, /findings +none/.test(before.output)]).to.deep.equal([0, true]);
    expect(jsonOf(await run("supply", { currency: "USD", block, json: true }))).to.deep.include({
      supply: "1000000",
      block: Number(block),
      findings: [],
    });
  });
});
