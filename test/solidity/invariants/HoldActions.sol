// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hold, HoldStatus} from "../../../contracts/types/HoldWord.sol";
import {HoldSigning} from "../support/HoldSigning.sol";
import {HoldBook} from "./HoldBook.sol";

/// @notice Holds are placed, paid in parts, let go, extended, assigned, voided, sealed.
abstract contract HoldActions is HoldBook {
    // --- placing ---

    function placeHold(uint256 seed) external ordinaryDay(seed) {
        Hold memory h = _draftOrOld(seed, false);
        _place(h, h.payer, abi.encodeCall(token.placeHold, (h)));
    }

    function placeRedemption(uint256 seed) external ordinaryDay(seed) {
        Hold memory h = _draftOrOld(seed, true);
        _place(h, h.payer, abi.encodeCall(token.placeHold, (h)));
    }

    function placeHoldWithAuthorization(uint256 seed) external ordinaryDay(seed) {
        Hold memory h = _draftOrOld(seed, _roll(seed, "redemption", 3) == 0);
        bytes memory data = abi.encodeCall(token.placeHoldWithAuthorization, (h, _signature(seed, h)));
        _place(h, _someone(seed, "relayer"), data);
    }

    function executeSigned(uint256 seed) external ordinaryDay(seed) {
        Hold memory h = _draftOrOld(seed, _roll(seed, "redemption", 3) == 0);
        // Every other time a stranger has taken the signature from the notary's transaction and placed it first.
        if (_roll(seed, "front-run", 2) == 0) {
            bytes memory first = abi.encodeCall(token.placeHoldWithAuthorization, (h, _signature(seed, h)));
            _do(parties[_roll(seed, "relayer", PARTIES)], first);
        }
        // If it was open already, it may have been assigned since.
        address payee = _payeeOf(h);
        bool legal = payee == address(0) || _canPay(h.payer, payee, true);
        uint256 supply = token.totalSupply();
        bool ok = _act(h.notary, abi.encodeCall(token.executeSigned, (h, _signature(seed, h))));
        _enter(h);
        _noteEnd(h);
        if (ok && !legal) ++illegalPayments;
        ghostBurned += supply - token.totalSupply();
    }

    function _place(Hold memory h, address caller, bytes memory data) private {
        // Placing the very same open hold again is quiet, and moves nothing.
        bool placed = _stateOf(h).status == HoldStatus.Open;
        bool legal = placed || h.payee == address(0) || _canPay(h.payer, h.payee, false);
        bool ok = _act(caller, data);
        _enter(h);
        if (ok && !legal) ++illegalPayments;
    }

    /// @dev Sometimes one that was there before: open, closed or voided ids must never be placed anew.
    function _draftOrOld(uint256 seed, bool redemption) private view returns (Hold memory) {
        if (_book.length != 0 && _roll(seed, "old", 16) == 0) return _book[_roll(seed, "old hold", _book.length)];
        return _draft(seed, redemption);
    }

    /// @dev Nearly always the payer's own.
    function _signature(uint256 seed, Hold memory h) private view returns (bytes memory) {
        uint256 key = _roll(seed, "forged", 20) == 0 ? 99 : 1;
        while (key <= PARTIES && parties[key - 1] != h.payer) ++key;
        return HoldSigning.sign(key, address(token), HoldSigning.idOf(h));
    }

    // --- executing and letting go ---

    function executeHold(uint256 seed) external ordinaryDay(seed) {
        _execute(seed, HoldStatus.Open);
    }

    function executeSealed(uint256 seed) external ordinaryDay(seed) {
        _execute(seed, HoldStatus.Sealed);
    }

    function _execute(uint256 seed, HoldStatus status) private {
        bool lapsed = status == HoldStatus.Sealed && _roll(seed, "lapsed", 2) == 0;
        (bool found, Hold memory h) = _find(seed, status, status == HoldStatus.Sealed, lapsed);
        if (!found && status == HoldStatus.Sealed) (found, h) = _find(seed, status, true, !lapsed);
        if (!found) return;
        address payee = _payeeOf(h);
        bool legal = payee == address(0) || _canPay(h.payer, payee, true);
        uint256 supply = token.totalSupply();
        address caller = _roll(seed, "impostor", 20) == 0 ? h.payer : h.notary;
        uint256 amount = _part(seed, h, status == HoldStatus.Sealed ? 20 : 2);
        bool ok = _act(caller, abi.encodeCall(token.executeHold, (h, amount)));
        _noteEnd(h);
        if (ok && !legal) ++illegalPayments;
        ghostBurned += supply - token.totalSupply();
    }

    function releaseByNotary(uint256 seed) external ordinaryDay(seed) {
        (bool found, Hold memory h) = _find(seed, HoldStatus.Open, false, _roll(seed, "lapsed", 4) == 0);
        if (found) _release(h, h.notary, _part(seed, h, 2));
    }

    function releaseByPayee(uint256 seed) external ordinaryDay(seed) {
        (bool found, Hold memory h) = _find(seed, HoldStatus.Open, false, _roll(seed, "lapsed", 4) == 0);
        if (!found) return;
        // A lost payee is the past: only who stands for it may let go.
        address payee = _roll(seed, "lost", 2) == 0 ? _namedPayeeOf(h) : _payeeOf(h);
        _release(h, payee == address(0) ? h.payer : payee, _part(seed, h, 2));
    }

    function releaseByStranger(uint256 seed) external ordinaryDay(seed) {
        bool lapsed = _roll(seed, "too early", 6) != 0;
        (bool found, Hold memory h) = _find(seed, HoldStatus.Open, false, lapsed);
        if (!found && lapsed) {
            // None has lapsed: wait for one.
            (found, h) = _find(seed, HoldStatus.Open, false, false);
            if (found && block.timestamp < _expiryOf(h)) _warp(_expiryOf(h) - block.timestamp);
        }
        if (found) _release(h, parties[_roll(seed, "stranger", PARTIES)], _part(seed, h, 12));
    }

    function rejectSealed(uint256 seed) external ordinaryDay(seed) {
        bool lapsed = _roll(seed, "lapsed", 2) == 0;
        (bool found, Hold memory h) = _find(seed, HoldStatus.Sealed, true, lapsed);
        if (!found) (found, h) = _find(seed, HoldStatus.Sealed, true, !lapsed);
        if (found) _release(h, _roll(seed, "impostor", 6) == 0 ? h.payer : h.notary, _part(seed, h, 12));
    }

    function forceRelease(uint256 seed) external ordinaryDay(seed) {
        (bool found, Hold memory h) = _find(seed, HoldStatus.Open, false, _roll(seed, "lapsed", 3) == 0);
        if (!found) return;
        _act(address(this), abi.encodeCall(token.forceRelease, (h)));
        _noteEnd(h);
    }

    function _release(Hold memory h, address caller, uint256 amount) private {
        _act(caller, abi.encodeCall(token.releaseHold, (h, amount)));
        _noteEnd(h);
    }

    /// @dev All that remains, or one time in `often` a part of it, nothing, or too much.
    function _part(uint256 seed, Hold memory h, uint256 often) private view returns (uint256) {
        uint256 remaining = _stateOf(h).remaining;
        if (_roll(seed, "part", often) != 0) return remaining;
        return _roll(seed, "size of part", remaining + remaining / 8 + 1);
    }

    // --- changing ---

    function extendHold(uint256 seed) external ordinaryDay(seed) {
        (bool found, Hold memory h) = _find(seed, HoldStatus.Open, false, false);
        if (!found) return;
        uint256 hours_ = _roll(seed, "hours", 99);
        // To the end of the field, and one beyond: holds of months meet the limit of 400 days first.
        if (_roll(seed, "far", 6) == 0) hours_ = 8_191 - _stateOf(h).extension + _roll(seed, "beyond", 2);
        _act(_roll(seed, "impostor", 12) == 0 ? h.notary : h.payer, abi.encodeCall(token.extendHold, (h, hours_)));
    }

    function assignHold(uint256 seed) external ordinaryDay(seed) {
        // Most holds may not be assigned: look a little longer for one that may.
        uint256 tries = 0;
        bool found;
        Hold memory h;
        do (found, h) = _find(uint256(keccak256(abi.encode(seed, tries))), HoldStatus.Open, false, false); while (
            !(h.assignable && token.canSend(_payeeOf(h))) && ++tries < 16
        );
        if (!found || h.payee == address(0)) return;
        address newPayee = _assigneeFor(seed, h);
        // A blocked payer's hold may change hands; it is not paid before the block is lifted.
        bool legal = _canReach(h.payer, newPayee) && _canPay(_payeeOf(h), newPayee, false);
        address caller = _roll(seed, "lost", 4) == 0 ? _namedPayeeOf(h) : _payeeOf(h);
        bool ok = _act(caller, abi.encodeCall(token.assignHold, (h, newPayee)));
        if (ok && !legal) ++illegalPayments;
    }

    /// @dev Nearly always one whom both the payer and the present payee may pay.
    function _assigneeFor(uint256 seed, Hold memory h) private view returns (address party) {
        uint256 first = _roll(seed, "new payee", PARTIES);
        if (_roll(seed, "whoever", 12) == 0) return parties[first];
        for (uint256 i = 0; i < PARTIES; ++i) {
            party = parties[(first + i) % PARTIES];
            if (party != h.payer && _canReach(h.payer, party) && _canReach(_payeeOf(h), party)) return party;
        }
    }

    function voidHold(uint256 seed) external ordinaryDay(seed) {
        Hold memory h = _draftOrOld(seed, false);
        _act(_roll(seed, "impostor", 12) == 0 ? h.notary : h.payer, abi.encodeCall(token.voidHold, (h)));
        _enter(h);
        _noteEnd(h);
    }

    function sealHold(uint256 seed) external ordinaryDay(seed) {
        (bool found, Hold memory h) = _find(seed, HoldStatus.Open, _roll(seed, "payment", 12) != 0, false);
        if (found) _act(h.notary, abi.encodeCall(token.sealHold, (h)));
    }
}
