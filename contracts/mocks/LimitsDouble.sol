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

    /// @notice What `assess` and `record` answer.
    Reason public answer;
    /// @notice What `assess` answers about this payee, if it is not `Ok`.
    mapping(address payee => Reason) public answerFor;
    bool public breaksItsPromise;
    bool public speaksNewer;
    /// @notice How much gas `assess` needs; it fails if it gets less.
    uint256 public effort;
    /// @notice The token's supply when the last movement was recorded.
    uint256 public supplySeen;

    function setAnswer(Reason answer_) external {
        answer = answer_;
    }

    function setAnswerFor(address payee, Reason answer_) external {
        answerFor[payee] = answer_;
    }

    /// @notice From now on `assess` answers a code that this version of the token does not know.
    function answerFromTheFuture() external {
        speaksNewer = true;
    }

    /// @notice From now on `assess` reverts.
    function breakPromise() external {
        breaksItsPromise = true;
    }

    function setEffort(uint256 gas_) external {
        effort = gas_;
    }

    function record(Movement calldata movement) external {
        if (answer != Reason.Ok) revert LimitsRefused(answer);
        IERC20 token = IERC20(msg.sender);
        supplySeen = token.totalSupply();
        emit Recorded(movement, token.balanceOf(movement.payer), token.balanceOf(movement.payee));
    }

    function assess(address, Movement calldata movement) external view returns (uint8) {
        if (breaksItsPromise) revert LimitsRefused(answer);
        if (gasleft() < effort) {
            // Out of gas, as if it had been spent.
            assembly {
                invalid()
            }
        }
        if (speaksNewer) return 99;
        Reason special = answerFor[movement.payee];
        return uint8(special == Reason.Ok ? answer : special);
    }
}
