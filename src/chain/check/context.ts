import type { Provider } from "ethers";
import type { ArtifactManager } from "hardhat/types/artifacts";

import type { BankConfig } from "../../bank/bankFile.js";
import type { TokenAt } from "../../bank/bankFileSettlementSchema.js";
import type { Bank } from "../bank.js";
import type { Remedy } from "./remedy.js";
import { SINGLE_CONTRACTS, type SingleContract } from "../setup.js";

/** What a finding may say besides its sentence. */
export interface Details {
  /** as found, in words */
  readonly now?: string;
  /** as in the file, in words */
  readonly wanted?: string;
  /** acts that put it right, in this order; none where only people can decide what to do */
  readonly remedies?: readonly Remedy[];
}

/** One thing on chain that is not as the bank file says. */
export interface Finding extends Details {
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
  /** lines with other banks are not looked at: they are opened by the bank's people, once both banks are there */
  readonly withoutLines?: boolean;
  /** where another bank's token is; only tokens given by address are known if left out */
  readonly findToken?: (token: TokenAt, currency: string) => Promise<string | undefined>;
}

/** What every part of the check works with. Reads only. */
export interface CheckContext {
  readonly bank: BankConfig;
  readonly suite: Bank;
  readonly provider: Provider;
  readonly options: CheckOptions;
  report(subject: string, problem: string, details?: Details): void;
}

/** Reports when what is there is not what is wanted. */
export function expectSame(
  context: CheckContext,
  subject: string,
  what: string,
  found: string | number | bigint,
  wanted: string | number | bigint,
  remedies?: () => readonly Remedy[],
): void {
  if (String(found) === String(wanted)) return;
  context.report(subject, `${what} is ${found}, not ${wanted}`, {
    now: String(found),
    wanted: String(wanted),
    ...(remedies === undefined ? {} : { remedies: remedies() }),
  });
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
