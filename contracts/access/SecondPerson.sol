// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/cryptography/EIP712Upgradeable.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {Signatures} from "../libraries/Signatures.sol";
import {TypedData} from "../libraries/TypedData.sol";

/// @title SecondPerson
/// @notice Another person than the sender holds a role of an AccessManager now, and has signed exactly this content.
abstract contract SecondPerson is EIP712Upgradeable {
    /// @notice The content's time has passed.
    error ApprovalExpired(uint256 expiry);
    /// @notice The approver lacks the role (or holds it with a delay), or is the sender.
    error ApproverInvalid(address approver);
    /// @notice The approver did not sign this content.
    error ApprovalInvalid(address approver);
    /// @notice Sent through `AccessManager.execute`, which hides who sends: schedule, then call directly.
    error SenderHidden();

    /// @dev Role and signature are checked when used: a person who lost the role approves nothing any more.
    function _requireApprovalAt(
        address manager,
        uint64 role,
        address approver,
        bytes32 structHash,
        bytes calldata signature
    ) internal view {
        if (msg.sender == manager) revert SenderHidden();
        (bool member, uint32 delay) = IAccessManager(manager).hasRole(role, approver);
        if (!member || delay != 0 || approver == msg.sender) revert ApproverInvalid(approver);
        if (!Signatures.isValid(approver, _hashTypedDataV4(structHash), signature)) revert ApprovalInvalid(approver);
    }

    /// @dev The hash of `_EIP712Name`.
    function _nameHash() internal pure virtual returns (bytes32);

    function _EIP712Version() internal pure override returns (string memory) {
        return "1";
    }

    function _hashTypedDataV4(bytes32 structHash) internal view override returns (bytes32) {
        return TypedData.digest(_nameHash(), structHash);
    }

    function _requireNotExpired(uint256 expiry) internal view {
        if (block.timestamp >= expiry) revert ApprovalExpired(expiry);
    }
}
