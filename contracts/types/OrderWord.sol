// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title OrderWord
/// @notice What happened to one order besides money, in one storage word. Zero until somebody brings evidence.
/// @dev Layout, lowest bit on the right. Times are unix seconds.
///
/// ```text
/// 255..232      231..224  223..208   207..184        183..160        159..128
/// +------------+---------+----------+---------------+---------------+----------------+
/// | disputes 24| flags 8 | claim 16 | shortened 24  | stoppedFor 24 | stoppedAt 32   |
/// +------------+---------+----------+---------------+---------------+----------------+
///               answered   bps to     inspection + 1  seconds         0: running
///                          the buyer  0: as ordered
///
/// 127..96          95..64          63..32          31..0
/// +---------------+---------------+---------------+---------------+
/// | escalatedAt 32| disputedAt 32 | receivedAt 32 | shippedAt 32  |
/// +---------------+---------------+---------------+---------------+
/// ```
///
/// `stoppedAt` is wall-clock time. The four times below it are **order time**: wall-clock time less the standstill that
/// the order has had, so that a deadline is one addition whatever stops come later. `disputes` counts the disputes ever
/// opened: what is signed for one is worth nothing in the next. It stands on top, so that it cannot carry into a field.
type OrderWord is uint256;

using OrderWordLib for OrderWord global;

/// @notice Pure accessors of `OrderWord`.
library OrderWordLib {
    /// @notice Longest standstill of an order in all, seconds: the hold is made to outlive it.
    uint256 internal constant LONGEST_STANDSTILL = 60 days;

    uint256 private constant TIME = type(uint32).max;
    uint256 private constant SPAN = type(uint24).max;
    uint256 private constant RECEIVED = 32;
    uint256 private constant DISPUTED = 64;
    uint256 private constant ESCALATED = 96;
    uint256 private constant STOPPED_AT = 128;
    uint256 private constant STOPPED_FOR = 160;
    uint256 private constant SHORTENED = 184;
    uint256 private constant CLAIM = 208;
    uint256 private constant ANSWERED = 1 << 224;
    uint256 private constant DISPUTES = 232;

    uint256 private constant STOP_FIELDS = (TIME << STOPPED_AT) | (SPAN << STOPPED_FOR);
    /// @dev All that belongs to the open dispute; the count of disputes stays.
    uint256 private constant DISPUTE_FIELDS =
        (TIME << DISPUTED) | (TIME << ESCALATED) | (uint256(type(uint16).max) << CLAIM) | ANSWERED;

    function shippedAt(OrderWord w) internal pure returns (uint256) {
        return OrderWord.unwrap(w) & TIME;
    }

    function receivedAt(OrderWord w) internal pure returns (uint256) {
        return (OrderWord.unwrap(w) >> RECEIVED) & TIME;
    }

    /// @notice 0 while no dispute is open.
    function disputedAt(OrderWord w) internal pure returns (uint256) {
        return (OrderWord.unwrap(w) >> DISPUTED) & TIME;
    }

    /// @notice When a party escalated the open dispute; 0 if none did (it escalates by itself later).
    function escalatedAt(OrderWord w) internal pure returns (uint256) {
        return (OrderWord.unwrap(w) >> ESCALATED) & TIME;
    }

    function isDisputed(OrderWord w) internal pure returns (bool) {
        return disputedAt(w) != 0;
    }

    function isAnswered(OrderWord w) internal pure returns (bool) {
        return OrderWord.unwrap(w) & ANSWERED != 0;
    }

    /// @notice What the buyer claims in the open dispute: basis points of what remains.
    function claim(OrderWord w) internal pure returns (uint256) {
        return (OrderWord.unwrap(w) >> CLAIM) & type(uint16).max;
    }

    /// @notice Disputes ever opened: the number of the open one.
    function disputes(OrderWord w) internal pure returns (uint256) {
        return OrderWord.unwrap(w) >> DISPUTES;
    }

    /// @notice The inspection window in force, seconds: as ordered, or as both have shortened it.
    function inspection(OrderWord w, uint256 ordered) internal pure returns (uint256) {
        uint256 shortened = (OrderWord.unwrap(w) >> SHORTENED) & SPAN;
        return shortened == 0 ? ordered : shortened - 1;
    }

    // --- the clock ---

    function stoppedAt(OrderWord w) internal pure returns (uint256) {
        return (OrderWord.unwrap(w) >> STOPPED_AT) & TIME;
    }

    /// @notice Seconds for which the clock has stood still in all; never more than `LONGEST_STANDSTILL`.
    function standstill(OrderWord w) internal view returns (uint256 spent) {
        spent = (OrderWord.unwrap(w) >> STOPPED_FOR) & SPAN;
        uint256 since = stoppedAt(w);
        if (since != 0) spent += block.timestamp - since;
        if (spent > LONGEST_STANDSTILL) spent = LONGEST_STANDSTILL;
    }

    /// @notice Order time: the wall clock less the standstill. It stands while the clock is stopped.
    function time(OrderWord w) internal view returns (uint256) {
        return block.timestamp - standstill(w);
    }

    /// @notice The clock stands now; it runs again by itself when the standstill is used up.
    function isStopped(OrderWord w) internal view returns (bool) {
        return stoppedAt(w) != 0 && standstill(w) < LONGEST_STANDSTILL;
    }

    function stopped(OrderWord w) internal view returns (OrderWord) {
        return OrderWord.wrap(OrderWord.unwrap(w) | (block.timestamp << STOPPED_AT));
    }

    function resumed(OrderWord w) internal view returns (OrderWord) {
        return OrderWord.wrap((OrderWord.unwrap(w) & ~STOP_FIELDS) | (standstill(w) << STOPPED_FOR));
    }

    // --- what happened ---

    function withShipped(OrderWord w, uint256 time_) internal pure returns (OrderWord) {
        return OrderWord.wrap(OrderWord.unwrap(w) | time_);
    }

    function withReceived(OrderWord w, uint256 time_) internal pure returns (OrderWord) {
        return OrderWord.wrap(OrderWord.unwrap(w) | (time_ << RECEIVED));
    }

    /// @dev The caller has checked that it fits: an inspection never takes more than 30 days.
    function withInspection(OrderWord w, uint256 shorter) internal pure returns (OrderWord) {
        return OrderWord.wrap((OrderWord.unwrap(w) & ~(SPAN << SHORTENED)) | ((shorter + 1) << SHORTENED));
    }

    /// @dev The caller has checked claim <= 10,000 and that none is open.
    function withDispute(OrderWord w, uint256 time_, uint256 claim_) internal pure returns (OrderWord) {
        unchecked {
            return OrderWord.wrap((OrderWord.unwrap(w) + (1 << DISPUTES)) | (time_ << DISPUTED) | (claim_ << CLAIM));
        }
    }

    function withAnswer(OrderWord w) internal pure returns (OrderWord) {
        return OrderWord.wrap(OrderWord.unwrap(w) | ANSWERED);
    }

    function withEscalation(OrderWord w, uint256 time_) internal pure returns (OrderWord) {
        return OrderWord.wrap(OrderWord.unwrap(w) | (time_ << ESCALATED));
    }

    function withoutDispute(OrderWord w) internal pure returns (OrderWord) {
        return OrderWord.wrap(OrderWord.unwrap(w) & ~DISPUTE_FIELDS);
    }
}
