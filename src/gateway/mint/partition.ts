/** A deposit that waits to be minted. */
export interface Waiting {
  readonly id: number;
  /** minor units */
  readonly amount: bigint;
}

/** What may be proposed now. Amounts in minor units. */
export interface Room {
  /** what backing and quotas still carry, beside the batches on their way */
  readonly amount: bigint;
  /** the largest amount that one issuer can send now */
  readonly ofOneIssuer: bigint;
  /** ordinary batches that may be added */
  readonly batches: number;
  /** batches of one large deposit that may be added: they wait for people, and keep nobody else waiting */
  readonly large: number;
  /** items of one batch */
  readonly items: number;
  /** a deposit above this is large; undefined: every one is */
  readonly policyUpTo: bigint | undefined;
}

/**
 * Cuts the queue into batches. First come, first minted: a deposit that finds no room stops those behind it, or the large
 * would starve. A large one has a batch of its own, because a person approves it.
 */
export function partition<W extends Waiting>(queue: readonly W[], room: Room): W[][] {
  const batches: W[][] = [];
  let open: W[] | undefined;
  let inOpen = 0n;
  let left = room.amount;
  let [ordinary, large] = [0, 0];
  for (const deposit of queue) {
    const { amount } = deposit;
    if (amount > left || amount > room.ofOneIssuer) break;
    if (isLarge(amount, room.policyUpTo)) {
      if (large === room.large) continue;
      large++;
      batches.push([deposit]);
    } else {
      if (open === undefined || open.length === room.items || inOpen + amount > room.ofOneIssuer) {
        if (ordinary === room.batches) break;
        ordinary++;
        batches.push((open = []));
        inOpen = 0n;
      }
      open.push(deposit);
      inOpen += amount;
    }
    left -= amount;
  }
  return batches;
}

/** Whether a person approves it, and not the approver's policy. */
export const isLarge = (amount: bigint, policyUpTo: bigint | undefined): boolean =>
  policyUpTo === undefined || amount > policyUpTo;
