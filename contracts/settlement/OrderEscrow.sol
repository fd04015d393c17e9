// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {IOrderEscrow} from "../interfaces/IOrderEscrow.sol";
import {AccountWord} from "../types/AccountWord.sol";
import {Order, OrderStage, OrderState} from "../types/Order.sol";
import {Hold, HoldStatus} from "../types/HoldWord.sol";
import {OrderWord} from "../types/OrderWord.sol";
import {PolicyWord} from "../types/PolicyWord.sol";
import {OrderDisputes} from "./OrderDisputes.sol";

/// @title OrderEscrow
/// @notice The notary of marketplace orders: funding, and what may happen next.
/// @dev Terms, clock and evidence, payments, and disputes are its bases, in this order.
contract OrderEscrow is OrderDisputes {
    constructor() EIP712("Vostro Order Escrow", "1") {}

    /// @inheritdoc IOrderEscrow
    function fund(
        Order calldata order,
        bytes calldata holdSignature,
        bytes calldata sellerSignature
    ) external returns (bytes32 id) {
        checkTerms(order);
        id = hashOrder(order);
        Hold memory hold = _holdOf(order, id);
        _requireTimely(order, hold.expiry);
        _requireSeller(order, id, sellerSignature);
        if (order.dealer != address(0)) _requirePayableAbroad(order, id);
        emit OrderFunded(id, order.buyer, order.seller, order);
        IDepositToken(order.token).placeHoldWithAuthorization(hold, holdSignature);
    }

    /// @dev The token of the buyer's money checks the dealer only: what the seller's bank would refuse at payment is
    /// refused here, while nobody has shipped.
    function _requirePayableAbroad(Order calldata order, bytes32 id) private view {
        IDepositToken token = IDepositToken(order.sellerToken);
        AccountWord dealer = token.accountWord(order.dealer);
        AccountWord seller = token.accountWord(order.seller);
        (PolicyWord allowed, PolicyWord review) = token.policyWords();
        (uint256 from, uint256 to) = (dealer.zone(), seller.zone());
        if (!dealer.mayAct() || !seller.mayAct() || !(allowed.allows(from, to) || review.allows(from, to))) {
            revert SellerNotPayable(id, order.dealer, order.seller);
        }
    }

    /// @inheritdoc IOrderEscrow
    function stateOf(Order calldata order) external view returns (OrderState memory state) {
        Deal memory deal = _load(order);
        OrderWord word = orderWord(deal.id);
        state.id = deal.id;
        state.remaining = deal.remaining;
        state.payee = _present(deal.token, deal.state.payeeOf(deal.hold));
        state.stopped = word.isStopped();
        uint256 standstill = word.standstill();
        state.standstill = standstill;
        state.shipBy = order.shipBy + standstill;
        if (word.shippedAt() != 0) state.disputeBy = _rightEnds(order, word) + standstill;
        if (word.isDisputed()) {
            state.answerBy = word.disputedAt() + ANSWER_WITHIN + standstill;
            state.escalateFrom = _escalateFrom(word) + standstill;
            state.escalates = _escalatesAt(word) + standstill;
            state.awardBy = state.escalates + order.arbitration;
        }
        state.expiry = deal.state.expiryOf(deal.hold);
        state.stage = _stageOf(deal, word, state);
    }

    function _stageOf(Deal memory deal, OrderWord word, OrderState memory state) private view returns (OrderStage) {
        if (!deal.state.isIn(HoldStatus.Open)) {
            return deal.state.isIn(HoldStatus.Closed) ? OrderStage.Closed : OrderStage.Unfunded;
        }
        if (block.timestamp >= state.expiry) return OrderStage.Lapsed;
        bool shipped = word.shippedAt() != 0;
        if (!shipped && block.timestamp >= state.shipBy) return OrderStage.Overdue;
        if (word.isDisputed()) {
            if (block.timestamp >= state.awardBy) return OrderStage.DefaultDue;
            return block.timestamp >= state.escalates ? OrderStage.Escalated : OrderStage.Disputed;
        }
        if (!shipped) return OrderStage.Funded;
        if (block.timestamp >= state.disputeBy) return OrderStage.Due;
        return word.receivedAt() != 0 ? OrderStage.Received : OrderStage.Shipped;
    }
}
