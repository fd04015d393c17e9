import { Wallet } from "ethers";

import { type Customer, readCustomers } from "../../src/bank/customers.js";
import type { Random } from "./random.js";

/** A customer and the key of its wallet, which is made for one campaign. */
export interface CrashCustomer {
  readonly customer: Customer;
  readonly wallet: Wallet;
}

/** Customers without limits, each with one wallet, one account to pay in from and one to be paid out to. */
export function makeCustomers(count: number, any: Random): readonly CrashCustomer[] {
  const wallets = Array.from({ length: count }, () => new Wallet(any.bytes32()));
  const header = "customer,account,name,residency,control,wallet,valid_until,settlement_account,limited";
  const rows = wallets.map(({ address }, i) => {
    const number = String(i + 1).padStart(4, "0");
    return `K-${number},PAYS-IN-${number},Crash Customer ${number},US,,${address},2099-12-31,PAYS-OUT-${number},false`;
  });
  const customers = readCustomers([header, ...rows].join("\n"), "customers of the campaign");
  return customers.map((customer, i) => ({ customer, wallet: wallets[i]! }));
}
