import { expect } from "chai";
import { join } from "node:path";

import { admitNotary, partyOf } from "../chain/support.js";
import { ALICE, BOB, indexOf, jsonOf, useSharedStage } from "./support.js";

const load = await useSharedStage();
const party = String(partyOf("alice"));
const as = indexOf("alice");
let files = 0;

describe("party closing", () => {
  it("ends with 1 for a party that nobody knows, and for one that is closed", async () => {
    const { run } = await load();
    const unknown = await run("party closing", { party: "4711" });
    expect([unknown.exitCode, unknown.complaint.split(":")[0]]).to.deep.equal([1, "PartyUnknown"]);
    await run("party close", { party: String(partyOf("dave")) });
    const closed = await run("party closing", { party: String(partyOf("dave")) });
    expect([closed.exitCode, closed.complaint.split(":")[0]]).to.deep.equal([1, "PartyIsClosed"]);
  });

  it("names everything that stands in the way, and what removes it; exit code 1 while something does", async () => {
    const { run, bank, people, folder } = await load();
    const notary = await admitNotary(bank, people);
    const file = join(folder, `closing-${files++}.json`);
    const hold = { currency: "USD", to: BOB, notary, amount: "3.00", terms: "t", as, out: file };
    expect((await run("hold place", hold)).exitCode).to.equal(0);
    const redemption = join(folder, `closing-${files++}.json`);
    await run("redeem request", { currency: "USD", amount: "5.00", as, out: redemption });
    await run("block", { party, order: "o" });
    const { exitCode, output } = await run("party closing", { party });
    expect(exitCode).to.equal(1);
    expect(output).to.match(/^4 thing\(s\) stand in the way of closing party 100:\n1\. 1 block\(s\) are live on it/);
    expect(output).to.match(/hold 0x\w+ of USD 3\.00 is open, in the hands of 0x\w+\./);
    expect(output).to.match(/redemption 0x\w+ of USD 5\.00 is requested\.\n {3}The redemption operator submits it/);
    expect(output).to.match(/USD 9992\.00 is free in 0x\w+\.\n {3}The customer redeems it: npm run redeem -- request/);
    const dues = await run("party closing", { party: String(partyOf("bob")) });
    expect(dues.output).to.match(/USD 3\.00 is due to it by hold 0x\w+ of 0x/);
  });

  it("says which command closes a party that nothing stands in the way of, and that command does", async () => {
    const { run } = await load();
    const bob = String(partyOf("bob"));
    const { next, obstacles } = jsonOf(await run("party closing", { party: bob, json: true }));
    expect([obstacles, next]).to.deep.equal([[], `npm run party -- close --party ${bob} --yes test`]);
    expect((await run("party close", { party: bob, yes: "test" })).exitCode).to.equal(0);
    expect((await run("party closing", { wallet: ALICE })).exitCode).to.equal(1);
  });
});
