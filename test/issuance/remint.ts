import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { ROLES } from "../../src/bank/roles.js";
import { HOUR } from "../support/token.js";
import { Power, reference } from "../support/words.js";
import {
  ALICE_USD,
  ATTESTATION_MAX_AGE,
  ATTESTED,
  PARTIES,
  QUOTA,
  USD_SUPPLY,
  useBank,
  type Redemption,
} from "./support.js";

const load = await useBank();

const BANK = { address: ZeroAddress };
const RETURN = reference("camt.053 entry of the return");
const REDEEMED = 300_000n;

async function loadWithReturn() {
  const bank = await load();
  const { redemption, operator, redemptionApprover, signDesk, now } = bank;
  const paid = await bank.settled();
  const expiry = (await now()) + HOUR;
  const sign = (signer = redemptionApprover, changes: object = {}) =>
    signDesk(signer, "ReturnRedemption", {
      token: paid.terms.token,
      hold: paid.id,
      amount: REDEEMED,
      returnReference: RETURN,
      expiry,
      ...changes,
    });
  const send = (
    { hold, terms }: Redemption,
    amount: bigint,
    returnReference: string,
    until: bigint,
    approver: { address: string },
    approval: string,
  ) =>
    redemption.connect(operator).remint(terms.token, hold, amount, returnReference, until, approver.address, approval);
  /** The return of `amount` under `returnReference`, approved as it should be. */
  const remint = async (of: Redemption, amount = REDEEMED, returnReference = RETURN) =>
    send(
      of,
      amount,
      returnReference,
      expiry,
      redemptionApprover,
      await sign(redemptionApprover, { hold: of.id, amount, returnReference }),
    );
  return { ...bank, paid, expiry, sign, send, remint };
}

