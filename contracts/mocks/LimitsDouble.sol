// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ILimits, Movement} from "../interfaces/ILimits.sol";
import {Reason} from "../types/Reason.sol";

/// @notice A Limits contract that answers what the test told it, and logs what it was asked.
contract LimitsDouble is ILimits {
    /// @notice What was recorded, and the balances that Limits saw at that moment.
    event Recorded(Movement movement, uint256 payerBalance, uint256 payeeBalance);

    error LimitsRefused(Reason reason);

    Reason public answer;
    bool public breaksItsPromise;

    function setAnswer(Reason answer_) external {
        answer = answer_;
    }

    /// @notice From now on `assess` reverts, which ILimits forbids.
    function breakPromise() external {
        breaksItsPromise = true;
    }

    function record(Movement calldata movement) external {
        if (answer != Reason.Ok) revert LimitsRefused(answer);
        IERC20 token = IERC20(msg.sender);
        emit Recorded(movement, token.balanceOf(movement.payer), token.balanceOf(movement.payee));
    }

    function assess(address, Movement calldata) external view returns (Reason) {
        if (breaksItsPromise) revert LimitsRefused(answer);
        return answer;
    }
}
