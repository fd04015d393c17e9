/** What two of the three books can disagree about. */
export const DIFFERENCE_CLASSES = [
  /** a deposit counts as minted, and the chain has no such mint */
  "MISSING_MINT",
  /** the chain has a mint that no accepted deposit of that payee, no interbank credit and no booking of two people explains */
  "UNBACKED_MINT",
  /** both sides have it, with different amounts */
  "AMOUNT",
  /** one payment twice */
  "DUPLICATE_REF",
  /** on its way for too long, or a statement that is missing */
  "LATE",
  /** burned without a pay-out, or paid out and settled without a burn */
  "ORPHAN_BURN",
  /** a pay-out came back and is not yet minted again */
  "RETURNED",
  /** totals or balances that nothing explains */
  "SUPPLY",
] as const;

export type DifferenceClass = (typeof DIFFERENCE_CLASSES)[number];

/** More money on the chain than in the books is possible: above the bank's threshold, issuing stops. */
export const CAN_BE_MATERIAL: readonly DifferenceClass[] = ["UNBACKED_MINT", "DUPLICATE_REF", "SUPPLY", "AMOUNT"];
