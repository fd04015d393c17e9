import type { Signer } from "ethers";

import type { Bank } from "./bank.js";
import { requireAddress, requireAmount, requireSome, tokenOf } from "./checks.js";
import { paymentReference } from "./reference.js";
import { type Call, callOf, send, type Sent } from "./send.js";

const NO_REFERENCE = `0x${"0".repeat(64)}`;

/** A payment from the signer's account. */
export interface PaymentOrder {
  readonly currency: string;
  readonly to: string;
  /** minor units */
  readonly amount: bigint;
  /** a text of up to 32 bytes, or a 0x hash; see `paymentReference` */
  readonly reference?: string;
}

/** One item of a batch. */
export type PaymentItem = Omit<PaymentOrder, "currency">;

export interface Paid extends Sent {
  /** bytes32 as logged, if one was given */
  readonly reference: string | undefined;
}

export async function payCall(bank: Bank, { currency, to, amount, reference }: PaymentOrder): Promise<Call> {
  const token = tokenOf(bank, currency);
  const payee = requireAddress(to, "The payee");
  requireAmount(amount, "A payment");
  const populated =
    reference === undefined
      ? token["transfer(address,uint256)"].populateTransaction(payee, amount)
      : token["transfer(address,uint256,bytes)"].populateTransaction(payee, amount, paymentReference(reference));
  return callOf("DepositToken.transfer", populated, { currency });
}

/**
 * Pays from the signer's account. Who may call: a customer.
 * @throws VostroError ERC7943CannotSend, ERC7943CannotReceive, ERC7943CannotTransfer, ERC20InsufficientBalance,
 * InsufficientAvailable, OperationPaused, BadReference; `explain` names the very rule
 */
export async function pay(bank: Bank, payer: Signer, order: PaymentOrder): Promise<Paid> {
  const reference = order.reference === undefined ? undefined : paymentReference(order.reference);
  return { ...(await send(bank, payer, await payCall(bank, order))), reference };
}

export async function payBatchCall(bank: Bank, currency: string, payments: readonly PaymentItem[]): Promise<Call> {
  const items = requireSome(payments, "payments").map(({ to, amount, reference }, i) => ({
    payee: requireAddress(to, `The payee of payment ${i + 1}`),
    amount: requireAmount(amount, `Payment ${i + 1}`),
    paymentReference: reference === undefined ? NO_REFERENCE : paymentReference(reference),
  }));
  const populated = tokenOf(bank, currency).transferBatch.populateTransaction(items);
  return callOf("DepositToken.transferBatch", populated, { currency });
}

export interface BatchPaid extends Sent {
  readonly count: number;
  /** minor units */
  readonly total: bigint;
}

/**
 * Pays many at once from the signer's account, all or nothing. Who may call: a customer.
 * @throws VostroError as `pay`; the chain does not say which item: `explain` each
 */
export async function payBatch(
  bank: Bank,
  payer: Signer,
  currency: string,
  payments: readonly PaymentItem[],
): Promise<BatchPaid> {
  const sent = await send(bank, payer, await payBatchCall(bank, currency, payments));
  return { ...sent, count: payments.length, total: payments.reduce((sum, { amount }) => sum + amount, 0n) };
}
