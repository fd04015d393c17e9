import type { Provider } from "ethers";
import type { ArtifactManager } from "hardhat/types/artifacts";

import type { BankConfig } from "../../bank/bankFile.js";
import type { Bank } from "../bank.js";
import { SINGLE_CONTRACTS, type SingleContract } from "../setup.js";

/** One thing on chain that is not as the bank file says. */
export interface Finding {
  /** what it is about: "USD token", "role ISSUER", ... */
  readonly subject: string;
  readonly problem: string;
}

export interface CheckOptions {
  /** must hold no role; if left out, it is found only where it is a member whom the file does not name */
  readonly deployer?: string;
  /** the build whose code must be there; code is not compared if left out */
  readonly artifacts?: ArtifactManager;
  /** the deployer is still admin, as it must be until the check has passed once */
  readonly beforeHandover?: boolean;
}

/** What every part of the check works with. Reads only. */
export interface CheckContext {
  readonly bank: BankConfig;
  readonly suite: Bank;
  readonly provider: Provider;
  readonly options: CheckOptions;
  report(subject: string, problem: string): void;
}

/** Reports when what is there is not what is wanted. */
export function expectSame(
  context: CheckContext,
  subject: string,
  what: string,
  found: string | number | bigint,
  wanted: string | number | bigint,
): void {
  if (String(found) !== String(wanted)) context.report(subject, `${what} is ${found}, not ${wanted}`);
}

/** How a managed contract is called in findings. */
export const subjectOf = (name: string): string => (/^[A-Z]{3}$/.test(name) ? `${name} token` : name);

/** The address of a contract by its name in `managedContracts`. */
export function addressOf({ suite: { addresses } }: CheckContext, name: string): string {
  const address =
    name in SINGLE_CONTRACTS ? addresses[SINGLE_CONTRACTS[name as SingleContract]] : addresses.tokens[name];
  if (address === undefined) throw new Error(`The addresses of ${addresses.bank} have no ${name}.`);
  return address;
}
