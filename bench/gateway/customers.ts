import { getAddress, id } from "ethers";

import type { Customer } from "../../src/bank/customers.js";

/** Customers that pay in from an account of their own; limits apply to none, as to most business customers. */
export function makeCustomers(count: number): Customer[] {
  return Array.from({ length: count }, (_, i): Customer => {
    const account = accountOf(i);
    return {
      customer: `B-${i}`,
      accounts: [account],
      references: [],
      names: [],
      wallets: [{ address: getAddress(id(`wallet ${i}`).slice(0, 42)), line: i + 1 }],
      residency: "US" as Customer["residency"],
      control: "US" as Customer["control"],
      kind: "client",
      homeBank: 0,
      lei: "",
      programme: "",
      validUntil: "2038-06-30",
      limited: false,
      settlementAccount: account,
    };
  });
}

export const accountOf = (customer: number): string => (7_000_000_000 + customer).toString();
