import { expect } from "chai";

import { POWERS } from "../../src/bank/roles.js";
import {
  buildConfirmation,
  buildConfirmedPayment,
  cancelConfirmed,
  nameHash,
  payConfirmed,
  paymentTermsHash,
  placeHold,
  signConfirmation,
  signConfirmedPayment,
} from "../../src/chain/index.js";
import { ALICE_BALANCE, bytes32, refusalOf } from "../chain/support.js";
import { useLaw } from "./support.js";

const load = await useLaw();
const SHARED = bytes32(0x5a17);
const NAME = nameHash(SHARED, "Nordhaven Maschinen GmbH");

/** Alice pays bob USD 5.00 if the bank confirms that he is Nordhaven. */
async function signed() {
  const law = await load();
  const { bank, alice, bob, usd, POLICY_ADMIN, PAYEE_CONFIRMER } = law;
  await usd.connect(POLICY_ADMIN).admitContract(bank.confirmedPayments, POWERS.NOTARY);
  const request = { currency: "USD", payer: alice.address, payee: bob.address, amount: 500n, nameHash: NAME };
  const payment = await buildConfirmedPayment(bank, request);
  const confirm = async (change: { nameHash?: string; expiry?: bigint } = {}, by = PAYEE_CONFIRMER) => {
    const confirmation = await buildConfirmation(bank, {
      ...{ currency: "USD", payee: bob.address, nameHash: NAME },
      ...change,
    });
    return { confirmation, confirmed: await signConfirmation(bank, by, confirmation) };
  };
  const holdSignature = await signConfirmedPayment(bank, alice, payment);
  return { ...law, payment, holdSignature, confirm };
}

describe("a confirmed payment", () => {
  it("is refused for another name, by nobody's or the sender's own confirmation, and once it has lapsed", async () => {
    const { bank, payment, holdSignature, confirm, stranger, PAYEE_CONFIRMER, now, time } = await signed();
    const refused = async (confirmation: Awaited<ReturnType<typeof confirm>>, by = stranger) =>
      (await refusalOf(payConfirmed(bank, by, { ...payment, holdSignature, ...confirmation }))).name;
    const other = nameHash(SHARED, "Somebody else");
    expect(await refused(await confirm({ nameHash: other }))).to.equal("ConfirmationMismatch");
    expect(await refused(await confirm({}, stranger))).to.equal("ApproverInvalid");
    expect(await refused(await confirm(), PAYEE_CONFIRMER)).to.equal("ApproverInvalid");
    const good = await confirm();
    const forged = { ...good, confirmation: { ...good.confirmation, expiry: good.confirmation.expiry + 1n } };
    expect(await refused(forged)).to.equal("ApprovalInvalid");
    const brief = await confirm({ expiry: (await now()) + 30n });
    await time.increase(30);
    expect(await refused(brief)).to.equal("ApprovalExpired");
  });

  it("is paid with the name confirmed, without gas of the payer, and only once", async () => {
    const { bank, payment, holdSignature, confirm, stranger, alice, bob, usd } = await signed();
    expect(await bank.confirmedPayments.hashTerms(payment.terms)).to.equal(paymentTermsHash(payment.terms));
    const nonce = await alice.getNonce();
    const confirmation = await confirm();
    const paid = await payConfirmed(bank, stranger, { ...payment, holdSignature, ...confirmation });
    expect(paid.events.map(({ name }) => name)).to.include("PaymentConfirmed");
    expect([await usd.balanceOf(bob), await alice.getNonce()]).to.deep.equal([500n, nonce]);
    const again = payConfirmed(bank, stranger, { ...payment, holdSignature, ...confirmation });
    expect((await refusalOf(again)).name).to.equal("HoldNotOpen");
  });

  it("is cancelled by its payer where somebody placed it and nobody confirmed", async () => {
    const { bank, payment, holdSignature, alice, bob, stranger, usd } = await signed();
    expect((await refusalOf(cancelConfirmed(bank, alice, payment))).name).to.equal("HoldNotOpen");
    await placeHold(bank, stranger, "USD", payment.hold, holdSignature);
    expect((await refusalOf(cancelConfirmed(bank, bob, payment))).name).to.equal("NotThePayer");
    await cancelConfirmed(bank, alice, payment);
    expect(await usd.availableOf(alice)).to.equal(ALICE_BALANCE);
  });

  it("names are the same whatever their spaces and case, and different under another salt", () => {
    expect(nameHash(SHARED, " nordhaven  MASCHINEN gmbh ")).to.equal(NAME);
    expect(nameHash(bytes32(2), "Nordhaven Maschinen GmbH")).to.not.equal(NAME);
  });
});
