import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { LimitsDouble__factory } from "../../typechain-types/index.js";
import { MAX_AMOUNT, Operation, reason, REASONS, type ReasonName } from "../support/words.js";
import { ALICE_USD, PARTIES, useBank, type Bank } from "../issuance/support.js";

const load = await useBank();

/** Alice (zone 1) pays bob (zone 2); carol (alice's second wallet) may spend for her. */
async function loadWithSpender() {
  const bank = await load();
  const { lens, usd, registry, registrar, alice, bob, carol } = bank;
  await registry.connect(registrar).addWallets(PARTIES.alice, [carol]);
  await usd.connect(alice).approve(carol, 1_000n);
  const asked = async (spender = alice, to: { address: string } = bob, amount = 1_000n) =>
    REASONS[Number(await lens.checkTransfer(usd, spender, alice, to.address, amount))];
  return { ...bank, asked };
}

async function installLimits({ usd, admin, policyAdmin }: Bank, answer: ReasonName) {
  const limits = await new LimitsDouble__factory(admin).deploy();
  await limits.setAnswer(reason(answer));
  await usd.connect(policyAdmin).setLimits(limits);
}

describe("checkTransfer", () => {
  const causes: Partial<Record<ReasonName, (bank: Bank) => Promise<unknown>>> = {
    Paused: ({ usd, guardian }) => usd.connect(guardian).pause(Operation.Transfer),
    PayerBlocked: ({ block }) => block(PARTIES.alice),
    PayerExpired: ({ registry, registrar }) => registry.connect(registrar).renew([PARTIES.alice], 1n),
    PayeeBlocked: ({ usd, compliance, bob }) => usd.connect(compliance).blockWallet(bob),
    PayeeExpired: ({ registry, registrar }) => registry.connect(registrar).renew([PARTIES.bob], 1n),
    PayerRetired: ({ retire, alice, carol }) => retire(alice, carol),
    PayeeRetired: async ({ registry, registrar, retire, bob, dave }) => {
      await registry.connect(registrar).addWallets(PARTIES.bob, [dave]);
      await retire(bob, dave);
    },
    CorridorDenied: ({ reclassify }) => reclassify(PARTIES.bob, { zone: 4 }),
    LimitsMissing: ({ reclassify }) => reclassify(PARTIES.bob, { zone: 2, limited: true }),
    ...Object.fromEntries(
      (["ClearanceMissing", "PayerLimit", "PayeeLimit", "LimitsNotSet", "TravelRecordMissing"] as const).map(
        (answer) => [
          answer,
          async (bank: Bank) => {
            await installLimits(bank, answer);
            await bank.reclassify(PARTIES.bob, { zone: 3 });
          },
        ],
      ),
    ),
    InsufficientUnfrozen: ({ freeze, alice }) => freeze(alice, ALICE_USD - 999n),
    InsufficientAvailable: ({ requested }) => requested({ amount: ALICE_USD - 999n }),
  };
  for (const [name, cause] of Object.entries(causes)) {
    it(`says ${name}`, async () => {
      const { asked, ...bank } = await loadWithSpender();
      expect(await asked()).to.equal("Ok");
      await cause(bank);
      expect(await asked()).to.equal(name);
      const pay = bank.usd.connect(bank.alice)["transfer(address,uint256)"](bank.bob, 1_000n);
      await expect(pay).to.be.revert(bank.ethers);
    });
  }

  it("says LimitsMissing of each side that has limits, and of a pair under review, while there is no Limits", async () => {
    const { asked, reclassify } = await loadWithSpender();
    await reclassify(PARTIES.alice, { limited: true });
    expect(await asked()).to.equal("LimitsMissing");
    await reclassify(PARTIES.alice);
    await reclassify(PARTIES.bob, { zone: 3 });
    expect(await asked()).to.equal("LimitsMissing");
    await reclassify(PARTIES.bob, { zone: 2 });
    expect(await asked()).to.equal("Ok");
  });

  it("says that a wallet is blocked rather than that it is retired: the successor is blocked too", async () => {
    const { asked, block, retire, alice, carol } = await loadWithSpender();
    await retire(alice, carol);
    await block(PARTIES.alice);
    expect(await asked()).to.equal("PayerBlocked");
  });

  it("says whom the bank does not know, and who can never be paid", async () => {
    const { lens, usd, alice, stranger, asked } = await loadWithSpender();
    expect(await asked(alice, stranger)).to.equal("PayeeNotAdmitted");
    expect(await asked(alice, { address: ZeroAddress })).to.equal("InvalidPayee");
    const byStranger = await lens.checkTransfer(usd, stranger, stranger, alice, 0n);
    expect(byStranger).to.equal(reason("PayerNotAdmitted"));
  });

  it("says what the balance is short of, to the last minor unit", async () => {
    const { alice, bob, asked } = await loadWithSpender();
    expect(await asked(alice, bob, ALICE_USD)).to.equal("Ok");
    expect(await asked(alice, bob, ALICE_USD + 1n)).to.equal("InsufficientBalance");
    expect(await asked(alice, bob, MAX_AMOUNT + 1n)).to.equal("InsufficientBalance");
  });

  it("judges who spends another's allowance", async () => {
    const { usd, compliance, alice, bob, carol, stranger, asked } = await loadWithSpender();
    expect(await asked(carol)).to.equal("Ok");
    expect(await asked(carol, bob, 1_001n)).to.equal("InsufficientAllowance");
    expect(await asked(stranger)).to.equal("SpenderNotAllowed");
    await usd.connect(compliance).blockWallet(carol);
    expect(await asked(carol)).to.equal("SpenderNotAllowed");
    expect(await asked(alice)).to.equal("Ok");
  });

  it("asks the bank's Limits about limited parties and pairs under review, and nobody else", async () => {
    const { asked, ...bank } = await loadWithSpender();
    await installLimits(bank, "PayerLimit");
    expect(await asked()).to.equal("Ok");
    await bank.reclassify(PARTIES.bob, { zone: 3 });
    expect(await asked()).to.equal("PayerLimit");
    await installLimits(bank, "Ok");
    expect(await asked()).to.equal("Ok");
  });
});
