// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountWord} from "../types/AccountWord.sol";
import {Hold, HoldWordLib} from "../types/HoldWord.sol";

/// @notice A token that anybody could deploy: it claims that every hold executes, moves nothing, and may call back.
contract MadeUpToken {
    using HoldWordLib for Hold;

    /// @notice Its own "AccessManager".
    address public authority;
    uint8 public decimals;

    address private _target;
    bytes private _call;

    /// @notice How the call back went.
    event CalledBack(bool success, bytes answer);

    constructor(address authority_, uint8 decimals_) {
        authority = authority_;
        decimals = decimals_;
    }

    /// @notice From now on each execution makes this call first.
    function callBack(address target, bytes calldata data) external {
        (_target, _call) = (target, data);
    }

    /// @notice Everybody is admitted, in zone 1.
    function accountWord(address) external pure returns (AccountWord) {
        return AccountWord.wrap((uint256(1) << 228) | (uint256(1) << 224));
    }

    function executeSigned(Hold calldata hold, bytes calldata) external returns (bytes32) {
        if (_target != address(0)) {
            (bool success, bytes memory answer) = _target.call(_call);
            emit CalledBack(success, answer);
        }
        return hold.id();
    }
}
