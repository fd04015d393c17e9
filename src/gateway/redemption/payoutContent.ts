import { createHash } from "node:crypto";

import { hasValidIbanCheck, normaliseAccount } from "../../bank/accounts.js";
import {
  InvalidMessageError,
  type PaymentAccount,
  type PaymentParty,
  writePacs008,
  writePain001,
} from "../../iso20022/write/index.js";
import type { Gateway } from "../gateway.js";
import type { Creditor } from "./creditor.js";
import type { RedemptionRow } from "./rows.js";

/** What a file says of one redemption. */
export type Payout = Pick<RedemptionRow, "id" | "currency" | "amount" | "uetr" | "end_to_end_id"> & {
  readonly creditor: Creditor;
};

/** A file's name for ever: from what is in it, so that no second one is ever written for the same redemptions. */
export function messageIdOf(ids: readonly string[]): string {
  const hash = createHash("sha256")
    .update([...ids].sort().join())
    .digest("hex");
  return `VP${hash.slice(0, 32)}`;
}

/**
 * A payment file, of one currency.
 * @param at when it is written: its day is the day of execution
 * @throws InvalidMessageError
 */
export function payoutContent(gateway: Gateway, payouts: readonly Payout[], messageId: string, at: Date): string {
  const write = gateway.settings.redemption.message === "pain.001" ? pain001 : pacs008;
  return Buffer.from(write(gateway, payouts, messageId, at)).toString("utf8");
}

/** What is wrong with the payment of a redemption, before its money is sealed for it. */
export function unwritable(gateway: Gateway, row: RedemptionRow, creditor: Creditor): string | undefined {
  try {
    payoutContent(gateway, [{ ...row, creditor }], messageIdOf([row.id]), new Date(0));
    return undefined;
  } catch (error) {
    if (error instanceof InvalidMessageError) {
      // The values are the customer's.
      return error.problems.map(({ path, problem, fix }) => `${path} ${problem}. ${fix}`).join(" ");
    }
    if (error instanceof PayoutSettingsError) return error.message;
    throw error;
  }
}

/** The settings do not say what a payment file needs. */
export class PayoutSettingsError extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = "PayoutSettingsError";
  }
}

function pain001(gateway: Gateway, payouts: readonly Payout[], messageId: string, at: Date): Uint8Array {
  const { debtor } = gateway.settings.redemption;
  const { currency } = payouts[0]!;
  return writePain001({
    messageId,
    createdAt: at.toISOString(),
    initiatingParty: debtorParty(gateway),
    batches: [
      {
        batchId: messageId,
        // An entry for each: the statement then names each payment.
        batchBooking: false,
        requestedExecution: dayOf(at),
        debtor: debtorParty(gateway),
        debtorAccount: debtorAccount(gateway, currency),
        debtorAgent: { bic: debtor.bic },
        chargeBearer: chargesIn(currency),
        transfers: payouts.map(({ amount, uetr, end_to_end_id: endToEndId, creditor }) => ({
          endToEndId,
          uetr,
          amount,
          currency,
          creditor: { name: creditor.name },
          creditorAccount: accountOf(creditor.account),
          remittance: { unstructured: [`Redemption ${endToEndId}`] },
        })),
      },
    ],
  });
}

function pacs008(gateway: Gateway, payouts: readonly Payout[], messageId: string, at: Date): Uint8Array {
  const { debtor, interbank } = gateway.settings.redemption;
  if (interbank === undefined) {
    throw new PayoutSettingsError("pacs.008 goes to a bank: name it in the setting redemption.interbank.");
  }
  const { instructedBic, clearingSystem } = interbank;
  const { currency } = payouts[0]!;
  return writePacs008({
    messageId,
    createdAt: at.toISOString(),
    settlementDate: dayOf(at),
    settlement:
      clearingSystem === undefined ? { method: "INDA" } : { method: "CLRG", clearingSystem: { code: clearingSystem } },
    instructingAgent: { bic: debtor.bic },
    instructedAgent: { bic: instructedBic },
    transfers: payouts.map(({ amount, uetr, end_to_end_id: endToEndId, creditor }) => ({
      transactionId: endToEndId,
      endToEndId,
      uetr,
      amount,
      currency,
      chargeBearer: chargesIn(currency),
      debtor: debtorParty(gateway),
      debtorAccount: debtorAccount(gateway, currency),
      debtorAgent: { bic: debtor.bic },
      creditorAgent: { bic: instructedBic },
      creditor: { name: creditor.name },
      creditorAccount: accountOf(creditor.account),
      remittance: { unstructured: [`Redemption ${endToEndId}`] },
    })),
  });
}

function debtorParty({ settings }: Gateway): PaymentParty {
  const { name, townName, country, lei } = settings.redemption.debtor;
  return { name, address: { town: townName, country }, ...(lei === undefined ? {} : { lei }) };
}

function debtorAccount({ accounts }: Gateway, currency: string): PaymentAccount {
  const found = accounts.find((account) => account.currency === currency);
  if (found === undefined) throw new PayoutSettingsError(`The bank has no account in ${currency} to pay from.`);
  return accountOf(found.id);
}

const accountOf = (id: string): PaymentAccount =>
  hasValidIbanCheck(id) ? { iban: normaliseAccount(id) } : { other: normaliseAccount(id) };

/** At par: the customer gets what it redeemed. SEPA has one way only, in which each side bears its own. */
const chargesIn = (currency: string): "SLEV" | "DEBT" => (currency === "EUR" ? "SLEV" : "DEBT");

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
