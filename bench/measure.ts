import { Accounts } from "./accounts.js";
import { Chain } from "./chain.js";

export const ACTS = [
  "transfer",
  "transferToNewHolder",
  "mint",
  "mintBatchItem",
  "transferBatchItem",
  "order",
  "onboardItem",
  "block",
  "transferWithAuthorization",
  "paymentVersusPayment",
  "interbankPayment",
  "nettingCycle",
  "payoutItem",
  "invoicePayment",
] as const;
export type Act = (typeof ACTS)[number];

export const CONTRACTS = ["vostro", "vostroProxy", "ozErc20", "solady", "solmate", "usdc", "trex"] as const;
export type ContractName = (typeof CONTRACTS)[number];

/** Gas of one act; `detail` names its parts and variants, which are printed but are not part of the record. */
export interface Measured {
  gas: number;
  detail?: Record<string, number>;
}

export type Acts = Partial<Record<Act, () => Promise<number | Measured>>>;

export interface Bench {
  chain: Chain;
  /** Seeded by the contract's name, so that its figures do not depend on which others are measured. */
  accounts: Accounts;
}

/** What a contract contributes: how it was built, and its acts once it is deployed and set up. */
export interface Contributor {
  contract: ContractName;
  settings: string;
  prepare(bench: Bench): Promise<Acts>;
}

export type GasRecord = Partial<Record<Act, Partial<Record<ContractName, number>>>>;

export interface Measurements {
  gas: GasRecord;
  /** By name of the part or variant, then by contract. */
  detail: Record<string, Partial<Record<ContractName, number>>>;
}

/** The share of one item, the transaction's own 21,000 included. */
export function perItem(batchGas: number, items: number): number {
  return Math.round(batchGas / items);
}

export async function measureAll(contributors: readonly Contributor[]): Promise<Measurements> {
  const { chain, close } = await Chain.open();
  const found: Measurements = { gas: {}, detail: {} };
  // The order of the keys is that of the declarations, so that the written record does not depend on who came first.
  const inOrder = CONTRACTS.flatMap((name) => contributors.filter(({ contract }) => contract === name));
  try {
    for (const { contract, prepare } of inOrder) {
      const acts = await prepare({ chain, accounts: new Accounts(contract) });
      for (const act of ACTS) {
        const measure = acts[act];
        if (measure === undefined) continue;
        const result = await measure();
        const { gas, detail = {} } = typeof result === "number" ? { gas: result } : result;
        (found.gas[act] ??= {})[contract] = gas;
        for (const [part, partGas] of Object.entries(detail)) (found.detail[part] ??= {})[contract] = partGas;
      }
    }
  } finally {
    await close();
  }
  found.gas = Object.fromEntries(ACTS.filter((act) => found.gas[act]).map((act) => [act, found.gas[act]]));
  return found;
}
