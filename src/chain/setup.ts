import {
  ConfirmedPayments__factory,
  DepositToken__factory,
  IssuanceDesk__factory,
  LegalOrders__factory,
  Limits__factory,
  PartyRegistry__factory,
  PauseControl__factory,
  RedemptionDesk__factory,
  Resolution__factory,
  SuccessorIssuanceDesk__factory,
} from "../../typechain-types/index.js";
import type { BankConfig, Member } from "../bank/bankFile.js";
import { CONTRACT_MEMBERS, type MemberContract, ROLE_NAMES } from "../bank/roleRules.js";
import { FUNCTION_ROLES, type ManagedContract, POWERS, type RoleName } from "../bank/roles.js";
import { DESKS, deskAddress } from "../settlement/desks.js";
import type { BankAddresses } from "./bank.js";

/*
 * What a bank's suite must look like once deployed. The deployment builds it from here and the check compares the chain
 * with it, so that neither has a list of its own.
 */

/** AccessManager's own ids. */
export const ADMIN_ROLE = 0n;
export const PUBLIC_ROLE = 2n ** 64n - 1n;

/** ABIs of the contracts whose functions are restricted. */
export const MANAGED_ABIS = {
  DepositToken: DepositToken__factory.createInterface(),
  PartyRegistry: PartyRegistry__factory.createInterface(),
  IssuanceDesk: IssuanceDesk__factory.createInterface(),
  RedemptionDesk: RedemptionDesk__factory.createInterface(),
  Limits: Limits__factory.createInterface(),
  ConfirmedPayments: ConfirmedPayments__factory.createInterface(),
  LegalOrders: LegalOrders__factory.createInterface(),
  PauseControl: PauseControl__factory.createInterface(),
  Resolution: Resolution__factory.createInterface(),
  SuccessorIssuanceDesk: SuccessorIssuanceDesk__factory.createInterface(),
} as const satisfies Record<ManagedContract, object>;

/** The managed contracts that a bank has one of, and where `BankAddresses` has them. Tokens are one a currency. */
export const SINGLE_CONTRACTS = {
  PartyRegistry: "partyRegistry",
  IssuanceDesk: "issuanceDesk",
  RedemptionDesk: "redemptionDesk",
  Limits: "limits",
  ConfirmedPayments: "confirmedPayments",
  LegalOrders: "legalOrders",
  PauseControl: "pauseControl",
  Resolution: "resolution",
} as const satisfies Partial<
  Record<ManagedContract, Exclude<keyof BankAddresses, "bank" | "chainId" | "fromBlock" | "tokens">>
>;

export type SingleContract = keyof typeof SINGLE_CONTRACTS;
export const SINGLE_NAMES = Object.keys(SINGLE_CONTRACTS) as readonly SingleContract[];

/** Contracts behind a proxy; the others are replaced, never upgraded. */
export const PROXIED: readonly ManagedContract[] = [
  "DepositToken",
  "PartyRegistry",
  "IssuanceDesk",
  "RedemptionDesk",
  "LegalOrders",
];

/** A contract by its name in the deployment: its kind, or the currency of a token. */
export type TargetName = string;

/** Every contract that the AccessManager manages: those there is one of, and one token a currency. */
export function managedContracts(bank: Pick<BankConfig, "tokens">): { name: TargetName; kind: ManagedContract }[] {
  const tokens = bank.tokens.map(({ currency }) => ({ name: currency, kind: "DepositToken" as const }));
  return [...SINGLE_NAMES.map((name) => ({ name, kind: name })), ...tokens];
}

/** The selectors of one kind of contract that a role may call, for each role that has any. */
export function selectorsByRole(kind: ManagedContract): { role: RoleName; methods: string[]; selectors: string[] }[] {
  return ROLE_NAMES.map((role) => {
    const rows = Object.entries(FUNCTION_ROLES[kind]).filter(([, needed]) => needed === role);
    const methods = rows.map(([method]) => method);
    return { role, methods, selectors: methods.map((method) => selectorOf(kind, method)) };
  }).filter(({ methods }) => methods.length > 0);
}

export function selectorOf(kind: ManagedContract, method: string): string {
  const fragment = MANAGED_ABIS[kind].getFunction(method as never);
  if (fragment === null) throw new Error(`${kind} has no function ${method}, but FUNCTION_ROLES lists it.`);
  return (fragment as { selector: string }).selector;
}

/** What contracts may do in each token. The redemption desk mints again what a payee's bank sent back. */
export const TOKEN_POWERS = {
  IssuanceDesk: POWERS.ISSUER,
  RedemptionDesk: POWERS.NOTARY | POWERS.BURNER | POWERS.ISSUER,
  ConfirmedPayments: POWERS.NOTARY,
} as const satisfies Partial<Record<SingleContract, bigint>>;

export const POWERFUL = Object.entries(TOKEN_POWERS) as readonly (readonly [keyof typeof TOKEN_POWERS, bigint])[];

/** Contracts that are not the suite's, with what they may do in a token: the desks and notaries of the file. */
export function admittedContracts(
  { desks, notaries }: Pick<BankConfig, "desks" | "notaries">,
  currency: string,
): { id: string; contract: string; powers: bigint }[] {
  const admitted = desks
    .map((name) => ({ id: name as string, contract: deskAddress(name), powers: DESKS[name].powers as bigint }))
    .filter(({ powers }) => powers !== 0n);
  const others = notaries
    .filter(({ currencies }) => currencies.includes(currency))
    .map(({ contract, powers }) => ({ id: `Notary_${contract}`, contract, powers: powerBits(powers) }));
  return [...admitted, ...others];
}

/** Powers as the bits of an account word. */
export const powerBits = (powers: readonly (keyof typeof POWERS)[]): bigint =>
  powers.reduce((bits, power) => bits | POWERS[power], 0n);

/** Who must hold a role: the file's people and the suite's contracts, which act at once. */
export function membersOf(bank: Pick<BankConfig, "roles">, addresses: BankAddresses, role: RoleName): Member[] {
  const contracts = (Object.keys(CONTRACT_MEMBERS) as MemberContract[]).filter((name) =>
    (CONTRACT_MEMBERS[name] as readonly RoleName[]).includes(role),
  );
  return [...bank.roles[role], ...contracts.map((name) => ({ signer: addresses[SINGLE_CONTRACTS[name]], delay: 0 }))];
}
