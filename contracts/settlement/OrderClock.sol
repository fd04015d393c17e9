// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {IOrderEscrow} from "../interfaces/IOrderEscrow.sol";
import {Order} from "../types/Order.sol";
import {OrderWord, OrderWordLib} from "../types/OrderWord.sol";
import {OrderTerms} from "./OrderTerms.sol";

/// @title OrderClock
/// @notice The evidence of an order and its clock, which stands while a party cannot act.
abstract contract OrderClock is OrderTerms {
    bytes32 private constant SHIPMENT_TYPEHASH = keccak256("Shipment(bytes32 order,bytes32 evidence)");
    bytes32 private constant RECEIPT_TYPEHASH = keccak256("Receipt(bytes32 order,bytes32 evidence)");
    bytes32 private constant SHORTENING_TYPEHASH = keccak256("Shortening(bytes32 order,uint256 inspection)");

    /// @dev Written only once there is evidence, a dispute or a stopped clock; never cleared.
    mapping(bytes32 id => OrderWord) private _words;

    // --- evidence ---

    /// @inheritdoc IOrderEscrow
    function ship(Order calldata order, bytes32 evidence, bytes calldata signature) external {
        (bytes32 id, OrderWord word) = _begin(order);
        _requireSeller(order, keccak256(abi.encode(SHIPMENT_TYPEHASH, id, evidence)), signature);
        if (word.shippedAt() != 0) revert OrderAlreadyShipped(id);
        _requireBefore(id, word, order.shipBy);
        uint256 now_ = word.time();
        _store(id, word.withShipped(now_));
        emit GoodsShipped(id, evidence, now_);
    }

    /// @inheritdoc IOrderEscrow
    function receiveGoods(Order calldata order, bytes32 evidence, address by, bytes calldata signature) external {
        (bytes32 id, OrderWord word) = _begin(order);
        if (by != order.buyer && (by != order.inspector || by == address(0))) revert NotOrderParty(id, by);
        bytes32 content = keccak256(abi.encode(RECEIPT_TYPEHASH, id, evidence));
        _requireParty(order, IDepositToken(order.token), by, content, signature);
        if (word.receivedAt() != 0) revert OrderAlreadyReceived(id);
        uint256 now_ = word.time();
        if (word.shippedAt() == 0) {
            // What was received was shipped.
            _requireBefore(id, word, order.shipBy);
            word = word.withShipped(now_);
        }
        _store(id, word.withReceived(now_));
        emit GoodsReceived(id, by, evidence, now_);
    }

    /// @inheritdoc IOrderEscrow
    function shorten(
        Order calldata order,
        uint256 inspection,
        bytes calldata buyerSignature,
        bytes calldata sellerSignature
    ) external {
        (bytes32 id, OrderWord word) = _begin(order);
        bytes32 content = keccak256(abi.encode(SHORTENING_TYPEHASH, id, inspection));
        _requireBuyer(order, content, buyerSignature);
        _requireSeller(order, content, sellerSignature);
        uint256 present = word.inspection(order.inspection);
        // Strictly shorter: the same signatures are worth nothing a second time.
        if (inspection >= present) revert InspectionNotShorter(id, present);
        _store(id, word.withInspection(inspection));
        emit InspectionShortened(id, inspection);
    }

    // --- the clock ---

    /// @inheritdoc IOrderEscrow
    function stopClock(Order calldata order) external {
        (bytes32 id, OrderWord word) = _begin(order);
        if (word.stoppedAt() != 0) revert OrderClockStopped(id);
        if (word.standstill() == OrderWordLib.LONGEST_STANDSTILL) revert StandstillUsed(id);
        address party = _hindered(order);
        if (party == address(0)) revert OrderPartiesFree(id);
        _store(id, word.stopped());
        emit ClockStopped(id, party);
    }

    /// @inheritdoc IOrderEscrow
    function resumeClock(Order calldata order) external {
        (bytes32 id, OrderWord word) = _begin(order);
        if (word.stoppedAt() == 0) revert OrderClockRunning(id);
        _requireNobodyHindered(order, id);
        word = word.resumed();
        _store(id, word);
        emit ClockResumed(id, word.standstill());
    }

    /// @inheritdoc IOrderEscrow
    function orderWord(bytes32 id) public view returns (OrderWord) {
        return _words[id];
    }

    // --- shared ---

    /// @dev Every act that is recorded here needs an open order of sound terms: who places the hold itself has had
    /// nobody check them.
    function _begin(Order calldata order) internal view returns (bytes32 id, OrderWord word) {
        checkTerms(order);
        id = _open(order).id;
        word = _words[id];
    }

    function _store(bytes32 id, OrderWord word) internal {
        _words[id] = word;
    }

    /// @dev Time decides nothing while a party cannot act, until the standstill is used up.
    function _requireRunning(Order calldata order, bytes32 id, OrderWord word) internal view {
        if (word.standstill() == OrderWordLib.LONGEST_STANDSTILL) return;
        if (word.stoppedAt() != 0) revert OrderClockStopped(id);
        _requireNobodyHindered(order, id);
    }

    function _requireNobodyHindered(Order calldata order, bytes32 id) private view {
        address party = _hindered(order);
        if (party != address(0)) revert OrderPartyHindered(id, party);
    }

    /// @dev Buyer or seller if it is blocked or its KYC has lapsed: asked of the wallet that acts for it now.
    function _hindered(Order calldata order) private view returns (address) {
        IDepositToken token = IDepositToken(order.token);
        if (!token.accountWord(_present(token, order.buyer)).mayAct()) return order.buyer;
        token = _sellerToken(order);
        if (!token.accountWord(_present(token, order.seller)).mayAct()) return order.seller;
        return address(0);
    }

    function _requireBefore(bytes32 id, OrderWord word, uint256 deadline) internal view {
        if (word.time() >= deadline) revert OrderTooLate(id, deadline + word.standstill());
    }

    function _requireReached(bytes32 id, OrderWord word, uint256 from) internal view {
        if (word.time() < from) revert OrderTooEarly(id, from + word.standstill());
    }

    /// @dev Order time at which the right to dispute ends. Before shipment that is `shipBy`: then all goes back anyway.
    /// A receipt only brings the end forward, or the hold might not outlive it.
    function _rightEnds(Order calldata order, OrderWord word) internal pure returns (uint256) {
        uint256 shipped = word.shippedAt();
        if (shipped == 0) return order.shipBy;
        uint256 received = word.receivedAt();
        uint256 latest = shipped + order.transit;
        if (received != 0 && received < latest) latest = received;
        return latest + word.inspection(order.inspection);
    }
}
