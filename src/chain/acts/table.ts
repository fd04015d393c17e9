import { type FunctionFragment, Interface, type ParamType } from "ethers";

import { IMMEDIATE_ROLES } from "../../bank/roleRules.js";
import { FUNCTION_ROLES, type ManagedContract, type RoleName } from "../../bank/roles.js";
import { ABIS, type ContractName } from "../../errors/abi.js";
import { CLEARING_FUNCTIONS } from "../../settlement/clearing/book.js";
import { type CommandDefinition, type CommandName, COMMANDS, isDangerous } from "../commands/definitions.js";
import * as desks from "./desks.js";
import type { Doer, Doers } from "./doers.js";
import * as suite from "./suite.js";

/** Every contract of the suite that changes state at anybody's call, in the order of the table. */
export const ACTS = {
  PartyRegistry: suite.PARTY_REGISTRY,
  DepositToken: suite.DEPOSIT_TOKEN,
  IssuanceDesk: suite.ISSUANCE_DESK,
  RedemptionDesk: suite.REDEMPTION_DESK,
  Limits: suite.LIMITS,
  ConfirmedPayments: suite.CONFIRMED_PAYMENTS,
  LegalOrders: suite.LEGAL_ORDERS,
  PauseControl: suite.PAUSE_CONTROL,
  Resolution: suite.RESOLUTION,
  LiabilityTransfer: suite.LIABILITY_TRANSFER,
  SuccessorIssuanceDesk: suite.SUCCESSOR_ISSUANCE_DESK,
  AccessManager: suite.ACCESS_MANAGER,
  InterbankClearing: desks.INTERBANK_CLEARING,
  FxDesk: desks.FX_DESK,
  NettingCycle: desks.NETTING_CYCLE,
  OrderEscrow: desks.ORDER_ESCROW,
  Receivables: desks.RECEIVABLES,
  SignedPayouts: desks.SIGNED_PAYOUTS,
} as const satisfies Partial<Record<ContractName, Doers>>;

export type ActingContract = keyof typeof ACTS;

/** A state-changing function, and how it is reached. */
export interface Act {
  readonly contract: ActingContract;
  readonly method: string;
  /** undefined where nobody has said it: the test's finding */
  readonly doer: Doer | undefined;
  /** a role of the AccessManager, or in words; undefined where no command does it */
  readonly who: string | undefined;
  readonly dangerous: boolean;
  /** one person sends what another has signed */
  readonly twoPeople: boolean;
  /** its role may be held with a delay, and its command schedules then */
  readonly delayable: boolean;
}

/** Every state-changing external function of every contract, in the order of the contracts and of their ABIs. */
export function actsOfContracts(): Act[] {
  return (Object.keys(ACTS) as ActingContract[]).flatMap((contract) => {
    const written = writesOf(contract);
    const names = [...new Set(written.map(({ name }) => name))];
    return names.map((method) =>
      actOf(
        contract,
        method,
        written.filter(({ name }) => name === method),
      ),
    );
  });
}

function writesOf(contract: ActingContract): FunctionFragment[] {
  const abi = new Interface(ABIS[contract]);
  return abi.fragments.filter((fragment): fragment is FunctionFragment => {
    const { type, stateMutability } = fragment as FunctionFragment;
    return type === "function" && stateMutability !== "view" && stateMutability !== "pure";
  });
}

function actOf(contract: ActingContract, method: string, overloads: readonly FunctionFragment[]): Act {
  const doer = (ACTS[contract] as Doers)[method];
  const commands = doer === undefined || !("by" in doer) ? [] : doer.by;
  const role = roleOf(contract, method);
  const asksTwo = overloads.some(({ inputs }) => inputs.some(namesApprover));
  return {
    ...{ contract, method, doer },
    who: doer === undefined || !("by" in doer) ? undefined : (doer.who ?? role),
    dangerous: commands.some((command) => isDangerous(...wordsOf(command))),
    twoPeople: asksTwo,
    delayable: mayWait(contract, role) && commands.some(schedules),
  };
}

/** Roles that act at once by the bank's rules wait for nothing; the manager's own admin may have a delay. */
const mayWait = (contract: ActingContract, role: string | undefined): boolean =>
  role === undefined ? contract === "AccessManager" : !(role in IMMEDIATE_ROLES);

function roleOf(contract: ActingContract, method: string): string | undefined {
  if (contract === "InterbankClearing") return CLEARING_FUNCTIONS[method as keyof typeof CLEARING_FUNCTIONS];
  const rows = FUNCTION_ROLES[contract as ManagedContract] as Record<string, RoleName> | undefined;
  return rows?.[method];
}

const namesApprover = (input: ParamType): boolean =>
  input.name === "approver" || (input.components?.some(namesApprover) ?? false);

/** "legal seize" as a command and its step. */
export function wordsOf(command: string): [CommandName, string] {
  const [name, step = ""] = command.split(" ");
  return [name as CommandName, step];
}

/** Whether there is such a command, with such a step. */
export function isCommand(command: string): boolean {
  const [name, step] = wordsOf(command);
  const definition = COMMANDS[name] as CommandDefinition | undefined;
  return (
    definition !== undefined &&
    (step === "" ? definition.steps === undefined : definition.steps?.includes(step) === true)
  );
}

function schedules(command: string): boolean {
  return "execute" in (COMMANDS[wordsOf(command)[0]] as CommandDefinition).options;
}
