import { hasValidIbanCheck, normaliseAccount } from "../../../bank/accounts.js";
import { isCountry } from "../../../bank/countries.js";
import { hasValidLeiCheck, looksLikeBic } from "../../../bank/identifiers.js";
import { isCurrency } from "./amounts.js";
import { type Content, leaf } from "./content.js";
import type { MessageProblemCode } from "./problems.js";

/** Kosovo has IBANs and BICs but no code in ISO 3166-1. */
const isBankCountry = (alpha2: string): boolean => isCountry(alpha2) || alpha2 === "XK";

function identifier(
  code: MessageProblemCode,
  isRight: (text: string) => boolean,
  problem: string,
  fix: string,
  canonical = (text: string): string => text,
): Content<string> {
  return leaf((value, at) => {
    const text = canonical(value);
    if (isRight(text)) return text;
    at.report(code, value, problem, fix);
    return undefined;
  });
}

/** ISO 13616. People write it in groups of four: the spaces go, small letters become capitals. */
export const iban = identifier(
  "iban",
  (text) => hasValidIbanCheck(text) && isBankCountry(text.slice(0, 2)),
  "is no IBAN: its form, country or check digits are wrong",
  "Ask the account's owner for it again; an account without an IBAN goes into `other`.",
  normaliseAccount,
);

/** ISO 9362, 8 or 11 characters. */
export const bic = identifier(
  "bic",
  (text) => looksLikeBic(text) && isBankCountry(text.slice(4, 6)),
  "is no BIC",
  "Give 8 or 11 capital letters and digits with the country in the fifth and sixth.",
);

/** The narrower form of versions before 2019: four letters, and a location code without 0, 1 and the letter O at its places. */
export const bicBefore2019 = identifier(
  "bic",
  (text) => /^[A-Z]{6}[A-Z2-9][A-NP-Z0-9](?:[A-Z0-9]{3})?$/.test(text) && isBankCountry(text.slice(4, 6)),
  "is no BIC as this version of the message allows it",
  "Check it; a BIC with digits in its first four characters needs version 10.",
);

/** ISO 17442. */
export const lei = identifier(
  "lei",
  hasValidLeiCheck,
  "is no LEI: its form or check digits are wrong",
  "Give its 20 capital letters and digits as GLEIF lists them.",
);

/** A UUID version 4 in small letters, as the schema asks. */
export const uetr = identifier(
  "uetr",
  (text) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text),
  "is no UETR",
  "Give a random UUID (version 4) in small letters with its four hyphens.",
);

export const country = identifier(
  "country",
  isCountry,
  "is no country of ISO 3166-1",
  "Give its two capital letters, such as DE.",
);

export const currency = identifier(
  "currency",
  isCurrency,
  "is not a current ISO 4217 currency with minor units",
  "Give its three capital letters, such as EUR.",
);

/** ISO 11649: RF, two check digits (ISO 7064 mod 97-10), up to 21 more. People write it in groups: the spaces go. */
export const creditorReference = identifier(
  "creditor-reference",
  hasValidReferenceCheck,
  "is no creditor reference of ISO 11649: its form or check digits are wrong",
  "Copy it from the invoice again; a reference of another kind goes into `unstructured`.",
  normaliseAccount,
);

function hasValidReferenceCheck(text: string): boolean {
  if (!/^RF[0-9]{2}[A-Z0-9]{1,21}$/.test(text)) return false;
  const digits = (text.slice(4) + text.slice(0, 4)).replace(/[A-Z]/g, (letter) => parseInt(letter, 36).toString());
  return BigInt(digits) % 97n === 1n;
}
