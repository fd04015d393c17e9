import { type Signer, TypedDataEncoder, ZeroHash } from "ethers";

import { VostroError } from "../../errors/index.js";
import type { Bank } from "../bank.js";
import { requireAddress, requireAmount, requireBytes, tokenOf } from "../checks.js";
import type { BlockLift } from "../parties.js";
import { type ActApproval, type ActTerms, approveAct } from "../twoPeople.js";
import { type Hold, holdId, type LegalOrder, TYPED_DATA } from "../typedData.js";

/*
 * What two people do by the LegalOrders contract: the content of each act and lift, and the second person's signature of
 * exactly that content. Amounts are minor units.
 */

/** Largest amount of a lien: it may exceed what any account can hold. */
export const MAX_LIEN = (1n << 96n) - 1n;

/** A party is blocked in every token. */
export interface OrderedBlock {
  readonly order: LegalOrder;
  readonly party: bigint;
}

/** So much of an account is kept for the order, on top of other liens. */
export interface OrderedLien {
  readonly order: LegalOrder;
  readonly currency: string;
  readonly account: string;
  /** may exceed the balance: later credits are caught */
  readonly amount: bigint;
}

/** Money goes to a registered custody account of the bank. */
export interface Seizure {
  readonly order: LegalOrder;
  readonly currency: string;
  readonly account: string;
  readonly custody: string;
  readonly amount: bigint;
  /** bytes32: the order's own lien, which gives way first; free money only if left out */
  readonly lienId?: string | undefined;
}

/** A lost wallet's claim goes to another wallet of the same party. */
export interface Recovery {
  readonly order: LegalOrder;
  readonly lost: string;
  readonly successor: string;
}

/** A hold lets go, to its payer. */
export interface ForcedRelease {
  readonly order: LegalOrder;
  readonly currency: string;
  readonly hold: Hold;
}

/** What one order blocked is free of that order. */
export interface OrderedBlockLift {
  /** bytes32 */
  readonly orderId: string;
  readonly party: bigint;
  /** bytes32: hash or number of the decision, as in every lift */
  readonly grounds: string;
}

export interface LienLift {
  /** bytes32 */
  readonly lienId: string;
  readonly amount: bigint;
  readonly grounds: string;
}

/** A wallet that an officer blocked in one token is free there. */
export interface WalletUnblock {
  readonly currency: string;
  readonly wallet: string;
  readonly grounds: string;
}

/** Every act and lift of LegalOrders, by the name of the struct that is signed. */
export interface LegalActs {
  BlockParty: OrderedBlock;
  PlaceLien: OrderedLien;
  Seize: Seizure;
  Recover: Recovery;
  ForceRelease: ForcedRelease;
  LiftBlock: OrderedBlockLift;
  LiftLien: LienLift;
  LiftDirectBlock: BlockLift;
  UnblockWallet: WalletUnblock;
}

export type LegalActName = keyof LegalActs;

const tokenAt = (bank: Bank, currency: string): string => String(tokenOf(bank, currency).target);
const groundsOf = (grounds: string): string => {
  const bytes = requireBytes(grounds, 32, "The grounds of the lift");
  if (bytes !== ZeroHash) return bytes;
  const fix = "Name the decision to lift: its number or hash.";
  throw new VostroError({ name: "GroundsMissing", sentence: "The lift names no grounds.", fix });
};

const CONTENTS = {
  BlockParty: (_, { order, party }) => ({ order, party }),
  PlaceLien: (bank, { order, currency, account, amount }) => ({
    order,
    token: tokenAt(bank, currency),
    account: requireAddress(account, "The account"),
    amount: requireLien(amount),
  }),
  Seize: (bank, { order, currency, account, custody, amount, lienId = ZeroHash }) => ({
    order,
    token: tokenAt(bank, currency),
    account: requireAddress(account, "The account"),
    custody: requireAddress(custody, "The custody account"),
    amount: requireAmount(amount, "A seizure"),
    lienId: requireBytes(lienId, 32, "The lien's id"),
  }),
  Recover: (_, { order, lost, successor }) => ({
    order,
    lost: requireAddress(lost, "The lost wallet"),
    successor: requireAddress(successor, "The successor"),
  }),
  ForceRelease: (bank, { order, currency, hold }) => ({ order, token: tokenAt(bank, currency), hold: holdId(hold) }),
  LiftBlock: (_, { orderId, party, grounds }) => ({
    orderId: requireBytes(orderId, 32, "The order's id"),
    party,
    grounds: groundsOf(grounds),
  }),
  LiftLien: (_, { lienId, amount, grounds }) => ({
    lienId: requireBytes(lienId, 32, "The lien's id"),
    amount: requireLien(amount),
    grounds: groundsOf(grounds),
  }),
  LiftDirectBlock: (_, { party, grounds }) => ({ party, grounds: groundsOf(grounds) }),
  UnblockWallet: (bank, { currency, wallet, grounds }) => ({
    token: tokenAt(bank, currency),
    wallet: requireAddress(wallet, "The wallet"),
    grounds: groundsOf(grounds),
  }),
} satisfies { [N in LegalActName]: (bank: Bank, act: LegalActs[N]) => object };

/** The fields of what is signed for an act, less salt and expiry. */
export type LegalContent<N extends LegalActName> = ReturnType<(typeof CONTENTS)[N]>;

function requireLien(amount: bigint): bigint {
  if (amount > 0n && amount <= MAX_LIEN) return amount;
  throw new VostroError({
    name: "BadAmount",
    args: { amount },
    sentence: `A lien of ${amount} minor units is not possible.`,
    fix: "Use an amount above zero that fits 96 bits.",
  });
}

/**
 * An act as it is signed.
 * @throws VostroError UnknownToken, BadAddress, BadAmount, BadBytes, GroundsMissing
 */
export function legalContent<N extends LegalActName>(bank: Bank, name: N, act: LegalActs[N]): LegalContent<N> {
  // The compiler does not see that name and act belong together.
  const make = CONTENTS[name] as unknown as (bank: Bank, act: LegalActs[N]) => LegalContent<N>;
  return make(bank, act);
}

/**
 * The second person's yes to exactly this act. Who may sign: a compliance approver, never who sends it.
 * @throws VostroError as `legalContent`
 */
export async function signLegalAct<N extends LegalActName>(
  bank: Bank,
  approver: Signer,
  name: N,
  act: LegalActs[N],
  terms: ActTerms,
): Promise<ActApproval> {
  return approveAct(bank.legalOrders, approver, name, legalContent(bank, name, act), terms);
}

/** What an approved act is called for ever: `act` in the events, and the id of a lien. */
export function legalActId<N extends LegalActName>(bank: Bank, name: N, act: LegalActs[N], terms: ActTerms): string {
  const { salt, expiry } = terms;
  return TypedDataEncoder.hashStruct(name, TYPED_DATA[name], { ...legalContent(bank, name, act), salt, expiry });
}
