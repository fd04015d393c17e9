import { dataSlice, getAddress, type Provider } from "ethers";

import type { Bank } from "../chain/bank.js";
import { IMPLEMENTATION } from "../chain/check/code.js";
import { PROXIED, SINGLE_CONTRACTS, SINGLE_NAMES } from "../chain/setup.js";
import { readDesks } from "../settlement/desks.js";

/** A contract that is deployed, and which of the build's it should be. */
export interface Deployed {
  /** "USD token's proxy"; unique within a bank */
  readonly name: string;
  readonly address: string;
  /** name of the contract in the build */
  readonly contract: string;
  /** stands at an address made of its code (CREATE2): nothing else can be there */
  readonly isDesk: boolean;
}

/** Every contract of a bank, implementations behind its proxies included, and the desks that this chain has. */
export async function deployedContracts(bank: Bank, provider: Provider): Promise<Deployed[]> {
  const { addresses } = bank;
  const singles = SINGLE_NAMES.map((name) => ({
    name: name as string,
    kind: name,
    at: addresses[SINGLE_CONTRACTS[name]],
  }));
  const tokens = Object.entries(addresses.tokens).map(([currency, at]) => ({
    name: `${currency} token`,
    kind: "DepositToken" as const,
    at,
  }));
  const found: Deployed[] = [
    { name: "AccessManager", address: addresses.accessManager, contract: "AccessManager", isDesk: false },
    { name: "TransferLens", address: addresses.transferLens, contract: "TransferLens", isDesk: false },
  ];
  for (const { name, kind, at } of [...singles, ...tokens]) {
    if (!PROXIED.includes(kind)) {
      found.push({ name, address: at, contract: kind, isDesk: false });
      continue;
    }
    found.push({ name: `${name}'s proxy`, address: at, contract: "ERC1967Proxy", isDesk: false });
    const address = getAddress(dataSlice(await provider.getStorage(at, IMPLEMENTATION), 12));
    // Tokens share their implementation.
    if (found.some((one) => one.address === address)) continue;
    found.push({ name: `${name}'s implementation`, address, contract: kind, isDesk: false });
  }
  const desks = (await readDesks(provider)).filter(({ deployed }) => deployed);
  return [...found, ...desks.map(({ name, address }) => ({ name, address, contract: name, isDesk: true }))];
}
