// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Standing
/// @notice What the bank's register says about the owner of a wallet: 40 bits, pushed by the registry into every token.
/// @dev Layout, lowest bit on the right. The same bits stand at 192..231 of an `AccountWord`.
///
/// ```text
/// 39      38        37        36         35..32     31..0
/// +-------+---------+---------+----------+----------+-----------------+
/// |retired| limited | blocked | admitted | zone (4) | validUntil (32) |
/// +-------+---------+---------+----------+----------+-----------------+
///                                                    unix seconds, inclusive
/// ```
type Standing is uint40;

using StandingLib for Standing global;

/// @notice Pure accessors of `Standing`.
library StandingLib {
    uint256 internal constant ZONE = 32;
    uint256 internal constant ADMITTED = 1 << 36;
    uint256 internal constant BLOCKED = 1 << 37;
    uint256 internal constant LIMITED = 1 << 38;
    uint256 internal constant RETIRED = 1 << 39;

    /// @notice Highest zone a customer may have. Zone 15 does not exist: its corridors would reach the pause bits.
    uint256 internal constant MAX_ZONE = 14;

    function pack(
        uint32 validUntil_,
        uint8 zone_,
        bool admitted,
        bool blocked,
        bool limited_
    ) internal pure returns (Standing) {
        uint256 bits = validUntil_ | (uint256(zone_ & 0xf) << ZONE);
        if (admitted) bits |= ADMITTED;
        if (blocked) bits |= BLOCKED;
        if (limited_) bits |= LIMITED;
        return Standing.wrap(uint40(bits));
    }

    /// @notice True when the zone exists and is a customer's, 1..14, if admitted.
    function isWellFormed(Standing s) internal pure returns (bool) {
        uint256 z = zone(s);
        return z <= MAX_ZONE && (z != 0 || !isAdmitted(s));
    }

    /// @notice Last second (unix time) of the KYC's validity.
    function validUntil(Standing s) internal pure returns (uint32) {
        return uint32(Standing.unwrap(s));
    }

    function zone(Standing s) internal pure returns (uint256) {
        return (Standing.unwrap(s) >> ZONE) & 0xf;
    }

    function isAdmitted(Standing s) internal pure returns (bool) {
        return Standing.unwrap(s) & ADMITTED != 0;
    }

    function isBlocked(Standing s) internal pure returns (bool) {
        return Standing.unwrap(s) & BLOCKED != 0;
    }

    function isLimited(Standing s) internal pure returns (bool) {
        return Standing.unwrap(s) & LIMITED != 0;
    }

    /// @notice The wallet was lost: it signs, sends and receives nothing; what is due to it goes to its successor.
    function isRetired(Standing s) internal pure returns (bool) {
        return Standing.unwrap(s) & RETIRED != 0;
    }

    /// @notice The standing of a party as its retired wallets have it.
    function asRetired(Standing s) internal pure returns (Standing) {
        return Standing.wrap(uint40(Standing.unwrap(s) | RETIRED));
    }

    /// @notice The standing of one who is no customer any more. A block stays.
    function asClosed(Standing s) internal pure returns (Standing) {
        return Standing.wrap(uint40(Standing.unwrap(s) & ~ADMITTED));
    }

    function withValidUntil(Standing s, uint32 validUntil_) internal pure returns (Standing) {
        return Standing.wrap((Standing.unwrap(s) & ~uint40(type(uint32).max)) | validUntil_);
    }

    /// @notice The same standing with its block set or lifted.
    function withBlocked(Standing s, bool blocked) internal pure returns (Standing) {
        uint256 bits = Standing.unwrap(s);
        return Standing.wrap(uint40(blocked ? bits | BLOCKED : bits & ~BLOCKED));
    }
}
