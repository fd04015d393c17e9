// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hold} from "../types/HoldWord.sol";

/// @title FusedHold
/// @notice The hold of a deal that a desk carries out in one transaction: placed and executed before one moment.
library FusedHold {
    /// @dev Never assignable: the deal names who is paid. The notary is the desk that asks.
    function build(
        address payer,
        address payee,
        uint256 amount,
        uint256 expiry,
        bytes32 terms
    ) internal view returns (Hold memory) {
        return Hold(payer, payee, address(this), amount, expiry, expiry, false, terms);
    }
}
