import { expect } from "chai";

import {
  attest,
  buildRedemption,
  cancelRedemption,
  readRedemption,
  rejectRedemption,
  remintReturned,
  requestRedemption,
  settleRedemption,
  signCancellation,
  signHold,
  signRejection,
  signReturn,
  submitRedemption,
} from "../../src/chain/index.js";
import { accountOf, ALICE_BALANCE, ATTESTED, bytes32, DAY, refusalOf, useBank } from "./support.js";

const load = await useBank();
const UETR = "97ed4827-7b6f-4491-a06f-b548d5a7512d";

/** A redemption of alice's of USD 5.00, requested by a stranger with her signature. */
async function requested() {
  const fixture = await load();
  const { bank, alice, stranger } = fixture;
  const redemption = await buildRedemption(bank, { currency: "USD", payer: alice.address, amount: 500n });
  const signature = await signHold(bank, alice, "USD", redemption.hold);
  const sent = await requestRedemption(bank, stranger, redemption, signature);
  return { ...fixture, redemption, sent };
}

async function submitted() {
  const fixture = await requested();
  await submitRedemption(fixture.bank, fixture.REDEMPTION_OPERATOR, fixture.redemption, UETR);
  return fixture;
}

const soon = async ({ time }: { time: { latest(): Promise<number> } }) => BigInt(await time.latest()) + DAY;

describe("buildRedemption and requestRedemption", () => {
  it("are refused without a registered account, with another's signature, and for another account", async () => {
    const { bank, alice, bob, stranger, REGISTRAR } = await load();
    await bank.partyRegistry.connect(REGISTRAR).setSettlementAccount(100n, bytes32(0));
    const request = { currency: "USD", payer: alice.address, amount: 500n };
    expect((await refusalOf(buildRedemption(bank, request))).name).to.equal("NoSettlementAccount");
    await bank.partyRegistry.connect(REGISTRAR).setSettlementAccount(100n, accountOf("alice"));
    const redemption = await buildRedemption(bank, request);
    const forged = await signHold(bank, bob, "USD", redemption.hold);
    expect((await refusalOf(requestRedemption(bank, stranger, redemption, forged))).name).to.equal("InvalidSignature");
    await bank.partyRegistry.connect(REGISTRAR).setSettlementAccount(100n, bytes32(1));
    const signature = await signHold(bank, alice, "USD", redemption.hold);
    const error = await refusalOf(requestRedemption(bank, stranger, redemption, signature));
    expect([error.name, error.contract]).to.deep.equal(["SettlementAccountInvalid", "RedemptionDesk"]);
  });

  it("hold the customer's money at no cost to it; equal requests differ by their salt", async () => {
    const { bank, alice, redemption, sent } = await requested();
    expect(sent.events.map(({ name }) => name)).to.deep.equal(["HoldPlaced", "RedemptionRequested"]);
    expect(await readRedemption(bank, redemption)).to.deep.equal({ id: sent.id, status: "Requested", uetr: undefined });
    const again = await buildRedemption(bank, { currency: "USD", payer: alice.address, amount: 500n });
    expect(again.hold.terms).to.not.equal(redemption.hold.terms);
    expect(await bank.tokens["USD"]!.heldOf(alice)).to.equal(500n);
  });
});

describe("cancelRedemption", () => {
  it("is refused from anybody else, and once the bank has submitted", async () => {
    const { bank, redemption, stranger, bob, alice, REDEMPTION_OPERATOR } = await requested();
    expect((await refusalOf(cancelRedemption(bank, stranger, redemption))).name).to.equal("NotThePayer");
    const forged = await signCancellation(bank, bob, redemption);
    expect((await refusalOf(cancelRedemption(bank, stranger, redemption, forged))).name).to.equal("NotThePayer");
    await submitRedemption(bank, REDEMPTION_OPERATOR, redemption, UETR);
    const late = await refusalOf(cancelRedemption(bank, alice, redemption));
    expect(late.sentence).to.contain("is submitted for payment");
  });

  it("lets the money go, by the customer or with its signature", async () => {
    for (const bySignature of [false, true]) {
      const { bank, redemption, alice, stranger } = await requested();
      if (bySignature)
        await cancelRedemption(bank, stranger, redemption, await signCancellation(bank, alice, redemption));
      else await cancelRedemption(bank, alice, redemption);
      expect((await readRedemption(bank, redemption)).status).to.equal("Cancelled");
      expect(await bank.tokens["USD"]!.availableOf(alice)).to.equal(ALICE_BALANCE);
    }
  });
});

describe("submitRedemption", () => {
  it("is refused for what is no UUID of version 4, a UETR used before, and from another person", async () => {
    const { bank, redemption, alice, stranger, REDEMPTION_OPERATOR } = await requested();
    for (const uetr of ["", UETR.replace("-4491", "-1491"), UETR.replaceAll("-", ""), "PAY-1"]) {
      expect((await refusalOf(submitRedemption(bank, REDEMPTION_OPERATOR, redemption, uetr))).name).to.equal("BadUetr");
    }
    expect((await refusalOf(submitRedemption(bank, stranger, redemption, UETR))).name).to.equal(
      "AccessManagedUnauthorized",
    );
    await submitRedemption(bank, REDEMPTION_OPERATOR, redemption, UETR);
    const second = await buildRedemption(bank, { currency: "USD", payer: alice.address, amount: 1n });
    await requestRedemption(bank, stranger, second, await signHold(bank, alice, "USD", second.hold));
    expect((await refusalOf(submitRedemption(bank, REDEMPTION_OPERATOR, second, UETR.toUpperCase()))).name).to.equal(
      "UetrUsed",
    );
  });

  it("seals, and the UETR can be read back", async () => {
    const { bank, redemption } = await submitted();
    expect(await readRedemption(bank, redemption)).to.include({ status: "Submitted", uetr: UETR });
  });
});

