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
import { connectAs } from "./connect.js";

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
    accessManager: connectAs(AccessManager__factory, addresses.accessManager, runner),
    partyRegistry: connectAs(PartyRegistry__factory, addresses.partyRegistry, runner),
    issuanceDesk: connectAs(IssuanceDesk__factory, addresses.issuanceDesk, runner),
    redemptionDesk: connectAs(RedemptionDesk__factory, addresses.redemptionDesk, runner),
    limits: connectAs(Limits__factory, addresses.limits, runner),
    confirmedPayments: connectAs(ConfirmedPayments__factory, addresses.confirmedPayments, runner),
    legalOrders: connectAs(LegalOrders__factory, addresses.legalOrders, runner),
    pauseControl: connectAs(PauseControl__factory, addresses.pauseControl, runner),
    resolution: connectAs(Resolution__factory, addresses.resolution, runner),
    transferLens: connectAs(TransferLens__factory, addresses.transferLens, runner),
    tokens: Object.fromEntries(
      Object.entries(addresses.tokens).map(([currency, address]) => [
        currency,
        connectAs(DepositToken__factory, address, runner),
      ]),
    ),
  };
}
