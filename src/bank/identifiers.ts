/*
 * Who a bank is to the rest of the world: its LEI (ISO 17442) and its BIC (ISO 9362).
 */

/** Eighteen letters or digits and two check digits; upper case. */
const LEI = /^[0-9A-Z]{18}[0-9]{2}$/;

/** Party prefix (4), country (2), party suffix (2), branch (3, optional). */
const BIC = /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/;

/** The form of an LEI, whatever its check digits. */
export const looksLikeLei = (text: string): boolean => LEI.test(text);

/** ISO 7064 mod 97-10 over the LEI's letters read as 10 to 35. */
export function hasValidLeiCheck(lei: string): boolean {
  const digits = lei.replace(/[A-Z]/g, (letter) => parseInt(letter, 36).toString());
  return looksLikeLei(lei) && BigInt(digits) % 97n === 1n;
}

export const looksLikeBic = (text: string): boolean => BIC.test(text);
