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
    CorridorDenied: ({ registry, registrar }) => registry.connect(registrar).classify(PARTIES.bob, 4, false),
    ClearanceMissing: ({ registry, registrar }) => registry.connect(registrar).classify(PARTIES.bob, 3, false),
    PayerLimit: ({ registry, registrar }) => registry.connect(registrar).classify(PARTIES.alice, 1, true),
    PayeeLimit: ({ registry, registrar }) => registry.connect(registrar).classify(PARTIES.bob, 2, true),
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
    await bank.registry.connect(bank.registrar).classify(PARTIES.bob, 3, false);
    expect(await asked()).to.equal("PayerLimit");
    await installLimits(bank, "Ok");
    expect(await asked()).to.equal("Ok");
  });
});
