// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title UsageWord
/// @notice What a party has paid and held lately in one token, in one storage word.
/// @dev Layout, lowest bit on the right. Time is cut into half-windows; the word keeps the present one, the one before and
/// the one before that, each with a value (minor units) and a count.
///
/// ```text
/// 255..222      221..212  211..202  201..192  191..128    127..64     63..0
/// +------------+---------+---------+---------+-----------+-----------+-----------+
/// | period (34)| count 2 | count 1 | count 0 | value 2   | value 1   | value 0   |
/// +------------+---------+---------+---------+-----------+-----------+-----------+
///                <------- 10 bits each -----> <------- 64 bits each ------------>
/// ```
///
/// Used is the sum of the three. They reach back at least one whole window and at most one and a half: so used is never
/// less than what any window that ends now has seen. Values and counts stop at their width instead of wrapping.
type UsageWord is uint256;

using UsageWordLib for UsageWord global;

/// @notice Pure accessors of `UsageWord`.
library UsageWordLib {
    uint256 private constant VALUE_BITS = 64;
    uint256 private constant MAX_VALUE = type(uint64).max;
    uint256 private constant VALUES = (1 << 192) - 1;
    uint256 private constant COUNT = 192;
    uint256 private constant COUNT_BITS = 10;
    uint256 private constant MAX_COUNT = (1 << 10) - 1;
    uint256 private constant COUNTS = ((1 << 30) - 1) << COUNT;
    uint256 private constant PERIOD = 222;

    /// @notice How many half-windows count.
    uint256 internal constant PERIODS = 3;

    /// @notice The usage as it counts in `period`, with its sums: minor units, and number of payments and holds.
    function tally(UsageWord w, uint256 period) internal pure returns (UsageWord now_, uint256 value, uint256 count) {
        now_ = UsageWord.unwrap(w) >> PERIOD == period ? w : asOf(w, period);
        uint256 bits = UsageWord.unwrap(now_);
        uint256 counts_ = bits >> COUNT;
        unchecked {
            value = uint64(bits) + uint256(uint64(bits >> VALUE_BITS)) + uint64(bits >> (2 * VALUE_BITS));
            count =
                (counts_ & MAX_COUNT) +
                ((counts_ >> COUNT_BITS) & MAX_COUNT) +
                ((counts_ >> (2 * COUNT_BITS)) & MAX_COUNT);
        }
    }

    /// @notice The same usage as it counts in `period`: what is older than three half-windows is gone.
    /// @dev Periods only go up while the window stays as long as it is; `gathered` starts the numbers of another length.
    function asOf(UsageWord w, uint256 period) internal pure returns (UsageWord) {
        uint256 bits = UsageWord.unwrap(w);
        unchecked {
            uint256 passed = period - (bits >> PERIOD);
            if (passed >= PERIODS) return UsageWord.wrap(period << PERIOD);
            uint256 values = (bits << (passed * VALUE_BITS)) & VALUES;
            uint256 counts_ = ((bits & COUNTS) << (passed * COUNT_BITS)) & COUNTS;
            return UsageWord.wrap((period << PERIOD) | counts_ | values);
        }
    }

    /// @notice False only for the empty word: a payment that does not count.
    function counts(UsageWord w) internal pure returns (bool) {
        return UsageWord.unwrap(w) != 0;
    }

    /// @notice One payment more in the present half-window.
    function added(UsageWord w, uint256 amount) internal pure returns (UsageWord) {
        uint256 bits = UsageWord.unwrap(w);
        unchecked {
            uint256 room = MAX_VALUE - (bits & MAX_VALUE);
            bits += amount < room ? amount : room;
            if ((bits >> COUNT) & MAX_COUNT != MAX_COUNT) bits += 1 << COUNT;
        }
        return UsageWord.wrap(bits);
    }

    /// @notice The value counted `age` half-windows ago is less by `amount`, never below zero. The count stays.
    /// @dev The caller has checked age < PERIODS.
    function givenBack(UsageWord w, uint256 age, uint256 amount) internal pure returns (UsageWord) {
        uint256 bits = UsageWord.unwrap(w);
        unchecked {
            uint256 shift = age * VALUE_BITS;
            uint256 counted = (bits >> shift) & MAX_VALUE;
            return UsageWord.wrap(bits - ((amount < counted ? amount : counted) << shift));
        }
    }

    /// @notice All that counts in `period`, as if it were used in `newPeriod` of another window length.
    function gathered(UsageWord w, uint256 period, uint256 newPeriod) internal pure returns (UsageWord) {
        (, uint256 value, uint256 count) = tally(w, period);
        if (value > MAX_VALUE) value = MAX_VALUE;
        if (count > MAX_COUNT) count = MAX_COUNT;
        return UsageWord.wrap((newPeriod << PERIOD) | (count << COUNT) | value);
    }
}
