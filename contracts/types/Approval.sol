// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice The second person's consent to one act. `salt` and `expiry` are part of what was signed.
struct Approval {
    /// Any number that makes acts of equal content different.
    bytes32 salt;
    /// Unix second from which the consent is void.
    uint256 expiry;
    address approver;
    /// By the approver's key, or its contract's ERC-1271 answer.
    bytes signature;
}
