// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {Causes, MovementKind} from "../interfaces/ILimits.sol";
import {AccountWord, AccountWordLib} from "../types/AccountWord.sol";
import {Hold, HoldStatus, HoldWord, HoldWordLib} from "../types/HoldWord.sol";
import {Operation} from "../types/PolicyWord.sol";
import {TokenAuthorizations} from "./TokenAuthorizations.sol";

/// @title TokenHolds
/// @notice Money earmarked on its owner's own account, for a fixed payee, until a notary executes or lets go.
abstract contract TokenHolds is TokenAuthorizations {
    using HoldWordLib for Hold;

    uint256 private constant LONGEST_HOLD = 400 days;

    // --- placing ---

    /// @inheritdoc IDepositToken
    function placeHold(Hold memory hold) external returns (bytes32 id) {
        HoldWord word;
        (id, word) = _load(hold);
        _requireCaller(id, hold.payer);
        _place(hold, id, word);
    }

    /// @inheritdoc IDepositToken
    function placeHoldWithAuthorization(Hold memory hold, bytes calldata signature) external returns (bytes32 id) {
        _requireRelayer();
        HoldWord word;
        (id, word) = _load(hold);
        _requireSigned(hold.payer, id, signature);
        _place(hold, id, word);
    }

    /// @inheritdoc IDepositToken
    function voidHold(Hold memory hold) external {
        (bytes32 id, HoldWord word) = _load(hold);
        _requireCaller(id, hold.payer);
        _require(word.isNone(), id);
        _ledger().holds[id] = HoldWordLib.pack(0, HoldStatus.Voided, false);
        emit HoldVoided(id, msg.sender);
    }

    function _place(Hold memory hold, bytes32 id, HoldWord word) private {
        uint256 amount = hold.amount;
        // Whoever placed the very same hold first has broken nothing.
        if (word.isUndrawn(amount)) return;
        _require(word.isNone(), id);

        (AccountWord payer, bool underReview) = _checkPlacement(hold, id);
        Ledger storage $ = _ledger();
        $.holds[id] = HoldWordLib.pack(amount, HoldStatus.Open, underReview);
        $.accounts[hold.payer].word = payer.hold(amount);
        _recordPlacement(hold, id, payer, underReview);
    }

    /// @dev All that must be true for the hold to be placed now, the replay guard apart.
    function _checkPlacement(Hold memory hold, bytes32 id) private view returns (AccountWord payer, bool underReview) {
        _requireBefore(id, hold.placeBy < hold.expiry ? hold.placeBy : hold.expiry);
        address payee = hold.payee;
        _requireWellFormed(
            hold.amount != 0 &&
                hold.expiry <= _latestExpiry() &&
                payee != hold.payer &&
                (payee != address(0) || !hold.assignable),
            id
        );

        payer = _word(hold.payer);
        bool redemption = _requireNotary(hold.notary, payee);
        // A redemption to the customer's own bank account: lapsed KYC, pauses and corridors do not stop it.
        _requireSender(hold.payer, redemption ? payer.mayRedeem() : payer.mayAct());
        if (payee != address(0)) {
            underReview = _requirePayee(Operation.Place, payer, _word(payee), hold.payer, payee, hold.amount);
        } else if (!redemption) {
            _requireNotPaused(Operation.Place);
        }
        _requireAvailable(hold.payer, payer, hold.amount);
    }

    // --- executing ---

    /// @inheritdoc IDepositToken
    function executeSigned(Hold memory hold, bytes calldata signature) external returns (bytes32 id) {
        HoldWord word;
        (id, word) = _load(hold);
        _requireCaller(id, hold.notary);
        uint256 amount = hold.amount;
        if (word.isUndrawn(amount)) {
            // A stranger placed it first: it is executed all the same, but never twice and never a part.
            _execute(hold, id, word, amount);
            return id;
        }
        _require(word.isNone(), id);
        _requireSigned(hold.payer, id, signature);
        (AccountWord payer, bool underReview) = _checkPlacement(hold, id);
        address payee = hold.payee;
        // Only a redemption is beyond a pause; a clearing contract's burn is a payment.
        if (payee != address(0) || _word(msg.sender).has(AccountWordLib.CLEARING)) {
            _requireNotPaused(Operation.Execute);
        }

        // Placed and executed in one step: the money is never counted as held.
        _ledger().holds[id] = HoldWordLib.pack(0, HoldStatus.Closed, underReview);
        _recordPlacement(hold, id, payer, underReview);
        _settleHold(hold, id, payer, payee, amount, false);
    }

    /// @inheritdoc IDepositToken
    function executeHold(Hold memory hold, uint256 amount) external {
        (bytes32 id, HoldWord word) = _load(hold);
        _requireCaller(id, hold.notary);
        _execute(hold, id, word, amount);
    }

    function _execute(Hold memory hold, bytes32 id, HoldWord word, uint256 amount) private {
        AccountWord payer = _word(hold.payer);
        address payee = _payeeOf(hold, word);
        bool uncleared;
        bool isSealed = word.isIn(HoldStatus.Sealed);
        if (!isSealed) _requireOpen(hold, id, word);
        HoldWord drawn = _drawn(id, word, amount);
        if (isSealed) {
            // The bank may have paid out: nothing that came after the seal stops the burn.
            payer = _thaw(hold.payer, payer, amount);
        } else {
            uncleared = _checkExecution(hold, payee, payer, amount) && !word.isCleared();
        }
        _ledger().holds[id] = drawn;
        _settleHold(hold, id, payer.unhold(amount), payee, amount, uncleared);
    }

    /// @dev The rules of an execution: the payee as in a transfer, the payer only unblocked; a lien beats the hold.
    function _checkExecution(
        Hold memory hold,
        address payee,
        AccountWord payer,
        uint256 amount
    ) private view returns (bool underReview) {
        bool redemption = _requireNotary(hold.notary, payee);
        _requireSender(hold.payer, payer.isCustomer());
        if (payee != address(0)) {
            underReview = _requirePayee(Operation.Execute, payer, _word(payee), hold.payer, payee, amount);
        } else if (!redemption) {
            _requireNotPaused(Operation.Execute);
        }
        _requireUnfrozen(hold.payer, payer, amount);
    }

    /// @dev Execution counts only the payee's holding cap, and a clearance if none was used for this pair before.
    function _settleHold(
        Hold memory hold,
        bytes32 id,
        AccountWord payer,
        address payee,
        uint256 amount,
        bool uncleared
    ) private {
        emit HoldExecuted(id, amount);
        AccountWord payeeWord = _settle(hold.payer, payer, payee, amount);
        if (!uncleared && !payeeWord.isLimited()) return;
        uint256 causes = _causes(NOBODY, payeeWord, uncleared);
        _askLimits(MovementKind.HoldExecuted, hold.payer, payee, amount, causes, true);
    }

    // --- sealing ---

    /// @inheritdoc IDepositToken
    function sealHold(Hold memory hold) external {
        (bytes32 id, HoldWord word) = _load(hold);
        _requireCaller(id, hold.notary);
        _requireWellFormed(hold.payee == address(0), id);
        _requireOpen(hold, id, word);
        // Liens must leave all that is held: two redemptions sealed one after the other may not share unfrozen money.
        AccountWord payer = _word(hold.payer);
        _checkExecution(hold, address(0), payer, payer.held());
        _ledger().holds[id] = word.withStatus(HoldStatus.Sealed);
        emit HoldSealed(id);
    }

    // --- letting go ---

    /// @inheritdoc IDepositToken
    function releaseHold(Hold memory hold, uint256 amount) external {
        (bytes32 id, HoldWord word) = _load(hold);
        address entitled = hold.notary;
        if (!word.isIn(HoldStatus.Sealed)) {
            _require(word.isIn(HoldStatus.Open), id);
            bool anyone = amount == word.remaining() && block.timestamp >= word.expiryOf(hold);
            if (anyone || (msg.sender != entitled && msg.sender == _payeeOf(hold, word))) entitled = msg.sender;
        }
        _requireCaller(id, entitled);
        _release(hold, id, word, amount);
    }

    /// @inheritdoc IDepositToken
    function forceRelease(Hold memory hold) external restricted {
        (bytes32 id, HoldWord word) = _load(hold);
        _require(word.isIn(HoldStatus.Open), id);
        _release(hold, id, word, word.remaining());
    }

    function _release(Hold memory hold, bytes32 id, HoldWord word, uint256 amount) private {
        Ledger storage $ = _ledger();
        AccountWord payer = _word(hold.payer);
        $.holds[id] = _drawn(id, word, amount);
        $.accounts[hold.payer].word = payer.unhold(amount);
        emit HoldReleased(id, amount);
        // Without a Limits contract there is nothing to give back.
        if ($.limits != address(0) && !_isUnlimited(hold)) {
            uint256 causes = _causes(payer, NOBODY, false);
            if (causes != 0) causes |= word.placedHour() << Causes.PLACED_HOUR;
            _askLimits(MovementKind.HoldReleased, hold.payer, hold.payee, amount, causes, true);
        }
    }

    // --- changing ---

    /// @inheritdoc IDepositToken
    function extendHold(Hold memory hold, uint256 hours_) external {
        (bytes32 id, HoldWord word) = _load(hold);
        _requireCaller(id, hold.payer);
        _requireSender(msg.sender, _word(msg.sender).mayRedeem());
        _requireOpen(hold, id, word);
        _requireWellFormed(hours_ != 0 && word.isExtensible(hours_), id);
        word = word.extended(hours_);
        uint256 expiry = word.expiryOf(hold);
        _requireWellFormed(expiry <= _latestExpiry(), id);
        _ledger().holds[id] = word;
        emit HoldExtended(id, expiry);
    }

    /// @inheritdoc IDepositToken
    function assignHold(Hold memory hold, address newPayee) external {
        (bytes32 id, HoldWord word) = _load(hold);
        _requireCaller(id, _payeeOf(hold, word));
        _requireWellFormed(hold.assignable && newPayee != hold.payer, id);
        _requireOpen(hold, id, word);
        _requireSender(msg.sender, _word(msg.sender).mayAct());
        _requireSender(hold.payer, _word(hold.payer).isCustomer());

        uint256 amount = word.remaining();
        bool cleared = _checkAssignment(hold.payer, newPayee, amount);
        _ledger().holds[id] = word.withAssignee(newPayee, cleared);
        emit HoldAssigned(id, msg.sender, newPayee);
        _recordAssignment(hold.payer, newPayee, amount, cleared);
        _recordAssignment(msg.sender, newPayee, amount, _checkAssignment(msg.sender, newPayee, amount));
    }

    /// @dev The corridor of a payment that the assignment makes possible (payer to new) or stands for (old to new).
    function _checkAssignment(address from, address to, uint256 amount) private view returns (bool underReview) {
        return _requirePayee(Operation.Place, _word(from), _word(to), from, to, amount);
    }

    function _recordAssignment(address from, address to, uint256 amount, bool underReview) private {
        _askLimits(MovementKind.HoldAssigned, from, to, amount, _causes(NOBODY, NOBODY, underReview), true);
    }

    // --- shared ---

    function _load(Hold memory hold) private view returns (bytes32 id, HoldWord word) {
        id = hold.id();
        word = _ledger().holds[id];
    }

    /// @dev The present payee: the assignee if there is one, and the successor of a wallet that was lost.
    function _payeeOf(Hold memory hold, HoldWord word) private view returns (address payee) {
        payee = word.payeeOf(hold);
        if (_word(payee).isRetired()) payee = IPartyRegistry(_ledger().registry).successorOf(payee);
    }

    function _requireCaller(bytes32 id, address entitled) private view {
        if (msg.sender != entitled) revert HoldUnauthorized(id, msg.sender);
    }

    function _require(bool inRightState, bytes32 id) private pure {
        if (!inRightState) revert HoldNotOpen(id);
    }

    function _requireWellFormed(bool wellFormed, bytes32 id) private pure {
        if (!wellFormed) revert HoldInvalid(id);
    }

    function _requireBefore(bytes32 id, uint256 deadline) private view {
        if (block.timestamp >= deadline) revert HoldExpired(id, deadline);
    }

    function _requireOpen(Hold memory hold, bytes32 id, HoldWord word) private view {
        _require(word.isIn(HoldStatus.Open), id);
        _requireBefore(id, word.expiryOf(hold));
    }

    function _latestExpiry() private view returns (uint256) {
        unchecked {
            return block.timestamp + LONGEST_HOLD;
        }
    }

    /// @dev At least something and at most what remains; a sealed hold closes whole or not at all.
    function _drawn(bytes32 id, HoldWord word, uint256 amount) private pure returns (HoldWord) {
        uint256 remaining = word.remaining();
        if (amount == 0 || amount > remaining || (amount != remaining && word.isIn(HoldStatus.Sealed))) {
            revert HoldAmount(id, amount, remaining);
        }
        return word.drawn(amount);
    }

    /// @dev The bank admits the notary now, and as a burner if the hold is burned.
    /// @return redemption True for a burn by a desk of the bank, false for a payment (a clearing contract's included).
    function _requireNotary(address notary, address payee) private view returns (bool redemption) {
        AccountWord word = _word(notary);
        bool burns = payee == address(0);
        if (!word.has(AccountWordLib.NOTARY) || (burns && !word.has(AccountWordLib.BURNER))) {
            revert NotaryNotAdmitted(notary);
        }
        return burns && !word.has(AccountWordLib.CLEARING);
    }

    /// @dev A redemption is never limited; the burn of a clearing contract is a payment.
    function _isUnlimited(Hold memory hold) private view returns (bool) {
        return hold.payee == address(0) && !_word(hold.notary).has(AccountWordLib.CLEARING);
    }

    /// @dev Placing counts against the payer's limits and uses its clearance. A redemption is never limited.
    function _recordPlacement(Hold memory hold, bytes32 id, AccountWord payer, bool underReview) private {
        emit HoldPlaced(
            id,
            hold.payer,
            hold.payee,
            hold.notary,
            hold.amount,
            hold.expiry,
            hold.placeBy,
            hold.assignable,
            hold.terms
        );
        if ((!underReview && !payer.isLimited()) || _isUnlimited(hold)) return;
        uint256 causes = _causes(payer, NOBODY, underReview);
        _askLimits(MovementKind.HoldPlaced, hold.payer, hold.payee, hold.amount, causes, true);
    }
}
