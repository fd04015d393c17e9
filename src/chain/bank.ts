import { Contract, type ContractRunner, type Interface, type Signer } from "ethers";

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

/** A generated factory, and the contract type that it connects. */
interface Factory<C> {
  readonly createInterface: () => unknown;
  readonly connect: (address: string, runner?: ContractRunner) => C;
}

/** Reading an ABI takes ten milliseconds, and every command connects fourteen contracts: each is read once a process. */
const interfaces = new Map<Factory<unknown>, Interface>();

function at<C>(factory: Factory<C>, address: string, runner: ContractRunner): C {
  const known = interfaces.get(factory) ?? (factory.createInterface() as unknown as Interface);
  interfaces.set(factory, known);
  // What the factory's own `connect` does, with an interface that is there already.
  return new Contract(address, known, runner) as unknown as C;
}

/** Binds the generated types to a deployment. `runner` reads; to write, `contract.connect(signer)`. */
export function connectBank(addresses: BankAddresses, runner: ContractRunner | Signer): Bank {
  return {
    addresses,
    accessManager: at(AccessManager__factory, addresses.accessManager, runner),
    partyRegistry: at(PartyRegistry__factory, addresses.partyRegistry, runner),
    issuanceDesk: at(IssuanceDesk__factory, addresses.issuanceDesk, runner),
    redemptionDesk: at(RedemptionDesk__factory, addresses.redemptionDesk, runner),
    limits: at(Limits__factory, addresses.limits, runner),
    confirmedPayments: at(ConfirmedPayments__factory, addresses.confirmedPayments, runner),
    legalOrders: at(LegalOrders__factory, addresses.legalOrders, runner),
    pauseControl: at(PauseControl__factory, addresses.pauseControl, runner),
    resolution: at(Resolution__factory, addresses.resolution, runner),
    transferLens: at(TransferLens__factory, addresses.transferLens, runner),
    tokens: Object.fromEntries(
      Object.entries(addresses.tokens).map(([currency, address]) => [
        currency,
        at(DepositToken__factory, address, runner),
      ]),
    ),
  };
}
