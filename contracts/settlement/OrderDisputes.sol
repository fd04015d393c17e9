// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOrderEscrow} from "../interfaces/IOrderEscrow.sol";
import {DealerLeg, Order} from "../types/Order.sol";
import {OrderWord} from "../types/OrderWord.sol";
import {OrderPayments} from "./OrderPayments.sol";

/// @title OrderDisputes
/// @notice The buyer disputes, the seller answers, either escalates, the arbiter or its deadline decides.
abstract contract OrderDisputes is OrderPayments {
    bytes32 private constant DISPUTE_TYPEHASH = keccak256(
        "Dispute(bytes32 order,uint256 claim,bytes32 evidence,uint256 number)"
    );
    bytes32 private constant WITHDRAWAL_TYPEHASH = keccak256("Withdrawal(bytes32 order,uint256 number)");
    bytes32 private constant ANSWER_TYPEHASH = keccak256(
        "Answer(bytes32 order,uint256 offer,bytes32 evidence,uint256 number)"
    );
    bytes32 private constant ESCALATION_TYPEHASH = keccak256("Escalation(bytes32 order,uint256 number)");
    bytes32 private constant AWARD_TYPEHASH = keccak256(
        "Award(bytes32 order,uint256 share,bytes32 evidence,uint256 number)"
    );

    /// @dev Trade Assurance's timers, seconds from the opening of the dispute.
    uint256 internal constant ANSWER_WITHIN = 3 days;
    uint256 internal constant ESCALATE_FROM = 4 days;

    /// @inheritdoc IOrderEscrow
    function dispute(Order calldata order, uint256 claim, bytes32 evidence, bytes calldata signature) external {
        (bytes32 id, OrderWord word) = _begin(order);
        bytes32 content = keccak256(abi.encode(DISPUTE_TYPEHASH, id, claim, evidence, word.disputes()));
        _requireBuyer(order, content, signature);
        if (word.isDisputed()) revert OrderInDispute(id);
        if (claim == 0) revert OrderShareInvalid(claim);
        _requireShare(claim);
        _requireBefore(id, word, _rightEnds(order, word));
        word = word.withDispute(word.time(), claim);
        _store(id, word);
        emit DisputeOpened(id, word.disputes(), claim, evidence);
    }

    /// @inheritdoc IOrderEscrow
    function withdrawDispute(Order calldata order, bytes calldata signature) external {
        (bytes32 id, OrderWord word) = _beginDisputed(order);
        uint256 number = word.disputes();
        _requireBuyer(order, keccak256(abi.encode(WITHDRAWAL_TYPEHASH, id, number)), signature);
        _store(id, word.withoutDispute());
        emit DisputeWithdrawn(id, number);
    }

    /// @inheritdoc IOrderEscrow
    function answer(Order calldata order, uint256 offer, bytes32 evidence, bytes calldata signature) external {
        (bytes32 id, OrderWord word) = _beginDisputed(order);
        uint256 number = word.disputes();
        _requireSeller(order, keccak256(abi.encode(ANSWER_TYPEHASH, id, offer, evidence, number)), signature);
        _requireShare(offer);
        if (word.isAnswered()) revert DisputeAlreadyAnswered(id);
        _requireBefore(id, word, word.disputedAt() + ANSWER_WITHIN);
        _store(id, word.withAnswer());
        emit DisputeAnswered(id, number, offer, evidence);
    }

    /// @inheritdoc IOrderEscrow
    function escalate(Order calldata order, address by, bytes calldata signature) external {
        (bytes32 id, OrderWord word) = _beginDisputed(order);
        uint256 number = word.disputes();
        bytes32 content = keccak256(abi.encode(ESCALATION_TYPEHASH, id, number));
        if (by == order.buyer) _requireBuyer(order, content, signature);
        else if (by == order.seller) _requireSeller(order, content, signature);
        else revert NotOrderParty(id, by);
        uint256 now_ = word.time();
        if (_escalatesAt(word) <= now_) revert DisputeAlreadyEscalated(id);
        _requireReached(id, word, _escalateFrom(word));
        _store(id, word.withEscalation(now_));
        emit DisputeEscalated(id, number, by);
    }

    /// @inheritdoc IOrderEscrow
    function award(
        Order calldata order,
        uint256 share,
        bytes32 evidence,
        bytes calldata signature,
        DealerLeg[] calldata dealerLeg
    ) external {
        Deal memory deal = _open(order);
        OrderWord word = _disputed(deal.id);
        bytes32 content = keccak256(abi.encode(AWARD_TYPEHASH, deal.id, share, evidence, word.disputes()));
        // A key that compliance has blocked decides nothing; if it stays so, the deadline does.
        address arbiter = _present(deal.token, order.arbiter);
        if (deal.token.accountWord(arbiter).isBlocked()) revert ArbiterBlocked(deal.id, arbiter);
        _requireParty(order, deal.token, order.arbiter, content, signature);
        _requireShare(share);
        uint256 escalated = _escalatesAt(word);
        _requireReached(deal.id, word, escalated);
        _requireBefore(deal.id, word, escalated + order.arbitration);
        _award(order, deal, word.disputes(), share, evidence, Cause.Awarded, dealerLeg);
    }

    /// @inheritdoc IOrderEscrow
    function awardByDefault(Order calldata order, DealerLeg[] calldata dealerLeg) external {
        Deal memory deal = _open(order);
        OrderWord word = _disputed(deal.id);
        _requireReached(deal.id, word, _escalatesAt(word) + order.arbitration);
        _requireRunning(order, deal.id, word);
        uint256 share = word.isAnswered() ? order.defaultAward : WHOLE - word.claim();
        _award(order, deal, word.disputes(), share, 0, Cause.AwardedByDefault, dealerLeg);
    }

    /// @dev The seller's share is rounded down. Ends the order.
    function _award(
        Order calldata order,
        Deal memory deal,
        uint256 number,
        uint256 share,
        bytes32 evidence,
        Cause cause,
        DealerLeg[] calldata dealerLeg
    ) private {
        emit DisputeAwarded(deal.id, number, share, evidence);
        _divide(order, deal, (deal.remaining * share) / WHOLE, cause, dealerLeg);
    }

    // --- shared ---

    function _beginDisputed(Order calldata order) private view returns (bytes32 id, OrderWord word) {
        (id, ) = _begin(order);
        word = _disputed(id);
    }

    function _disputed(bytes32 id) private view returns (OrderWord word) {
        word = orderWord(id);
        if (!word.isDisputed()) revert OrderNotInDispute(id);
    }

    function _requireShare(uint256 share) private pure {
        if (share > WHOLE) revert OrderShareInvalid(share);
    }

    /// @dev Order time from which a party may escalate: at once when the seller has let its time to answer pass.
    function _escalateFrom(OrderWord word) internal pure returns (uint256) {
        return word.disputedAt() + (word.isAnswered() ? ESCALATE_FROM : ANSWER_WITHIN);
    }

    /// @dev Order time at which the open dispute comes before the arbiter, whether or not anybody calls then.
    function _escalatesAt(OrderWord word) internal pure returns (uint256) {
        uint256 escalated = word.escalatedAt();
        return escalated != 0 ? escalated : word.disputedAt() + ESCALATES_AFTER;
    }
}
