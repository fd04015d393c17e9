// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyProfile} from "./PartyProfile.sol";
import {Standing} from "./Standing.sol";

/// @title PartyWord
/// @notice One party (customer) of the register, in one storage word.
/// @dev Layout, lowest bit on the right. The wallets of a party are a linked list: each wallet's own word names the next
/// one, so a further wallet opens one slot in the register and no more.
///
/// ```text
/// 255..224           223..208     207..200      199..160       159..0
/// +-----------------+------------+-------------+--------------+------------------+
/// | PartyProfile(32)| blocks (16)| wallets (8) | Standing (40)| newest wallet    |
/// +-----------------+------------+-------------+--------------+------------------+
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
    uint256 private constant PROFILE = 224;
    uint256 private constant LIST_MASK = (uint256(0xff) << WALLETS) | type(uint160).max;

    /// @notice A new party with one wallet.
    function pack(address wallet, Standing standing_, PartyProfile profile_) internal pure returns (PartyWord) {
        return
            PartyWord.wrap(
                uint160(wallet) |
                    (uint256(Standing.unwrap(standing_)) << STANDING) |
                    (1 << WALLETS) |
                    (uint256(PartyProfile.unwrap(profile_)) << PROFILE)
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

    function profile(PartyWord w) internal pure returns (PartyProfile) {
        return PartyProfile.wrap(uint32(PartyWord.unwrap(w) >> PROFILE));
    }

    function withProfile(PartyWord w, PartyProfile profile_) internal pure returns (PartyWord) {
        uint256 kept = PartyWord.unwrap(w) & ((1 << PROFILE) - 1);
        return PartyWord.wrap(kept | (uint256(PartyProfile.unwrap(profile_)) << PROFILE));
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

/// @notice Whether a wallet still stands for its party.
enum WalletStatus {
    Live,
    /// Lost: what is due to it goes to its successor. It stays in the party's list, so that a block reaches its holds.
    Retired,
    /// Given up by the customer, empty. It is out of the list, and never becomes another party's wallet.
    Removed
}

/// @title WalletWord
/// @notice One wallet of the register: the party's next older wallet (low 160 bits), its party (64), its status (8), and a
/// bit that tells whether a lost wallet has it as successor.
type WalletWord is uint256;

using WalletWordLib for WalletWord global;

/// @notice Pure accessors of `WalletWord`.
library WalletWordLib {
    uint256 private constant PARTY = 160;
    uint256 private constant STATUS = 224;
    uint256 private constant STATUS_MASK = uint256(0xff) << STATUS;
    uint256 private constant SUCCESSOR = 1 << 232;

    /// @notice A live wallet, new in the register.
    function pack(uint64 party_, address next_) internal pure returns (WalletWord) {
        return WalletWord.wrap((uint256(party_) << PARTY) | uint160(next_));
    }

    /// @notice The party's id, zero if the wallet is unknown.
    function party(WalletWord w) internal pure returns (uint64) {
        return uint64(WalletWord.unwrap(w) >> PARTY);
    }

    function next(WalletWord w) internal pure returns (address) {
        return address(uint160(WalletWord.unwrap(w)));
    }

    function status(WalletWord w) internal pure returns (WalletStatus) {
        return WalletStatus(uint8(WalletWord.unwrap(w) >> STATUS));
    }

    /// @notice A lost wallet has this one as successor.
    function isSuccessor(WalletWord w) internal pure returns (bool) {
        return WalletWord.unwrap(w) & SUCCESSOR != 0;
    }

    function asSuccessor(WalletWord w) internal pure returns (WalletWord) {
        return WalletWord.wrap(WalletWord.unwrap(w) | SUCCESSOR);
    }

    function withNext(WalletWord w, address next_) internal pure returns (WalletWord) {
        return WalletWord.wrap((WalletWord.unwrap(w) & ~uint256(type(uint160).max)) | uint160(next_));
    }

    function withStatus(WalletWord w, WalletStatus status_) internal pure returns (WalletWord) {
        return WalletWord.wrap((WalletWord.unwrap(w) & ~STATUS_MASK) | (uint256(status_) << STATUS));
    }
}
