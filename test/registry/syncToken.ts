import { expect } from "chai";
import { goodStanding } from "../support/token.js";
import { packStanding, Power } from "../support/words.js";
import { PARTIES, useBank } from "../issuance/support.js";

const load = await useBank();

const { alice: ALICE, bob: BOB } = PARTIES;
const ZONE_1 = packStanding(goodStanding(1));
const ZONE_1_BLOCKED = packStanding({ ...goodStanding(1), blocked: true });
const ZONE_2 = packStanding(goodStanding(2));

/** A bank with a third token, listed after its customers were admitted; carol is alice's second wallet. */
async function loadWithLateToken() {
  const bank = await load();
  const { registry, registrar, policyAdmin, anotherToken, carol } = bank;
  await registry.connect(registrar).addWallets(ALICE, [carol]);
  const late = await anotherToken("XEUR");
  await registry.connect(policyAdmin).listToken(late);
  return { ...bank, late, logsOfLate: [late] };
}

describe("syncToken", () => {
  it("is refused for a token that is not listed", async () => {
    const { registry, stranger, anotherToken, refuses } = await load();
    for (const token of [await anotherToken("XEUR"), stranger]) {
      await refuses(registry.syncToken(token, [ALICE]), registry, "TokenInvalid", token);
    }
  });

  it("is refused whole when one of the parties is unknown", async () => {
    const { registry, late, alice, standingOf, refuses } = await loadWithLateToken();
    await refuses(registry.syncToken(late, [ALICE, 999n]), registry, "PartyUnknown", 999n);
    expect(await standingOf(late, alice)).to.equal(0n);
  });

  it("finds nobody in a token that came later: until then nobody is paid in it", async () => {
    const { registry, late, alice, bob, standingOf, refuses } = await loadWithLateToken();
    for (const wallet of [alice, bob]) expect(await standingOf(late, wallet)).to.equal(0n);
    await refuses(late.connect(alice)["transfer(address,uint256)"](bob, 0n), late, "ERC7943CannotSend", alice);
    await registry.syncToken(late, [ALICE, BOB]);
    await late.connect(alice)["transfer(address,uint256)"](bob, 0n);
  });

  it("pushes the present truth into one token, page by page, whoever asks", async () => {
    const { registry, late, usd, alice, bob, carol, stranger, standingOf, emits } = await loadWithLateToken();
    const before = await usd.accountWord(alice);
    await registry.connect(stranger).syncToken(late, [ALICE]);
    for (const wallet of [alice, carol]) expect(await standingOf(late, wallet)).to.equal(ZONE_1);
    expect(await standingOf(late, bob)).to.equal(0n);
    await registry.connect(stranger).syncToken(late, [BOB]);
    expect(await standingOf(late, bob)).to.equal(ZONE_2);
    await emits(registry.connect(stranger).syncToken(usd, []));
    expect(await usd.accountWord(alice)).to.equal(before);
  });

  it("brings a block as well", async () => {
    const { registry, late, alice, carol, block, standingOf } = await loadWithLateToken();
    await block(ALICE);
    await registry.syncToken(late, [ALICE, BOB]);
    for (const wallet of [alice, carol]) expect(await standingOf(late, wallet)).to.equal(ZONE_1_BLOCKED);
  });

  it("changes nothing where the truth is known, and cannot lift a block", async () => {
    const { registry, usd, alice, block, emits } = await load();
    await block(ALICE);
    const before = await usd.accountWord(alice);
    await emits(registry.syncToken(usd, [ALICE]), ["StandingSet", alice, ZONE_1_BLOCKED]);
    expect(await usd.accountWord(alice)).to.equal(before);
  });

  it("reports a party that the token does not take, and goes on with the next", async () => {
    const { registry, policyAdmin, jpy, alice, bob, carol, registrar, emits } = await load();
    await jpy.connect(policyAdmin).admitContract(carol, Power.Issuer);
    await registry.connect(registrar).addWallets(ALICE, [carol]);
    const reason = jpy.interface.encodeErrorResult("StandingInvalid", [carol.address, ZONE_1]);
    await emits(
      registry.syncToken(jpy, [ALICE, BOB]),
      ["PushFailed", jpy, ALICE, reason],
      ["StandingSet", bob, ZONE_2],
    );
    expect(await registry.walletsOf(ALICE)).to.deep.equal([carol.address, alice.address]);
  });
});
