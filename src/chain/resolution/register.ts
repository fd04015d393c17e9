import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { getAddress } from "ethers";

import { VostroError } from "../../errors/index.js";
import type { Bank } from "../bank.js";
import { tokenOf } from "../checks.js";
import { type ChainEvent, decodeLogs } from "../events.js";
import { readLogs } from "../logs.js";
import { rebuild } from "../rebuild.js";
import { ask, providerOf } from "../send.js";

/*
 * Who is owed how much at a block, rebuilt from events alone, as anyone can who has a node: the token's transfers say how
 * much, the party register's admissions say to whom. What is committed on chain is the Merkle root of these rows.
 */

/** One wallet with money. */
export interface HolderRow {
  readonly party: bigint;
  readonly wallet: string;
  /** minor units, held and frozen money included */
  readonly balance: bigint;
}

/** The register of one token's holders as it was at the end of a block. */
export interface HolderRegister {
  readonly bank: string;
  readonly chainId: number;
  readonly currency: string;
  readonly token: string;
  readonly blockNumber: number;
  /** tells that the chain is still the one that was read */
  readonly blockHash: string;
  /** all that the token had burned by then, minor units */
  readonly burned: bigint;
  /** sum of the balances, minor units: the supply of that block */
  readonly total: bigint;
  /** how many rows */
  readonly holders: number;
  /** of OpenZeppelin's StandardMerkleTree over (uint64 party, address wallet, uint256 balance) */
  readonly root: string;
  /** by party, then wallet */
  readonly rows: readonly HolderRow[];
}

/** A row with what proves it against the root. */
export interface HolderProof extends HolderRow {
  /** bytes32 each */
  readonly proof: readonly string[];
}

/** The types of a leaf, in the order of `contracts/libraries/HolderLeaf.sol`. */
const LEAF = ["uint64", "address", "uint256"];

/**
 * The register at a block. Take a final block: of another one the chain may still change its mind.
 * @throws VostroError UnknownToken, NoSuchBlock, NoHolders, RegisterContradicts (events are missing)
 */
export async function holderRegister(bank: Bank, currency: string, blockNumber: number): Promise<HolderRegister> {
  const token = tokenOf(bank, currency);
  const blockHash = await hashOf(bank, blockNumber);
  const { interface: register } = bank.partyRegistry;
  const logs = await readLogs(bank, {
    addresses: [String(token.target), bank.addresses.partyRegistry],
    topics: [
      token.interface.getEvent("Transfer").topicHash,
      register.getEvent("PartyAdmitted").topicHash,
      register.getEvent("WalletAdded").topicHash,
    ],
    fromBlock: bank.addresses.fromBlock,
    toBlock: blockNumber,
  });
  const events = decodeLogs(bank, logs);
  const transfers = events.filter(({ contract }) => contract === "DepositToken");
  const { balances, minted, burned, contradictions } = rebuild(transfers, String(token.target));
  const parties = partiesOf(events);
  const rows = sorted(
    [...balances].map(([wallet, balance]) => ({ party: parties.get(wallet) ?? 0n, wallet, balance })),
  );
  const total = sumOf(rows);

  const strangers = rows.filter(({ party }) => party === 0n).map(({ wallet }) => `${wallet} has money and no party`);
  const unbalanced = total === minted - burned ? [] : [`balances add up to ${total}, not to ${minted} less ${burned}`];
  const problems = [...contradictions, ...strangers, ...unbalanced];
  if (problems.length > 0) throw contradicts(currency, problems);

  return {
    bank: bank.addresses.bank,
    chainId: bank.addresses.chainId,
    currency,
    token: getAddress(String(token.target)),
    blockNumber,
    blockHash,
    burned,
    total,
    holders: rows.length,
    root: rootOf(rows, currency),
    rows,
  };
}

/** Which party each wallet was admitted for; a wallet never changes hands. */
function partiesOf(events: readonly ChainEvent[]): Map<string, bigint> {
  const admissions = events.filter(({ contract }) => contract === "PartyRegistry");
  return new Map(admissions.map(({ args }) => [String(args["wallet"]), args["party"] as bigint]));
}

/** By party, then wallet, so that two exports of one block are the same file. */
export function sorted(rows: readonly HolderRow[]): HolderRow[] {
  const wallet = (row: HolderRow): bigint => BigInt(row.wallet);
  return [...rows].sort((a, b) => compare(a.party, b.party) || compare(wallet(a), wallet(b)));
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** What the rows add up to, minor units. */
export const sumOf = (rows: readonly HolderRow[]): bigint => rows.reduce((sum, { balance }) => sum + balance, 0n);

/** The root that these rows have. @throws VostroError NoHolders */
export function rootOf(rows: readonly HolderRow[], currency: string): string {
  return treeOf(rows, currency).root;
}

function treeOf(rows: readonly HolderRow[], currency: string): StandardMerkleTree<string[]> {
  if (rows.length > 0) {
    const values = rows.map(({ party, wallet, balance }) => [String(party), wallet, String(balance)]);
    return StandardMerkleTree.of(values, LEAF);
  }
  throw new VostroError({
    name: "NoHolders",
    args: { currency },
    sentence: `Nobody holds ${currency} at this block: there is no register to commit.`,
    fix: "Choose another block or currency.",
  });
}

/**
 * A holder's own row with its proof, to be handed to it: `Resolution.prove` on chain says whether it is in the register.
 * @throws VostroError NotAHolder
 */
export function proofOf(register: HolderRegister, wallet: string): HolderProof {
  return proofsOf(register, [wallet])[0]!;
}

/**
 * Rows with their proofs: of these wallets in their order, or of all.
 * @throws VostroError NotAHolder
 */
export function proofsOf(register: HolderRegister, wallets?: readonly string[]): HolderProof[] {
  const { rows, currency, blockNumber } = register;
  const tree = treeOf(rows, currency);
  const places = new Map(rows.map(({ wallet }, place) => [wallet.toLowerCase(), place]));
  return (wallets ?? rows.map(({ wallet }) => wallet)).map((wallet) => {
    const place = places.get(wallet.toLowerCase());
    if (place !== undefined) return { ...rows[place]!, proof: tree.getProof(place) };
    throw new VostroError({
      name: "NotAHolder",
      args: { wallet },
      sentence: `${wallet} had no ${currency} at block ${blockNumber}: it is not in the register.`,
      fix: "Name a wallet of the register.",
    });
  });
}

async function hashOf(bank: Bank, blockNumber: number): Promise<string> {
  const { fromBlock } = bank.addresses;
  const latest = await ask(bank, providerOf(bank).getBlockNumber());
  const exists = Number.isInteger(blockNumber) && blockNumber >= fromBlock && blockNumber <= latest;
  const block = exists ? await ask(bank, providerOf(bank).getBlock(blockNumber)) : null;
  if (block?.hash) return block.hash;
  throw new VostroError({
    name: "NoSuchBlock",
    args: { blockNumber, fromBlock, latest },
    sentence: `There is no register at block ${blockNumber}: the bank was deployed in block ${fromBlock} and the chain is at ${latest}.`,
    fix: `Choose a block from ${fromBlock} to ${latest}.`,
  });
}

const contradicts = (currency: string, problems: readonly string[]): VostroError =>
  new VostroError({
    name: "RegisterContradicts",
    args: { currency, problems },
    sentence: `The events of ${currency} do not make a register: ${problems[0]}${more(problems.length)}.`,
    fix: "Read from the block in which the bank was deployed (fromBlock), at a node that keeps all logs.",
  });

const more = (problems: number): string => (problems === 1 ? "" : `, and ${problems - 1} more`);
