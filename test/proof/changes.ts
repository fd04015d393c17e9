import { getAddress } from "ethers";
import fc from "fast-check";

import type { ClaimProof, PathStep } from "../../src/proof/index.js";

/** A named change of a proof. */
type Change = readonly [what: string, change: Partial<ClaimProof>];

/** Every way to change one thing in a proof. */
export function changes(proof: ClaimProof): fc.Arbitrary<Change> {
  const { path } = proof;
  const ways: fc.Arbitrary<Change>[] = [
    ...(["salt", "blockHash", "root"] as const).map((field) =>
      digit(proof[field]).map((text): Change => [field, { [field]: text }]),
    ),
    // With a right checksum, so that only the hash can tell.
    ...(["wallet", "token"] as const).map((field) =>
      digit(proof[field].toLowerCase()).map((text): Change => [field, { [field]: getAddress(text) }]),
    ),
    ...(["balance", "total"] as const).map((field) =>
      other(proof[field]).map((sum): Change => [field, { [field]: sum }]),
    ),
    // Balance and total together, as who wants to be owed more would.
    other(proof.balance).map((balance): Change => ["both", { balance, total: proof.total + balance - proof.balance }]),
    fc.constant<Change>(["block", { block: proof.block + 1 }]),
    fc.constant<Change>(["chainId", { chainId: proof.chainId + 1 }]),
    fc.constant<Change>(["currency", { currency: "EUR" }]),
    step(path, (sibling) => fc.constant([...sibling, ...sibling.slice(0, 1)]), "a step more"),
  ];
  if (path.length > 0) {
    const one = (change: (sibling: PathStep) => fc.Arbitrary<PathStep>, what: string): fc.Arbitrary<Change> =>
      fc
        .nat({ max: path.length - 1 })
        .chain((at) => change(path[at]!).map((changed) => path.map((sibling, i) => (i === at ? changed : sibling))))
        .map((changed): Change => [what, { path: changed }]);
    ways.push(
      one((sibling) => digit(sibling.hash).map((hash) => ({ ...sibling, hash })), "hash"),
      one((sibling) => other(sibling.sum).map((sum) => ({ ...sibling, sum })), "sum"),
      one((s) => fc.constant({ ...s, side: s.side === "left" ? "right" : "left" }), "side"),
      step(path, (siblings) => fc.constant(siblings.slice(1)), "a step less"),
    );
  }
  return fc.oneof(...ways);
}

/** Another path; of a holder who is alone, one where there should be none. */
function step(
  path: readonly PathStep[],
  change: (path: readonly PathStep[]) => fc.Arbitrary<readonly PathStep[]>,
  what: string,
): fc.Arbitrary<Change> {
  const longer: PathStep = { side: "right", hash: `0x${"00".repeat(32)}`, sum: 0n };
  return (path.length === 0 ? fc.constant([longer]) : change(path)).map((changed): Change => [what, { path: changed }]);
}

/** The same with one hexadecimal digit changed. */
const digit = (text: string): fc.Arbitrary<string> =>
  fc.tuple(fc.integer({ min: 2, max: text.length - 1 }), fc.integer({ min: 1, max: 15 })).map(([at, by]) => {
    const now = ((parseInt(text[at]!, 16) + by) % 16).toString(16);
    return `${text.slice(0, at)}${now}${text.slice(at + 1)}`;
  });

/** Another amount: near, far, negative. */
const other = (amount: bigint): fc.Arbitrary<bigint> =>
  fc
    .oneof(fc.constantFrom(amount + 1n, amount - 1n, -amount, amount + (1n << 128n)), fc.bigInt(0n, (1n << 128n) - 1n))
    .filter((sum) => sum !== amount);
