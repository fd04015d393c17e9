// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";

import {SecondPerson} from "./SecondPerson.sol";

/// @title Approvals
/// @notice The second person: one role holder sends, another has signed exactly this content, and both are checked now.
abstract contract Approvals is AccessManagedUpgradeable, SecondPerson {
    /// @dev At the bank's own AccessManager.
    function _requireApproval(
        uint64 role,
        address approver,
        bytes32 structHash,
        bytes calldata signature
    ) internal view {
        _requireApprovalAt(authority(), role, approver, structHash, signature);
    }
}
