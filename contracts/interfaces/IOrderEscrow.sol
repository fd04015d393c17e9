// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DealerLeg, Order, OrderState} from "../types/Order.sol";
import {Hold} from "../types/HoldWord.sol";
import {OrderWord} from "../types/OrderWord.sol";
import {IDepositToken} from "./IDepositToken.sol";

/// @title IOrderEscrow
/// @notice The notary of marketplace orders: the buyer's money stays on its own account, held for the seller, until the
/// buyer confirms, time does it, both agree, or an arbiter decides.
/// @dev No owner, no roles, no upgrade, no balance; each bank admits it as notary of its own tokens. Amounts are minor
/// units, times unix seconds, shares basis points (1/10,000). Signatures are EIP-712 in the domain "Vostro Order
/// Escrow", version 1, by key or ERC-1271; the types are named at each act. A party acts by its own call or lets anyone
/// bring its signature (`RelayerBlocked` for who is blocked in the order's token); a lost wallet's successor acts for
/// it. `id` is the order's hash. Every act fails `OrderNotOpen` unless the order's hold is open, and every act that
/// moves money with the token's errors: a lien, a block, a closed corridor or a pause beats the hold.
///
/// **Order time** is wall-clock time less the standstill; every window below runs in it. `dealerLeg` is empty, and for
/// an order across currencies exactly one entry whenever the seller is paid (`DealerLegCount`, `DealerLegInvalid`,
/// `SellerMinimumMissed`).
interface IOrderEscrow {
    /// @notice Why the seller was paid, or the buyer got its money back.
    enum Cause {
        Confirmed,
        PartPaid,
        Due,
        Refunded,
        Unshipped,
        Settled,
        Awarded,
        AwardedByDefault
    }

    // --- events ---

    /// @notice The seller's consent is proven and the buyer's money held. May be repeated until money moves.
    event OrderFunded(bytes32 indexed id, address indexed buyer, address indexed seller, Order order);
    /// @notice Out of the hold, to its present payee; for an order across currencies to the dealer, see `SellerPaid`.
    event OrderPaid(bytes32 indexed id, uint256 amount, uint256 remaining, Cause cause);
    /// @notice The buyer paid the whole hold of this id by `confirmHold`: that of the order with this `holdOf`.
    event HoldConfirmed(address indexed token, bytes32 indexed hold, uint256 amount);
    /// @notice The other side of an `OrderPaid` across currencies, in the seller's token.
    event SellerPaid(bytes32 indexed id, address indexed token, address indexed seller, uint256 amount);
    /// @notice Released to the buyer. `keepsGoods`: what was refunded for need not be sent back.
    event OrderRefunded(bytes32 indexed id, uint256 amount, uint256 remaining, Cause cause, bool keepsGoods);

    event GoodsShipped(bytes32 indexed id, bytes32 evidence, uint256 orderTime);
    event GoodsReceived(bytes32 indexed id, address indexed by, bytes32 evidence, uint256 orderTime);
    event InspectionShortened(bytes32 indexed id, uint256 inspection);
    event ClockStopped(bytes32 indexed id, address indexed party);
    event ClockResumed(bytes32 indexed id, uint256 standstill);

    /// @notice Dispute `number` of the order: the buyer claims `claim` basis points of what remains.
    event DisputeOpened(bytes32 indexed id, uint256 number, uint256 claim, bytes32 evidence);
    event DisputeWithdrawn(bytes32 indexed id, uint256 number);
    /// @notice The seller offers `offer` basis points of what remains to the buyer; 0 contests the whole claim.
    event DisputeAnswered(bytes32 indexed id, uint256 number, uint256 offer, bytes32 evidence);
    event DisputeEscalated(bytes32 indexed id, uint256 number, address indexed by);
    /// @notice The arbiter gives the seller `share` basis points of what remained.
    event DisputeAwarded(bytes32 indexed id, uint256 number, uint256 share, bytes32 evidence);

    // --- errors ---

