import { StandardMerkleTree } from "@openzeppelin/merkle-tree";

import { requireAddress, requireAmount, requireBytes } from "../../chain/checks.js";
import { VostroError } from "../../errors/index.js";
import type { Net, Obligation, Slice } from "./types.js";

/** The most parties that one cycle can have. */
export const MAX_PARTIES = 248;

const LEAF = ["address", "address", "uint256", "bytes32"];

const bad = (sentence: string, fix: string): VostroError => new VostroError({ name: "BadObligation", sentence, fix });

/**
 * The gross list with every address in its checksum form.
 * @throws VostroError BadAddress, BadAmount, BadBytes, BadObligation (a party owes itself; a reference twice), and if there is none
 */
export function requireObligations(obligations: readonly Obligation[]): Obligation[] {
  const references = new Set<string>();
  const checked = obligations.map((obligation) => {
    const debtor = requireAddress(obligation.debtor, "The debtor of an obligation");
    const creditor = requireAddress(obligation.creditor, "The creditor of an obligation");
    const amount = requireAmount(obligation.amount, "An obligation");
    const reference = requireBytes(obligation.obligationReference, 32, "The reference of an obligation");
    if (debtor === creditor) throw bad(`${debtor} owes itself.`, "Leave it out.");
    if (references.has(reference)) {
      throw bad(
        `The reference ${reference} names two obligations.`,
        "Give each obligation its own; none is netted twice.",
      );
    }
    references.add(reference);
    return { debtor, creditor, amount, obligationReference: reference };
  });
  if (checked.length === 0) throw bad("There are no obligations.", "Name at least one.");
  return checked;
}

/** Every party's net position, by ascending address; parties of net zero included. They sum to zero. */
export function netsOf(obligations: readonly Obligation[], parties: readonly string[] = []): Net[] {
  const nets = new Map<string, bigint>(parties.map((party) => [requireAddress(party, "A party"), 0n]));
  for (const { debtor, creditor, amount } of requireObligations(obligations)) {
    nets.set(debtor, (nets.get(debtor) ?? 0n) - amount);
    nets.set(creditor, (nets.get(creditor) ?? 0n) + amount);
  }
  if (nets.size > MAX_PARTIES) {
    throw bad(`${nets.size} parties are more than one cycle can have.`, `Net at most ${MAX_PARTIES} together.`);
  }
  return [...nets]
    .map(([party, amount]) => ({ party, amount }))
    .sort((a, b) => (BigInt(a.party) < BigInt(b.party) ? -1 : 1));
}

/**
 * Payments that carry the nets: the largest debtor pays the largest creditor until nothing is left. Each slice ends one
 * party at least, so there are at most one fewer than parties. Ties go by address: everybody computes the same.
 */
export function slicesOf(nets: readonly Net[]): Slice[] {
  const left = (sign: bigint) =>
    nets
      .map(({ amount }, index) => ({ index: BigInt(index), amount: amount * sign }))
      .filter(({ amount }) => amount > 0n);
  const [debtors, creditors] = [left(-1n), left(1n)];
  const slices: Slice[] = [];
  for (;;) {
    const [debtor, creditor] = [largest(debtors), largest(creditors)];
    if (debtor === undefined || creditor === undefined) return slices;
    const amount = debtor.amount < creditor.amount ? debtor.amount : creditor.amount;
    slices.push({ debtor: debtor.index, creditor: creditor.index, amount });
    debtor.amount -= amount;
    creditor.amount -= amount;
  }
}

interface Left {
  readonly index: bigint;
  amount: bigint;
}

function largest(side: readonly Left[]): Left | undefined {
  let best: Left | undefined;
  for (const one of side) if (one.amount > (best?.amount ?? 0n)) best = one;
  return best;
}

/** The Merkle tree of the gross list: its root goes on chain, its proofs show that an obligation is in it. */
export function grossTree(obligations: readonly Obligation[]): StandardMerkleTree<[string, string, bigint, string]> {
  return StandardMerkleTree.of(requireObligations(obligations).map(leafOf), LEAF);
}

const leafOf = ({ debtor, creditor, amount, obligationReference }: Obligation): [string, string, bigint, string] => [
  debtor,
  creditor,
  amount,
  obligationReference,
];

/**
 * The proof that the obligation is in the gross list.
 * @throws VostroError BadObligation: it is not
 */
export function proofOf(obligations: readonly Obligation[], obligation: Obligation): string[] {
  const [one] = requireObligations([obligation]);
  const index = requireObligations(obligations).findIndex((other) => leafOf(other).join() === leafOf(one!).join());
  if (index < 0) throw bad("The obligation is not in the gross list.", "Take the list of this very cycle and round.");
  return grossTree(obligations).getProof(index);
}

/** What is left of the gross list when parties drop out: all that neither owe nor are owed. */
export function withoutParties(obligations: readonly Obligation[], dropped: readonly string[]): Obligation[] {
  const gone = new Set(dropped.map((party) => requireAddress(party, "A dropped party")));
  return requireObligations(obligations).filter(({ debtor, creditor }) => !gone.has(debtor) && !gone.has(creditor));
}
