import type { Signer } from "ethers";

import {
  type DepositToken,
  DepositToken__factory,
  type AccessManager,
  AccessManager__factory,
  type ConfirmedPayments,
  ConfirmedPayments__factory,
  type IssuanceDesk,
  IssuanceDesk__factory,
  type LegalOrders,
  LegalOrders__factory,
  type Limits,
  Limits__factory,
  type PartyRegistry,
  PartyRegistry__factory,
  type PauseControl,
  PauseControl__factory,
  type RedemptionDesk,
  RedemptionDesk__factory,
  type Resolution,
  Resolution__factory,
  type TransferLens,
  TransferLens__factory,
} from "../../typechain-types/index.js";
import type { ContractRunner } from "ethers";

import type { Outbox } from "./outbox/outbox.js";

/** Where one bank's suite is on one chain: what a deployment writes down and everything else starts from. */
export interface BankAddresses {
  /** The bank file's name, e.g. "demo". */
  bank: string;
  chainId: number;
  /** First block of the deployment: where reading events begins. */
  fromBlock: number;
  accessManager: string;
  partyRegistry: string;
  issuanceDesk: string;
  redemptionDesk: string;
  limits: string;
  confirmedPayments: string;
  legalOrders: string;
  pauseControl: string;
  resolution: string;
  transferLens: string;
  /** Token address by ISO 4217 currency code. */
  tokens: Record<string, string>;
}

/** One bank's contracts, typed, bound to a provider or signer. */
export interface Bank {
  addresses: BankAddresses;
  accessManager: AccessManager;
  partyRegistry: PartyRegistry;
  issuanceDesk: IssuanceDesk;
  redemptionDesk: RedemptionDesk;
  limits: Limits;
  confirmedPayments: ConfirmedPayments;
  legalOrders: LegalOrders;
  pauseControl: PauseControl;
  resolution: Resolution;
  transferLens: TransferLens;
  /** By ISO 4217 currency code. */
  tokens: Record<string, DepositToken>;
  /** Where sent transactions are written down, so that repeating an act never does it twice; acts of commands have it. */
  outbox?: Outbox;
}

/** Binds the generated types to a deployment. `runner` reads; to write, `contract.connect(signer)`. */
export function connectBank(addresses: BankAddresses, runner: ContractRunner | Signer): Bank {
  return {
    addresses,
    accessManager: AccessManager__factory.connect(addresses.accessManager, runner),
    partyRegistry: PartyRegistry__factory.connect(addresses.partyRegistry, runner),
    issuanceDesk: IssuanceDesk__factory.connect(addresses.issuanceDesk, runner),
    redemptionDesk: RedemptionDesk__factory.connect(addresses.redemptionDesk, runner),
    limits: Limits__factory.connect(addresses.limits, runner),
    confirmedPayments: ConfirmedPayments__factory.connect(addresses.confirmedPayments, runner),
    legalOrders: LegalOrders__factory.connect(addresses.legalOrders, runner),
    pauseControl: PauseControl__factory.connect(addresses.pauseControl, runner),
    resolution: Resolution__factory.connect(addresses.resolution, runner),
    transferLens: TransferLens__factory.connect(addresses.transferLens, runner),
    tokens: Object.fromEntries(
      Object.entries(addresses.tokens).map(([currency, address]) => [
        currency,
        DepositToken__factory.connect(address, runner),
      ]),
    ),
  };
}
