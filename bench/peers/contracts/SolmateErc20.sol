// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Owned} from "solmate/src/auth/Owned.sol";
import {ERC20} from "solmate/src/tokens/ERC20.sol";

/// @notice Solmate's ERC-20 with nothing but an owner's mint.
contract SolmateErc20 is ERC20, Owned {
    constructor(address issuer) ERC20("Peer", "PEER", 18) Owned(issuer) {}

    function mint(address to, uint256 amount) external onlyOwner {
        _mint(to, amount);
    }
}
