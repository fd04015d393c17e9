// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hold} from "./HoldWord.sol";

/// @notice The terms of one order of goods, or of one stage of an order that is funded stage by stage.
/// @dev Its EIP-712 struct hash is the order's id and the `terms` of its hold; the seller signs it. Every field is one
/// word, so that hashing is one abi.encode. Durations are seconds, times unix seconds, shares basis points.
struct Order {
    /// In whose money the buyer pays.
    address token;
    address buyer;
    address seller;
    /// What the buyer funds, minor units of `token`.
    uint256 amount;
    /// The marketplace's number of the order, salted. The stages of one order share it.
    bytes32 orderReference;
    /// Hash of the contract or purchase order.
    bytes32 document;
    /// Decides disputes; neither buyer, seller nor dealer.
    address arbiter;
    /// May declare the receipt of the goods beside the buyer; zero for nobody.
    address inspector;
    /// The seller ships strictly before.
    uint256 shipBy;
    /// The goods count as received so long after shipment at the latest.
    uint256 transit;
    /// The buyer may dispute until so long after receipt; at most 30 days.
    uint256 inspection;
    /// Time of the arbiter once a dispute is escalated; at least a day.
    uint256 arbitration;
    /// What the seller gets if the arbiter is silent on a dispute that the seller answered, basis points.
    uint256 defaultAward;
    /// The buyer's money is held strictly before: until then the signatures are good.
    uint256 placeBy;
    /// Whether the seller may assign what is due to it. Never across currencies.
    bool assignable;
    /// Stage number and number of stages, from 1; 1 of 1 for an order that is funded at once.
    uint256 milestone;
    uint256 milestones;
    /// Across currencies: who takes the buyer's money and pays the seller in its own; else zero, as the next two.
    address dealer;
    /// In whose money the seller is paid.
    address sellerToken;
    /// What the seller gets at least for the whole amount, minor units of `sellerToken`.
    uint256 sellerMinimum;
    /// Any number that makes equal orders different.
    bytes32 salt;
}

/// @notice The dealer's side of one payment across currencies: its own hold for the seller, and its signature of it.
/// @dev payer = the order's dealer, payee = the seller's present wallet, notary = the escrow, not assignable,
/// terms = `hashPart(order id, what remained before, what is paid)`, amount = at least `minimumOf(order, what is paid)`.
struct DealerLeg {
    Hold hold;
    bytes signature;
}

/// @notice What may happen next. Read top down; the first that fits is the stage.
enum OrderStage {
    /// No hold for this order yet (or its signature was voided).
    Unfunded,
    /// Paid, refunded or released to the last unit.
    Closed,
    /// The hold has lapsed: anyone may release what remains to the buyer, at the token.
    Lapsed,
    /// In dispute between buyer and seller.
    Disputed,
    /// In dispute before the arbiter.
    Escalated,
    /// The arbiter's deadline has passed: `awardByDefault`.
    DefaultDue,
    /// Held, to be shipped.
    Funded,
    /// Not shipped in time: `refundUnshipped`.
    Overdue,
    /// On its way; the buyer may dispute.
    Shipped,
    /// Received; the buyer may dispute.
    Received,
    /// The right to dispute has ended: `payDue`.
    Due
}

/// @notice An order as it stands. Deadlines are wall-clock times, good while the clock runs on; zero if there is none.
struct OrderState {
    bytes32 id;
    OrderStage stage;
    /// Minor units not yet paid or released.
    uint256 remaining;
    /// Who is paid out of the hold: seller, its successor, its assignee, or the dealer.
    address payee;
    /// The clock stands: every deadline below moves on with time.
    bool stopped;
    /// Standstill so far, seconds, out of at most 60 days.
    uint256 standstill;
    uint256 shipBy;
    /// The right to dispute ends; what remains is due from then on.
    uint256 disputeBy;
    uint256 answerBy;
    /// Buyer or seller may escalate from then on.
    uint256 escalateFrom;
    /// The dispute is, or will be, before the arbiter from then on.
    uint256 escalates;
    /// The arbiter decides strictly before.
    uint256 awardBy;
    /// The hold lapses, its extensions included.
    uint256 expiry;
}
