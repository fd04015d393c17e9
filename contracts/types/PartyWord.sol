// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Standing} from "./Standing.sol";

/// @title PartyWord
/// @notice One party (customer) of the register, in one storage word.
/// @dev Layout, lowest bit on the right. The wallets of a party are a linked list: each wallet's own word names the next
/// one, so a further wallet opens one slot in the register and no more.
///
/// ```text
/// 255..224  223..208     207..200      199..160       159..0
/// +--------+------------+-------------+--------------+------------------+
/// | spare  | blocks (16)| wallets (8) | Standing (40)| newest wallet    |
/// +--------+------------+-------------+--------------+------------------+
/// ```
///
/// `blocks` counts the live reasons to block: the party is blocked until the last of them is lifted.
type PartyWord is uint256;

using PartyWordLib for PartyWord global;

/// @notice Pure accessors of `PartyWord`.
library PartyWordLib {
    uint256 private constant STANDING = 160;
    uint256 private constant WALLETS = 200;
    uint256 private constant BLOCKS = 208;
    uint256 private constant LIST_MASK = (uint256(0xff) << WALLETS) | type(uint160).max;

    function pack(address newest_, Standing standing_, uint256 walletCount_) internal pure returns (PartyWord) {
        return
            PartyWord.wrap(
                uint160(newest_) | (uint256(Standing.unwrap(standing_)) << STANDING) | (walletCount_ << WALLETS)
            );
    }

    function exists(PartyWord w) internal pure returns (bool) {
        return PartyWord.unwrap(w) != 0;
    }

    function newest(PartyWord w) internal pure returns (address) {
        return address(uint160(PartyWord.unwrap(w)));
    }

    function standing(PartyWord w) internal pure returns (Standing) {
        return Standing.wrap(uint40(PartyWord.unwrap(w) >> STANDING));
    }

    function walletCount(PartyWord w) internal pure returns (uint256) {
        return uint8(PartyWord.unwrap(w) >> WALLETS);
    }

    function blocks(PartyWord w) internal pure returns (uint256) {
        return uint16(PartyWord.unwrap(w) >> BLOCKS);
    }

    function withWallets(PartyWord w, address newest_, uint256 walletCount_) internal pure returns (PartyWord) {
        return PartyWord.wrap((PartyWord.unwrap(w) & ~LIST_MASK) | (walletCount_ << WALLETS) | uint160(newest_));
    }

    function withStanding(PartyWord w, Standing standing_) internal pure returns (PartyWord) {
        uint256 kept = PartyWord.unwrap(w) & ~(uint256(type(uint40).max) << STANDING);
        return PartyWord.wrap(kept | (uint256(Standing.unwrap(standing_)) << STANDING));
    }

    /// @dev The caller keeps the count within 16 bits; the standing's block follows the count.
    function withBlocks(PartyWord w, uint256 blocks_) internal pure returns (PartyWord) {
        uint256 kept = PartyWord.unwrap(w) & ~(uint256(type(uint16).max) << BLOCKS);
        PartyWord counted = PartyWord.wrap(kept | (blocks_ << BLOCKS));
        return withStanding(counted, standing(w).withBlocked(blocks_ != 0));
    }
}

/// @title WalletWord
/// @notice One wallet of the register: its party (high 64 bits of 224) and the party's next older wallet (low 160).
type WalletWord is uint256;

using WalletWordLib for WalletWord global;

/// @notice Pure accessors of `WalletWord`.
library WalletWordLib {
    function pack(uint64 party_, address next_) internal pure returns (WalletWord) {
        return WalletWord.wrap((uint256(party_) << 160) | uint160(next_));
    }

    /// @notice The party's id, zero if the wallet is unknown.
    function party(WalletWord w) internal pure returns (uint64) {
        return uint64(WalletWord.unwrap(w) >> 160);
    }

    function next(WalletWord w) internal pure returns (address) {
        return address(uint160(WalletWord.unwrap(w)));
    }
}
