import { dataSlice, getAddress, type Provider } from "ethers";

import type { ManagedContract } from "../bank/roles.js";
import type { Bank } from "../chain/bank.js";
import { ask, type Call, callOf, providerOf } from "../chain/send.js";
import { PROXIED, SINGLE_CONTRACTS, type SingleContract } from "../chain/setup.js";
import { isCodeOf, type Release } from "./release.js";

/** Where an ERC-1967 proxy keeps its implementation. */
const IMPLEMENTATION = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

/** One proxy of the suite. Tokens have one each, with one implementation for all. */
export interface SuiteProxy {
  readonly kind: ManagedContract;
  /** "USD token", "IssuanceDesk" */
  readonly name: string;
  readonly address: string;
  /** ISO 4217 code of a token */
  readonly currency: string | undefined;
}

/** Contracts that can be upgraded. */
export const UPGRADEABLE_KINDS = PROXIED;

/** The proxies of a kind of contract. */
export function proxiesOf({ addresses }: Bank, kind: ManagedContract): SuiteProxy[] {
  if (kind !== "DepositToken") {
    const address = addresses[SINGLE_CONTRACTS[kind as SingleContract]];
    return [{ kind, name: kind, address, currency: undefined }];
  }
  return Object.entries(addresses.tokens).map(([currency, address]) => {
    return { kind, name: `${currency} token`, address, currency };
  });
}

/** The implementation behind a proxy, at a block. */
export async function implementationOf(provider: Provider, proxy: string): Promise<string> {
  return getAddress(dataSlice(await provider.getStorage(proxy, IMPLEMENTATION), 12));
}

/** Which of these contracts stands at an address, if any. */
export async function identify(bank: Bank, address: string, known: readonly Release[]): Promise<Release | undefined> {
  const code = await ask(bank, providerOf(bank).getCode(address));
  return known.find((release) => isCodeOf(release, code));
}

/** The call that puts a new implementation behind a proxy; it runs nothing in it. */
export function upgradeCall(
  bank: Bank,
  { kind, address, currency }: SuiteProxy,
  implementation: string,
): Promise<Call> {
  // Every implementation has the function; whichever binding is used, the data is the same.
  const contract = bank.partyRegistry.attach(address) as typeof bank.partyRegistry;
  const populated = contract.upgradeToAndCall.populateTransaction(implementation, "0x");
  return callOf(`${kind}.upgradeToAndCall`, populated, { role: "UPGRADER", currency });
}
