import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { ROLES } from "../../src/bank/roles.js";
import { DAY } from "../support/token.js";
import { Operation, reference } from "../support/words.js";
import { signFor, type MintOrder } from "./signing.js";
import {
  ALICE_JPY,
  ALICE_USD,
  ATTESTATION_MAX_AGE,
  ATTESTED,
  Manner,
  PARTIES,
  QUOTA,
  USD_SUPPLY,
  useBank,
} from "./support.js";

const load = await useBank();

const BANK = { address: ZeroAddress };
const MONTH = 30n * DAY;

describe("IssuanceDesk.mint", () => {
  describe("is refused", () => {
    it("from the second at which the order expires", async () => {
      const { issuance, orderOf, mint, at, refuses } = await load();
      for (const late of [0n, 1n]) {
        const order = await orderOf();
        await at(order.expiry + late);
        await refuses(mint(order), issuance, "ApprovalExpired", order.expiry);
      }
      const order = await orderOf();
      await at(order.expiry - 1n);
      await mint(order);
    });

    it("to anybody but an issuer, the approver and the admin included", async () => {
      const { issuance, approver, admin, attestor, policyAdmin, alice, orderOf, signOrder, refuses } = await load();
      const order = await orderOf();
      const approval = await signOrder(order);
      for (const sender of [approver, admin, attestor, policyAdmin, alice]) {
        const call = issuance.connect(sender).mint(order, approver, approval);
        await refuses(call, issuance, "AccessManagedUnauthorized", sender);
      }
    });

    it("with an approver who has not the role, or has another", async () => {
      const { issuance, issuer, redemptionApprover, stranger, admin, orderOf, signOrder, refuses } = await load();
      const order = await orderOf();
      for (const signer of [stranger, redemptionApprover, admin]) {
        const call = issuance.connect(issuer).mint(order, signer, await signOrder(order, signer));
        await refuses(call, issuance, "ApproverInvalid", signer);
      }
      const call = issuance.connect(issuer).mint(order, ZeroAddress, "0x");
      await refuses(call, issuance, "ApproverInvalid", ZeroAddress);
    });

    it("with an approver who has the role with a delay", async () => {
      const { issuance, issuer, admin, manager, stranger, orderOf, signOrder, refuses } = await load();
      await manager.connect(admin).grantRole(ROLES.APPROVER, stranger, 1);
      const order = await orderOf();
      const call = issuance.connect(issuer).mint(order, stranger, await signOrder(order, stranger));
      await refuses(call, issuance, "ApproverInvalid", stranger);
    });

    it("with an approver whose grant has not taken effect", async () => {
      const { issuance, issuer, admin, manager, stranger, orderOf, signOrder, now, travelTo, refuses } = await load();
      await manager.connect(admin).setGrantDelay(ROLES.APPROVER, MONTH);
      await travelTo((await now()) + MONTH);
      await manager.connect(admin).grantRole(ROLES.APPROVER, stranger, 0);
      const order = await orderOf();
      const call = issuance.connect(issuer).mint(order, stranger, await signOrder(order, stranger));
      await refuses(call, issuance, "ApproverInvalid", stranger);
    });

    it("with an approver who lost the role after signing", async () => {
      const { issuance, admin, manager, approver, orderOf, mint, refuses } = await load();
      const order = await orderOf();
      await manager.connect(admin).revokeRole(ROLES.APPROVER, approver);
      await refuses(mint(order), issuance, "ApproverInvalid", approver);
    });

    it("when one key is both people", async () => {
      const { issuance, issuer, admin, manager, orderOf, signOrder, refuses } = await load();
      await manager.connect(admin).grantRole(ROLES.APPROVER, issuer, 0);
      const order = await orderOf();
      const call = issuance.connect(issuer).mint(order, issuer, await signOrder(order, issuer));
      await refuses(call, issuance, "ApproverInvalid", issuer);
    });

    it("through the AccessManager, which would hide that one key is both people", async () => {
      const { issuance, issuer, approver, admin, manager, orderOf, signOrder, refuses } = await load();
      await manager.connect(admin).grantRole(ROLES.APPROVER, issuer, 0);
      const order = await orderOf();
      for (const signer of [issuer, approver]) {
        const args = [order, signer.address, await signOrder(order, signer)] as const;
        const call = manager
          .connect(issuer)
          .execute(issuance, issuance.interface.encodeFunctionData("mint", [...args]));
        await refuses(call, issuance, "SenderHidden");
      }
    });

    const flips: Record<keyof MintOrder, (order: MintOrder, bank: Awaited<ReturnType<typeof load>>) => unknown> = {
      token: (_, { jpy }) => jpy.target,
      payee: (_, { bob }) => bob.address,
      amount: ({ amount }) => amount + 1n,
      depositReference: () => reference("another deposit"),
      expiry: ({ expiry }) => expiry + 1n,
    };
    for (const field of Object.keys(flips) as Array<keyof MintOrder>) {
      it(`when the approver signed another ${field}`, async () => {
        const bank = await load();
        const { issuance, issuer, approver, orderOf, signOrder, refuses } = bank;
        const order = await orderOf();
        const approval = await signOrder(order);
        const flipped = { ...order, [field]: flips[field](order, bank) };
        const call = issuance.connect(issuer).mint(flipped, approver, approval);
        await refuses(call, issuance, "ApprovalInvalid", approver);
        await issuance.connect(issuer).mint(order, approver, approval);
      });
    }

    it("as dollars when the order was for yen: an approval is worth its own token only", async () => {
      const { issuance, issuer, approver, usd, jpy, alice, orderOf, signOrder, refuses } = await load();
      const yen = await orderOf({ token: jpy.target as string, amount: 100n });
      const approval = await signOrder(yen);
      const dollars = { ...yen, token: usd.target as string };
      const call = issuance.connect(issuer).mint(dollars, approver, approval);
      await refuses(call, issuance, "ApprovalInvalid", approver);
      await issuance.connect(issuer).mint(yen, approver, approval);
      expect(await jpy.balanceOf(alice)).to.equal(ALICE_JPY + 100n);
      expect(await usd.balanceOf(alice)).to.equal(ALICE_USD);
    });

    it("when the approval was given to another desk, or is no signature at all", async () => {
      const { issuance, redemption, issuer, approver, orderOf, refuses } = await load();
      const order = await orderOf();
      for (const approval of [await signFor(redemption, approver, "MintOrder", order), "0x", `0x${"11".repeat(65)}`]) {
        const call = issuance.connect(issuer).mint(order, approver, approval);
        await refuses(call, issuance, "ApprovalInvalid", approver);
      }
    });

    for (const [name, manner] of Object.entries(Manner).filter(([name]) => name !== "Honest")) {
      it(`when the approver is a smart account that misbehaves: ${name}`, async () => {
        const { issuance, issuer, approver, admin, manager, orderOf, signOrder, deployWallet, refuses } = await load();
        const wallet = await deployWallet(approver, manner);
        await manager.connect(admin).grantRole(ROLES.APPROVER, wallet, 0);
        const order = await orderOf();
        const call = issuance.connect(issuer).mint(order, wallet, await signOrder(order));
        await refuses(call, issuance, "ApprovalInvalid", wallet);
      });
    }

    it("above what the quota leaves", async () => {
      const { issuance, issuer, usd, orderOf, mint, refuses } = await load();
      const order = await orderOf({ amount: QUOTA + 1n });
      await refuses(mint(order), issuance, "QuotaExceeded", issuer, usd, QUOTA + 1n, QUOTA);
    });

    it("in a token for which the issuer has no quota", async () => {
      const { issuance, issuer, alice, anotherToken, orderOf, mint, refuses } = await load();
      const eur = await anotherToken("XEUR");
      const order = await orderOf({ token: eur.target as string, payee: alice.address, amount: 1n });
      await refuses(mint(order), issuance, "QuotaExceeded", issuer, eur, 1n, 0n);
    });

    it("under a reference used before, naming the first use; the quota is not spent", async () => {
      const { usd, alice, bob, orderOf, mint, quota, ethers, refuses } = await load();
      const order = await orderOf();
      await mint(order);
      const block = BigInt(await ethers.provider.getBlockNumber());
      const again = { ...order, payee: bob.address, amount: 1n };
      const args = [order.depositReference, alice, order.amount, block] as const;
      await refuses(mint(order), usd, "DepositReferenceUsed", ...args);
      await refuses(mint(again), usd, "DepositReferenceUsed", ...args);
      expect((await quota()).available).to.equal(QUOTA - order.amount);
    });

    it("above the attested deposits", async () => {
      const { usd, issuance, issuer, policyAdmin, orderOf, mint, refuses } = await load();
      await issuance.connect(policyAdmin).raiseQuota(issuer, usd, ATTESTED);
      const amount = ATTESTED - USD_SUPPLY;
      const over = await orderOf({ amount: amount + 1n });
      await refuses(mint(over), usd, "BackingExceeded", USD_SUPPLY, ATTESTED, amount + 1n);
      await mint(await orderOf({ amount }));
    });

    it("on a stale attestation", async () => {
      const { usd, supply, orderOf, mint, travelTo, refuses } = await load();
      const { attestedAt } = await supply();
      await travelTo(attestedAt + ATTESTATION_MAX_AGE);
      await refuses(mint(await orderOf()), usd, "AttestationStale", attestedAt, ATTESTATION_MAX_AGE);
    });

    it("of zero, while minting is paused, to a blocked payee, or to nobody the bank knows", async () => {
      const { usd, guardian, alice, stranger, orderOf, mint, block, refuses } = await load();
      const zero = await orderOf({ amount: 0n });
      await refuses(mint(zero), usd, "MintZeroAmount", zero.depositReference);
      const unknown = await orderOf({ payee: stranger.address });
      await refuses(mint(unknown), usd, "ERC7943CannotReceive", stranger);
      await block(PARTIES.alice);
      await refuses(mint(await orderOf()), usd, "ERC7943CannotReceive", alice);
      await usd.connect(guardian).pause(Operation.Mint);
      await refuses(mint(await orderOf()), usd, "OperationPaused", BigInt(Operation.Mint));
    });

    it("when the token no longer admits the desk", async () => {
      const { usd, issuance, compliance, orderOf, mint, refuses } = await load();
      await usd.connect(compliance).dismissContract(issuance, 1n << 233n);
      await refuses(mint(await orderOf()), usd, "CallerNotAdmitted", issuance);
    });
  });

  it("mints what two people agreed on, against the deposit and the issuer's quota", async () => {
    const { usd, jpy, alice, issuer, approver, orderOf, mint, quota, emits } = await load();
    const order = await orderOf();
    await emits(
      mint(order),
      ["MintOrdered", usd, order.depositReference, issuer, approver],
      ["TransferReference", order.depositReference],
      ["Transfer", BANK, alice, order.amount],
    );
    expect(await usd.balanceOf(alice)).to.equal(ALICE_USD + order.amount);
    expect(await usd.totalSupply()).to.equal(USD_SUPPLY + order.amount);
    expect(await quota()).to.deep.equal({ limit: QUOTA, available: QUOTA - order.amount });
    expect(await quota(jpy)).to.deep.equal({ limit: QUOTA, available: QUOTA });
  });

  it("takes the approval of a smart account (ERC-1271)", async () => {
    const { usd, issuance, issuer, approver, alice, admin, manager, orderOf, signOrder, deployWallet } = await load();
    const wallet = await deployWallet(approver);
    await manager.connect(admin).grantRole(ROLES.APPROVER, wallet, 0);
    const order = await orderOf();
    await issuance.connect(issuer).mint(order, wallet, await signOrder(order));
    expect(await usd.balanceOf(alice)).to.equal(ALICE_USD + order.amount);
  });

  it("takes an issuer with a delay who scheduled the call and then sends it itself", async () => {
    const { usd, issuance, approver, alice, admin, manager, stranger, policyAdmin, ...bank } = await load();
    const { orderOf, signOrder, now, travelTo, refuses } = bank;
    await manager.connect(admin).grantRole(ROLES.ISSUER, stranger, 600);
    await issuance.connect(policyAdmin).raiseQuota(stranger, usd, QUOTA);
    const order = await orderOf();
    const args = [order, approver.address, await signOrder(order)] as const;
    const data = issuance.interface.encodeFunctionData("mint", [...args]);
    await manager.connect(stranger).schedule(issuance, data, 0);
    await travelTo((await now()) + 601n);
    await refuses(manager.connect(stranger).execute(issuance, data), issuance, "SenderHidden");
    await issuance.connect(stranger).mint(...args);
    expect(await usd.balanceOf(alice)).to.equal(ALICE_USD + order.amount);
  });
});
