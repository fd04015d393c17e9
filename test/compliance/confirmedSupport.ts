import type { ContractTransactionResponse } from "ethers";
import { paymentTermsHash, signFor, type PayeeConfirmation, type PaymentTerms } from "../../src/chain/typedData.js";
import { useBank, type Bank } from "../issuance/support.js";
import { holdId, sign, type Hold } from "../support/signing.js";
import { DAY, HOUR, type Account } from "../support/token.js";
import { Power, reference } from "../support/words.js";

export const NAME = reference("salted name of bob");
export const OTHER_NAME = reference("salted name of mallory");

export interface Confirmed {
  hold: Hold;
  terms: PaymentTerms;
  confirmation: PayeeConfirmation;
  id: string;
}

/** The bank of the desks' tests, whose USD token admits the notary of confirmed payments. Alice pays bob. */
export async function useConfirmed() {
  const load = await useBank();
  return async () => confirmedOf(await load());
}

async function confirmedOf(bank: Bank) {
  const { usd, confirmed, policyAdmin, payeeConfirmer, alice, bob, relayer, now } = bank;
  await usd.connect(policyAdmin).admitContract(confirmed, Power.Notary);
  let salts = 0;

  /** USD 1,000.00 to be placed within a day, with a confirmation good for an hour. */
  async function paymentOf(
    changes: Partial<Hold> = {},
    termChanges: Partial<PaymentTerms> = {},
    confirmationChanges: Partial<PayeeConfirmation> = {},
  ): Promise<Confirmed> {
    const terms: PaymentTerms = {
      token: usd.target as string,
      nameHash: NAME,
      salt: reference(`payment ${++salts}`),
      ...termChanges,
    };
    const signedAt = await now();
    const hold: Hold = {
      payer: alice.address,
      payee: bob.address,
      notary: confirmed.target as string,
      amount: 100_000n,
      expiry: signedAt + DAY,
      placeBy: signedAt + DAY,
      assignable: false,
      terms: paymentTermsHash(terms),
      ...changes,
    };
    const confirmation: PayeeConfirmation = {
      token: usd.target as string,
      payee: bob.address,
      nameHash: NAME,
      expiry: signedAt + HOUR,
      ...confirmationChanges,
    };
    return { hold, terms, confirmation, id: holdId(hold) };
  }

  const confirm = (confirmation: PayeeConfirmation, signer: Account = payeeConfirmer) =>
    signFor(confirmed, signer, "PayeeConfirmation", confirmation);

  interface How {
    sender?: Account;
    payer?: Account;
    confirmer?: { address: string };
    signature?: string;
    holdSignature?: string;
  }

  /** A stranger sends what payer and confirmer have signed. */
  async function pay(payment: Confirmed, how: How = {}): Promise<ContractTransactionResponse> {
    const { hold, terms, confirmation } = payment;
    const { sender = relayer, payer = alice, confirmer = payeeConfirmer } = how;
    const holdSignature = how.holdSignature ?? (await sign(usd, payer, "Hold", hold));
    const signature = how.signature ?? (await confirm(confirmation));
    return confirmed.connect(sender).pay(hold, terms, holdSignature, confirmation, confirmer.address, signature);
  }

  return { ...bank, paymentOf, confirm, pay };
}
