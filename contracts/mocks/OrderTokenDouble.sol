// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hold, HoldWordLib} from "../types/HoldWord.sol";

/// @notice A token that somebody made up: every hold is open with whatever it is told remains, every wallet is in good
/// standing, and each movement calls back where it is told to.
contract OrderTokenDouble {
    using HoldWordLib for Hold;

    uint256 public remaining;
    address private _target;
    bytes private _data;
    bool private _swallows;

    /// @notice The answer of the call back.
    event Reentered(bool success, bytes answer);

    function setRemaining(uint256 remaining_) external {
        remaining = remaining_;
    }

    /// @notice Calls `target` in every movement; `swallows`: whether a failure there is ignored here.
    function setReentry(address target, bytes calldata data, bool swallows) external {
        _target = target;
        _data = data;
        _swallows = swallows;
    }

    function holdWord(bytes32) external view returns (uint256) {
        return remaining | (1 << 64);
    }

    /// @notice Zone 1, admitted, valid to the end of time.
    function accountWord(address) external pure returns (uint256) {
        return (uint256(type(uint32).max) << 192) | (1 << 224) | (1 << 228) | type(uint64).max;
    }

    function policyWords() external pure returns (uint256, uint256) {
        return (type(uint256).max >> 31, 0);
    }

    function registry() external view returns (address) {
        return address(this);
    }

    function placeHoldWithAuthorization(Hold calldata hold, bytes calldata) external returns (bytes32) {
        _reenter();
        return hold.id();
    }

    function executeSigned(Hold calldata hold, bytes calldata) external returns (bytes32) {
        _reenter();
        return hold.id();
    }

    function executeHold(Hold calldata, uint256) external {
        _reenter();
    }

    function releaseHold(Hold calldata, uint256) external {
        _reenter();
    }

    function _reenter() private {
        address target = _target;
        if (target == address(0)) return;
        _target = address(0);
        (bool success, bytes memory answer) = target.call(_data);
        emit Reentered(success, answer);
        if (!success && !_swallows) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
    }
}
