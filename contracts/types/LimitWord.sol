// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice The limits of one party in one token, over all its wallets. Amounts in minor units.
/// @dev In every field but `windowHours`, the type's largest value means no limit.
struct LimitSet {
    /// Most in one payment or hold.
    uint64 perPayment;
    /// Most in any rolling window, payments and holds together.
    uint64 windowValue;
    /// Most that the party's wallets may have together after money has arrived.
    uint64 holdingCap;
    /// Most payments and holds in any rolling window: at most 1,023, or none.
    uint16 windowCount;
    /// Length of the window: an even number of hours from 2 to 8,760 (a year).
    uint16 windowHours;
}

/// @title LimitWord
/// @notice The limits of one party in one token, in one storage word. Zero: none were set.
/// @dev Layout, lowest bit on the right. The largest value of an amount or of the count means no limit.
///
/// ```text
/// 255..224    223..208          207..192          191..128          127..64            63..0
/// +----------+-----------------+-----------------+-----------------+------------------+-----------------+
/// | since(32)| windowHours (16)| windowCount (16)| holdingCap (64) | windowValue (64) | perPayment (64) |
/// +----------+-----------------+-----------------+-----------------+------------------+-----------------+
/// ```
///
/// `since` is the hour (since 1970) in which the window's length was set: what was counted before was counted otherwise.
type LimitWord is uint256;

using LimitWordLib for LimitWord global;

/// @notice Pure accessors of `LimitWord`.
library LimitWordLib {
    uint256 private constant VALUE = 64;
    uint256 private constant CAP = 128;
    uint256 private constant COUNT = 192;
    uint256 private constant HOURS = 208;
    uint256 private constant SINCE = 224;

    /// @notice No limit, in a field of an amount.
    uint256 internal constant UNLIMITED = type(uint64).max;
    /// @notice The highest limit of a count: what a bucket of a `UsageWord` can count to.
    uint256 internal constant MAX_COUNT = 1_023;
    /// @notice A year. The hour in which a hold was placed is known modulo 2^15 hours, far more than a window and a half.
    uint256 internal constant MAX_HOURS = 8_760;

    function pack(LimitSet calldata limits, uint256 since_) internal pure returns (LimitWord) {
        return
            LimitWord.wrap(
                limits.perPayment |
                    (uint256(limits.windowValue) << VALUE) |
                    (uint256(limits.holdingCap) << CAP) |
                    (uint256(limits.windowCount) << COUNT) |
                    (uint256(limits.windowHours) << HOURS) |
                    (since_ << SINCE)
            );
    }

    /// @notice A count that can be counted to, and a window of two halves that each begin on the hour.
    function isWellFormed(LimitSet calldata limits) internal pure returns (bool) {
        return
            limits.windowHours != 0 &&
            limits.windowHours % 2 == 0 &&
            limits.windowHours <= MAX_HOURS &&
            (limits.windowCount <= MAX_COUNT || limits.windowCount == type(uint16).max);
    }

    function unpack(LimitWord w) internal pure returns (LimitSet memory) {
        return
            LimitSet(
                uint64(perPayment(w)),
                uint64(windowValue(w)),
                uint64(holdingCap(w)),
                uint16(windowCount(w)),
                uint16(windowHours(w))
            );
    }

    function isSet(LimitWord w) internal pure returns (bool) {
        return LimitWord.unwrap(w) != 0;
    }

    function perPayment(LimitWord w) internal pure returns (uint256) {
        return uint64(LimitWord.unwrap(w));
    }

    function windowValue(LimitWord w) internal pure returns (uint256) {
        return uint64(LimitWord.unwrap(w) >> VALUE);
    }

    function holdingCap(LimitWord w) internal pure returns (uint256) {
        return uint64(LimitWord.unwrap(w) >> CAP);
    }

    function windowCount(LimitWord w) internal pure returns (uint256) {
        return uint16(LimitWord.unwrap(w) >> COUNT);
    }

    function windowHours(LimitWord w) internal pure returns (uint256) {
        return uint16(LimitWord.unwrap(w) >> HOURS);
    }

    function since(LimitWord w) internal pure returns (uint256) {
        return LimitWord.unwrap(w) >> SINCE;
    }

    /// @notice The same limits, with a window set in another hour.
    function withSince(LimitWord w, uint256 since_) internal pure returns (LimitWord) {
        return LimitWord.wrap((LimitWord.unwrap(w) & ((1 << SINCE) - 1)) | (since_ << SINCE));
    }

    /// @notice Number of the half-window in which this hour (since 1970) lies.
    /// @dev Limits were set, so the window is at least two hours.
    function periodOf(LimitWord w, uint256 hour) internal pure returns (uint256) {
        unchecked {
            return hour / (windowHours(w) / 2);
        }
    }

    /// @notice No field of `w` is tighter than in `other`: no limit lower, no window longer.
    function isAsLooseAs(LimitWord w, LimitWord other) internal pure returns (bool) {
        return
            perPayment(w) >= perPayment(other) &&
            windowValue(w) >= windowValue(other) &&
            holdingCap(w) >= holdingCap(other) &&
            windowCount(w) >= windowCount(other) &&
            windowHours(w) <= windowHours(other);
    }
}
