// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title SupplyWord
/// @notice Supply against deposits: one storage word, read and written by every mint and burn.
/// @dev Layout, lowest bit on the right. Amounts are minor units.
///
/// ```text
/// 255..192  191..160      159..128         127..64       63..0
/// +--------+-------------+----------------+-------------+-----------------+
/// | spare  | maxAge (32) | attestedAt (32)| backing (64)| totalSupply (64)|
/// +--------+-------------+----------------+-------------+-----------------+
///           seconds       unix seconds
/// ```
type SupplyWord is uint256;

using SupplyWordLib for SupplyWord global;

/// @notice Pure accessors of `SupplyWord`.
library SupplyWordLib {
    uint256 private constant MASK = type(uint64).max;
    uint256 private constant BACKING = 64;
    uint256 private constant ATTESTED_AT = 128;
    uint256 private constant MAX_AGE = 160;

    function pack(
        uint256 supply,
        uint256 backing_,
        uint256 attestedAt_,
        uint256 maxAge_
    ) internal pure returns (SupplyWord) {
        return SupplyWord.wrap(supply | (backing_ << BACKING) | (attestedAt_ << ATTESTED_AT) | (maxAge_ << MAX_AGE));
    }

    function totalSupply(SupplyWord w) internal pure returns (uint256) {
        return SupplyWord.unwrap(w) & MASK;
    }

    /// @notice The deposits that back the supply, as attested and carried forward by burns and interbank credits.
    function backing(SupplyWord w) internal pure returns (uint256) {
        return (SupplyWord.unwrap(w) >> BACKING) & MASK;
    }

    /// @notice The moment the last attestation speaks of.
    function attestedAt(SupplyWord w) internal pure returns (uint256) {
        return uint32(SupplyWord.unwrap(w) >> ATTESTED_AT);
    }

    /// @notice How long an attestation allows minting, in seconds.
    function maxAge(SupplyWord w) internal pure returns (uint256) {
        return uint32(SupplyWord.unwrap(w) >> MAX_AGE);
    }

    function isFresh(SupplyWord w) internal view returns (bool) {
        unchecked {
            return block.timestamp <= attestedAt(w) + maxAge(w);
        }
    }

    /// @notice max(0, backing - totalSupply): what may still be minted.
    function headroom(SupplyWord w) internal pure returns (uint256) {
        unchecked {
            uint256 s = totalSupply(w);
            uint256 b = backing(w);
            return s < b ? b - s : 0;
        }
    }

    /// @notice A credit from another bank raises the backing; saturates at the field's width.
    function credited(SupplyWord w, uint256 amount) internal pure returns (SupplyWord) {
        unchecked {
            uint256 room = MASK - backing(w);
            return SupplyWord.wrap(SupplyWord.unwrap(w) + ((amount < room ? amount : room) << BACKING));
        }
    }

    /// @dev The caller has checked supply + amount <= backing, which fits its field.
    function minted(SupplyWord w, uint256 amount) internal pure returns (SupplyWord) {
        unchecked {
            return SupplyWord.wrap(SupplyWord.unwrap(w) + amount);
        }
    }

    /// @notice A burn lowers supply and backing alike: the deposit has been paid out.
    /// @dev The caller has checked amount <= totalSupply. Backing floors at zero (it may be short of the supply).
    function burnt(SupplyWord w, uint256 amount) internal pure returns (SupplyWord) {
        unchecked {
            uint256 b = backing(w);
            uint256 less = amount < b ? amount : b;
            return SupplyWord.wrap(SupplyWord.unwrap(w) - amount - (less << BACKING));
        }
    }

    function withAttestation(SupplyWord w, uint256 backing_, uint256 asOf) internal pure returns (SupplyWord) {
        return pack(totalSupply(w), backing_, asOf, maxAge(w));
    }
}

/// @title FlowWord
/// @notice Running totals since the token began, minor units: burned (low 128 bits), received from other banks (high).
/// @dev An attestation names the totals its figure already reflects, so that no movement in flight counts twice.
type FlowWord is uint256;

using FlowWordLib for FlowWord global;

/// @notice Pure accessors of `FlowWord`.
library FlowWordLib {
    function burned(FlowWord w) internal pure returns (uint256) {
        return uint128(FlowWord.unwrap(w));
    }

    function received(FlowWord w) internal pure returns (uint256) {
        return FlowWord.unwrap(w) >> 128;
    }

    /// @dev 2^64 movements of the largest amount fit: no overflow in the life of a chain.
    function addBurned(FlowWord w, uint256 amount) internal pure returns (FlowWord) {
        unchecked {
            return FlowWord.wrap(FlowWord.unwrap(w) + amount);
        }
    }

    function addReceived(FlowWord w, uint256 amount) internal pure returns (FlowWord) {
        unchecked {
            return FlowWord.wrap(FlowWord.unwrap(w) + (amount << 128));
        }
    }
}
