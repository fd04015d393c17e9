/** A cycle as it stands; see contracts/types/CycleWord.sol. */
export interface CycleState {
  readonly status: (typeof STATUSES)[number];
  /** indexes of the parties whose consent is recorded; of an open cycle only */
  readonly consents: number[];
  /** unix seconds: the end of the second round; of a cycle that waits for it only */
  readonly deadline: bigint;
}

const STATUSES = ["open", "settled", "second round", "replaced", "closed"] as const;

/** Reads what `cycleOf` answers. */
export function decodeCycleWord(word: bigint): CycleState {
  const status = STATUSES[Number(word & 0xffn)]!;
  const bits = status === "open" ? word >> 8n : 0n;
  const consents = Array.from({ length: 248 }, (_, i) => i).filter((i) => ((bits >> BigInt(i)) & 1n) === 1n);
  return { status, consents, deadline: status === "second round" ? (word >> 8n) & ((1n << 40n) - 1n) : 0n };
}
