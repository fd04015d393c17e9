import type {
  ArgumentType,
  IgnitionModuleBuilder,
  NamedArtifactContractAtFuture,
  NamedArtifactContractDeploymentFuture,
} from "@nomicfoundation/ignition-core";

import type { BankConfig } from "../../src/bank/bankFile.js";
import type { SingleContract } from "../../src/chain/setup.js";
import { minorUnits } from "../../src/money/index.js";

/** Any contract of the suite, callable. */
export type ContractAt = NamedArtifactContractAtFuture<string> | NamedArtifactContractDeploymentFuture<string>;

/** The suite's contracts as later steps call them. */
export interface Contracts {
  readonly manager: ReturnType<typeof deployManager>;
  readonly singles: Readonly<Record<SingleContract, ContractAt>>;
  /** by currency */
  readonly tokens: Readonly<Record<string, ContractAt>>;
}

const deployManager = (m: IgnitionModuleBuilder, deployer: string) => m.contract("AccessManager", [deployer]);

/**
 * Deploys every contract of one bank. A proxy is initialised in its constructor, so that nobody can come first; tokens
 * share one implementation.
 * @param deployer the AccessManager's first admin, until the handover
 */
export function deployContracts(m: IgnitionModuleBuilder, bank: BankConfig, deployer: string): Contracts {
  const manager = deployManager(m, deployer);
  m.contract("TransferLens");
  const registry = behindProxy(m, "PartyRegistry", [manager]);
  const resolution = m.contract("Resolution", [manager]);
  const implementation = m.contract("DepositToken", [], { id: "DepositTokenImplementation" });
  const tokens = bank.tokens.map(({ currency, name, symbol, attestationMaxAge }) => {
    const args = [name, symbol, minorUnits(currency), manager, registry, attestationMaxAge];
    return [currency, proxy(m, currency, implementation, "DepositToken", args)] as const;
  });
  const singles = {
    PartyRegistry: registry,
    IssuanceDesk: behindProxy(m, "IssuanceDesk", [manager]),
    RedemptionDesk: behindProxy(m, "RedemptionDesk", [manager, registry]),
    Limits: m.contract("Limits", [manager, registry]),
    ConfirmedPayments: m.contract("ConfirmedPayments", [manager, registry]),
    LegalOrders: behindProxy(m, "LegalOrders", [manager, registry]),
    PauseControl: m.contract("PauseControl", [manager, resolution]),
    Resolution: resolution,
  };
  return { manager, singles, tokens: Object.fromEntries(tokens) };
}

type Implementation = ReturnType<typeof implementationOf>;

const implementationOf = (m: IgnitionModuleBuilder, kind: string) =>
  m.contract(kind, [], { id: `${kind}Implementation` });

function behindProxy(m: IgnitionModuleBuilder, kind: string, args: ArgumentType[]): ContractAt {
  return proxy(m, kind, implementationOf(m, kind), kind, args);
}

function proxy(
  m: IgnitionModuleBuilder,
  id: string,
  implementation: Implementation,
  kind: string,
  args: ArgumentType[],
): ContractAt {
  const call = m.encodeFunctionCall(implementation, "initialize", args, { id: `${id}Initialize` });
  const deployed = m.contract("ERC1967Proxy", [implementation, call], { id: `${id}Proxy` });
  return m.contractAt(kind, deployed, { id });
}
