/** `contracts/types/Reason.sol`, in its order (a test compares them): codes are only ever appended. */
export const REASONS = [
  "Ok",
  "Paused",
  "PayerNotAdmitted",
  "PayerBlocked",
  "PayerExpired",
  "PayeeNotAdmitted",
  "PayeeBlocked",
  "PayeeExpired",
  "SpenderNotAllowed",
  "CorridorDenied",
  "ClearanceMissing",
  "PayerLimit",
  "PayeeLimit",
  "InsufficientBalance",
  "InsufficientUnfrozen",
  "InsufficientAvailable",
  "InsufficientAllowance",
  "ZeroAmount",
  "ReferenceUsed",
  "AttestationStale",
  "BackingExceeded",
  "InvalidPayee",
  "LimitsUnavailable",
  "PayerRetired",
  "PayeeRetired",
  "LimitsMissing",
  "LimitsNotSet",
  "TravelRecordMissing",
] as const;

export type ReasonName = (typeof REASONS)[number];

/**
 * The name of a code from the chain.
 * @throws RangeError for a code of a newer contract: the bindings are older than the chain
 */
export function reasonName(code: bigint): ReasonName {
  const name = REASONS[Number(code)];
  if (name === undefined) throw new RangeError(`Reason ${code} is not known here: update the package.`);
  return name;
}
