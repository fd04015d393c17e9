// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Approvals} from "../access/Approvals.sol";
import {Roles} from "../access/Roles.sol";
import {Clearance, IPartyLimits} from "../interfaces/IPartyLimits.sol";
import {LimitBooks} from "./LimitBooks.sol";

/// @title Clearances
/// @notice What two people let pass over a corridor under review: one payment of exactly this payer, payee and amount.
abstract contract Clearances is Approvals, LimitBooks {
    /// @dev A clearance is decided on a case as it stands: it may not wait longer than this.
    uint256 private constant LONGEST = 30 days;

    bytes32 private constant CLEARANCE_TYPEHASH = keccak256(
        "Clearance(address token,address payer,address payee,uint256 amount,uint256 expiry,bytes32 caseId)"
    );

    struct Cleared {
        uint256 expiry;
        bytes32 caseId;
    }

    mapping(bytes32 payment => Cleared) private _cleared;
    mapping(bytes32 clearance => bool) private _granted;

    /// @inheritdoc IPartyLimits
    function grantClearance(
        Clearance calldata clearance,
        address approver,
        bytes calldata approval
    ) external restricted {
        _requireNotExpired(clearance.expiry);
        if (clearance.amount == 0 || clearance.payee == address(0) || clearance.expiry > block.timestamp + LONGEST)
            revert ClearanceInvalid();
        _requireListed(clearance.token);
        bytes32 structHash = keccak256(abi.encode(CLEARANCE_TYPEHASH, clearance));
        _requireApproval(Roles.COMPLIANCE_APPROVER, approver, structHash, approval);
        if (_granted[structHash]) revert ClearanceAlreadyGranted(structHash);
        _granted[structHash] = true;

        Cleared storage cleared = _cleared[
            _payment(clearance.token, clearance.payer, clearance.payee, clearance.amount)
        ];
        if (_isLive(cleared)) revert ClearanceLive(cleared.expiry, cleared.caseId);
        cleared.expiry = clearance.expiry;
        cleared.caseId = clearance.caseId;
        emit ClearanceGranted(
            clearance.token,
            clearance.payer,
            clearance.payee,
            clearance.amount,
            clearance.expiry,
            clearance.caseId,
            msg.sender,
            approver
        );
    }

    /// @inheritdoc IPartyLimits
    function revokeClearance(address token, address payer, address payee, uint256 amount) external restricted {
        bytes32 payment = _payment(token, payer, payee, amount);
        if (_cleared[payment].expiry == 0) revert ClearanceUnknown(token, payer, payee, amount);
        emit ClearanceRevoked(token, payer, payee, amount, _cleared[payment].caseId);
        delete _cleared[payment];
    }

    function _isCleared(address token, address payer, address payee, uint256 amount) internal view returns (bool) {
        return _isLive(_cleared[_payment(token, payer, payee, amount)]);
    }

    function _useClearance(address token, address payer, address payee, uint256 amount) internal {
        bytes32 payment = _payment(token, payer, payee, amount);
        emit ClearanceUsed(token, payer, payee, amount, _cleared[payment].caseId);
        delete _cleared[payment];
    }

    function _isLive(Cleared storage cleared) private view returns (bool) {
        return block.timestamp < cleared.expiry;
    }

    /// @inheritdoc IPartyLimits
    function clearanceOf(
        address token,
        address payer,
        address payee,
        uint256 amount
    ) external view returns (uint256 expiry, bytes32 caseId) {
        Cleared storage cleared = _cleared[_payment(token, payer, payee, amount)];
        return (cleared.expiry, cleared.caseId);
    }

    /// @dev What a clearance and a travel-rule record are about.
    function _payment(address token, address payer, address payee, uint256 amount) internal pure returns (bytes32) {
        return keccak256(abi.encode(token, payer, payee, amount));
    }
}
