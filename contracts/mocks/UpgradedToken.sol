// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import {AccountWord} from "../types/AccountWord.sol";
import {TokenStorage} from "../token/TokenStorage.sol";

/// @notice A second version over the same storage, small enough to deploy whatever the size of the first.
contract UpgradedToken is TokenStorage, AccessManagedUpgradeable, UUPSUpgradeable {
    event Greeted(uint256 version);

    function greet() external {
        emit Greeted(version());
    }

    function version() public pure returns (uint256) {
        return 2;
    }

    function accountWord(address account) external view returns (AccountWord) {
        return _ledger().accounts[account].word;
    }

    function totalSupply() external view returns (uint256) {
        return _ledger().supply.totalSupply();
    }

    function _authorizeUpgrade(address) internal override restricted {}
}