    /// @notice A term of the order breaks a rule: its name in ASCII, or "expiry" if it would live over 400 days.
    error OrderFieldInvalid(bytes32 field);
    /// @notice The order's hold is not open: never placed, or paid, refunded or released to the end.
    error OrderNotOpen(bytes32 id);
    /// @notice This account has no such part in the order.
    error NotOrderParty(bytes32 id, address account);
    /// @notice Possible from then on, if the clock runs on.
    error OrderTooEarly(bytes32 id, uint256 from);
    /// @notice Was possible strictly before.
    error OrderTooLate(bytes32 id, uint256 deadline);
    error OrderAlreadyShipped(bytes32 id);
    error OrderAlreadyReceived(bytes32 id);
    error OrderNotShipped(bytes32 id);
    /// @notice A dispute is open: parts are agreed by `settle`, and time pays nobody.
    error OrderInDispute(bytes32 id);
    error OrderNotInDispute(bytes32 id);
    error DisputeAlreadyAnswered(bytes32 id);
    error DisputeAlreadyEscalated(bytes32 id);
    /// @notice The bank of the order's token has blocked the arbiter: the default award ends the dispute at its deadline.
    error ArbiterBlocked(bytes32 id, address arbiter);
    /// @notice Basis points are at most 10,000, and a claim is not zero.
    error OrderShareInvalid(uint256 share);
    /// @notice Zero, or more than remains.
    error OrderAmountInvalid(bytes32 id, uint256 amount, uint256 remaining);
    /// @notice Signed for another state of the order: something was paid or refunded since (or this was used before).
    error OrderRemainingChanged(bytes32 id, uint256 signed, uint256 remaining);
    error InspectionNotShorter(bytes32 id, uint256 inspection);
    /// @notice The clock stands; `resumeClock` once both may act.
    error OrderClockStopped(bytes32 id);
    error OrderClockRunning(bytes32 id);
    /// @notice Time decides nothing while `party` is blocked or its KYC has lapsed: `stopClock`.
    error OrderPartyHindered(bytes32 id, address party);
    /// @notice Buyer and seller may both act: no reason to stop the clock.
    error OrderPartiesFree(bytes32 id);
    /// @notice The order's 60 days of standstill are used up.
    error StandstillUsed(bytes32 id);
    /// @notice The seller's bank would not let `dealer` pay `seller`: not a customer, blocked, expired or no corridor.
    error SellerNotPayable(bytes32 id, address dealer, address seller);
    /// @notice Exactly `expected` dealer's holds must come with this payment.
    error DealerLegCount(bytes32 id, uint256 expected);
    /// @notice The dealer's hold has another payer or payee, is assignable, or is for another payment.
    error DealerLegInvalid(bytes32 id);
    error SellerMinimumMissed(bytes32 id, uint256 amount, uint256 minimum);

    // --- funding ---

    /// @notice Proves the seller's consent and holds the buyer's money. The buyer may as well place `holdOf(order)`
    /// itself at the token: then the seller's first own act is its consent.
    /// @dev Who may call: anyone. The buyer's signature is of the hold, in the token's domain; the seller's of the
    /// `Order` itself. Fails `OrderFieldInvalid`, `ConsentMissing`, `SellerNotPayable`, and as `placeHoldWithAuthorization`.
    function fund(
        Order calldata order,
        bytes calldata holdSignature,
        bytes calldata sellerSignature
    ) external returns (bytes32 id);

    // --- payment ---

    /// @notice Pays all that remains, also in a dispute. `Confirmation(bytes32 order)` by the buyer.
    function confirm(Order calldata order, bytes calldata signature, DealerLeg[] calldata dealerLeg) external;

    /// @notice The cheapest confirmation: pays an order of which nothing was paid or refunded yet, by its hold alone.
    /// @dev Who may call: the buyer itself. Not across currencies (`DealerLegCount`): such a hold has an odd expiry.
    function confirmHold(IDepositToken token, Hold calldata hold) external;

    /// @notice Pays a part, not while in dispute. `PartPayment(bytes32 order,uint256 amount,uint256 remaining)` by the
    /// buyer; `remaining` is what remains before, and only falls, so it pays once.
    function payPart(
        Order calldata order,
        uint256 amount,
        uint256 remaining,
        bytes calldata signature,
        DealerLeg[] calldata dealerLeg
    ) external;

    /// @notice Pays what remains when the right to dispute has ended and no dispute is open; less if a lien leaves less.
    /// @dev Who may call: anyone. Fails `OrderNotShipped`, `OrderInDispute`, `OrderTooEarly`, `OrderClockStopped`,
    /// `OrderPartyHindered`.
    function payDue(Order calldata order, DealerLeg[] calldata dealerLeg) external;

    /// @notice Gives the buyer a part (not while in dispute) or all of its money back.
    /// `Refund(bytes32 order,uint256 amount,uint256 remaining,bool keepsGoods)` by who would be paid: the hold's present
    /// payee; across currencies the seller.
    function refund(
        Order calldata order,
        uint256 amount,
        uint256 remaining,
        bool keepsGoods,
        bytes calldata signature
    ) external;

