// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Why a movement is refused: one code per cause, stable for integrators (codes are only ever appended).
enum Reason {
    /// The movement would succeed.
    Ok,
    /// The operation is paused.
    Paused,
    /// The payer is not a customer admitted by the bank.
    PayerNotAdmitted,
    /// The payer is blocked, as a party or in this token.
    PayerBlocked,
    /// The payer's KYC has lapsed.
    PayerExpired,
    /// The payee is not a customer admitted by the bank.
    PayeeNotAdmitted,
    /// The payee is blocked, as a party or in this token.
    PayeeBlocked,
    /// The payee's KYC has lapsed.
    PayeeExpired,
    /// The caller of transferFrom is not an admitted, valid, unblocked customer.
    SpenderNotAllowed,
    /// The corridor between the two zones is neither allowed nor under review.
    CorridorDenied,
    /// The corridor is under review and no live clearance names this payment.
    ClearanceMissing,
    /// A limit of the payer's party would be passed.
    PayerLimit,
    /// A limit of the payee's party would be passed.
    PayeeLimit,
    /// The amount is more than the balance.
    InsufficientBalance,
    /// Within the balance, but liens leave too little.
    InsufficientUnfrozen,
    /// Liens leave enough, but open holds do not.
    InsufficientAvailable,
    /// The allowance given to the caller is too small.
    InsufficientAllowance,
    /// The amount is zero where something must be moved.
    ZeroAmount,
    /// The deposit reference was used before.
    ReferenceUsed,
    /// The last attestation of deposits is too old.
    AttestationStale,
    /// The supply would pass the attested deposits.
    BackingExceeded,
    /// An address that can never be paid (zero).
    InvalidPayee,
    /// The bank's Limits contract failed to answer.
    LimitsUnavailable,
    /// The payer's wallet was lost and retired: its successor pays.
    PayerRetired,
    /// The payee's wallet was lost and retired: pay its successor.
    PayeeRetired,
    /// The bank has no Limits contract: limited parties and pairs under review cannot move.
    LimitsMissing,
    /// The party has limits, but none were set for this token.
    LimitsNotSet,
    /// Payer and payee are served by different institutions and no travel-rule record names this payment.
    TravelRecordMissing
}
