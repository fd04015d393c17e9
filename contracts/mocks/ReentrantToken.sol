// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountWord} from "../types/AccountWord.sol";
import {Hold, HoldWord} from "../types/HoldWord.sol";
import {PolicyWord} from "../types/PolicyWord.sol";

/// @notice A made-up token that is its own register, admits everybody, pays nobody, and calls back while it "executes".
contract ReentrantToken {
    address private _target;
    bytes private _data;
    /// @notice Whether the call back succeeded, and what it returned.
    bool public succeeded;
    bytes public answer;

    function callBack(address target, bytes calldata data) external {
        (_target, _data) = (target, data);
    }

    function executeSigned(Hold calldata, bytes calldata) external returns (bytes32) {
        if (_target != address(0)) (succeeded, answer) = _target.call(_data);
        return 0;
    }

    function accountWord(address) external pure returns (AccountWord) {
        // Admitted, zone 1, valid until 2106.
        return AccountWord.wrap((1 << 228) | (1 << 224) | (uint256(type(uint32).max) << 192));
    }

    function policyWords() external pure returns (PolicyWord, PolicyWord) {
        return (PolicyWord.wrap(type(uint256).max), PolicyWord.wrap(0));
    }

    function holdWord(bytes32) external pure returns (HoldWord) {
        return HoldWord.wrap(0);
    }

    function registry() external view returns (address) {
        return address(this);
    }

    function partyOf(address) external pure returns (uint64) {
        return 1;
    }

    function isToken(address) external pure returns (bool) {
        return true;
    }
}
