// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {IEvidenceClearing, TwoPeople} from "../interfaces/IEvidenceClearing.sol";
import {Signatures} from "../libraries/Signatures.sol";
import {ClearingRoles} from "./ClearingRoles.sol";
import {OffsetClearing} from "./OffsetClearing.sol";

/// @title ClearingStatements
/// @notice What two people of the receiving bank sign about a settlement off chain. The sending bank's people never count:
/// it would be saying of itself that it has paid.
abstract contract ClearingStatements is IEvidenceClearing, OffsetClearing {
    bytes32 internal constant SETTLEMENT_TYPEHASH = keccak256(
        "SettlementStatement(bytes32 payment,bytes32 rtgsReference,uint256 amount,uint256 expiry)"
    );
    bytes32 internal constant COMPLETION_TYPEHASH = keccak256(
        "CompletionStatement(bytes32 payment,address wallet,uint256 expiry)"
    );
    bytes32 internal constant PAID_OUTSIDE_TYPEHASH = keccak256(
        "PaidOutsideStatement(bytes32 payment,bytes32 outsideReference,uint256 expiry)"
    );
    bytes32 internal constant NON_SETTLEMENT_TYPEHASH = keccak256(
        "NonSettlementStatement(bytes32 payment,bytes32 rtgsReference,uint256 expiry)"
    );

    /// @dev Roles and signatures are checked when used: who lost the role states nothing any more.
    function _requireTwoPeople(address token, bytes32 statement, TwoPeople calldata people) internal view {
        if (block.timestamp >= people.expiry) revert StatementExpired(people.expiry);
        if (people.operator == people.approver) revert SamePersonTwice(people.operator);
        IAccessManager manager = IAccessManager(IAccessManaged(token).authority());
        bytes32 digest = _hashTypedDataV4(statement);
        _requirePerson(manager, ClearingRoles.CLEARING_OPERATOR, people.operator, digest, people.operatorSignature);
        _requirePerson(manager, ClearingRoles.CLEARING_APPROVER, people.approver, digest, people.approverSignature);
    }

    function _requirePerson(
        IAccessManager manager,
        uint64 role,
        address signer,
        bytes32 digest,
        bytes calldata signature
    ) private view {
        (bool member, uint32 delay) = manager.hasRole(role, signer);
        if (!member || delay != 0) revert SignerInvalid(signer, role);
        if (!Signatures.isValid(signer, digest, signature)) revert StatementInvalid(signer);
    }
}
