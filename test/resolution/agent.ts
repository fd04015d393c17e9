import { expect } from "chai";
import { ROLES } from "../../src/bank/roles.js";
import { uetr } from "../issuance/support.js";
import { useTwoBanks, type TwoBanks } from "./support.js";

const load = await useTwoBanks();

/** The admin's two acts after the declaration: the agent redeems from now on, the old operator no more. */
async function handOver({ a, agent }: TwoBanks) {
  const manager = a.manager.connect(a.admin);
  await manager.grantRole(ROLES.REDEMPTION_OPERATOR, agent, 0);
  await manager.revokeRole(ROLES.REDEMPTION_OPERATOR, a.operator);
}

describe("redemption through the agent", () => {
  it("is not the agent's by being named: the admin hands it over", async () => {
    const banks = await load();
    const { a, agent, declare, refuses } = banks;
    const { hold, terms, id } = await a.requested();
    await declare();
    expect((await a.resolution.declarationOf(a.usd)).agent).to.equal(agent.address);
    const submit = (by: typeof agent) => a.redemption.connect(by).submit(hold, terms, uetr(id));
    await refuses(submit(agent), a.redemption, "AccessManagedUnauthorized", agent);
    await handOver(banks);
    await refuses(submit(a.operator), a.redemption, "AccessManagedUnauthorized", a.operator);
    await submit(agent);
  });

  it("pays and burns what was asked for before and after, while everything else is stopped", async () => {
    const banks = await load();
    const { a, alice, bob, agent, accepted } = banks;
    const early = await a.requested({ amount: 100_000n });
    const sealed = await a.submitted({ amount: 200_000n });
    await accepted();
    await handOver(banks);
    const late = await a.requested({ amount: 300_000n });
    const desk = a.redemption.connect(agent);
    for (const { hold, terms, id } of [early, late]) await desk.submit(hold, terms, uetr(id));
    // What the old operator had sent to the payment system is the agent's to settle.
    for (const { hold, terms } of [sealed, early, late]) await desk.settle(terms.token, hold);
    expect(await a.usd.balanceOf(alice)).to.equal(1_000_000n - 600_000n);
    await expect(a.usd.connect(alice)["transfer(address,uint256)"](bob, 1n)).to.be.revertedWithCustomError(
      a.usd,
      "OperationPaused",
    );
  });

  it("stays open to who did not move: no customer of the successor, and with a lapsed KYC", async () => {
    const banks = await load();
    const { a, carol, agent, customer, accepted, move, balances, transfer } = banks;
    await customer(carol, 103n, 50_000n, false);
    const register = await accepted();
    await handOver(banks);
    await move(register, carol);
    expect(await transfer.movedOf(carol)).to.equal(0n);
    await a.registry.connect(a.registrar).renew([103n], await a.now());

    const { hold, terms, id } = await a.redemptionOf({ payer: carol.address, amount: 50_000n });
    await a.request({ hold, terms, id }, carol);
    await a.redemption.connect(agent).submit(hold, terms, uetr(id));
    await a.redemption.connect(agent).settle(terms.token, hold);
    expect(await balances(carol)).to.deep.equal([0n, 0n]);
    expect(await a.redemption.redemptionOf(terms.token, id)).to.deep.equal([3n, uetr(id)]);
  });

  it("rejects with the bank's other person, and the money is the customer's to redeem again or to be moved", async () => {
    const banks = await load();
    const { a, alice, agent, accepted, move, balances } = banks;
    const register = await accepted();
    const { hold, terms, id } = await a.requested();
    await handOver(banks);
    await a.redemption.connect(agent).submit(hold, terms, uetr(id));
    const expiry = (await a.now()) + 3_600n;
    const message = { token: terms.token, hold: id, reason: "0x41433034", expiry };
    const approval = await a.signDesk(a.redemptionApprover, "RejectRedemption", message);
    await a.redemption.connect(agent).reject(terms.token, hold, "0x41433034", expiry, a.redemptionApprover, approval);
    await move(register, alice);
    expect(await balances(alice)).to.deep.equal([0n, 2_000_000n]);
  });
});
