import type { Signer } from "ethers";
import type { Logger } from "pino";

import type { OurAccount } from "../bank/accounts.js";
import type { RoleName } from "../bank/roles.js";
import type { Bank } from "../chain/bank.js";
import type { Store } from "../store/index.js";
import type { GatewaySettings } from "./settings.js";

/** What every step of the gateway needs. One process has one. */
export interface Gateway {
  readonly store: Store;
  /** on the bank's node; without an outbox of files: the store is the outbox */
  readonly bank: Bank;
  readonly settings: GatewaySettings;
  /** accounts of the bank on which deposits arrive */
  readonly accounts: readonly OurAccount[];
  /** 32 secret bytes as 0x and 64 digits: see `depositReference` */
  readonly salt: string;
  /** this process: holds leases and stands in the journal for what no person did */
  readonly worker: string;
  /** keys at hand, by role; a step whose keys are elsewhere does nothing here */
  readonly keys: Keys;
  /** never with names, accounts or references of customers */
  readonly log: Logger;
}

export type Keys = Readonly<Partial<Record<RoleName, readonly Signer[]>>>;

/**
 * One kind of work. It may be killed at any point and is called again; several workers call it at once.
 * @returns how many things it moved on: 0 means that there is nothing to do now
 */
export type Step = (gateway: Gateway) => Promise<number>;
