import { type ErrorFragment, Interface, type InterfaceAbi } from "ethers";

import {
  AccessManager__factory,
  ConfirmedPayments__factory,
  DepositToken__factory,
  ERC1967Proxy__factory,
  FxDesk__factory,
  InterbankClearing__factory,
  IssuanceDesk__factory,
  LegalOrders__factory,
  LiabilityTransfer__factory,
  Limits__factory,
  NettingCycle__factory,
  OrderEscrow__factory,
  PartyRegistry__factory,
  PauseControl__factory,
  Receivables__factory,
  RedemptionDesk__factory,
  Resolution__factory,
  SignedPayouts__factory,
  SuccessorIssuanceDesk__factory,
  TransferLens__factory,
} from "../../typechain-types/index.js";

/** The ABI of every contract of the suite, by name: for error decoding here and for integrators by `vostro/abis`. */
export const ABIS = {
  DepositToken: DepositToken__factory.abi,
  PartyRegistry: PartyRegistry__factory.abi,
  IssuanceDesk: IssuanceDesk__factory.abi,
  RedemptionDesk: RedemptionDesk__factory.abi,
  Limits: Limits__factory.abi,
  ConfirmedPayments: ConfirmedPayments__factory.abi,
  LegalOrders: LegalOrders__factory.abi,
  PauseControl: PauseControl__factory.abi,
  TransferLens: TransferLens__factory.abi,
  AccessManager: AccessManager__factory.abi,
  ERC1967Proxy: ERC1967Proxy__factory.abi,
  Resolution: Resolution__factory.abi,
  LiabilityTransfer: LiabilityTransfer__factory.abi,
  Receivables: Receivables__factory.abi,
  NettingCycle: NettingCycle__factory.abi,
  SuccessorIssuanceDesk: SuccessorIssuanceDesk__factory.abi,
  OrderEscrow: OrderEscrow__factory.abi,
  SignedPayouts: SignedPayouts__factory.abi,
  FxDesk: FxDesk__factory.abi,
  InterbankClearing: InterbankClearing__factory.abi,
} as const;

export type ContractName = keyof typeof ABIS;

/** An error of the suite, with the contracts that can raise it. */
export interface KnownError {
  readonly fragment: ErrorFragment;
  readonly contracts: readonly ContractName[];
  readonly abi: Interface;
}

/** Every custom error of the suite by its selector. */
export const ERRORS: ReadonlyMap<string, KnownError> = collect();

function collect(): Map<string, KnownError> {
  const errors = new Map<string, KnownError>();
  for (const [name, abi] of Object.entries(ABIS) as [ContractName, InterfaceAbi][]) {
    const parsed = new Interface(abi);
    parsed.forEachError((fragment) => {
      const others = errors.get(fragment.selector)?.contracts ?? [];
      // The successor's desk is the desk with one rule more: what both raise is the desk's.
      const isVariant = name === "SuccessorIssuanceDesk" && others.includes("IssuanceDesk");
      const contracts = isVariant ? others : [...others, name];
      errors.set(fragment.selector, { fragment, contracts, abi: parsed });
    });
  }
  return errors;
}
