import { expect } from "chai";
import { MaxUint256, ZeroAddress } from "ethers";
import { CONTRACTS, goodStanding, useToken } from "../support/token.js";
import { LOCAL_BLOCK, packStanding, Power } from "../support/words.js";

const load = await useToken();
const EVERY_POWER = Power.Notary | Power.Issuer | Power.Burner | Power.Clearing;
/** Bits of an account word that are no powers: a local block, an admission, a balance, a lien, spare bits, nothing. */
const NO_POWERS = [0n, LOCAL_BLOCK, 1n << 228n, 1n, 1n << 64n, 1n << 237n, MaxUint256, Power.Notary | LOCAL_BLOCK];

describe("admitContract", () => {
  it("is refused to anybody but the policy admin, to those that may dismiss too", async () => {
    const { alice, stranger, compliance, guardian, admin, as, refuses } = await load();
    for (const caller of [alice, compliance, guardian, admin]) {
      await refuses(as(caller).admitContract(stranger, Power.Notary), "AccessManagedUnauthorized", caller);
    }
  });

  it("is refused for bits that are no powers", async () => {
    const { stranger, policyAdmin, as, refuses } = await load();
    for (const bits of NO_POWERS) {
      await refuses(as(policyAdmin).admitContract(stranger, bits), "LocalBitsInvalid", stranger, bits);
    }
  });

  it("is refused for a customer: a notary is never a holder", async () => {
    const { alice, policyAdmin, as, push, refuses } = await load();
    await push(alice, { blocked: true, validUntil: 1n });
    await refuses(as(policyAdmin).admitContract(alice, Power.Notary), "LocalBitsInvalid", alice, Power.Notary);
  });

  it("is refused for an account that is no customer any more and still has money", async () => {
    const { alice, policyAdmin, as, push, refuses } = await load();
    await push(alice, { admitted: false, zone: 0 });
    await refuses(as(policyAdmin).admitContract(alice, Power.Notary), "LocalBitsInvalid", alice, Power.Notary);
  });

  it("is refused for the zero address and the token itself", async () => {
    const { token, policyAdmin, as, refuses } = await load();
    for (const account of [ZeroAddress, await token.getAddress()]) {
      await refuses(as(policyAdmin).admitContract(account, Power.Issuer), "LocalBitsInvalid", account, Power.Issuer);
    }
  });

  it("adds powers to those a contract has, and shows all of them in the event", async () => {
    const { stranger, policyAdmin, as, accountOf, emits } = await load();
    const admit = (powers: bigint) => as(policyAdmin).admitContract(stranger, powers);
    await emits(admit(Power.Notary), ["LocalBitsSet", stranger, Power.Notary]);
    await emits(admit(Power.Burner), ["LocalBitsSet", stranger, Power.Notary | Power.Burner]);
    await emits(admit(EVERY_POWER), ["LocalBitsSet", stranger, EVERY_POWER]);
    expect(await accountOf(stranger)).to.deep.equal({
      balance: 0n,
      frozen: 0n,
      held: 0n,
      standing: 0n,
      local: EVERY_POWER,
    });
  });

  it("gives each power alone: an issuer holds nothing in escrow, a notary mints nothing", async () => {
    const { alice, issuer, notary, as, holdOf, mint, refuses } = await load();
    await refuses(as(alice).placeHold(await holdOf({ notary: issuer.address })), "NotaryNotAdmitted", issuer);
    await refuses(as(notary).mint(alice, 1n, "0x" + "11".repeat(32)), "CallerNotAdmitted", notary);
    await mint(alice, 1n);
  });
});

describe("dismissContract", () => {
  it("is refused to anybody but compliance, to those that may admit too", async () => {
    const { alice, notary, policyAdmin, guardian, admin, as, refuses } = await load();
    for (const caller of [alice, policyAdmin, guardian, admin]) {
      await refuses(as(caller).dismissContract(notary, Power.Notary), "AccessManagedUnauthorized", caller);
    }
  });

  it("is refused for bits that are no powers: it lifts no block", async () => {
    const { notary, compliance, as, refuses } = await load();
    for (const bits of NO_POWERS) {
      await refuses(as(compliance).dismissContract(notary, bits), "LocalBitsInvalid", notary, bits);
    }
  });

  it("takes the named powers and leaves the others", async () => {
    const { clearing, compliance, as, accountOf, emits } = await load();
    const left = CONTRACTS.clearing & ~Power.Burner;
    await emits(as(compliance).dismissContract(clearing, Power.Burner), ["LocalBitsSet", clearing, left]);
    expect((await accountOf(clearing)).local).to.equal(left);
    await emits(as(compliance).dismissContract(clearing, EVERY_POWER), ["LocalBitsSet", clearing, 0n]);
  });

  it("of all powers makes the account an ordinary one again", async () => {
    const { token, notary, compliance, registry, as } = await load();
    await as(compliance).dismissContract(notary, Power.Notary);
    await as(registry).setStanding([notary], packStanding(goodStanding(1)));
    expect(await token.canReceive(notary)).to.equal(true);
  });
});