    /// @notice Gives everything back if nothing was shipped in time. Who may call: anyone.
    /// @dev Fails `OrderAlreadyShipped`, `OrderTooEarly`, `OrderClockStopped`, `OrderPartyHindered`.
    function refundUnshipped(Order calldata order) external;

    /// @notice Ends the order as both agree: `toSeller` is paid, the rest goes back, also in a dispute.
    /// `Settlement(bytes32 order,uint256 toSeller,uint256 remaining)` by buyer and seller, and by the assignee if the
    /// proceeds are assigned (else its signature stays empty).
    function settle(
        Order calldata order,
        uint256 toSeller,
        uint256 remaining,
        bytes[3] calldata signatures,
        DealerLeg[] calldata dealerLeg
    ) external;

    // --- evidence and clock ---

    /// @notice `Shipment(bytes32 order,bytes32 evidence)` by the seller, strictly before `shipBy`. Once.
    function ship(Order calldata order, bytes32 evidence, bytes calldata signature) external;

    /// @notice `Receipt(bytes32 order,bytes32 evidence)` by the buyer or the inspector: `by`. Once; before `shipBy` also
    /// where no shipment was reported. A receipt later than `transit` changes nothing: dispute instead.
    function receiveGoods(Order calldata order, bytes32 evidence, address by, bytes calldata signature) external;

    /// @notice A shorter inspection window. `Shortening(bytes32 order,uint256 inspection)` by buyer and seller.
    function shorten(
        Order calldata order,
        uint256 inspection,
        bytes calldata buyerSignature,
        bytes calldata sellerSignature
    ) external;

    /// @notice Stops the clock while buyer or seller is blocked or its KYC has lapsed; 60 days in all. Who may call: anyone.
    function stopClock(Order calldata order) external;

    /// @notice Lets the clock run again once both may act. Who may call: anyone.
    function resumeClock(Order calldata order) external;

    // --- disputes ---

    /// @notice `Dispute(bytes32 order,uint256 claim,bytes32 evidence,uint256 number)` by the buyer, from funding until
    /// its right ends. `number` is that of the last dispute, 0 before the first.
    function dispute(Order calldata order, uint256 claim, bytes32 evidence, bytes calldata signature) external;

    /// @notice `Withdrawal(bytes32 order,uint256 number)` by the buyer, until the award.
    function withdrawDispute(Order calldata order, bytes calldata signature) external;

    /// @notice `Answer(bytes32 order,uint256 offer,bytes32 evidence,uint256 number)` by the seller, strictly within 3
    /// days. The offer binds nobody: `settle` does.
    function answer(Order calldata order, uint256 offer, bytes32 evidence, bytes calldata signature) external;

    /// @notice `Escalation(bytes32 order,uint256 number)` by buyer or seller (`by`): 4 days after the dispute was opened,
    /// or after 3 without an answer. After 7 days it is escalated by itself.
    function escalate(Order calldata order, address by, bytes calldata signature) external;

    /// @notice `Award(bytes32 order,uint256 share,bytes32 evidence,uint256 number)` by the arbiter, from escalation on and
    /// strictly before its deadline. The seller gets remaining * share / 10,000, rounded down; the buyer the rest.
    function award(
        Order calldata order,
        uint256 share,
        bytes32 evidence,
        bytes calldata signature,
        DealerLeg[] calldata dealerLeg
    ) external;

    /// @notice The award if the arbiter was silent: the buyer's claim if the seller did not answer, else `defaultAward`.
    /// @dev Who may call: anyone, from the arbiter's deadline on.
    function awardByDefault(Order calldata order, DealerLeg[] calldata dealerLeg) external;

    // --- views ---

    /// @notice The order's id: its EIP-712 struct hash.
    function hashOrder(Order calldata order) external pure returns (bytes32);
    /// @notice The one hold of the order, a pure function of its terms.
    function holdOf(Order calldata order) external view returns (Hold memory);
    /// @notice Fails with `OrderFieldInvalid` as `fund` would for terms that are wrong at any time.
    function checkTerms(Order calldata order) external pure;
    /// @notice `terms` of the dealer's hold for one payment: `OrderPart(bytes32 order,uint256 remaining,uint256 amount)`.
    function hashPart(bytes32 id, uint256 remaining, uint256 amount) external pure returns (bytes32);
    /// @notice What the seller gets at least for `amount` of the buyer's money: pro rata, rounded up.
    function minimumOf(Order calldata order, uint256 amount) external pure returns (uint256);
    function stateOf(Order calldata order) external view returns (OrderState memory);
    function orderWord(bytes32 id) external view returns (OrderWord);
}
