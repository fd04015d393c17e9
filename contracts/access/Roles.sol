// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Roles
/// @notice The people of one bank, as role ids of its OpenZeppelin AccessManager. Which function needs which role is data
/// (`src/bank/roles.ts`), proven after deployment; these ids are constants because desks check approvers by them.
library Roles {
    /// @notice Sends mint orders.
    uint64 internal constant ISSUER = 1;
    /// @notice Signs mint orders. Never the same key as the issuer, and without execution delay.
    uint64 internal constant APPROVER = 2;
    /// @notice Attests the deposits that back the supply. Never an issuer or approver.
    uint64 internal constant ATTESTOR = 3;
    /// @notice Admits parties and wallets, renews them.
    uint64 internal constant REGISTRAR = 4;
    /// @notice Tightens: blocks, closes corridors, dismisses contracts, cuts quotas. No delay.
    uint64 internal constant COMPLIANCE = 5;
    /// @notice Lifts blocks, liens and pauses and grants clearances, each with a compliance approver. Never who blocks.
    uint64 internal constant COMPLIANCE_RELEASER = 6;
    /// @notice Pauses, and can do nothing else. No delay.
    uint64 internal constant GUARDIAN = 7;
    /// @notice Loosens: opens corridors, unpauses, admits contracts, raises quotas, lists tokens. Delayed.
    uint64 internal constant POLICY_ADMIN = 8;
    /// @notice Submits, settles and (with an approver) rejects redemptions.
    uint64 internal constant REDEMPTION_OPERATOR = 9;
    /// @notice Signs rejections and re-mints of returned payments. Never the operator.
    uint64 internal constant REDEMPTION_APPROVER = 10;
    /// @notice The contract that acts under legal orders: liens, forced moves, forced releases.
    uint64 internal constant LEGAL_ORDERS = 11;
    /// @notice Upgrades implementations. Delayed longest.
    uint64 internal constant UPGRADER = 12;
    /// @notice Signs what compliance does by a legal order, what the releaser lifts, and clearances. Sends nothing.
    uint64 internal constant COMPLIANCE_APPROVER = 13;
    /// @notice Raises limits of parties. Never who moves money.
    uint64 internal constant LIMITS_OFFICER = 14;
    /// @notice Files travel-rule records: a service of the bank.
    uint64 internal constant TRAVEL_RULE = 15;
    /// @notice The contract that lifts pauses with two people.
    uint64 internal constant UNPAUSER = 16;
    /// @notice Declares resolution and commits the register of holders, with an approver. The bank's or its resolution authority's.
    uint64 internal constant RESOLUTION = 17;
    /// @notice Signs who stands behind a payee's account (confirmation of payee): a service of the bank.
    uint64 internal constant PAYEE_CONFIRMER = 18;
}
