import type { TransactionDetails } from "../../iso20022/index.js";
import type { CustomerIndex } from "./customerIndex.js";
import type { Screen } from "./screening.js";

/** What decides whose a deposit is. */
export interface AttributionRules {
  readonly index: CustomerIndex;
  readonly screen: Screen;
  /** YYYY-MM-DD: a KYC that ended before it has expired */
  readonly today: string;
}

export type Attribution =
  | { readonly to: "customer"; readonly customer: string; readonly payee: string; readonly matchedBy: string }
  | {
      readonly to: "suspense";
      readonly reason: AttributionReason;
      readonly message: string;
      readonly customer?: string;
      readonly matchedBy?: string;
    };

/** Why nobody is credited yet. */
export type AttributionReason = "unknown-customer" | "ambiguous-customer" | "kyc-expired" | "screening";

/** Reasons that end when the customer file changes. */
export const CUSTOMER_REASONS: readonly AttributionReason[] = ["unknown-customer", "ambiguous-customer", "kyc-expired"];

interface Credit {
  readonly amount: bigint;
  readonly currency: string;
  readonly details: readonly TransactionDetails[];
}

/** Finds customer and wallet of a deposit, or says why a person has to. */
export function attribute(credit: Credit, { index, screen, today }: AttributionRules): Attribution {
  const suspense = (reason: AttributionReason, message: string) => ({ to: "suspense", reason, message }) as const;
  const match = index.match(credit);
  if (match.match === "unknown") return suspense("unknown-customer", "no customer's reference, account or name fits");
  if (match.match === "ambiguous") {
    const numbers = match.customers.slice(0, 5).map(({ customer }) => customer);
    const message = `${match.customers.length} customers fit by ${match.by}: ${numbers.join(", ")}`;
    return suspense("ambiguous-customer", message);
  }
  const { customer, wallets, validUntil } = match.customer;
  const found = { customer, matchedBy: match.by };
  if (validUntil < today) {
    return { ...suspense("kyc-expired", `the KYC of customer ${customer} ended on ${validUntil}`), ...found };
  }
  const blocked = screen({ ...credit, customer });
  if (blocked !== undefined) return { ...suspense("screening", blocked), ...found };
  return { to: "customer", payee: wallets[0].address, ...found };
}
