import type { Bank } from "../chain/bank.js";
import { ask, providerOf } from "../chain/send.js";
import { formatAmount, MINOR_UNITS } from "../money/index.js";
import type { ClaimProof } from "./claims.js";
import { type Commitment, firstCommitmentAfter } from "./commitment.js";
import { balanceAt, suppliesAt } from "./ledgerThen.js";
import { problemOf } from "./verify.js";

/** What is checked, in this order. */
export type CheckName = "arithmetic" | "token" | "block" | "total" | "balance" | "commitment" | "backing";

/** One check and its answer. */
export interface Check {
  readonly check: CheckName;
  readonly passed: boolean;
  /** what was found, a sentence */
  readonly found: string;
  /** of a failure: what it means to the holder, and what to do */
  readonly meaning: string | undefined;
}

/** All checks that could be made: the first three must pass before the chain can be asked anything else. */
export interface CheckedClaim {
  readonly proven: boolean;
  readonly checks: readonly Check[];
  /** the attestation that had to commit to the claims; undefined where there is none, or none was looked for */
  readonly commitment: Commitment | undefined;
}

const MEANING: Readonly<Record<CheckName, string>> = {
  arithmetic: "The proof proves nothing: it was changed on its way, or made wrong. Ask the bank for a new one.",
  token: "The proof is of another bank, currency or chain. Name the right deployment (--bank), or the right node.",
  block:
    "The chain has another block there: the proof is of a fork, or made at a block that was not final. Ask for a new one.",
  total: "The claims are not all that the bank owes, or more: it has shown you a tree that is not of its books.",
  balance: "The bank counts you with another amount than the chain did: do not accept the proof, and ask the bank why.",
  commitment:
    "The bank has not bound itself to these claims: it may show others different ones. Ask which attestation commits them.",
  backing: "The bank's attested deposits did not cover what it owed. Its supervisor and its auditor want to know.",
};

/** Arithmetic alone, without a chain. */
export function checkOffline(proof: ClaimProof): CheckedClaim {
  const problem = problemOf(proof);
  const found = problem ?? `The path leads from the balance to the total and the root, in ${proof.path.length} steps.`;
  return checked([answer("arithmetic", problem === undefined, found)]);
}

/**
 * A holder's check of its own claim, against the chain as its own node has it. Every failure is an answer; only a node that
 * does not answer is an error.
 * @throws VostroError NodeUnreachable, TransactionUnknown, NoSuchBlock: what could not be asked
 */
export async function checkClaim(bank: Bank, proof: ClaimProof): Promise<CheckedClaim> {
  const { currency, block, wallet, balance, total } = proof;
  const first = [...checkOffline(proof).checks, tokenCheck(bank, proof)];
  if (first.some(({ passed }) => !passed)) return checked(first);
  const known = await blockCheck(bank, proof);
  if (!known.passed) return checked([...first, known]);

  const commitment = await firstCommitmentAfter(bank, currency, block);
  const [then, attested] = await suppliesAt(bank, currency, [
    { block },
    ...(commitment === undefined ? [] : [{ block: commitment.block, logIndex: commitment.logIndex }]),
  ]);
  const { supply, backing } = then!;
  const { balance: owed, from } = await balanceAt(bank, currency, wallet, block);
  const money = (amount: bigint): string =>
    MINOR_UNITS.has(currency) ? `${currency} ${formatAmount(amount, currency)}` : `${amount} minor units`;
  const isCommitted = commitment?.claims === proof.root;
  const covers = supply <= backing && (attested === undefined || attested.supply <= commitment!.backing);
  const later =
    attested === undefined
      ? ""
      : `, and ${money(commitment!.backing)} of ${money(attested.supply)} in the attestation of block ${commitment!.block}`;
  return checked(
    [
      ...first,
      known,
      answer(
        "total",
        total === supply,
        `All claims are ${money(total)}; the supply at block ${block} was ${money(supply)}.`,
      ),
      answer(
        "balance",
        balance === owed,
        `The claim is ${money(balance)}; the chain owed ${wallet} ${money(owed)} (by ${from}).`,
      ),
      answer("commitment", isCommitted, committedWords(proof, commitment)),
      answer("backing", covers, `Deposits backed ${money(backing)} of ${money(supply)} at block ${block}${later}.`),
    ],
    commitment,
  );
}

function tokenCheck(bank: Bank, { chainId, currency, token }: ClaimProof): Check {
  const { addresses } = bank;
  const passed = addresses.chainId === chainId && addresses.tokens[currency] === token;
  const whose = `token ${token} (${currency}) on chain ${chainId}`;
  const found = passed
    ? `It is of this bank's ${whose}.`
    : `It is of the ${whose}, which bank ${addresses.bank} on chain ${addresses.chainId} does not have.`;
  return answer("token", passed, found);
}

async function blockCheck(bank: Bank, { block, blockHash }: ClaimProof): Promise<Check> {
  const here = (await ask(bank, providerOf(bank).getBlock(block)))?.hash;
  const passed = here === blockHash;
  const found = passed
    ? `Block ${block} has the hash ${blockHash}.`
    : `Block ${block} has the hash ${here ?? "of none: the node does not have it"}, the proof names ${blockHash}.`;
  return answer("block", passed, found);
}

function committedWords({ root, block }: ClaimProof, commitment: Commitment | undefined): string {
  if (commitment === undefined) return `No attestation after block ${block} commits to any claims yet.`;
  const { claims, transaction, block: at } = commitment;
  const where = `the first attestation with claims after block ${block}, ${transaction} in block ${at},`;
  if (claims === root) return `${capital(where)} commits to this root.`;
  return `${capital(where)} commits to ${claims}, not to this root ${root}.`;
}

const answer = (check: CheckName, passed: boolean, found: string): Check => ({
  check,
  passed,
  found,
  meaning: passed ? undefined : MEANING[check],
});

const checked = (checks: readonly Check[], commitment?: Commitment): CheckedClaim => ({
  proven: checks.every(({ passed }) => passed),
  checks,
  commitment,
});

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