describe("remint", () => {
  describe("is refused", () => {
    it("of nothing, or of more than was redeemed", async () => {
      const { redemption, paid, remint, refuses } = await loadWithReturn();
      for (const amount of [0n, REDEEMED + 1n]) {
        await refuses(remint(paid, amount), redemption, "ReturnAmount", amount, REDEEMED);
      }
    });

    it("from the second at which the approval expires", async () => {
      const { redemption, paid, expiry, remint, at, refuses } = await loadWithReturn();
      await at(expiry);
      await refuses(remint(paid), redemption, "ApprovalExpired", expiry);
    });

    it("when anything but the signed content is sent", async () => {
      const { redemption, jpy, redemptionApprover, paid, expiry, sign, send, settled, refuses } =
        await loadWithReturn();
      const approval = await sign();
      const other = await settled();
      const inYen = { ...paid, terms: { ...paid.terms, token: jpy.target as string } };
      for (const call of [
        send(paid, REDEEMED - 1n, RETURN, expiry, redemptionApprover, approval),
        send(paid, REDEEMED, reference("another return"), expiry, redemptionApprover, approval),
        send(paid, REDEEMED, RETURN, expiry + 1n, redemptionApprover, approval),
        send(other, REDEEMED, RETURN, expiry, redemptionApprover, approval),
        send(inYen, REDEEMED, RETURN, expiry, redemptionApprover, approval),
      ]) {
        await refuses(call, redemption, "ApprovalInvalid", redemptionApprover);
      }
    });

    it("with an approver of another role, who lost it, or who is the operator", async () => {
      const { redemption, approver, operator, redemptionApprover, admin, manager, ...bank } = await loadWithReturn();
      const { paid, expiry, sign, send, remint, refuses } = bank;
      const byIssuance = send(paid, REDEEMED, RETURN, expiry, approver, await sign(approver));
      await refuses(byIssuance, redemption, "ApproverInvalid", approver);
      await manager.connect(admin).grantRole(ROLES.REDEMPTION_APPROVER, operator, 0);
      const own = [paid, REDEEMED, RETURN, expiry, operator, await sign(operator)] as const;
      await refuses(send(...own), redemption, "ApproverInvalid", operator);
      const data = redemption.interface.encodeFunctionData("remint", [
        paid.terms.token,
        paid.hold,
        REDEEMED,
        RETURN,
        expiry,
        operator.address,
        await sign(operator),
      ]);
      await refuses(manager.connect(operator).execute(redemption, data), redemption, "SenderHidden");
      await manager.connect(admin).revokeRole(ROLES.REDEMPTION_APPROVER, redemptionApprover);
      await refuses(remint(paid), redemption, "ApproverInvalid", redemptionApprover);
    });

    it("for what was not paid and burned", async () => {
      const { redemption, requested, submitted, reject, cancel, remint, refuses } = await loadWithReturn();
      const open = await requested();
      await refuses(remint(open), redemption, "RedemptionInState", open.id, 0n);
      await cancel(open);
      await refuses(remint(open), redemption, "RedemptionInState", open.id, 1n);
      const sealed = await submitted();
      await refuses(remint(sealed), redemption, "RedemptionInState", sealed.id, 2n);
      await reject(sealed);
      await refuses(remint(sealed), redemption, "RedemptionInState", sealed.id, 4n);
    });

    it("twice, even if less than was redeemed came back the first time", async () => {
      const { redemption, paid, remint, refuses } = await loadWithReturn();
      await remint(paid, 100_000n);
      const again = remint(paid, 100_000n, reference("second return"));
      await refuses(again, redemption, "RedemptionInState", paid.id, 5n);
    });

    it("when the return was minted before, as a deposit of its own", async () => {
      const { usd, bob, paid, orderOf, mint, remint, ethers, refuses } = await loadWithReturn();
      await mint(await orderOf({ payee: bob.address, amount: 5n, depositReference: RETURN }));
      const block = BigInt(await ethers.provider.getBlockNumber());
      await refuses(remint(paid), usd, "DepositReferenceUsed", RETURN, bob, 5n, block);
    });

    it("to a payer that is blocked or whose KYC has lapsed; renewed, it is paid", async () => {
      const { usd, alice, registry, registrar, paid, remint, block, unblock, refuses } = await loadWithReturn();
      await block(PARTIES.alice);
      await refuses(remint(paid), usd, "ERC7943CannotReceive", alice);
      await unblock(PARTIES.alice);
      await registry.connect(registrar).renew([PARTIES.alice], 1n);
      await refuses(remint(paid), usd, "ERC7943CannotReceive", alice);
      await registry.connect(registrar).renew([PARTIES.alice], 2n ** 32n - 1n);
      await remint(paid);
    });

    it("when the token does not admit the desk as issuer", async () => {
      const { usd, redemption, compliance, paid, remint, refuses } = await loadWithReturn();
      await usd.connect(compliance).dismissContract(redemption, Power.Issuer);
      await refuses(remint(paid), usd, "CallerNotAdmitted", redemption);
    });

    it("until the returned money is in an attestation", async () => {
      const { usd, attestor, paid, remint, now, refuses } = await loadWithReturn();
      const left = USD_SUPPLY - REDEEMED;
      await usd.connect(attestor).attest(left, await now(), REDEEMED, 0);
      await refuses(remint(paid), usd, "BackingExceeded", left, left, REDEEMED);
      await usd.connect(attestor).attest(USD_SUPPLY, await now(), REDEEMED, 0);
      await remint(paid);
      expect(await usd.totalSupply()).to.equal(USD_SUPPLY);
    });

    it("on a stale attestation", async () => {
      const { usd, redemptionApprover, paid, send, sign, supply, travelTo, refuses } = await loadWithReturn();
      const { attestedAt } = await supply();
      await travelTo(attestedAt + ATTESTATION_MAX_AGE);
      const expiry = attestedAt + 2n * ATTESTATION_MAX_AGE;
      const approval = await sign(redemptionApprover, { expiry });
      const call = send(paid, REDEEMED, RETURN, expiry, redemptionApprover, approval);
      await refuses(call, usd, "AttestationStale", attestedAt, ATTESTATION_MAX_AGE);
    });
  });

  it("mints the return to its payer, linked to the redemption", async () => {
    const { usd, alice, redemptionApprover, paid, remint, redemptionState, supply, quota, emits } =
      await loadWithReturn();
    expect(await usd.balanceOf(alice)).to.equal(ALICE_USD - REDEEMED);
    await emits(
      remint(paid, 299_500n),
      ["RedemptionReturned", usd, paid.id, RETURN, 299_500n, redemptionApprover],
      ["TransferReference", RETURN],
      ["Transfer", BANK, alice, 299_500n],
    );
    expect(await usd.balanceOf(alice)).to.equal(ALICE_USD - 500n);
    expect(await supply()).to.include({ totalSupply: USD_SUPPLY - 500n, backing: ATTESTED - REDEEMED });
    expect((await redemptionState(paid))[0]).to.equal("Returned");
    expect((await quota()).available).to.equal(QUOTA);
  });

  it("to a payer whose wallet was lost goes to its successor, however long the line", async () => {
    const { registry, registrar, usd, alice, carol, dave, redemptionApprover, paid, retire, remint, emits } =
      await loadWithReturn();
    await registry.connect(registrar).addWallets(PARTIES.alice, [carol, dave]);
    await retire(alice, carol);
    await retire(carol, dave);
    await emits(
      remint(paid),
      ["RedemptionReturned", usd, paid.id, RETURN, REDEEMED, redemptionApprover],
      ["TransferReference", RETURN],
      ["Transfer", BANK, dave, REDEEMED],
    );
    expect(await usd.balanceOf(dave)).to.equal(REDEEMED);
    expect(await usd.balanceOf(alice)).to.equal(ALICE_USD - REDEEMED);
  });

  it("to a lost wallet waits while its successor may not receive", async () => {
    const { registry, registrar, compliance, legalOrders, usd, alice, carol, paid, retire, remint, refuses } =
      await loadWithReturn();
    await registry.connect(registrar).addWallets(PARTIES.alice, [carol]);
    await retire(alice, carol);
    await usd.connect(compliance).blockWallet(carol);
    await refuses(remint(paid), usd, "ERC7943CannotReceive", carol);
    await usd.connect(legalOrders).unblockWallet(carol);
    await remint(paid);
  });

  it("uses up the return's reference: the statement entry is never minted again", async () => {
    const { usd, alice, paid, orderOf, mint, remint, ethers, refuses } = await loadWithReturn();
    await remint(paid);
    const block = BigInt(await ethers.provider.getBlockNumber());
    const again = mint(await orderOf({ amount: REDEEMED, depositReference: RETURN }));
    await refuses(again, usd, "DepositReferenceUsed", RETURN, alice, REDEEMED, block);
  });
});
