// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {IOrderEscrow} from "../interfaces/IOrderEscrow.sol";
import {Order} from "../types/Order.sol";
import {Hold, HoldStatus, HoldWord, HoldWordLib} from "../types/HoldWord.sol";
import {OrderWordLib} from "../types/OrderWord.sol";
import {Consents} from "./Consents.sol";

/// @title OrderTerms
/// @notice What an order says: its hash, its hold, whether its terms make sense, and who decides for its parties.
abstract contract OrderTerms is IOrderEscrow, Consents {
    using HoldWordLib for Hold;

    /// @dev A dispute is before the arbiter at the latest so long after it was opened.
    uint256 internal constant ESCALATES_AFTER = 7 days;
    /// @dev Time to bring the last act on chain after every window has run out, and for a payee to renew its KYC.
    uint256 private constant CLOSING_TIME = 7 days;
    /// @dev By how much the hold outlives the windows that the order names.
    uint256 private constant MARGIN = ESCALATES_AFTER + OrderWordLib.LONGEST_STANDSTILL + CLOSING_TIME;
    uint256 private constant LONGEST_INSPECTION = 30 days;
    uint256 private constant SHORTEST_ARBITRATION = 1 days;
    uint256 private constant LONGEST_LIFE = 400 days;
    uint256 internal constant WHOLE = 10_000;

    bytes32 private constant ORDER_TYPEHASH = keccak256(
        "Order(address token,address buyer,address seller,uint256 amount,bytes32 orderReference,bytes32 document,address arbiter,address inspector,uint256 shipBy,uint256 transit,uint256 inspection,uint256 arbitration,uint256 defaultAward,uint256 placeBy,bool assignable,uint256 milestone,uint256 milestones,address dealer,address sellerToken,uint256 sellerMinimum,bytes32 salt)"
    );

    /// @dev An order with its hold as it stands in the token, read once in each act.
    struct Deal {
        bytes32 id;
        IDepositToken token;
        Hold hold;
        HoldWord state;
        uint256 remaining;
    }

    /// @inheritdoc IOrderEscrow
    /// @dev keccak256(abi.encode(ORDER_TYPEHASH, order)). Assembly, because abi.encode would copy word by word, 2,000 gas
    /// in every act. A field with dirty bits gives a hash that nobody signed.
    function hashOrder(Order calldata order) public pure returns (bytes32 id) {
        bytes32 typeHash = ORDER_TYPEHASH;
        assembly ("memory-safe") {
            let words := mload(0x40)
            mstore(words, typeHash)
            calldatacopy(add(words, 0x20), order, 0x2a0)
            id := keccak256(words, 0x2c0)
        }
    }

    /// @inheritdoc IOrderEscrow
    function holdOf(Order calldata order) external view returns (Hold memory) {
        return _holdOf(order, hashOrder(order));
    }

    /// @inheritdoc IOrderEscrow
    function checkTerms(Order calldata order) public pure {
        _requireField(order.amount != 0, "amount");
        _requireField(order.seller != address(0) && order.seller != order.buyer, "seller");
        address arbiter = order.arbiter;
        _requireField(
            arbiter != address(0) && arbiter != order.buyer && arbiter != order.seller && arbiter != order.dealer,
            "arbiter"
        );
        // The seller must not declare the receipt of its own goods.
        _requireField(order.inspector != order.seller, "inspector");
        _requireField(order.inspection <= LONGEST_INSPECTION, "inspection");
        _requireField(order.arbitration >= SHORTEST_ARBITRATION, "arbitration");
        _requireField(order.defaultAward <= WHOLE, "defaultAward");
        _requireField(order.milestone != 0 && order.milestone <= order.milestones, "milestone");
        if (order.dealer == address(0)) {
            _requireField(order.sellerToken == address(0), "sellerToken");
            _requireField(order.sellerMinimum == 0, "sellerMinimum");
        } else {
            _requireField(order.dealer != order.buyer && order.dealer != order.seller, "dealer");
            _requireField(order.sellerToken != address(0) && order.sellerToken != order.token, "sellerToken");
            _requireField(order.sellerMinimum != 0, "sellerMinimum");
            // A dealer that assigns the buyer's money would be paid without paying.
            _requireField(!order.assignable, "assignable");
        }
    }

    /// @dev What must be true besides when the order is funded.
    function _requireTimely(Order calldata order, uint256 expiry) internal view {
        _requireField(order.shipBy > block.timestamp, "shipBy");
        _requireField(order.placeBy > block.timestamp, "placeBy");
        _requireField(expiry <= block.timestamp + LONGEST_LIFE, "expiry");
    }

    function _requireField(bool valid, bytes32 field) private pure {
        if (!valid) revert OrderFieldInvalid(field);
    }

    // --- the hold ---

    /// @dev The hold outlives every window of the order, a full standstill, and leaves time to act on the last of them.
    /// Its expiry is odd across currencies and else even (rounded up): so the hold alone tells whether a dealer must pay
    /// too, see `confirmHold`.
    function _holdOf(Order calldata order, bytes32 id) internal view returns (Hold memory) {
        bool abroad = order.dealer != address(0);
        uint256 windows = order.transit + order.inspection + order.arbitration;
        uint256 expiry = (order.shipBy + windows + MARGIN + 1) & ~uint256(1);
        return
            Hold({
                payer: order.buyer,
                payee: abroad ? order.dealer : order.seller,
                notary: address(this),
                amount: order.amount,
                expiry: abroad ? expiry | 1 : expiry,
                placeBy: order.placeBy,
                assignable: order.assignable,
                terms: id
            });
    }

    /// @dev Whether paying this hold takes a dealer's hold beside it.
    function _isAbroad(Hold calldata hold) internal pure returns (bool) {
        return hold.expiry & 1 != 0;
    }

    function _load(Order calldata order) internal view returns (Deal memory deal) {
        deal.id = hashOrder(order);
        deal.token = IDepositToken(order.token);
        deal.hold = _holdOf(order, deal.id);
        deal.state = deal.token.holdWord(deal.hold.id());
        deal.remaining = deal.state.remaining();
    }

    function _open(Order calldata order) internal view returns (Deal memory deal) {
        deal = _load(order);
        if (!deal.state.isIn(HoldStatus.Open)) revert OrderNotOpen(deal.id);
    }

    // --- the parties ---

    /// @dev Where the seller has its account: across currencies it need not be known to the bank of the buyer's money.
    function _sellerToken(Order calldata order) internal pure returns (IDepositToken) {
        return IDepositToken(order.dealer == address(0) ? order.token : order.sellerToken);
    }

    function _requireBuyer(Order calldata order, bytes32 structHash, bytes calldata signature) internal view {
        _requireParty(order, IDepositToken(order.token), order.buyer, structHash, signature);
    }

    function _requireSeller(Order calldata order, bytes32 structHash, bytes calldata signature) internal view {
        _requireParty(order, _sellerToken(order), order.seller, structHash, signature);
    }

    function _requireParty(
        Order calldata order,
        IDepositToken bank,
        address party,
        bytes32 structHash,
        bytes calldata signature
    ) internal view {
        if (msg.sender != party) _requireRelayer(IDepositToken(order.token));
        _requireConsent(bank, party, structHash, signature);
    }
}
