import { BaseWallet, id, type Signer } from "ethers";

import type { Customer } from "../bank/index.js";
import {
  buildClearance,
  buildRedemption,
  grantClearance,
  pay,
  placeHold,
  requestRedemption,
  settleRedemption,
  signClearance,
  signHold,
  submitRedemption,
  type Redemption,
} from "../chain/index.js";
import { explain } from "../chain/explain.js";
import { VostroError } from "../errors/index.js";
import { formatAmount } from "../money/index.js";
import type { DemoBank } from "./chain.js";
import type { Say } from "./minting.js";

/** A customer with tokens of one currency: who it is, its first wallet, its balance in minor units. */
export interface Holder {
  readonly customer: Customer;
  readonly wallet: string;
  readonly balance: bigint;
}

/** One exporter pays another, with the reference of an invoice; what the bank's rules refuse is said, not paid. */
export async function payInvoice(
  demo: DemoBank,
  currency: string,
  payer: Holder,
  payee: Holder,
  amount: bigint,
  say: Say,
): Promise<void> {
  const reference = "INV-2026-000417";
  const wallet = await demo.wallet(payer.wallet);
  const sum = `${formatAmount(amount, currency)} ${currency}`;
  const label = `${payer.customer.customer} pays ${payee.customer.customer} ${sum}, reference ${reference}`;
  try {
    const { gas } = await pay(demo.bank, wallet, { currency, to: payee.wallet, amount, reference });
    say(`${label}, gas ${gas.toLocaleString("en")}`);
  } catch (error) {
    // Customers of somebody's own file may have no corridor to each other.
    if (!(error instanceof VostroError) || error.contract === undefined) throw error;
    say(`${label}: REFUSED. ${error.sentence}`);
  }
}

/** A payment that a rule refuses: explained before, refused when tried all the same. */
export async function tryRefusedPayment(
  demo: DemoBank,
  currency: string,
  payer: Holder,
  payee: Holder,
  amount: bigint,
  say: Say,
): Promise<void> {
  const answer = await explain(demo.bank, { currency, from: payer.wallet, to: payee.wallet, amount });
  if (answer.ok)
    throw new Error(`The payment of ${payer.customer.customer} should be refused, and the pre-check lets it pass.`);
  say(`the pre-check says ${answer.reason}: ${answer.sentence}`);
  try {
    await pay(demo.bank, await demo.wallet(payer.wallet), { currency, to: payee.wallet, amount });
  } catch (error) {
    if (!(error instanceof VostroError)) throw error;
    say(`and the token refuses: ${error.sentence}`);
    return;
  }
  throw new Error(`The payment of ${payer.customer.customer} should have been refused.`);
}

/** Whether a payment would pass if two people cleared it. */
export async function needsClearance(demo: DemoBank, currency: string, payer: Holder, payee: Holder): Promise<boolean> {
  const question = { currency, from: payer.wallet, to: payee.wallet, amount: 1n };
  return (await explain(demo.bank, question)).reason === "ClearanceMissing";
}

/** A payment over a corridor under review: refused, cleared by two people for exactly this amount, paid, refused again. */
export async function payUnderReview(
  demo: DemoBank,
  currency: string,
  payer: Holder,
  payee: Holder,
  amount: bigint,
  say: Say,
): Promise<void> {
  const { bank } = demo;
  const sum = `${formatAmount(amount, currency)} ${currency}`;
  const question = { currency, from: payer.wallet, to: payee.wallet, amount };
  const before = await explain(bank, question);
  say(`${payer.customer.customer} wants to pay ${payee.customer.customer} ${sum}: ${before.reason}`);
  if (before.reason !== "ClearanceMissing") return;
  const clearance = await buildClearance(bank, {
    currency,
    payer: payer.wallet,
    payee: payee.wallet,
    amount,
    caseId: id("demo case 1"),
  });
  const approval = await signClearance(bank, await demo.person("COMPLIANCE_APPROVER"), clearance);
  await grantClearance(bank, await demo.person("COMPLIANCE_RELEASER"), clearance, approval);
  const { gas } = await pay(bank, await demo.wallet(payer.wallet), { currency, to: payee.wallet, amount });
  const again = await explain(bank, question);
  say(`two people clear exactly this, it is paid, gas ${gas.toLocaleString("en")}; the same again: ${again.reason}`);
}

/** What the limit of a payment says to one cent more, where the payer has so much. */
export async function tryAboveLimit(
  demo: DemoBank,
  currency: string,
  payer: Holder,
  payee: Holder,
  say: Say,
): Promise<void> {
  const limit = demo.config.limits.find((limits) => limits.currency === currency)?.default?.perPayment;
  const token = demo.bank.tokens[currency]!;
  if (!payer.customer.limited || limit === undefined || (await token.balanceOf(payer.wallet)) <= limit) return;
  const amount = limit + 1n;
  const { reason } = await explain(demo.bank, { currency, from: payer.wallet, to: payee.wallet, amount });
  say(
    `${payer.customer.customer} may pay ${formatAmount(limit, currency)} at once; ${formatAmount(amount, currency)}: ${reason}`,
  );
}

/** A redemption as far as the story takes it. */
export interface Redeemed {
  readonly redemption: Redemption;
  readonly customer: string;
  readonly uetr: string;
  readonly settled: boolean;
}

/** Requested by the customer, sealed by the bank for payment, and burned once the payment is confirmed. */
export async function redeem(
  demo: DemoBank,
  currency: string,
  holder: Holder,
  amount: bigint,
  confirmed: boolean,
  say: Say,
): Promise<Redeemed> {
  const { bank } = demo;
  const [operator, payer] = [await demo.person("REDEMPTION_OPERATOR"), await demo.wallet(holder.wallet)];
  const sum = `${formatAmount(amount, currency)} ${currency}`;
  const { customer } = holder.customer;
  const redemption = await buildRedemption(bank, { currency, payer: holder.wallet, amount });
  say(`${customer} asks to redeem ${sum} ${await request(demo, currency, redemption, payer, operator)}`);
  const uetr = crypto.randomUUID();
  await submitRedemption(bank, operator, redemption, uetr);
  say(`the bank seals it for payment, UETR ${uetr}: from now on only the burn or two people close it`);
  if (confirmed) {
    const { gas } = await settleRedemption(bank, operator, redemption);
    say(`the payment is confirmed: ${sum} burned, gas ${gas.toLocaleString("en")}`);
  } else {
    say("its payment is not confirmed yet: it stays in transit");
  }
  return { redemption, customer, uetr, settled: confirmed };
}

/** By signature, free of gas, where the demo has the key; a wallet of somebody's own file is impersonated and sends. */
async function request(
  demo: DemoBank,
  currency: string,
  redemption: Redemption,
  payer: Signer,
  relayer: Signer,
): Promise<string> {
  if (payer instanceof BaseWallet) {
    await requestRedemption(
      demo.bank,
      relayer,
      redemption,
      await signHold(demo.bank, payer, currency, redemption.hold),
    );
    return "by its signature: it pays no gas";
  }
  await placeHold(demo.bank, payer, currency, redemption.hold);
  return "by placing the hold itself";
}
