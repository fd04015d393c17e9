// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {Hold} from "../types/HoldWord.sol";

/// @notice The least a notary can be: the payer confirms, the payee is paid. For the gas bench.
contract MinimalNotary {
    IDepositToken private immutable TOKEN;

    error NotThePayer();

    constructor(IDepositToken token) {
        TOKEN = token;
    }

    function confirm(Hold calldata hold) external {
        if (msg.sender != hold.payer) revert NotThePayer();
        TOKEN.executeHold(hold, hold.amount);
    }
}
