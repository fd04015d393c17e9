// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title ClearingRoles
/// @notice The two people of a bank who state what happened in a settlement system off chain: role ids of its AccessManager.
library ClearingRoles {
    /// @notice Proposes, readies and instructs payments, and signs evidence first.
    uint64 internal constant CLEARING_OPERATOR = 19;
    /// @notice Signs evidence second, and sends nothing. Never the operator.
    uint64 internal constant CLEARING_APPROVER = 20;
}
