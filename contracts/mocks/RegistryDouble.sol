// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice As much of a register as a token asks: who stands for a lost wallet. A key that delegates its code to this one
/// (EIP-7702) can push standing by its own transactions and answer as well.
contract RegistryDouble {
    mapping(address wallet => address) private _successors;

    function setSuccessor(address wallet, address successor) external {
        _successors[wallet] = successor;
    }

    function successorOf(address wallet) external view returns (address) {
        while (_successors[wallet] != address(0)) wallet = _successors[wallet];
        return wallet;
    }
}
