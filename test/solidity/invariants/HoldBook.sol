// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hold, HoldStatus, HoldWord} from "../../../contracts/types/HoldWord.sol";
import {assertEq} from "../support/Assertions.sol";
import {HoldSigning} from "../support/HoldSigning.sol";
import {PlainHold} from "../support/PlainHolds.sol";
import {World} from "./World.sol";

/// @notice Every hold that was ever drawn up, and the choice of a suitable one.
abstract contract HoldBook is World {
    Hold[] internal _book;
    mapping(bytes32 id => bool) private _known;
    /// Ids seen closed or voided: they must stay so.
    mapping(bytes32 id => uint256) public finalWord;

    function holds() external view returns (uint256) {
        return _book.length;
    }

    function holdAt(uint256 index) external view returns (Hold memory) {
        return _book[index];
    }

    function _enter(Hold memory h) internal {
        bytes32 id = HoldSigning.idOf(h);
        if (_known[id]) return;
        _known[id] = true;
        _book.push(h);
    }

    /// @dev Remembers the word of an id once it has reached an end.
    function _noteEnd(Hold memory h) internal {
        bytes32 id = HoldSigning.idOf(h);
        HoldStatus status = token.holdWord(id).status();
        if (finalWord[id] == 0 && (status == HoldStatus.Closed || status == HoldStatus.Voided)) {
            finalWord[id] = HoldWord.unwrap(token.holdWord(id));
        }
    }

    function _stateOf(Hold memory h) internal view returns (PlainHold memory) {
        return model.holdOf(HoldSigning.idOf(h));
    }

    /// @dev As named: by the payer, or by the last assignment.
    function _namedPayeeOf(Hold memory h) internal view returns (address) {
        address assignee = _stateOf(h).assignee;
        return assignee == address(0) ? h.payee : assignee;
    }

    /// @dev Who is paid: for a wallet that the token knows as lost, the one that stands for it.
    function _payeeOf(Hold memory h) internal view returns (address payee) {
        payee = _namedPayeeOf(h);
        if (_account(payee).retired) payee = successorOf(payee);
    }

    /// @notice Every hold's word means what the model says.
    function compareHolds() external view {
        for (uint256 i = 0; i < _book.length; ++i) {
            bytes32 id = HoldSigning.idOf(_book[i]);
            assertEq(HoldWord.unwrap(token.holdWord(id)), model.holdWordOf(id), "hold word");
        }
    }

    function _expiryOf(Hold memory h) internal view returns (uint256) {
        return h.expiry + _stateOf(h).extension * 1 hours;
    }

    /// @dev A hold of a payer who is not short of reasons to be chosen: payment or redemption, for a live notary.
    function _draft(uint256 seed, bool redemption) internal view returns (Hold memory h) {
        h.payer = _payer(seed, "payer");
        h.payee = redemption ? address(0) : _payeeFor(seed, "payee", h.payer);
        uint256 notary = _roll(seed, "notary", 5);
        h.notary = redemption ? DESK : NOTARY;
        if (notary == 0) h.notary = CLEARING;
        if (notary == 1 && !redemption) h.notary = DESK;
        h.amount = _amount(seed, h.payer);
        h.expiry = block.timestamp + 1 hours + _roll(seed, "life", 2 days);
        if (_roll(seed, "long", 8) == 0) h.expiry += _roll(seed, "months", 398 days);
        if (_roll(seed, "too long", 30) == 0) h.expiry += 400 days;
        h.placeBy = block.timestamp + 1 days;
        h.assignable = !redemption && _roll(seed, "assignable", 2) == 0;
        h.terms = bytes32(seed);
    }

    /// @dev A recent hold in `status`; any hold at all once in a while, or when there is none.
    function _find(
        uint256 seed,
        HoldStatus status,
        bool redemptionsOnly,
        bool lapsed
    ) internal view returns (bool found, Hold memory h) {
        uint256 count = _book.length;
        if (count == 0) return (false, h);
        if (_roll(seed, "any hold", 16) == 0) return (true, _book[_roll(seed, "which hold", count)]);
        uint256 window = count < 40 ? count : 40;
        uint256 first = _roll(seed, "which hold", window);
        for (uint256 i = 0; i < window; ++i) {
            h = _book[count - 1 - ((first + i) % window)];
            if (redemptionsOnly && h.payee != address(0)) continue;
            if (_stateOf(h).status == status && (block.timestamp >= _expiryOf(h)) == lapsed) return (true, h);
        }
        return (false, h);
    }
}
