import { expect } from "chai";
import { goodStanding } from "../support/token.js";
import { packStanding } from "../support/words.js";
import { PARTIES, useBank } from "../issuance/support.js";

const load = await useBank();
const ALICE = PARTIES.alice;
const classified = (zone: number, changes = {}) => packStanding({ ...goodStanding(zone), ...changes });

describe("classify", () => {
  it("is refused into the bank's zone 0 or above 14", async () => {
    const { registry, registrar, refuses } = await load();
    for (const zone of [0, 15, 16, 255]) {
      await refuses(registry.connect(registrar).classify(ALICE, zone, false), registry, "AdmissionInvalid", ALICE);
    }
  });

  it("is refused for a party that is unknown", async () => {
    const { registry, registrar, refuses } = await load();
    await refuses(registry.connect(registrar).classify(999n, 1, false), registry, "PartyUnknown", 999n);
  });

  it("sets zone and limits of every wallet in every token", async () => {
    const { registry, registrar, usd, jpy, alice, carol, standingOf, emits } = await load();
    await registry.connect(registrar).addWallets(ALICE, [carol]);
    const standing = classified(14, { limited: true });
    await emits(
      registry.connect(registrar).classify(ALICE, 14, true),
      ["PartyUpdated", ALICE, standing],
      ["StandingSet", carol, standing],
      ["StandingSet", alice, standing],
      ["StandingSet", carol, standing],
      ["StandingSet", alice, standing],
    );
    for (const token of [usd, jpy]) expect(await standingOf(token, alice)).to.equal(standing);
    await registry.connect(registrar).classify(ALICE, 2, false);
    expect(await standingOf(jpy, carol)).to.equal(classified(2));
  });

  it("cannot touch a block", async () => {
    const { registry, registrar, usd, alice, block, unblock, standingOf } = await load();
    await block(ALICE);
    await registry.connect(registrar).classify(ALICE, 3, true);
    expect(await standingOf(usd, alice)).to.equal(classified(3, { blocked: true, limited: true }));
    expect(await registry.blocksOf(ALICE)).to.equal(1n);
    await unblock(ALICE);
    expect(await standingOf(usd, alice)).to.equal(classified(3, { limited: true }));
  });
});
