// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Approval} from "../types/Approval.sol";
import {Approvals} from "./Approvals.sol";

/// @title SignedActs
/// @notice Acts that two people do once: the approver's signature of an act is spent when it is used.
/// @dev An act is named by the EIP-712 struct hash that the approver signed. Its salt tells acts of equal content apart.
abstract contract SignedActs is Approvals {
    /// @custom:storage-location erc7201:vostro.storage.SignedActs
    struct Acts {
        mapping(bytes32 act => bool) done;
    }

    // keccak256(abi.encode(uint256(keccak256("vostro.storage.SignedActs")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant ACTS = 0x1593b0bebae6411d0cbb4d16598b6a57d23cf5e08efb73430041458df5d1c600;

    /// @notice Exactly this act, with this salt, was done before.
    error ActDone(bytes32 act);

    function _acts() private pure returns (Acts storage $) {
        assembly ("memory-safe") {
            $.slot := ACTS
        }
    }

    /// @notice Whether exactly this act was done.
    function isDone(bytes32 act) external view returns (bool) {
        return _acts().done[act];
    }

    /// @dev The sender's role is checked by `restricted`; here the other person's, for exactly this act, once.
    function _do(uint64 approverRole, bytes32 act, Approval calldata approval) internal {
        Acts storage $ = _acts();
        if ($.done[act]) revert ActDone(act);
        $.done[act] = true;
        _requireNotExpired(approval.expiry);
        _requireApproval(approverRole, approval.approver, act, approval.signature);
    }
}
