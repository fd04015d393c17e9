// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Approval} from "../types/Approval.sol";
import {Operation} from "../types/PolicyWord.sol";

/// @title IResolutionState
/// @notice Whether the bank's liability in a token is being wound down.
interface IResolutionState {
    function isDeclared(address token) external view returns (bool);
}

/// @title IPauseControl
/// @notice Lifts a pause, with two people. Pausing is `IDepositToken.pause`, by the guardian, who can do nothing else.
interface IPauseControl {
    /// @notice The token runs this operation again. `reason` is a hash or number of the decision, `act` what was signed.
    event PauseLifted(
        address indexed token,
        Operation indexed operation,
        bytes32 indexed act,
        bytes32 reason,
        address sender,
        address approver
    );

    /// @notice The operation is not paused.
    error NotPaused(address token, Operation operation);
    /// @notice A token in resolution never runs again.
    error TokenInResolution(address token);
    /// @notice Neither zero nor a contract.
    error ResolutionInvalid(address resolution);
    /// @notice A lift needs its reason.
    error ReasonMissing();

    /// @notice Lifts the pause of one operation of one token.
    /// @dev Who may call: compliance releaser, with a compliance approver's EIP-712 signature ("Vostro Pause Control",
    /// version 1) of `LiftPause(address token,uint8 operation,bytes32 reason,bytes32 salt,uint256 expiry)`.
    function liftPause(address token, Operation operation, bytes32 reason, Approval calldata approval) external;

    /// @notice Zero if no token can be declared in resolution.
    function resolution() external view returns (IResolutionState);
}