describe("settleRedemption", () => {
  it("is refused before submission and the second time", async () => {
    const { bank, redemption, REDEMPTION_OPERATOR } = await requested();
    expect((await refusalOf(settleRedemption(bank, REDEMPTION_OPERATOR, redemption))).sentence).to.contain(
      "is not submitted",
    );
    await submitRedemption(bank, REDEMPTION_OPERATOR, redemption, UETR);
    await settleRedemption(bank, REDEMPTION_OPERATOR, redemption);
    expect((await refusalOf(settleRedemption(bank, REDEMPTION_OPERATOR, redemption))).sentence).to.contain(
      "is settled",
    );
  });

  it("burns, and backing falls with the supply", async () => {
    const { bank, redemption, REDEMPTION_OPERATOR } = await submitted();
    const settled = await settleRedemption(bank, REDEMPTION_OPERATOR, redemption);
    expect(settled.events.map(({ name }) => name)).to.deep.equal(["RedemptionSettled", "HoldExecuted", "Transfer"]);
    expect(await bank.tokens["USD"]!.totalSupply()).to.equal(ALICE_BALANCE - 500n);
    const [supply] = await bank.tokens["USD"]!.supplyWords();
    expect((supply >> 64n) & ((1n << 64n) - 1n)).to.equal(ATTESTED - 500n);
  });
});

describe("rejectRedemption", () => {
  it("is refused with the operator's own approval, for another reason than approved, and after its expiry", async () => {
    const fixture = await submitted();
    const { bank, redemption, time, REDEMPTION_OPERATOR, REDEMPTION_APPROVER } = fixture;
    const rejection = { reason: "AC04", expiry: await soon(fixture) };
    const reject = (r: typeof rejection, a: Awaited<ReturnType<typeof signRejection>>) =>
      refusalOf(rejectRedemption(bank, REDEMPTION_OPERATOR, redemption, r, a));
    const own = await signRejection(bank, REDEMPTION_OPERATOR, redemption, rejection);
    expect((await reject(rejection, own)).name).to.equal("ApproverInvalid");
    const approval = await signRejection(bank, REDEMPTION_APPROVER, redemption, rejection);
    expect((await reject({ ...rejection, reason: "AM05" }, approval)).name).to.equal("ApprovalInvalid");
    expect((await reject({ ...rejection, reason: "closed" }, approval)).name).to.equal("BadReasonCode");
    await time.increaseTo(rejection.expiry);
    expect((await reject(rejection, approval)).name).to.equal("ApprovalExpired");
  });

  it("lets the sealed money go and logs the reason", async () => {
    const fixture = await submitted();
    const { bank, redemption, alice, REDEMPTION_OPERATOR, REDEMPTION_APPROVER } = fixture;
    const rejection = { reason: "AC04", expiry: await soon(fixture) };
    const approval = await signRejection(bank, REDEMPTION_APPROVER, redemption, rejection);
    const sent = await rejectRedemption(bank, REDEMPTION_OPERATOR, redemption, rejection, approval);
    expect(sent.events[0]!.args).to.include({ reason: "0x41433034", approver: REDEMPTION_APPROVER.address });
    expect(await bank.tokens["USD"]!.availableOf(alice)).to.equal(ALICE_BALANCE);
  });
});

describe("remintReturned", () => {
  it("is refused before settlement and above what was redeemed; mints once, linked", async () => {
    const fixture = await submitted();
    const { bank, redemption, alice, time, ATTESTOR, REDEMPTION_OPERATOR, REDEMPTION_APPROVER } = fixture;
    const returned = { amount: 480n, returnReference: bytes32(77), expiry: await soon(fixture) };
    const approval = await signReturn(bank, REDEMPTION_APPROVER, redemption, returned);
    const remint = () => remintReturned(bank, REDEMPTION_OPERATOR, redemption, returned, approval);
    expect((await refusalOf(remint())).name).to.equal("RedemptionInState");
    await settleRedemption(bank, REDEMPTION_OPERATOR, redemption);
    const much = { ...returned, amount: 501n };
    const over = await signReturn(bank, REDEMPTION_APPROVER, redemption, much);
    const error = await refusalOf(remintReturned(bank, REDEMPTION_OPERATOR, redemption, much, over));
    expect(error.sentence).to.equal("USD 5.01 cannot come back of a redemption of USD 5.00.");
    await time.increase(1);
    await attest(bank, ATTESTOR, { currency: "USD", figure: ATTESTED });
    await remint();
    expect(await bank.tokens["USD"]!.balanceOf(alice)).to.equal(ALICE_BALANCE - 20n);
    expect((await readRedemption(bank, redemption)).status).to.equal("Returned");
    expect((await refusalOf(remint())).sentence).to.contain("was returned and minted again");
  });
});
