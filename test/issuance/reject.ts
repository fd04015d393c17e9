import { expect } from "chai";
import { ROLES } from "../../src/bank/roles.js";
import { HOUR } from "../support/token.js";
import { Power } from "../support/words.js";
import { AC04, ALICE_USD, PARTIES, useBank, type Redemption } from "./support.js";

const load = await useBank();
const MS03 = "0x4d533033";

async function loadWithSigned() {
  const bank = await load();
  const { redemption, operator, redemptionApprover, signDesk, now } = bank;
  const wanted = await bank.submitted();
  const expiry = (await now()) + HOUR;
  const message = { token: wanted.terms.token, hold: wanted.id, reason: AC04, expiry };
  const approval = await signDesk(redemptionApprover, "RejectRedemption", message);
  const send = (of: Redemption, reason: string, until: bigint, approver: { address: string }, signature: string) =>
    redemption.connect(operator).reject(of.terms.token, of.hold, reason, until, approver.address, signature);
  return { ...bank, wanted, expiry, message, approval, send };
}

describe("reject", () => {
  describe("is refused", () => {
    it("from the second at which the approval expires", async () => {
      const { redemption, redemptionApprover, wanted, expiry, approval, send, at, refuses } = await loadWithSigned();
      await at(expiry);
      const call = send(wanted, AC04, expiry, redemptionApprover, approval);
      await refuses(call, redemption, "ApprovalExpired", expiry);
    });

    it("when anything but the signed content is sent", async () => {
      const { redemption, redemptionApprover, wanted, expiry, approval, send, submitted, jpy, refuses, ...bank } =
        await loadWithSigned();
      const other = await submitted();
      const inYen = { ...wanted, terms: { ...wanted.terms, token: jpy.target as string } };
      for (const call of [
        send(wanted, MS03, expiry, redemptionApprover, approval),
        send(wanted, AC04, expiry + 1n, redemptionApprover, approval),
        send(other, AC04, expiry, redemptionApprover, approval),
        send(inYen, AC04, expiry, redemptionApprover, approval),
        send(wanted, AC04, expiry, redemptionApprover, "0x"),
      ]) {
        await refuses(call, redemption, "ApprovalInvalid", redemptionApprover);
      }
      const cancelled = await bank.signDesk(redemptionApprover, "CancelRedemption", {
        token: wanted.terms.token,
        hold: wanted.id,
      });
      const call = send(wanted, AC04, expiry, redemptionApprover, cancelled);
      await refuses(call, redemption, "ApprovalInvalid", redemptionApprover);
    });

    it("with an approver of another role, without one, or who lost it", async () => {
      const { redemption, approver, stranger, alice, redemptionApprover, admin, manager, ...bank } =
        await loadWithSigned();
      const { wanted, expiry, message, approval, send, signDesk, refuses } = bank;
      for (const signer of [approver, stranger, alice, admin]) {
        const signature = await signDesk(signer, "RejectRedemption", message);
        await refuses(send(wanted, AC04, expiry, signer, signature), redemption, "ApproverInvalid", signer);
      }
      await manager.connect(admin).revokeRole(ROLES.REDEMPTION_APPROVER, redemptionApprover);
      const call = send(wanted, AC04, expiry, redemptionApprover, approval);
      await refuses(call, redemption, "ApproverInvalid", redemptionApprover);
    });

    it("when one key is both people, also behind the AccessManager", async () => {
      const { redemption, operator, admin, manager, wanted, expiry, message, send, signDesk, refuses } =
        await loadWithSigned();
      await manager.connect(admin).grantRole(ROLES.REDEMPTION_APPROVER, operator, 0);
      const signature = await signDesk(operator, "RejectRedemption", message);
      await refuses(send(wanted, AC04, expiry, operator, signature), redemption, "ApproverInvalid", operator);
      const args = [wanted.terms.token, wanted.hold, AC04, expiry, operator.address, signature] as const;
      const data = redemption.interface.encodeFunctionData("reject", [...args]);
      await refuses(manager.connect(operator).execute(redemption, data), redemption, "SenderHidden");
    });

    it("before submit, after settlement, and twice", async () => {
      const { redemption, requested, settled, wanted, reject, refuses } = await loadWithSigned();
      const open = await requested();
      await refuses(reject(open), redemption, "RedemptionInState", open.id, 0n);
      const paid = await settled();
      await refuses(reject(paid), redemption, "RedemptionInState", paid.id, 3n);
      await reject(wanted);
      await refuses(reject(wanted), redemption, "RedemptionInState", wanted.id, 4n);
    });
  });

  it("lets the sealed money go, with the reason and the second person in the event", async () => {
    const { usd, alice, redemptionApprover, wanted, reject, redemptionState, accountOf, emits } =
      await loadWithSigned();
    await emits(
      reject(wanted),
      ["RedemptionRejected", usd, wanted.id, AC04, redemptionApprover],
      ["HoldReleased", wanted.id, 300_000n],
    );
    expect(await accountOf(alice)).to.include({ balance: ALICE_USD, held: 0n });
    expect((await redemptionState(wanted))[0]).to.equal("Rejected");
  });

  it("takes a smart account as approver", async () => {
    const { usd, alice, admin, manager, redemptionApprover, wanted, expiry, approval, send, deployWallet } =
      await loadWithSigned();
    const wallet = await deployWallet(redemptionApprover);
    await manager.connect(admin).grantRole(ROLES.REDEMPTION_APPROVER, wallet, 0);
    await send(wanted, AC04, expiry, wallet, approval);
    expect(await usd.heldOf(alice)).to.equal(0n);
  });

  it("works for a blocked payer, paused, with the desk dismissed and after the deadline", async () => {
    const { usd, redemption, compliance, alice, wanted, reject, block, pauseAll, travelTo } = await loadWithSigned();
    await block(PARTIES.alice);
    await pauseAll();
    await usd.connect(compliance).dismissContract(redemption, Power.Notary | Power.Burner);
    await travelTo(wanted.hold.expiry + 1n);
    await reject(wanted);
    expect(await usd.heldOf(alice)).to.equal(0n);
  });

  it("leaves the customer free to ask again, under another salt", async () => {
    const { usd, wanted, reject, request, requested, submit, settle, refuses, alice } = await loadWithSigned();
    await reject(wanted);
    await refuses(request(wanted), usd, "HoldNotOpen", wanted.id);
    const again = await requested();
    await submit(again);
    await settle(again);
    expect(await usd.balanceOf(alice)).to.equal(ALICE_USD - 300_000n);
  });
});
