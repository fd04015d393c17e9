import type { TransactionDetails } from "../iso20022/index.js";
import { normaliseAccount } from "./accounts.js";
import type { Customer } from "./customers.js";

/*
 * Whose deposit is it? The first rule that finds anybody decides; two customers found by one rule are ambiguous.
 *
 * 1. reference  what the bank gave the customer: the creditor's virtual account, or the structured creditor reference.
 *               It wins over the payer, because others may pay in for the customer.
 * 2. account    the debtor's account is the customer's own: it tops up.
 * 3. end-to-end the payer's EndToEndId or InstrId is the customer's reference, or begins with it and a separator.
 * 4. name       the debtor's name, exactly, but for case and white space.
 *
 * Banks differ in what they pass on. A Nordic statement has the creditor reference, zero-padded to 20 digits, and no
 * debtor; a US one has a debtor account or only a name for some entries, for wires nothing but an EndToEndId, and for interest or
 * cheques nothing at all: those stay unknown, a remittance text is never searched.
 */

export type MatchRule = "reference" | "account" | "end-to-end" | "name";

export type Match =
  | { readonly match: "customer"; readonly customer: Customer; readonly by: MatchRule }
  | { readonly match: "unknown" }
  | { readonly match: "ambiguous"; readonly customers: readonly Customer[]; readonly by: MatchRule };

/** A `Deposit`, or an entry with one detail. */
export interface Attributable {
  readonly details: readonly TransactionDetails[];
}

/** Finds the customer of a deposit. Unknown and ambiguous go to suspense. Several details never match as a whole. */
export function matchCustomer(source: Attributable, customers: readonly Customer[]): Match {
  const [detail, ...more] = source.details;
  if (detail === undefined || more.length > 0) return { match: "unknown" };
  for (const [by, hits] of RULES) {
    const found = customers.filter((customer) => hits(detail, customer));
    if (found[0] === undefined) continue;
    return found.length === 1
      ? { match: "customer", customer: found[0], by }
      : { match: "ambiguous", customers: found, by };
  }
  return { match: "unknown" };
}

type Rule = readonly [MatchRule, (detail: TransactionDetails, customer: Customer) => boolean];

const RULES: readonly Rule[] = [
  [
    "reference",
    ({ creditorReferences, creditor }, customer) =>
      [...creditorReferences, creditor.account].some((found) =>
        customer.references.some((ref) => isReference(found, ref)),
      ),
  ],
  [
    "account",
    ({ debtor }, customer) =>
      debtor.account !== undefined && customer.accounts.includes(normaliseAccount(debtor.account)),
  ],
  [
    "end-to-end",
    ({ endToEndId, instrId }, customer) =>
      [endToEndId, instrId].some((found) =>
        customer.references.some((ref) => isReference(found, ref) || beginsWith(found, ref)),
      ),
  ],
  [
    "name",
    ({ debtor }, customer) =>
      debtor.name !== undefined && customer.names.some((name) => plainName(name) === plainName(debtor.name ?? "")),
  ],
];

/** Spaces, case and the zeros that national references are padded with do not count. */
export const bare = (reference: string): string =>
  reference
    .replace(/\s+/g, "")
    .toUpperCase()
    .replace(/^0+(?=.)/, "");

function isReference(found: string | undefined, reference: string): boolean {
  if (found === undefined) return false;
  if (reference.endsWith("*")) return bare(found).startsWith(bare(reference.slice(0, -1)));
  return bare(found) === bare(reference);
}

/** "EXP1-2026-07" begins with "EXP1"; "EXP10" does not. */
function beginsWith(found: string | undefined, reference: string): boolean {
  const text = bare(found ?? "");
  const start = bare(reference);
  return text.startsWith(start) && /^[^A-Z0-9]/.test(text.slice(start.length));
}

/** A name without its case and its white space. */
export const plainName = (name: string): string => name.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
