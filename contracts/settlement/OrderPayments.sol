// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {IOrderEscrow} from "../interfaces/IOrderEscrow.sol";
import {DealerLeg, Order} from "../types/Order.sol";
import {Hold, HoldWordLib} from "../types/HoldWord.sol";
import {OrderWord} from "../types/OrderWord.sol";
import {OrderClock} from "./OrderClock.sol";

/// @title OrderPayments
/// @notice How an order's money moves: to the payee of the hold, or back to the buyer. What remains is read from the token.
abstract contract OrderPayments is OrderClock {
    using HoldWordLib for Hold;

    bytes32 private constant CONFIRMATION_TYPEHASH = keccak256("Confirmation(bytes32 order)");
    bytes32 private constant PART_PAYMENT_TYPEHASH = keccak256(
        "PartPayment(bytes32 order,uint256 amount,uint256 remaining)"
    );
    bytes32 private constant REFUND_TYPEHASH = keccak256(
        "Refund(bytes32 order,uint256 amount,uint256 remaining,bool keepsGoods)"
    );
    bytes32 private constant SETTLEMENT_TYPEHASH = keccak256(
        "Settlement(bytes32 order,uint256 toSeller,uint256 remaining)"
    );
    bytes32 private constant PART_TYPEHASH = keccak256("OrderPart(bytes32 order,uint256 remaining,uint256 amount)");

    // --- payment ---

    /// @inheritdoc IOrderEscrow
    function confirm(Order calldata order, bytes calldata signature, DealerLeg[] calldata dealerLeg) external {
        Deal memory deal = _open(order);
        _requireBuyer(order, keccak256(abi.encode(CONFIRMATION_TYPEHASH, deal.id)), signature);
        _pay(order, deal, deal.remaining, Cause.Confirmed, dealerLeg);
    }

    /// @inheritdoc IOrderEscrow
    function confirmHold(IDepositToken token, Hold calldata hold) external {
        bytes32 holdId = hold.id();
        if (msg.sender != _present(token, hold.payer)) revert ConsentMissing(hold.payer);
        if (_isAbroad(hold)) revert DealerLegCount(hold.terms, 1);
        // The hold's own id, not its terms: anybody can write another's order into a hold of its own.
        emit HoldConfirmed(address(token), holdId, hold.amount);
        token.executeHold(hold, hold.amount);
    }

    /// @inheritdoc IOrderEscrow
    function payPart(
        Order calldata order,
        uint256 amount,
        uint256 remaining,
        bytes calldata signature,
        DealerLeg[] calldata dealerLeg
    ) external {
        Deal memory deal = _open(order);
        _requireBuyer(order, keccak256(abi.encode(PART_PAYMENT_TYPEHASH, deal.id, amount, remaining)), signature);
        _requirePart(deal, amount, remaining);
        _pay(order, deal, amount, Cause.PartPaid, dealerLeg);
    }

    /// @inheritdoc IOrderEscrow
    function payDue(Order calldata order, DealerLeg[] calldata dealerLeg) external {
        Deal memory deal = _open(order);
        OrderWord word = orderWord(deal.id);
        if (word.shippedAt() == 0) revert OrderNotShipped(deal.id);
        if (word.isDisputed()) revert OrderInDispute(deal.id);
        _requireReached(deal.id, word, _rightEnds(order, word));
        _requireRunning(order, deal.id, word);
        // A lien beats the hold, but what it leaves is due all the same.
        uint256 amount = deal.token.accountWord(order.buyer).unfrozen();
        if (amount == 0 || amount > deal.remaining) amount = deal.remaining;
        _pay(order, deal, amount, Cause.Due, dealerLeg);
    }

    // --- refund ---

    /// @inheritdoc IOrderEscrow
    function refund(
        Order calldata order,
        uint256 amount,
        uint256 remaining,
        bool keepsGoods,
        bytes calldata signature
    ) external {
        Deal memory deal = _open(order);
        bytes32 content = keccak256(abi.encode(REFUND_TYPEHASH, deal.id, amount, remaining, keepsGoods));
        // Whoever would be paid gives it away, nobody else: after an assignment no longer the seller.
        address entitled = order.dealer == address(0) ? deal.state.payeeOf(deal.hold) : order.seller;
        _requireParty(order, _sellerToken(order), entitled, content, signature);
        _requirePart(deal, amount, remaining);
        _giveBack(deal, amount, Cause.Refunded, keepsGoods);
    }

    /// @inheritdoc IOrderEscrow
    function refundUnshipped(Order calldata order) external {
        Deal memory deal = _open(order);
        OrderWord word = orderWord(deal.id);
        if (word.shippedAt() != 0) revert OrderAlreadyShipped(deal.id);
        _requireReached(deal.id, word, order.shipBy);
        _requireRunning(order, deal.id, word);
        _giveBack(deal, deal.remaining, Cause.Unshipped, false);
    }

    // --- both at once ---

    /// @inheritdoc IOrderEscrow
    function settle(
        Order calldata order,
        uint256 toSeller,
        uint256 remaining,
        bytes[3] calldata signatures,
        DealerLeg[] calldata dealerLeg
    ) external {
        Deal memory deal = _open(order);
        bytes32 content = keccak256(abi.encode(SETTLEMENT_TYPEHASH, deal.id, toSeller, remaining));
        _requireBuyer(order, content, signatures[0]);
        _requireSeller(order, content, signatures[1]);
        address payee = deal.state.payeeOf(deal.hold);
        if (payee != deal.hold.payee) _requireParty(order, deal.token, payee, content, signatures[2]);
        _requireRemaining(deal, remaining);
        _divide(order, deal, toSeller, Cause.Settled, dealerLeg);
    }

    /// @dev Pays `toSeller` and gives the rest back, which ends the order.
    function _divide(
        Order calldata order,
        Deal memory deal,
        uint256 toSeller,
        Cause cause,
        DealerLeg[] calldata dealerLeg
    ) internal {
        if (toSeller != 0) _pay(order, deal, toSeller, cause, dealerLeg);
        else if (dealerLeg.length != 0) revert DealerLegCount(deal.id, 0);
        if (deal.remaining != 0) _giveBack(deal, deal.remaining, cause, false);
    }

    // --- shared ---

    /// @dev Parts are counted against what remains, and not while a dispute is about a share of just that.
    function _requirePart(Deal memory deal, uint256 amount, uint256 remaining) private view {
        _requireRemaining(deal, remaining);
        if (amount != remaining && orderWord(deal.id).isDisputed()) revert OrderInDispute(deal.id);
    }

    /// @dev What remains only falls: a signature that names it is used once.
    function _requireRemaining(Deal memory deal, uint256 remaining) private pure {
        if (remaining != deal.remaining) revert OrderRemainingChanged(deal.id, remaining, deal.remaining);
    }

    function _pay(
        Order calldata order,
        Deal memory deal,
        uint256 amount,
        Cause cause,
        DealerLeg[] calldata dealerLeg
    ) private {
        uint256 before = deal.remaining;
        _draw(deal, amount);
        emit OrderPaid(deal.id, amount, deal.remaining, cause);
        deal.token.executeHold(deal.hold, amount);
        bool abroad = order.dealer != address(0);
        if (dealerLeg.length != (abroad ? 1 : 0)) revert DealerLegCount(deal.id, abroad ? 1 : 0);
        if (abroad) _payAbroad(order, deal.id, before, amount, dealerLeg[0]);
    }

    /// @dev The dealer has been paid above; here it pays, or neither happens.
    function _payAbroad(
        Order calldata order,
        bytes32 id,
        uint256 remaining,
        uint256 amount,
        DealerLeg calldata leg
    ) private {
        Hold calldata hold = leg.hold;
        IDepositToken token = IDepositToken(order.sellerToken);
        bool toSeller = hold.payee == order.seller || hold.payee == _present(token, order.seller);
        // Not assignable, so that nobody else can be paid; bound to this payment of this order, so that it pays once.
        if (
            hold.payer != order.dealer || !toSeller || hold.assignable || hold.terms != hashPart(id, remaining, amount)
        ) {
            revert DealerLegInvalid(id);
        }
        uint256 minimum = minimumOf(order, amount);
        if (hold.amount < minimum) revert SellerMinimumMissed(id, hold.amount, minimum);
        emit SellerPaid(id, order.sellerToken, hold.payee, hold.amount);
        token.executeSigned(hold, leg.signature);
    }

    function _giveBack(Deal memory deal, uint256 amount, Cause cause, bool keepsGoods) private {
        _draw(deal, amount);
        emit OrderRefunded(deal.id, amount, deal.remaining, cause, keepsGoods);
        deal.token.releaseHold(deal.hold, amount);
    }

    function _draw(Deal memory deal, uint256 amount) private pure {
        uint256 remaining = deal.remaining;
        if (amount == 0 || amount > remaining) revert OrderAmountInvalid(deal.id, amount, remaining);
        unchecked {
            deal.remaining = remaining - amount;
        }
    }

    /// @inheritdoc IOrderEscrow
    function hashPart(bytes32 id, uint256 remaining, uint256 amount) public pure returns (bytes32) {
        return keccak256(abi.encode(PART_TYPEHASH, id, remaining, amount));
    }

    /// @inheritdoc IOrderEscrow
    function minimumOf(Order calldata order, uint256 amount) public pure returns (uint256) {
        return Math.mulDiv(order.sellerMinimum, amount, order.amount, Math.Rounding.Ceil);
    }
}
