// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What a token asks the bank's Limits contract about.
enum MovementKind {
    Transfer,
    HoldPlaced,
    HoldAssigned,
    HoldExecuted,
    HoldReleased,
    Mint
}

/// @notice One movement, as the token sees it. `payer` is zero on a mint.
struct Movement {
    MovementKind kind;
    address payer;
    address payee;
    /// Minor units.
    uint256 amount;
    /// Why Limits is asked: bits of `Causes`. On HoldReleased, bits 8 up are the hour since 1970, modulo 2^15, in which
    /// the hold was placed.
    uint256 causes;
}

/// @title Causes
/// @notice The bits of `Movement.causes`.
library Causes {
    /// @notice The payer's party has limits (they count on Transfer and HoldPlaced; HoldReleased gives back).
    uint256 internal constant PAYER_LIMITED = 1;
    /// @notice The payee's party has limits (its holding cap counts wherever money arrives).
    uint256 internal constant PAYEE_LIMITED = 2;
    /// @notice The corridor is under review: a clearance for exactly this payer, payee and amount is needed and consumed.
    uint256 internal constant UNDER_REVIEW = 4;
    /// @notice Where the hour of placing begins.
    uint256 internal constant PLACED_HOUR = 8;
}

/// @title ILimits
/// @notice The bank's own limits and clearances: called by the token last, only for limited parties or pairs under review.
interface ILimits {
    /// @notice Counts the movement against limits and consumes its clearance, or reverts with a typed error.
    /// @dev Who may call: a token of the bank; `msg.sender` is the token. The token's state is already written, except that
    /// a hold placed and executed in one step moves its money right after `HoldPlaced`. The contract reads the token's
    /// balances and calls nothing else of it. On `HoldReleased` a revert is ignored: nothing stops a release.
    function record(Movement calldata movement) external;

    /// @notice What `record` would answer now, as a code of `Reason`. A revert or an unknown code is taken as a refusal.
    /// @dev While minting, an answer that does not come fails the whole batch, so that starving the gas cannot choose who
    /// is refused.
    function assess(address token, Movement calldata movement) external view returns (uint8 reason);
}
