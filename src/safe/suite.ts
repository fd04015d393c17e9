import type { Interface } from "ethers";

import { SuccessorIssuanceDesk__factory } from "../../typechain-types/index.js";
import type { Zones } from "../bank/zones.js";
import type { Bank } from "../chain/bank.js";
import { contractsByAddress, currencyOf } from "../chain/events.js";
import { DESK_NAMES, DESKS, deskAddress } from "../settlement/desks.js";

/** One contract as a reader knows it. */
export interface KnownContract {
  /** "DepositToken", "AccessManager" */
  readonly kind: string;
  /** "USD token", "AccessManager" */
  readonly name: string;
  /** what its functions are decoded with, the first that has one; none for contracts that are only named */
  readonly abis: readonly Interface[];
}

/** The names in which a bank's calls are told: from the deployment's record and the bank file, never from a file to check. */
export interface Suite {
  readonly chainId: number;
  readonly zones: Zones;
  contractAt(address: string): KnownContract | undefined;
  currencyOf(token: string): string | undefined;
}

/** A bank's contracts and the desks of settlement. Reads nothing from the chain. */
export function suiteOf(bank: Bank, zones: Zones): Suite {
  const known = new Map<string, KnownContract>();
  for (const [address, { name: kind, abi }] of contractsByAddress(bank)) {
    const currency = currencyOf(bank, address);
    // A bank that takes over another's book has this desk behind the same proxy.
    const more = kind === "IssuanceDesk" ? [SuccessorIssuanceDesk__factory.createInterface()] : [];
    known.set(address, { kind, name: currency === undefined ? kind : `${currency} token`, abis: [abi, ...more] });
  }
  const { transferLens } = bank.addresses;
  known.set(transferLens.toLowerCase(), { kind: "TransferLens", name: "TransferLens", abis: [] });
  for (const name of DESK_NAMES) {
    const abis = [DESKS[name].factory.createInterface()];
    known.set(deskAddress(name).toLowerCase(), { kind: name, name, abis });
  }
  return {
    chainId: bank.addresses.chainId,
    zones,
    contractAt: (address) => known.get(address.toLowerCase()),
    currencyOf: (token) => currencyOf(bank, token),
  };
}
