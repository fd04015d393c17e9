// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hold, HoldStatus} from "../../../contracts/types/HoldWord.sol";
import {PlainAccount} from "../support/PlainAccount.sol";
import {HoldActions} from "./HoldActions.sol";

/// @notice Wallets are lost, and what is due to them reaches whoever stands for them.
abstract contract RetireActions is HoldActions {
    function loseWallet(uint256 seed) external ordinaryDay(seed) {
        (bool found, Hold memory h) = _find(seed, HoldStatus.Open, false, false);
        // Nearly always one that is in the middle of something: to be paid, or to pay.
        address wallet = parties[_roll(seed, "lost wallet", PARTIES - 1)];
        if (found && _roll(seed, "somebody", 4) != 0) wallet = _roll(seed, "payee", 3) == 0 ? h.payer : _payeeOf(h);
        if (!_canBeLost(wallet)) return;
        if (_retire(seed, wallet)) ++succeeded[msg.sig];
        else ++refused[msg.sig];
    }

    function paySuccessor(uint256 seed) external ordinaryDay(seed) {
        (bool found, Hold memory h) = _findDueToLost(seed);
        if (!found) return;
        address payee = _payeeOf(h);
        bool legal = _canPay(h.payer, payee, true);
        uint256 before = token.balanceOf(payee);
        uint256 amount = 1 + _roll(seed, "part", _stateOf(h).remaining);
        bool ok = _act(h.notary, abi.encodeCall(token.executeHold, (h, amount)));
        _noteEnd(h);
        bool misdirected = payee != h.payer && token.balanceOf(payee) != before + amount;
        if (ok && (!legal || misdirected)) ++illegalPayments;
    }

    function releaseAsSuccessor(uint256 seed) external ordinaryDay(seed) {
        (bool found, Hold memory h) = _findDueToLost(seed);
        if (!found) return;
        address caller = _roll(seed, "lost one", 4) == 0 ? _namedPayeeOf(h) : _payeeOf(h);
        _act(caller, abi.encodeCall(token.releaseHold, (h, _stateOf(h).remaining)));
        _noteEnd(h);
    }

    function assignAsSuccessor(uint256 seed) external ordinaryDay(seed) {
        (bool found, Hold memory h) = _findDueToLost(seed);
        if (!found) return;
        address payee = _payeeOf(h);
        address newPayee = _payeeFor(seed, "new payee", payee);
        bool legal = _canReach(h.payer, newPayee) && _canPay(payee, newPayee, false);
        bool ok = _act(payee, abi.encodeCall(token.assignHold, (h, newPayee)));
        if (ok && !legal) ++illegalPayments;
    }

    // --- choices ---

    /// @dev A customer whose wallet the register does not know as lost.
    function _canBeLost(address wallet) private view returns (bool) {
        return wallet != address(0) && _heirs[wallet] == address(0) && _account(wallet).admitted;
    }

    /// @dev Books the loss and pushes it: but now and then the push goes astray, and the token hears of it much later.
    function _retire(uint256 seed, address wallet) private returns (bool) {
        address heir = _heirFor(seed, wallet);
        if (heir == address(0)) return false;
        _lose(wallet, heir);
        if (_roll(seed, "astray", 12) == 0) return false;
        PlainAccount memory a = _account(wallet);
        return _setStanding(wallet, 200 days, a.zone, true, a.blocked, a.limited);
    }

    /// @dev Another wallet that is not lost, nearly always one that may act.
    function _heirFor(uint256 seed, address wallet) private view returns (address heir) {
        uint256 first = _roll(seed, "heir", PARTIES);
        bool anybody = _roll(seed, "any heir", 12) == 0;
        for (uint256 i = 0; i < PARTIES; ++i) {
            heir = parties[(first + i) % PARTIES];
            if (heir != wallet && _heirs[heir] == address(0) && (anybody || token.canSend(heir))) return heir;
        }
        return address(0);
    }

    /// @dev An open hold whose named payee the token knows as lost; if there is none, one is lost now.
    function _findDueToLost(uint256 seed) private returns (bool, Hold memory h) {
        (bool assignableOnly, uint256 count) = (msg.sig == this.assignAsSuccessor.selector, _book.length);
        for (uint256 pass = 0; pass < 2; ++pass) {
            for (uint256 i = 0; i < count && i < 40; ++i) {
                h = _book[count - 1 - i];
                address named = _namedPayeeOf(h);
                bool open = _stateOf(h).status == HoldStatus.Open && block.timestamp < _expiryOf(h);
                if (!open || named == address(0) || (assignableOnly && !h.assignable)) continue;
                if (pass == 1 && _canBeLost(named) && _roll(seed, "lose", 3) == 0) _retire(seed, named);
                if (_account(named).retired) return (true, h);
            }
        }
        return (false, h);
    }
}
