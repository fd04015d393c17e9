import type { Account } from "../iso20022/index.js";

/** An account of the bank on which customers' deposits arrive, from the bank's own configuration. */
export interface OurAccount {
  /** IBAN or other id; spaces and case do not matter */
  readonly id: string;
  /** ISO 4217 alphabetic code of the deposits minted from it */
  readonly currency: string;
  /** BIC of the account servicer (8 or 11 characters); scopes deposit keys when account ids are not world-wide */
  readonly servicerBic?: string;
}

/** One form per account id: banks print IBANs in groups, and put them into `Othr/Id` as well as into `IBAN`. */
export function normaliseAccount(id: string): string {
  return id.replace(/[\s-]+/g, "").toUpperCase();
}

/** BIC without the head office's XXX, so that 8 and 11 characters compare equal. */
export function normaliseBic(bic: string): string {
  return bic.trim().toUpperCase().replace(/XXX$/, "");
}

/**
 * Which of our accounts a statement is about. A servicer that contradicts the configured one is another bank's account
 * with the same number; a statement that names none is taken at its account id.
 */
export function findOurAccounts(account: Account, ours: readonly OurAccount[]): readonly OurAccount[] {
  return ours.filter((our) => {
    if (normaliseAccount(our.id) !== normaliseAccount(account.id)) return false;
    if (our.servicerBic === undefined || account.servicerBic === undefined) return true;
    return normaliseBic(our.servicerBic) === normaliseBic(account.servicerBic);
  });
}

/** Country, check digits and at least 11 more characters: what ISO 13616 calls an IBAN, right or wrong. */
export function looksLikeIban(id: string): boolean {
  return /^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/.test(normaliseAccount(id));
}

/** ISO 13616 check digits (ISO 7064 mod 97-10). */
export function hasValidIbanCheck(iban: string): boolean {
  const id = normaliseAccount(iban);
  const digits = (id.slice(4) + id.slice(0, 4)).replace(/[A-Z]/g, (letter) => parseInt(letter, 36).toString());
  return looksLikeIban(id) && BigInt(digits) % 97n === 1n;
}
