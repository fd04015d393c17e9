import { expect } from "chai";

import { POWERS } from "../../src/bank/roles.js";
import { readPowers } from "../../src/chain/index.js";
import { deskAddress } from "../../src/settlement/desks.js";
import { DAY } from "../chain/support.js";
import { indexOf, jsonOf, useStage } from "./support.js";

const load = await useStage();
const ESCROW = { desk: "OrderEscrow", currency: "USD" };
const ANYONE = { as: indexOf("stranger") };

describe("desk", () => {
  it("ends with 2 for a desk that is none, one that no token admits, and one that is not on the chain", async () => {
    const { run, height } = await load();
    const before = await height();
    const cases: [string, Record<string, string>, RegExp][] = [
      ["desk admit", { currency: "USD" }, /^--desk: is missing/],
      ["desk admit", { ...ESCROW, desk: "Escrow" }, /^--desk: there is no desk "Escrow"\. Use one of OrderEscrow, Rec/],
      ["desk admit", { ...ESCROW, desk: "SignedPayouts" }, /^--desk: there is no desk "SignedPayouts"/],
      ["desk admit", { desk: "OrderEscrow" }, /^--currency: is missing/],
      ["desk admit", ESCROW, /^--desk: OrderEscrow is not on this chain\. Deploy it first: desk deploy\.$/],
      ["desk close", ESCROW, /^desk: has no step "close"/],
    ];
    for (const [command, values, words] of cases) {
      const { exitCode, complaint } = await run(command, values);
      expect(exitCode, complaint).to.equal(2);
      expect(complaint).to.match(words);
    }
    expect(await height()).to.equal(before);
  });

  it("is deployed by anyone, admitted by the policy admin, dismissed by compliance", async () => {
    const { run, bank } = await load();
    const dry = await run("desk deploy", { ...ANYONE, dryRun: true });
    expect(dry.output)
      .to.contain(`OrderEscrow at ${deskAddress("OrderEscrow")}`)
      .and.contain("Nothing was sent.");
    expect((await run("desk deploy", ANYONE)).exitCode).to.equal(0);
    expect((await run("desk deploy", ANYONE)).output).to.equal("Every desk is on this chain already.");

    const other = await run("desk admit", { ...ESCROW, as: indexOf("COMPLIANCE") });
    expect([other.exitCode, other.complaint.split(":")[0]]).to.deep.equal([1, "AccessManagedUnauthorized"]);
    const admitted = await run("desk admit", { ...ESCROW, desk: "orderescrow" });
    expect(admitted.output).to.match(/^Admits OrderEscrow \(0x\w+\) in USD: NOTARY\.\nTransaction 0x/);
    expect(await readPowers(bank, "USD", deskAddress("OrderEscrow"))).to.equal(POWERS.NOTARY);
    expect(await readPowers(bank, "JPY", deskAddress("OrderEscrow"))).to.equal(0n);
    expect((await run("desk admit", ESCROW)).output).to.match(/Nothing to send\.$/);

    await run("desk admit", { desk: "InterbankClearing", currency: "USD" });
    const { desks } = jsonOf(await run("desk show", { json: true }));
    const shown = (desks as { name: string; admitted: Record<string, string[]> }[]).map(({ name, admitted: by }) => [
      name,
      by["USD"],
    ]);
    expect(shown).to.deep.include(["InterbankClearing", ["NOTARY", "BURNER", "CLEARING"]]);
    expect(shown).to.deep.include(["FxDesk", []]);

    expect((await run("desk dismiss", ESCROW)).output).to.match(/^Dismisses OrderEscrow/);
    expect(await readPowers(bank, "USD", deskAddress("OrderEscrow"))).to.equal(0n);
  });

  it("waits where the policy admin's role is held with a delay", async () => {
    const { run, bank, people, POLICY_ADMIN, time } = await load();
    await run("desk deploy", ANYONE);
    await bank.accessManager.connect(people.admin).grantRole(8n, POLICY_ADMIN, 2n * DAY);
    expect((await run("desk admit", ESCROW)).output).to.match(/^Schedules, 2 days ahead: Admits OrderEscrow/);
    expect(await readPowers(bank, "USD", deskAddress("OrderEscrow"))).to.equal(0n);
    await time.increase(2n * DAY);
    expect((await run("desk admit", { ...ESCROW, execute: true })).exitCode).to.equal(0);
    expect(await readPowers(bank, "USD", deskAddress("OrderEscrow"))).to.equal(POWERS.NOTARY);
  });
});
