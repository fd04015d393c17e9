// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title QuotaWord
/// @notice A quota that refills evenly over a day, in one storage word.
/// @dev Layout, lowest bit on the right. `used` is counted in minor units x seconds of a day, so that refilling is exact
/// however often it is asked: a mint every few seconds loses nothing to rounding.
///
/// ```text
/// 255..200  199..160   159..64     63..0
/// +--------+----------+-----------+------------+
/// | spare  | since(40)| used (96) | limit (64) |
/// +--------+----------+-----------+------------+
/// ```
type QuotaWord is uint256;

using QuotaWordLib for QuotaWord global;

/// @notice Pure accessors of `QuotaWord`.
library QuotaWordLib {
    uint256 private constant DAY = 1 days;

    /// @notice Minor units a day.
    function limit(QuotaWord w) internal pure returns (uint256) {
        return uint64(QuotaWord.unwrap(w));
    }

    /// @notice What is left at `time`, minor units, rounded down.
    /// @dev No overflow: 64 bits times the seconds of a day or of 34,000 years fit their 256.
    function available(QuotaWord w, uint256 time) internal pure returns (uint256) {
        unchecked {
            uint256 whole = limit(w) * DAY;
            uint256 used = _usedAt(w, time);
            return used < whole ? (whole - used) / DAY : 0;
        }
    }

    /// @dev The caller has checked amount <= available(w, time), hence used stays within limit x DAY: 81 bits.
    function spent(QuotaWord w, uint256 amount, uint256 time) internal pure returns (QuotaWord) {
        unchecked {
            return _pack(limit(w), _usedAt(w, time) + amount * DAY, time);
        }
    }

    /// @notice Another limit from now on; what was used stays used (refilled at the old pace until `time`).
    function withLimit(QuotaWord w, uint256 limit_, uint256 time) internal pure returns (QuotaWord) {
        return _pack(limit_, _usedAt(w, time), time);
    }

    function _usedAt(QuotaWord w, uint256 time) private pure returns (uint256) {
        unchecked {
            uint256 used = uint96(QuotaWord.unwrap(w) >> 64);
            uint256 refilled = limit(w) * (time - uint40(QuotaWord.unwrap(w) >> 160));
            return used > refilled ? used - refilled : 0;
        }
    }

    function _pack(uint256 limit_, uint256 used, uint256 time) private pure returns (QuotaWord) {
        return QuotaWord.wrap(limit_ | (used << 64) | (time << 160));
    }
}
