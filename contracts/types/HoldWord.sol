// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TypedData} from "../libraries/TypedData.sol";

/// @notice Life of a hold's id. A status never goes back to `None`: that is the guard against replay.
enum HoldStatus {
    None,
    Open,
    Sealed,
    Closed,
    Voided
}

/// @notice Money of `payer`, earmarked on its own account for `payee`, moved or let go only by `notary`.
/// @dev The id of a hold is the EIP-712 hash of this struct, and the payer's signature of it places the hold.
struct Hold {
    /// Whose money it is, and stays until execution.
    address payer;
    /// Who is paid; address(0) is a redemption (the money is burned).
    address payee;
    /// The contract that alone may execute, and may release at any time.
    address notary;
    /// Minor units, not zero.
    uint256 amount;
    /// Unix seconds. Executed strictly before, released by anyone from then on.
    uint256 expiry;
    /// Unix seconds. Placed strictly before: a signature kept in a drawer is worth nothing from then on.
    uint256 placeBy;
    /// Whether the payee may assign what is due to it.
    bool assignable;
    /// Hash of what the hold is for (order, both legs of an exchange with their tokens, invoice, redemption).
    bytes32 terms;
}

/// @title HoldWord
/// @notice The state of one hold, in one storage word.
/// @dev Layout, lowest bit on the right.
///
/// ```text
/// 255..96          95       94..80       79..67         66..64      63..0
/// +---------------+--------+------------+--------------+-----------+----------------+
/// | assignee (160)| cleared| placed (15)| extension(13)| status (3)| remaining (64) |
/// +---------------+--------+------------+--------------+-----------+----------------+
///                            hour of     hours past                  minor units
///                            placing     expiry
/// ```
///
/// `placed` is the hour since 1970, modulo 2^15 (over three years, longer than any hold lives): a release tells the Limits
/// contract how old the hold is, so that only what still counts is given back. Extensions add up to at most 8,191 hours.
/// `assignee` zero means the payee of the struct. `cleared` means that a clearance was used for the present pair.
type HoldWord is uint256;

using HoldWordLib for HoldWord global;

/// @notice Pure accessors of `HoldWord`, and the id of a `Hold`.
library HoldWordLib {
    uint256 private constant STATUS = 64;
    uint256 private constant STATUS_MASK = 7;
    uint256 private constant EXTENSION = 67;
    uint256 private constant EXTENSION_MASK = (1 << 13) - 1;
    uint256 private constant PLACED = 80;
    uint256 private constant PLACED_MASK = (1 << 15) - 1;
    uint256 private constant CLEARED = 1 << 95;
    uint256 private constant ASSIGNEE = 96;

    bytes32 internal constant HOLD_TYPEHASH = keccak256(
        "Hold(address payer,address payee,address notary,uint256 amount,uint256 expiry,uint256 placeBy,bool assignable,bytes32 terms)"
    );

    /// @notice The EIP-712 struct hash: keccak256(abi.encode(HOLD_TYPEHASH, hold)).
    function id(Hold memory hold) internal pure returns (bytes32) {
        uint256 fields;
        assembly ("memory-safe") {
            fields := hold
        }
        return TypedData.structHash(HOLD_TYPEHASH, fields, 8);
    }

    /// @notice A hold that is placed now.
    function pack(uint256 remaining_, HoldStatus status_, bool cleared) internal view returns (HoldWord w) {
        // Not in Solidity, which would check what cannot fail: the token has no bytes to spare.
        assembly ("memory-safe") {
            let placed := and(div(timestamp(), 3600), 0x7fff)
            w := or(or(remaining_, shl(64, status_)), or(shl(80, placed), shl(95, cleared)))
        }
    }

    /// @notice Minor units not yet executed or released.
    function remaining(HoldWord w) internal pure returns (uint256) {
        return HoldWord.unwrap(w) & type(uint64).max;
    }

    function status(HoldWord w) internal pure returns (HoldStatus) {
        return HoldStatus((HoldWord.unwrap(w) >> STATUS) & STATUS_MASK);
    }

    /// @dev Without the range check of a conversion to the enum.
    function isIn(HoldWord w, HoldStatus status_) internal pure returns (bool) {
        return (HoldWord.unwrap(w) >> STATUS) & STATUS_MASK == uint256(status_);
    }

    function isNone(HoldWord w) internal pure returns (bool) {
        return HoldWord.unwrap(w) == 0;
    }

    /// @notice Placed, neither executed nor released in any part.
    function isUndrawn(HoldWord w, uint256 amount) internal pure returns (bool) {
        return isIn(w, HoldStatus.Open) && remaining(w) == amount;
    }

    function isCleared(HoldWord w) internal pure returns (bool) {
        return HoldWord.unwrap(w) & CLEARED != 0;
    }

    /// @notice Unix seconds at which the hold lapses, extensions included.
    function expiryOf(HoldWord w, Hold memory hold) internal pure returns (uint256) {
        unchecked {
            return hold.expiry + ((HoldWord.unwrap(w) >> EXTENSION) & EXTENSION_MASK) * 1 hours;
        }
    }

    function payeeOf(HoldWord w, Hold memory hold) internal pure returns (address) {
        address assignee = address(uint160(HoldWord.unwrap(w) >> ASSIGNEE));
        return assignee == address(0) ? hold.payee : assignee;
    }

    /// @notice The same hold with `amount` less remaining; closed when nothing remains.
    /// @dev The caller has checked amount <= remaining.
    function drawn(HoldWord w, uint256 amount) internal pure returns (HoldWord) {
        unchecked {
            HoldWord less = HoldWord.wrap(HoldWord.unwrap(w) - amount);
            return remaining(less) == 0 ? withStatus(less, HoldStatus.Closed) : less;
        }
    }

    function withStatus(HoldWord w, HoldStatus status_) internal pure returns (HoldWord) {
        return HoldWord.wrap((HoldWord.unwrap(w) & ~(STATUS_MASK << STATUS)) | (uint256(status_) << STATUS));
    }

    /// @notice Hour since 1970 in which the hold was placed, modulo 2^15.
    function placedHour(HoldWord w) internal pure returns (uint256) {
        return (HoldWord.unwrap(w) >> PLACED) & PLACED_MASK;
    }

    /// @notice All extensions and this one still fit their field.
    function isExtensible(HoldWord w, uint256 hours_) internal pure returns (bool) {
        return hours_ <= EXTENSION_MASK - ((HoldWord.unwrap(w) >> EXTENSION) & EXTENSION_MASK);
    }

    /// @dev The caller has checked `isExtensible`.
    function extended(HoldWord w, uint256 hours_) internal pure returns (HoldWord) {
        unchecked {
            return HoldWord.wrap(HoldWord.unwrap(w) + (hours_ << EXTENSION));
        }
    }

    function withAssignee(HoldWord w, address assignee, bool cleared) internal pure returns (HoldWord) {
        uint256 kept = HoldWord.unwrap(w) & (CLEARED - 1);
        return HoldWord.wrap(kept | (cleared ? CLEARED : 0) | (uint256(uint160(assignee)) << ASSIGNEE));
    }
}
