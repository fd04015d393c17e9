import { requireAddress, tokenOf } from "./checks.js";
import type { Bank } from "./bank.js";
import { ask, chainTime } from "./send.js";
import { decodeAccountWord, decodeStanding, type Power, type Standing } from "./words.js";

/** One account of one token, with what the register says of its owner. */
export interface Account {
  readonly address: string;
  readonly currency: string;
  /** what the bank owes, held and frozen included; minor units, as all amounts here */
  readonly balance: bigint;
  readonly held: bigint;
  /** liens; may exceed the balance */
  readonly frozen: bigint;
  readonly available: bigint;
  /** as this token has it */
  readonly standing: Standing;
  /** 0 for an address that the register does not know */
  readonly party: bigint;
  /** live blocks on the party */
  readonly blocks: bigint;
  /** blocked in this token only */
  readonly localBlock: boolean;
  /** the KYC covers the chain's present time */
  readonly valid: boolean;
  /** admitted, valid, not blocked and not retired: may pay and be paid, as far as it is up to this account */
  readonly mayAct: boolean;
  /** a contract of the suite: what it may do */
  readonly powers: readonly Power[];
  /** the register says something else: the token missed a push and must be synced (`syncToken`) */
  readonly outOfSync: boolean;
  /** of a retired wallet: the live one that stands for it */
  readonly successor: string | undefined;
  /** salted hash of the bank account to which redemptions go; undefined if none is registered */
  readonly settlementAccount: string | undefined;
}

/**
 * Reads an account.
 * @throws VostroError UnknownToken, BadAddress
 */
export async function readAccount(bank: Bank, currency: string, address: string): Promise<Account> {
  const token = tokenOf(bank, currency);
  const wallet = requireAddress(address, "The account");
  const { partyRegistry } = bank;
  const [raw, party, now] = await ask(
    bank,
    Promise.all([token.accountWord(wallet), partyRegistry.partyOf(wallet), chainTime(bank)]),
    currency,
  );
  const [registered, wallets, retired, successor, blocks, settlementAccount] = await ask(
    bank,
    Promise.all([
      partyRegistry.standingOf(party),
      partyRegistry.walletsOf(party),
      partyRegistry.isRetired(wallet),
      partyRegistry.successorOf(wallet),
      partyRegistry.blocksOf(party),
      partyRegistry.settlementAccountOf(wallet),
    ]),
    currency,
  );
  const word = decodeAccountWord(raw);
  const valid = now <= word.standing.validUntil;
  const blocked = word.standing.blocked || word.localBlock;
  return {
    address: wallet,
    currency,
    balance: word.balance,
    held: word.held,
    frozen: word.frozen,
    available: word.available,
    standing: word.standing,
    party,
    blocks,
    localBlock: word.localBlock,
    valid,
    mayAct: word.standing.admitted && valid && !blocked && !word.standing.retired,
    powers: word.powers,
    outOfSync: wallets.includes(wallet)
      ? !sameStanding(word.standing, { ...decodeStanding(registered), retired })
      : // Of strangers and of wallets that were given up, all that counts is that they are no customers.
        word.standing.admitted,
    successor: retired ? successor : undefined,
    settlementAccount: BigInt(settlementAccount) === 0n ? undefined : settlementAccount,
  };
}

const sameStanding = (a: Standing, b: Standing): boolean =>
  a.validUntil === b.validUntil &&
  a.zone === b.zone &&
  a.admitted === b.admitted &&
  a.blocked === b.blocked &&
  a.limited === b.limited &&
  a.retired === b.retired;
