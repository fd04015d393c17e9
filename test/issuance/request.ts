import { expect } from "chai";
import { ZeroHash } from "ethers";
import type { Log } from "../support/expect.js";
import { DAY } from "../support/token.js";
import { Power, reference } from "../support/words.js";
import { structHash } from "./signing.js";
import { ALICE_USD, Manner, NO_UETR, PARTIES, settlementAccount, useBank, type Redemption } from "./support.js";

const load = await useBank();

const logsOf = ({ hold, terms, id }: Redemption): Log[] => [
  [
    "HoldPlaced",
    id,
    hold.payer,
    hold.payee,
    hold.notary,
    hold.amount,
    hold.expiry,
    hold.placeBy,
    hold.assignable,
    hold.terms,
  ],
  ["RedemptionRequested", terms.token, id, hold.payer, hold.amount, terms.settlementAccount, terms.salt],
];

describe("request", () => {
  describe("is refused", () => {
    it("in a token that the register does not list", async () => {
      const { redemption, policyAdmin, anotherToken, redemptionOf, request, refuses } = await load();
      const eur = await anotherToken("XEUR");
      // Even a token that trusts this desk.
      await eur.connect(policyAdmin).admitContract(redemption, Power.Notary | Power.Burner);
      const wanted = await redemptionOf({}, { token: eur.target as string });
      await refuses(request(wanted), redemption, "TokenNotListed", eur);
    });

    it("for a hold that is no redemption at this desk on these terms", async () => {
      const { redemption, usd, jpy, bob, stranger, redemptionOf, request, refuses } = await load();
      const { terms } = await redemptionOf();
      for (const wanted of [
        await redemptionOf({ payee: bob.address }),
        await redemptionOf({ notary: stranger.address }),
        await redemptionOf({ terms: ZeroHash }),
        { ...(await redemptionOf()), terms },
        {
          ...(await redemptionOf({}, { token: jpy.target as string })),
          terms: { ...terms, token: usd.target as string },
        },
      ]) {
        await refuses(request(wanted), redemption, "RedemptionInvalid", wanted.id);
      }
    });

    it("of a lost wallet's money: whoever has its key gets nothing; its successor redeems what was recovered", async () => {
      const bank = await load();
      const { registry, registrar, usd, alice, carol, legalOrders, redemptionOf, request, retire, refuses } = bank;
      await registry.connect(registrar).addWallets(PARTIES.alice, [carol]);
      const signed = await redemptionOf();
      await retire(alice, carol);
      await refuses(request(signed), usd, "ERC7943CannotSend", alice);
      await usd.connect(legalOrders).forcedTransfer(alice, carol, ALICE_USD);
      await request(await redemptionOf({ payer: carol.address }), carol);
      expect(await usd.heldOf(carol)).to.equal(300_000n);
    });

    it("to any account but the customer's own registered one", async () => {
      const { redemption, registry, registrar, alice, redemptionOf, request, refuses } = await load();
      for (const account of [settlementAccount("bob"), settlementAccount("carol"), ZeroHash]) {
        const wanted = await redemptionOf({}, { settlementAccount: account });
        await refuses(request(wanted), redemption, "SettlementAccountInvalid", alice, account);
      }
      // No account at all is no account to pay to, even if the terms say so.
      await registry.connect(registrar).setSettlementAccount(PARTIES.alice, ZeroHash);
      const wanted = await redemptionOf({}, { settlementAccount: ZeroHash });
      await refuses(request(wanted), redemption, "SettlementAccountInvalid", alice, ZeroHash);
    });

    it("without the payer's own signature of this very hold", async () => {
      const { redemption, usd, alice, stranger, relayer, redemptionOf, request, signHold, refuses } = await load();
      const wanted = await redemptionOf();
      await refuses(request(wanted, stranger), usd, "InvalidSignature", alice);
      const more = await redemptionOf({ amount: 300_001n });
      const call = redemption.connect(relayer).request(more.hold, more.terms, await signHold(wanted, alice));
      await refuses(call, usd, "InvalidSignature", alice);
    });

    it("for a payer that is blocked", async () => {
      const { usd, alice, block, redemptionOf, request, refuses } = await load();
      await block(PARTIES.alice);
      await refuses(request(await redemptionOf()), usd, "ERC7943CannotSend", alice);
    });

    it("of money that is not there, frozen or held", async () => {
      const { usd, alice, freeze, redemptionOf, request, requested, refuses } = await load();
      const all = await redemptionOf({ amount: ALICE_USD + 1n });
      await refuses(request(all), usd, "ERC20InsufficientBalance", alice, ALICE_USD, ALICE_USD + 1n);
      await freeze(alice, 700_001n);
      const some = await redemptionOf();
      await refuses(request(some), usd, "ERC7943InsufficientUnfrozenBalance", alice, 300_000n, 299_999n);
      await freeze(alice, 0n);
      await requested({ amount: 700_001n });
      await refuses(request(some), usd, "InsufficientAvailable", alice, 300_000n, 299_999n);
    });

    it("when its time has passed, it may be assigned, or it outlives 400 days", async () => {
      const { usd, redemptionOf, request, at, now, refuses } = await load();
      for (const wanted of [
        await redemptionOf({ assignable: true }),
        await redemptionOf({ expiry: (await now()) + 402n * DAY }),
      ]) {
        await refuses(request(wanted), usd, "HoldInvalid", wanted.id);
      }
      const late = await redemptionOf();
      await at(late.hold.placeBy);
      await refuses(request(late), usd, "HoldExpired", late.id, late.hold.placeBy);
    });

    it("once it was submitted or cancelled", async () => {
      const { usd, request, requested, submit, cancel, refuses } = await load();
      const submitted = await requested();
      await submit(submitted);
      await refuses(request(submitted), usd, "HoldNotOpen", submitted.id);
      const cancelled = await requested();
      await cancel(cancelled);
      await refuses(request(cancelled), usd, "HoldNotOpen", cancelled.id);
    });

    it("when the token does not admit the desk as notary and burner", async () => {
      for (const power of [Power.Notary, Power.Burner]) {
        const { usd, redemption, compliance, redemptionOf, request, refuses } = await load();
        await usd.connect(compliance).dismissContract(redemption, power);
        await refuses(request(await redemptionOf()), usd, "NotaryNotAdmitted", redemption);
      }
    });

    it("from a relayer that is blocked, here as at the token", async () => {
      const { redemption, usd, alice, bob, block, redemptionOf, signHold, refuses } = await load();
      await block(PARTIES.bob);
      const wanted = await redemptionOf();
      const { hold, terms } = wanted;
      const signature = await signHold(wanted, alice);
      await refuses(usd.connect(bob).placeHoldWithAuthorization(hold, signature), usd, "RelayerBlocked", bob);
      await refuses(redemption.connect(bob).request(hold, terms, signature), usd, "RelayerBlocked", bob);
    });
  });

  it("earmarks the money and announces the request, whoever relays it", async () => {
    const { usd, alice, redemptionOf, request, redemptionState, emits } = await load();
    const wanted = await redemptionOf();
    await emits(request(wanted), ...logsOf(wanted));
    expect(await usd.heldOf(alice)).to.equal(300_000n);
    expect(await usd.balanceOf(alice)).to.equal(ALICE_USD);
    expect(await redemptionState(wanted)).to.deep.equal(["None", NO_UETR]);
  });

  it("announces it all the same when a stranger, or the payer itself, has placed the hold", async () => {
    const { usd, alice, stranger, redemptionOf, request, signHold, emits } = await load();
    const wanted = await redemptionOf();
    await usd.connect(stranger).placeHoldWithAuthorization(wanted.hold, await signHold(wanted, alice));
    await emits(request(wanted), logsOf(wanted)[1]!);
    const own = await redemptionOf();
    await usd.connect(alice).placeHold(own.hold);
    await emits(request(own), logsOf(own)[1]!);
    expect(await usd.heldOf(alice)).to.equal(600_000n);
  });

  it("works while everything is paused, and after the KYC has lapsed", async () => {
    const { usd, registry, registrar, alice, pauseAll, requested } = await load();
    await pauseAll();
    await registry.connect(registrar).renew([PARTIES.alice], 1n);
    await requested();
    expect(await usd.heldOf(alice)).to.equal(300_000n);
  });

  it("takes the signature of a customer's smart account", async () => {
    const bank = await load();
    const { usd, registry, registrar, policyAdmin, alice, deployWallet, codeHashOf, requested } = bank;
    const wallet = await deployWallet(alice, Manner.Honest);
    await registry.connect(policyAdmin).allowWalletCode(await codeHashOf(wallet));
    await registry.connect(registrar).addWallets(PARTIES.alice, [wallet]);
    await usd.connect(alice)["transfer(address,uint256)"](wallet, 5_000n);
    await requested({ payer: wallet.address, amount: 5_000n });
    expect(await usd.heldOf(wallet)).to.equal(5_000n);
  });
});

describe("hashTerms", () => {
  it("is the EIP-712 struct hash of the terms", async () => {
    const { redemption, redemptionOf } = await load();
    const { terms, hold } = await redemptionOf();
    expect(await redemption.hashTerms(terms)).to.equal(structHash("RedemptionTerms", terms));
    expect(hold.terms).to.equal(structHash("RedemptionTerms", terms));
    const other = { ...terms, salt: reference("another") };
    expect(await redemption.hashTerms(other)).to.not.equal(hold.terms);
  });
});
