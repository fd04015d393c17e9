// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC7699} from "../../../contracts/interfaces/IERC7699.sol";
import {Payment} from "../../../contracts/interfaces/IDepositToken.sol";
import {World} from "./World.sol";

/// @notice Customers pay each other.
abstract contract PaymentActions is World {
    function approve(uint256 seed) external ordinaryDay(seed) {
        address owner = _someone(seed, "owner");
        uint256 amount = _roll(seed, "infinite", 3) == 0 ? type(uint256).max : _amount(seed, owner) * 3;
        _act(owner, abi.encodeCall(token.approve, (_someone(seed, "spender"), amount)));
    }

    function transfer(uint256 seed) external ordinaryDay(seed) {
        address from = _payer(seed, "from");
        address to = _payeeFor(seed, "to", from);
        _pay(from, from, to, abi.encodeWithSignature("transfer(address,uint256)", to, _amount(seed, from)));
    }

    function transferWithReference(uint256 seed) external ordinaryDay(seed) {
        address from = _payer(seed, "from");
        address to = _payeeFor(seed, "to", from);
        bytes memory ref = abi.encode(seed);
        _pay(from, from, to, abi.encodeWithSignature("transfer(address,uint256,bytes)", to, _amount(seed, from), ref));
    }

    function transferFrom(uint256 seed) external ordinaryDay(seed) {
        address from = _payer(seed, "from");
        address to = _payeeFor(seed, "to", from);
        // Another's allowance is for valid customers only: every fourth spender is taken as it comes.
        bool anybody = _roll(seed, "any spender", 4) == 0;
        address spender = anybody ? parties[_roll(seed, "who", PARTIES)] : _someone(seed, "spender");
        uint256 amount = _amount(seed, from);
        if (_roll(seed, "allowed first", 3) != 0) _do(from, abi.encodeCall(token.approve, (spender, amount)));
        _pay(spender, from, to, abi.encodeWithSignature("transferFrom(address,address,uint256)", from, to, amount));
    }

    function transferBatch(uint256 seed) external ordinaryDay(seed) {
        address from = _payer(seed, "from");
        Payment[] memory payments = new Payment[](1 + _roll(seed, "items", 3));
        bool legal = true;
        for (uint256 i = 0; i < payments.length; ++i) {
            uint256 item = uint256(keccak256(abi.encode(seed, i)));
            address to = _payeeFor(item, "to", from);
            legal = legal && _canPay(from, to, false);
            payments[i] = Payment(to, _amount(item, from) / 2, item % 2 == 0 ? bytes32(0) : bytes32(item));
        }
        bool ok = _act(from, abi.encodeCall(token.transferBatch, (payments)));
        if (ok && !legal) ++illegalPayments;
    }

    function _pay(address caller, address from, address to, bytes memory data) private {
        bool legal = _canPay(from, to, false);
        bool ok = _act(caller, data);
        if (ok && !legal) ++illegalPayments;
    }
}
