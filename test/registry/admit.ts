import { expect } from "chai";
import { concat, ZeroAddress, ZeroHash } from "ethers";
import type { Log } from "../support/expect.js";
import { goodStanding } from "../support/token.js";
import { packStanding } from "../support/words.js";
import { PARTIES, settlementAccount, useBank } from "../issuance/support.js";
import { walletsFrom } from "./support.js";

const load = await useBank();

const CAROL = 103n;
const DAVE = 104n;
const ZONE_1 = packStanding(goodStanding(1));
const ZONE_2 = packStanding(goodStanding(2));

describe("admit", () => {
  describe("is refused", () => {
    it("for a party that exists, in the register or in the same page", async () => {
      const { registry, registrar, carol, dave, admissionOf, refuses } = await load();
      const admit = registry.connect(registrar).admit;
      await refuses(admit([admissionOf(carol, PARTIES.alice)]), registry, "PartyExists", PARTIES.alice);
      const twice = [admissionOf(carol, CAROL), admissionOf(dave, CAROL)];
      await refuses(admit(twice), registry, "PartyExists", CAROL);
      expect(await registry.partyOf(carol)).to.equal(0n);
    });

    it("under the id zero", async () => {
      const { registry, registrar, carol, admissionOf, refuses } = await load();
      await refuses(registry.connect(registrar).admit([admissionOf(carol, 0n)]), registry, "AdmissionInvalid", 0n);
    });

    for (const [fault, standing] of [
      ["in the bank's own zone 0", packStanding(goodStanding(0))],
      ["in zone 15, which does not exist", packStanding(goodStanding(15))],
      ["with the spare bit set", ZONE_1 | (1n << 39n)],
      ["blocked from the start", packStanding({ ...goodStanding(1), blocked: true })],
      ["not admitted", packStanding({ ...goodStanding(1), admitted: false })],
      ["with no standing at all", 0n],
    ] as const) {
      it(fault, async () => {
        const { registry, registrar, carol, admissionOf, refuses } = await load();
        const admission = { ...admissionOf(carol, CAROL), standing };
        await refuses(registry.connect(registrar).admit([admission]), registry, "AdmissionInvalid", CAROL);
      });
    }

    it("for the zero address", async () => {
      const { registry, registrar, admissionOf, refuses } = await load();
      const admission = admissionOf({ address: ZeroAddress }, CAROL);
      await refuses(registry.connect(registrar).admit([admission]), registry, "WalletInvalid", ZeroAddress);
    });

    it("for a wallet of another party, in the register or in the same page", async () => {
      const { registry, registrar, alice, carol, admissionOf, refuses } = await load();
      const admit = registry.connect(registrar).admit;
      await refuses(admit([admissionOf(alice, CAROL)]), registry, "WalletTaken", alice, PARTIES.alice);
      const twice = [admissionOf(carol, CAROL), admissionOf(carol, DAVE)];
      await refuses(admit(twice), registry, "WalletTaken", carol, CAROL);
    });

    it("for a contract whose code the bank has not listed, its own contracts included", async () => {
      const { registry, registrar, carol, usd, redemption, admissionOf, deployWallet, codeHashOf, refuses } =
        await load();
      const wallet = await deployWallet(carol);
      for (const contract of [wallet, { address: usd.target as string }, { address: redemption.target as string }]) {
        const admission = admissionOf(contract, CAROL);
        const args = [contract, await codeHashOf(contract)] as const;
        await refuses(registry.connect(registrar).admit([admission]), registry, "WalletCodeNotListed", ...args);
      }
    });
  });

  it("records the party and pushes its standing into every token", async () => {
    const { registry, registrar, usd, jpy, carol, admissionOf, standingOf, emits } = await load();
    const account = settlementAccount("carol");
    await emits(
      registry.connect(registrar).admit([admissionOf(carol, CAROL, { zone: 2, limited: true }, account)]),
      ["PartyAdmitted", CAROL, carol, ZONE_2 | (1n << 38n)],
      ["SettlementAccountSet", CAROL, account],
      ["StandingSet", carol, ZONE_2 | (1n << 38n)],
      ["StandingSet", carol, ZONE_2 | (1n << 38n)],
    );
    for (const token of [usd, jpy]) expect(await standingOf(token, carol)).to.equal(ZONE_2 | (1n << 38n));
    expect(await registry.partyOf(carol)).to.equal(CAROL);
    expect(await registry.standingOf(CAROL)).to.equal(ZONE_2 | (1n << 38n));
    expect(await registry.blocksOf(CAROL)).to.equal(0n);
    expect(await registry.walletsOf(CAROL)).to.deep.equal([carol.address]);
    expect(await registry.settlementAccountOf(carol)).to.equal(account);
  });

  it("sets no settlement account when there is none yet", async () => {
    const { registry, registrar, carol, admissionOf, emits } = await load();
    await emits(
      registry.connect(registrar).admit([admissionOf(carol, CAROL)]),
      ["PartyAdmitted", CAROL, carol, ZONE_1],
      ["StandingSet", carol, ZONE_1],
      ["StandingSet", carol, ZONE_1],
    );
    expect(await registry.settlementAccountOf(carol)).to.equal(ZeroHash);
  });

  it("admits the greatest id and the highest zone", async () => {
    const { registry, registrar, usd, carol, admissionOf, standingOf } = await load();
    await registry.connect(registrar).admit([admissionOf(carol, 2n ** 64n - 1n, { zone: 14 })]);
    expect(await registry.partyOf(carol)).to.equal(2n ** 64n - 1n);
    expect(await standingOf(usd, carol)).to.equal(packStanding(goodStanding(14)));
  });

  it("admits a smart account whose code is listed, and a key that delegated its code", async () => {
    const {
      registry,
      registrar,
      policyAdmin,
      usd,
      carol,
      alice,
      erin,
      admissionOf,
      deployWallet,
      codeHashOf,
      ...bank
    } = await load();
    const wallet = await deployWallet(carol);
    await registry.connect(policyAdmin).allowWalletCode(await codeHashOf(wallet));
    await bank.helpers.setCode(erin.address, concat(["0xef0100", alice.address]));
    await registry.connect(registrar).admit([admissionOf(wallet, CAROL), admissionOf(erin, DAVE)]);
    expect(await bank.standingOf(usd, wallet)).to.equal(ZONE_1);
    expect(await bank.standingOf(usd, erin)).to.equal(ZONE_1);
  });

  // Neighbours of equal standing travel together; every wallet must still get its own party's standing.
  for (const zones of [[1, 1, 1, 1, 1], [1, 2, 1, 2, 1], [1, 1, 2, 2, 2], [2, 1, 1, 1, 2], [1, 2, 3, 4, 5], [1], []]) {
    it(`pushes the right standing of a page in the zones ${zones.join(", ") || "(none)"}`, async () => {
      const { registry, registrar, usd, jpy, admissionOf, standingOf, emits } = await load();
      const page = walletsFrom(0, zones.length).map((address, i) =>
        admissionOf({ address }, 1000n + BigInt(i), { zone: zones[i] }),
      );
      const admitted = page.map(({ id, wallet, standing }): Log => ["PartyAdmitted", id, wallet, standing]);
      const runs: Array<typeof page> = [];
      for (const admission of page) {
        const last = runs.at(-1);
        if (last?.[0]!.standing === admission.standing) last.push(admission);
        else runs.push([admission]);
      }
      const logs = runs.flatMap((run): Log[] => {
        const pushed = run.map(({ wallet, standing }): Log => ["StandingSet", wallet, standing]);
        return [...admitted.splice(0, run.length), ...pushed, ...pushed];
      });
      await emits(registry.connect(registrar).admit(page), ...logs);
      for (const { wallet, standing, id } of page) {
        for (const token of [usd, jpy]) expect(await standingOf(token, { address: wallet })).to.equal(standing);
        expect(await registry.walletsOf(id)).to.deep.equal([wallet]);
      }
    });
  }

  it("reports a token that did not take the standing, and admits in the others", async () => {
    const { registry, registrar, policyAdmin, usd, jpy, carol, admissionOf, standingOf, emits } = await load();
    await jpy.connect(policyAdmin).admitContract(carol, 1n << 232n);
    const reason = jpy.interface.encodeErrorResult("StandingInvalid", [carol.address, ZONE_1]);
    await emits(
      registry.connect(registrar).admit([admissionOf(carol, CAROL)]),
      ["PartyAdmitted", CAROL, carol, ZONE_1],
      ["StandingSet", carol, ZONE_1],
      ["PushFailed", jpy, CAROL, reason],
    );
    expect(await standingOf(usd, carol)).to.equal(ZONE_1);
    expect(await standingOf(jpy, carol)).to.equal(0n);
  });

  it("reports each party of a run that a token did not take: none is left out of the repair", async () => {
    const { registry, registrar, policyAdmin, usd, jpy, carol, dave, admissionOf, standingOf, emits } = await load();
    await jpy.connect(policyAdmin).admitContract(carol, 1n << 232n);
    const reason = jpy.interface.encodeErrorResult("StandingInvalid", [carol.address, ZONE_1]);
    await emits(
      registry.connect(registrar).admit([admissionOf(dave, DAVE), admissionOf(carol, CAROL)]),
      ["PartyAdmitted", DAVE, dave, ZONE_1],
      ["PartyAdmitted", CAROL, carol, ZONE_1],
      ["StandingSet", dave, ZONE_1],
      ["StandingSet", carol, ZONE_1],
      ["PushFailed", jpy, DAVE, reason],
      ["PushFailed", jpy, CAROL, reason],
    );
    await registry.syncToken(jpy, [DAVE]);
    expect(await standingOf(jpy, dave)).to.equal(await standingOf(usd, dave));
  });
});
