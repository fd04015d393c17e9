import { expect } from "chai";
import { reason } from "../support/words.js";
import { ALICE, ALICE_LIMITS, Cause, useCompliance } from "./support.js";

const load = await useCompliance();

describe("between two wallets of one party", () => {
  it("a payment counts nothing and passes every figure", async () => {
    const { alice, dave, pay, cut, used, assess } = await load();
    await cut(ALICE, { ...ALICE_LIMITS, perPayment: 1n, windowValue: 1n, windowCount: 0n, holdingCap: 0n });
    const both = Cause.PayerLimited | Cause.PayeeLimited;
    expect(await assess(0n, alice, dave, 800_000n, both)).to.equal(reason("Ok"));
    await pay(alice, dave, 800_000n);
    await pay(dave, alice, 1n);
    expect(await used(ALICE)).to.deep.equal({ value: 0n, count: 0n });
  });

  it("it is refused all the same while no limits are set", async () => {
    const { jpy, policyAdmin, limits, alice, dave, pay, limited } = await load();
    await jpy.connect(policyAdmin).setLimits(limits);
    await limited(pay(alice, dave, 1n, jpy), "PartyLimitsNotSet", jpy, ALICE);
  });

  it("it is known without being enrolled: a wallet added today is the party's own", async () => {
    const { registry, registrar, alice, stranger, pay, used } = await load();
    await registry.connect(registrar).addWallets(ALICE, [stranger]);
    await pay(alice, stranger, 900_001n);
    expect(await used(ALICE)).to.deep.equal({ value: 0n, count: 0n });
  });

  it("a hold counts like any hold: its payee may change", async () => {
    const { dave, placed, used, execute } = await load();
    const hold = await placed({ payee: dave.address, amount: 400_000n });
    await execute(hold);
    expect(await used(ALICE)).to.deep.equal({ value: 400_000n, count: 1n });
  });
});
