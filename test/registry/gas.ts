import { expect } from "chai";
import type { DepositToken } from "../../typechain-types/index.js";
import { goodStanding } from "../support/token.js";
import { packStanding, reference } from "../support/words.js";
import { PARTIES, useBank, type Bank } from "../issuance/support.js";
import { walletsFrom } from "./support.js";

const load = await useBank();

const ALICE = PARTIES.alice;
const BLOCKED = packStanding({ ...goodStanding(1), blocked: true });
const ENDED = packStanding({ ...goodStanding(1), validUntil: 1n });
const RETIRED = packStanding({ ...goodStanding(1), retired: true });
const LIMITS_TRIED = 64n;

type Act = (gasLimit: bigint) => Promise<{ wait: () => Promise<{ gasUsed: bigint } | null> }>;

interface Swept {
  /** Gas limits under which the act passed and the property was broken. */
  broken: bigint[];
  passed: number;
  /** Why the others reverted. */
  refusals: Set<string>;
}

/**
 * Tries an act under many gas limits around what it uses when nothing is short, where one token of several is the one
 * that falls short; each from the same state.
 */
async function sweep({ helpers }: Bank, act: Act, property: () => Promise<boolean>): Promise<Swept> {
  const attempt = async <T>(what: () => Promise<T>): Promise<T> => {
    const snapshot = await helpers.takeSnapshot();
    const result = await what();
    await snapshot.restore();
    return result;
  };
  const used = await attempt(async () => (await (await act(16_000_000n)).wait())!.gasUsed);
  const [least, most] = [(used * 6n) / 10n, (used * 21n) / 20n];
  const swept: Swept = { broken: [], passed: 0, refusals: new Set() };
  for (let i = 1n; i <= LIMITS_TRIED; ++i) {
    const gasLimit = least + ((most - least) * i) / LIMITS_TRIED;
    await attempt(async () => {
      try {
        await act(gasLimit);
      } catch (problem) {
        swept.refusals.add(/GasTooLow/.test(String(problem)) ? "GasTooLow" : "out of gas");
        return;
      }
      swept.passed += 1;
      if (!(await property())) swept.broken.push(gasLimit);
    });
  }
  return swept;
}

const blockWith =
  ({ registry, compliance }: Bank): Act =>
  (gasLimit) =>
    registry.connect(compliance).blockParty(ALICE, reference("order 1"), { gasLimit });

/** Every wallet that a token knows has the standing there; a wallet never pushed can do nothing anyway. */
const allHave =
  ({ registry, standingOf }: Bank, tokens: DepositToken[], standing: bigint) =>
  async () => {
    for (const address of await registry.walletsOf(ALICE)) {
      for (const token of tokens) {
        if (![standing, 0n].includes(await standingOf(token, { address }))) return false;
      }
    }
    return true;
  };

// A party that escapes a block in one token because the transaction was sent with little gas would be free there, while
// the bank's register says that it is blocked (rule 12).
describe("with too little gas", () => {
  for (const wallets of [1, 10, 40]) {
    it(`a block of ${wallets} wallets reverts, or every token takes it`, async () => {
      const bank = await load();
      const { registry, registrar, usd, jpy } = bank;
      if (wallets > 1) await registry.connect(registrar).addWallets(ALICE, walletsFrom(0, wallets - 1));
      const { broken, passed, refusals } = await sweep(bank, blockWith(bank), allHave(bank, [usd, jpy], BLOCKED));
      expect(broken).to.deep.equal([]);
      expect(passed).to.be.greaterThan(0);
      expect([...refusals]).to.include("GasTooLow");
    });
  }

  it("a block reverts, or every token takes it: one that was listed late knows the party's newest wallet only", async () => {
    const bank = await load();
    const { registry, registrar, policyAdmin, anotherToken, usd, jpy, carol } = bank;
    await registry.connect(registrar).addWallets(ALICE, walletsFrom(0, 30));
    const late = await anotherToken("XEUR");
    await registry.connect(policyAdmin).listToken(late);
    await registry.connect(registrar).addWallets(ALICE, [carol]);
    const { broken, passed } = await sweep(bank, blockWith(bank), allHave(bank, [usd, jpy, late], BLOCKED));
    expect(broken).to.deep.equal([]);
    expect(passed).to.be.greaterThan(0);
  });

  it("a renewal that shortens reverts, or every token takes it", async () => {
    const bank = await load();
    const { registry, registrar, usd, jpy } = bank;
    await registry.connect(registrar).addWallets(ALICE, walletsFrom(0, 9));
    const renew: Act = (gasLimit) => registry.connect(registrar).renew([ALICE], 1n, { gasLimit });
    const { broken, passed } = await sweep(bank, renew, allHave(bank, [usd, jpy], ENDED));
    expect(broken).to.deep.equal([]);
    expect(passed).to.be.greaterThan(0);
  });

  for (const older of [0, 30]) {
    // What was lost would go on paying in the token that missed it.
    it(`a retirement reverts, or every token takes it: of one wallet among ${older + 2}`, async () => {
      const bank = await load();
      const { registry, registrar, legalOrders, usd, jpy, alice, carol, standingOf } = bank;
      await registry.connect(registrar).addWallets(ALICE, [...walletsFrom(0, older), carol.address]);
      const retire: Act = (gasLimit) => registry.connect(legalOrders).retireWallet(alice, carol, { gasLimit });
      const retired = async () =>
        (await Promise.all([usd, jpy].map((token) => standingOf(token, alice)))).every((has) => has === RETIRED);
      const { broken, passed, refusals } = await sweep(bank, retire, retired);
      expect(broken).to.deep.equal([]);
      expect(passed).to.be.greaterThan(0);
      expect([...refusals]).to.include("GasTooLow");
    });
  }

  it("a block of a party with lost wallets reverts, or every token takes it for the live and for the lost", async () => {
    const bank = await load();
    const { registry, registrar, usd, jpy, carol } = bank;
    const lost = walletsFrom(0, 9);
    await registry.connect(registrar).addWallets(ALICE, [...walletsFrom(50, 9), ...lost, carol.address]);
    for (const address of lost) await bank.retire({ address }, carol);
    const blocked = async () => {
      for (const address of await registry.walletsOf(ALICE)) {
        const expected = lost.includes(address) ? BLOCKED | (1n << 39n) : BLOCKED;
        for (const token of [usd, jpy]) if ((await bank.standingOf(token, { address })) !== expected) return false;
      }
      return true;
    };
    const { broken, passed, refusals } = await sweep(bank, blockWith(bank), blocked);
    expect(broken).to.deep.equal([]);
    expect(passed).to.be.greaterThan(0);
    expect([...refusals]).to.include("GasTooLow");
  });

  it("a sync that brings a block reverts, or the token takes it", async () => {
    const bank = await load();
    const { registry, registrar, policyAdmin, compliance, jpy, carol, stranger } = bank;
    await registry.connect(registrar).addWallets(ALICE, walletsFrom(0, 9));
    // The yen missed the block, for a reason that has gone since.
    await jpy.connect(policyAdmin).admitContract(carol, 1n << 232n);
    await registry.connect(registrar).addWallets(ALICE, [carol]);
    await bank.block(ALICE);
    await jpy.connect(compliance).dismissContract(carol, 1n << 232n);
    const sync: Act = (gasLimit) => registry.connect(stranger).syncToken(jpy, [ALICE], { gasLimit });
    const { broken, passed } = await sweep(bank, sync, allHave(bank, [jpy], BLOCKED));
    expect(broken).to.deep.equal([]);
    expect(passed).to.be.greaterThan(0);
  });
});
