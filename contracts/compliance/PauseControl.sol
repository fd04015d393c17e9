// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Roles} from "../access/Roles.sol";
import {SignedActs} from "../access/SignedActs.sol";
import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {IPauseControl, IResolutionState} from "../interfaces/IPauseControl.sol";
import {Approval} from "../types/Approval.sol";
import {Operation, PolicyWord} from "../types/PolicyWord.sol";

/// @title PauseControl
/// @notice Lifts pauses with two people. Not upgradeable: it has one power, and a better one is given the role instead.
contract PauseControl is IPauseControl, SignedActs {
    bytes32 private constant LIFT_TYPEHASH = keccak256(
        "LiftPause(address token,uint8 operation,bytes32 reason,bytes32 salt,uint256 expiry)"
    );

    IResolutionState private immutable RESOLUTION;

    /// @param authority_ The bank's AccessManager.
    /// @param resolution_ Knows the tokens in resolution, which never run again; zero for none.
    constructor(address authority_, IResolutionState resolution_) initializer {
        if (address(resolution_) != address(0) && address(resolution_).code.length == 0) {
            revert ResolutionInvalid(address(resolution_));
        }
        __AccessManaged_init(authority_);
        RESOLUTION = resolution_;
    }

    function _EIP712Name() internal pure override returns (string memory) {
        return "Vostro Pause Control";
    }

    function _nameHash() internal pure override returns (bytes32) {
        return keccak256("Vostro Pause Control");
    }

    /// @inheritdoc IPauseControl
    function liftPause(
        address token,
        Operation operation,
        bytes32 reason,
        Approval calldata approval
    ) external restricted {
        if (reason == 0) revert ReasonMissing();
        bytes32 act = keccak256(abi.encode(LIFT_TYPEHASH, token, operation, reason, approval.salt, approval.expiry));
        _do(Roles.COMPLIANCE_APPROVER, act, approval);
        if (address(RESOLUTION) != address(0) && RESOLUTION.isDeclared(token)) revert TokenInResolution(token);
        (PolicyWord policy, ) = IDepositToken(token).policyWords();
        if (!policy.isPaused(operation)) revert NotPaused(token, operation);
        emit PauseLifted(token, operation, act, reason, msg.sender, approval.approver);
        IDepositToken(token).unpause(operation);
    }

    /// @inheritdoc IPauseControl
    function resolution() external view returns (IResolutionState) {
        return RESOLUTION;
    }
}
