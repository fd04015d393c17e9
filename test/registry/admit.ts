import { expect } from "chai";
import { concat, hexlify, toUtf8Bytes, ZeroAddress, ZeroHash } from "ethers";
import type { Log } from "../support/expect.js";
import { goodStanding } from "../support/token.js";
import { packProfile, packStanding, PartyKind, reference } from "../support/words.js";
import { PARTIES, profileOf, settlementAccount, useBank, type Bank } from "../issuance/support.js";
import { walletsFrom } from "./support.js";

const load = await useBank();

const CAROL = 103n;
const DAVE = 104n;
const ZONE_1 = packStanding(goodStanding(1));
const ZONE_2 = packStanding(goodStanding(2));
const LEI = hexlify(toUtf8Bytes("984500MERIDIANTRD056"));

type Admission = ReturnType<Bank["admissionOf"]>;

/** In this register a country's number is its zone's. */
const zoneOf = ({ profile }: Admission): number => Number(profile & 0x3ffn);
const standingIn = (admission: Admission) => packStanding(goodStanding(zoneOf(admission)));
const admitted = (admission: Admission): Log => {
  const { id, wallet, profile, lei, programme } = admission;
  return ["PartyAdmitted", id, wallet, standingIn(admission), profile, lei, programme];
};

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

    for (const [fault, changes] of [
      ["that resides nowhere", { residency: 0, control: 1 }],
      ["that resides beyond ISO 3166-1", { residency: 1_000, control: 1 }],
      ["that nobody controls", { control: 0 }],
      ["that is controlled from beyond ISO 3166-1", { control: 1_023 }],
      ["of kind 5, which does not exist", { kind: 5 }],
      ["of kind 7, which does not exist", { kind: 7 }],
      ["that is a client of a client of nobody", { kind: PartyKind.ClientOfClient, limited: true }],
      ["that is the bank's own client, and another's", { homeBank: 7, limited: true }],
      ["that is a bank with a home bank", { kind: PartyKind.Bank, homeBank: 255, limited: true }],
      ["that is a client of a client without limits", { kind: PartyKind.ClientOfClient, homeBank: 7 }],
    ] as const) {
      it(`for a party ${fault}`, async () => {
        const { registry, registrar, policyAdmin, carol, admissionOf, refuses } = await load();
        for (const homeBank of [7, 255]) await registry.connect(policyAdmin).setInstitution(homeBank, LEI);
        const admission = admissionOf(carol, CAROL, changes);
        await refuses(registry.connect(registrar).admit([admission]), registry, "AdmissionInvalid", CAROL);
      });
    }

    it("for a client of an institution that nobody has named", async () => {
      const { registry, registrar, policyAdmin, carol, admissionOf, refuses } = await load();
      await registry.connect(policyAdmin).setInstitution(7, LEI);
      const admission = admissionOf(carol, CAROL, { kind: PartyKind.ClientOfClient, homeBank: 8, limited: true });
      await refuses(registry.connect(registrar).admit([admission]), registry, "InstitutionUnknown", 8n);
    });

    it("whole, for one party in a country that leads to no zone", async () => {
      const { registry, registrar, carol, dave, admissionOf, refuses } = await load();
      const page = [admissionOf(dave, DAVE), admissionOf(carol, CAROL, { residency: 15 })];
      await refuses(registry.connect(registrar).admit(page), registry, "CountryNotServed", CAROL, 15n);
      expect(await registry.partyOf(dave)).to.equal(0n);
    });

    it("without an approval id where the zone's programme needs one, whatever the profile claims", async () => {
      const { registry, registrar, compliance, carol, admissionOf, refuses } = await load();
      await registry.connect(compliance).requireProgramme(3);
      const admission = admissionOf(carol, CAROL, { zone: 3 });
      const claimed = { ...admission, profile: admission.profile | (1n << 23n) };
      for (const bare of [admission, claimed]) {
        await refuses(registry.connect(registrar).admit([bare]), registry, "ProgrammeRequired", CAROL, 3n);
      }
    });

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
    const changes = { zone: 2, limited: true, lei: LEI, programmeHash: reference("approval 17") };
    const admission = admissionOf(carol, CAROL, changes, account);
    await emits(
      registry.connect(registrar).admit([admission]),
      ["PartyAdmitted", CAROL, carol, ZONE_2 | (1n << 38n), admission.profile, LEI, changes.programmeHash],
      ["SettlementAccountSet", CAROL, account],
      ["StandingSet", carol, ZONE_2 | (1n << 38n)],
      ["StandingSet", carol, ZONE_2 | (1n << 38n)],
    );
    for (const token of [usd, jpy]) expect(await standingOf(token, carol)).to.equal(ZONE_2 | (1n << 38n));
    expect(await registry.partyOf(carol)).to.equal(CAROL);
    expect(await registry.standingOf(CAROL)).to.equal(ZONE_2 | (1n << 38n));
    expect(await registry.profileOf(CAROL)).to.equal(packProfile({ ...profileOf(changes), programme: true }));
    expect(await registry.blocksOf(CAROL)).to.equal(0n);
    expect(await registry.walletsOf(CAROL)).to.deep.equal([carol.address]);
    expect(await registry.settlementAccountOf(carol)).to.equal(account);
  });

  it("sets no settlement account when there is none yet", async () => {
    const { registry, registrar, carol, admissionOf, emits } = await load();
    await emits(
      registry.connect(registrar).admit([admissionOf(carol, CAROL)]),
      admitted(admissionOf(carol, CAROL)),
      ["StandingSet", carol, ZONE_1],
      ["StandingSet", carol, ZONE_1],
    );
    expect(await registry.settlementAccountOf(carol)).to.equal(ZeroHash);
  });

  it("says by itself whether a programme is on record, whatever the caller's profile says", async () => {
    const { registry, registrar, carol, dave, admissionOf } = await load();
    const BIT = 1n << 23n;
    const [none, some] = [admissionOf(carol, CAROL), admissionOf(dave, DAVE, { programmeHash: reference("approval") })];
    await registry.connect(registrar).admit([
      { ...none, profile: none.profile | BIT },
      { ...some, profile: some.profile & ~BIT },
    ]);
    expect(await registry.profileOf(CAROL)).to.equal(none.profile);
    expect(await registry.profileOf(DAVE)).to.equal(some.profile);
    expect([none.profile & BIT, some.profile & BIT]).to.deep.equal([0n, BIT]);
  });

  for (const [name, kind] of Object.entries(PartyKind)) {
    it(`admits a party of the kind ${name}`, async () => {
      const { registry, registrar, policyAdmin, carol, admissionOf } = await load();
      await registry.connect(policyAdmin).setInstitution(255, LEI);
      const served = kind === PartyKind.ClientOfClient ? { homeBank: 255, limited: true } : {};
      const admission = admissionOf(carol, CAROL, { kind, ...served });
      await registry.connect(registrar).admit([admission]);
      expect(await registry.profileOf(CAROL)).to.equal(admission.profile);
    });
  }

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
      const pushed = (run: Admission[]) => {
        const once = run.map((admission): Log => ["StandingSet", admission.wallet, standingIn(admission)]);
        return [...once, ...once];
      };
      const logs: Log[] = [];
      let run: Admission[] = [];
      for (const admission of page) {
        // The zone of the next party is derived before the run of those before it is pushed.
        logs.push(admitted(admission));
        if (run[0] !== undefined && zoneOf(run[0]) !== zoneOf(admission)) {
          logs.push(...pushed(run));
          run = [];
        }
        run.push(admission);
      }
      logs.push(...pushed(run));
      await emits(registry.connect(registrar).admit(page), ...logs);
      for (const admission of page) {
        const { id, wallet } = admission;
        for (const token of [usd, jpy]) {
          expect(await standingOf(token, { address: wallet })).to.equal(standingIn(admission));
        }
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
      admitted(admissionOf(carol, CAROL)),
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
      admitted(admissionOf(dave, DAVE)),
      admitted(admissionOf(carol, CAROL)),
      ["StandingSet", dave, ZONE_1],
      ["StandingSet", carol, ZONE_1],
      ["PushFailed", jpy, DAVE, reason],
      ["PushFailed", jpy, CAROL, reason],
    );
    await registry.syncToken(jpy, [DAVE]);
    expect(await standingOf(jpy, dave)).to.equal(await standingOf(usd, dave));
  });
});
