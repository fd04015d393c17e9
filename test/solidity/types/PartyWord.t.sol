// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyProfile} from "../../../contracts/types/PartyProfile.sol";
import {PartyWord, PartyWordLib, WalletStatus, WalletWord, WalletWordLib} from "../../../contracts/types/PartyWord.sol";
import {Standing} from "../../../contracts/types/Standing.sol";
import {assertEq} from "../support/Assertions.sol";

/// @notice A party's word and a wallet's word against one member a field, written with divisions only.
contract PartyWordTest {
    uint256 private constant BLOCKED = 2 ** 37;

    struct Plain {
        address newest;
        uint256 standing;
        uint256 wallets;
        uint256 blocks;
        uint256 profile;
    }

    function testFuzz_EveryGetterReadsItsOwnField(uint256 bits) public pure {
        PartyWord w = PartyWord.wrap(bits);
        Plain memory p = _unpack(bits);
        assertEq(w.newest(), p.newest, "newest");
        assertEq(Standing.unwrap(w.standing()), p.standing, "standing");
        assertEq(w.walletCount(), p.wallets, "wallets");
        assertEq(w.blocks(), p.blocks, "blocks");
        assertEq(PartyProfile.unwrap(w.profile()), p.profile, "profile");
        assertEq(w.exists(), bits != 0, "exists");
    }

    function testFuzz_PackIsAPartyOfOneWalletWithoutBlocks(
        address wallet,
        uint40 standing,
        uint32 profile
    ) public pure {
        PartyWord w = PartyWordLib.pack(wallet, Standing.wrap(standing), PartyProfile.wrap(profile));
        _same(w, Plain(wallet, standing, 1, 0, profile), "packed");
    }

    function testFuzz_WithStandingChangesNothingElse(uint256 bits, uint40 standing) public pure {
        Plain memory p = _unpack(bits);
        p.standing = standing;
        _same(PartyWord.wrap(bits).withStanding(Standing.wrap(standing)), p, "standing");
    }

    function testFuzz_WithProfileChangesNothingElse(uint256 bits, uint32 profile) public pure {
        Plain memory p = _unpack(bits);
        p.profile = profile;
        _same(PartyWord.wrap(bits).withProfile(PartyProfile.wrap(profile)), p, "profile");
    }

    function testFuzz_WithWalletsChangesTheListOnly(uint256 bits, address newest, uint8 wallets) public pure {
        Plain memory p = _unpack(bits);
        (p.newest, p.wallets) = (newest, wallets);
        _same(PartyWord.wrap(bits).withWallets(newest, wallets), p, "wallets");
    }

    function testFuzz_WithBlocksCountsAndSetsTheBlock(uint256 bits, uint16 blocks) public pure {
        Plain memory p = _unpack(bits);
        p.blocks = blocks;
        bool was = (p.standing / BLOCKED) % 2 == 1;
        if (was && blocks == 0) p.standing -= BLOCKED;
        if (!was && blocks != 0) p.standing += BLOCKED;
        _same(PartyWord.wrap(bits).withBlocks(blocks), p, "blocks");
        p.blocks = 0;
        if (blocks != 0) p.standing -= BLOCKED;
        _same(PartyWord.wrap(bits).withBlocks(blocks).withBlocks(0), p, "none left");
    }

    // --- the wallet's word ---

    function testFuzz_EveryGetterOfAWalletReadsItsOwnField(uint256 bits, uint256 status) public pure {
        bits = _withStatus(bits, status % 3);
        WalletWord w = WalletWord.wrap(bits);
        assertEq(w.next(), address(uint160(bits % 2 ** 160)), "next");
        assertEq(w.party(), (bits / 2 ** 160) % 2 ** 64, "party");
        assertEq(uint256(w.status()), status % 3, "status");
        assertEq(w.isSuccessor(), (bits / 2 ** 232) % 2 == 1, "successor");
    }

    function testFuzz_ANewWalletIsLiveAndNobodysSuccessor(uint64 party, address next) public pure {
        uint256 expected = uint256(party) * 2 ** 160 + uint160(next);
        assertEq(WalletWord.unwrap(WalletWordLib.pack(party, next)), expected, "packed");
        assertEq(uint256(WalletStatus.Live), 0, "live");
    }

    function testFuzz_EachChangeOfAWalletTouchesNoNeighbour(uint256 bits, uint256 status, address next) public pure {
        bits = _withStatus(bits, status % 3);
        WalletWord w = WalletWord.wrap(bits);
        uint256 later = (status / 3) % 3;
        assertEq(WalletWord.unwrap(w.withStatus(WalletStatus(later))), _withStatus(bits, later), "status");
        assertEq(WalletWord.unwrap(w.withNext(next)), bits - (bits % 2 ** 160) + uint160(next), "next");
        bool was = (bits / 2 ** 232) % 2 == 1;
        assertEq(WalletWord.unwrap(w.asSuccessor()), was ? bits : bits + 2 ** 232, "successor");
    }

    function _withStatus(uint256 bits, uint256 status) private pure returns (uint256) {
        uint256 old = (bits / 2 ** 224) % 2 ** 8;
        return bits - old * 2 ** 224 + status * 2 ** 224;
    }

    function _unpack(uint256 bits) private pure returns (Plain memory p) {
        p.newest = address(uint160(bits % 2 ** 160));
        p.standing = (bits / 2 ** 160) % 2 ** 40;
        p.wallets = (bits / 2 ** 200) % 2 ** 8;
        p.blocks = (bits / 2 ** 208) % 2 ** 16;
        p.profile = bits / 2 ** 224;
    }

    function _same(PartyWord got, Plain memory p, string memory what) private pure {
        uint256 expected = uint160(p.newest) + p.standing * 2 ** 160 + p.wallets * 2 ** 200;
        expected += p.blocks * 2 ** 208 + p.profile * 2 ** 224;
        assertEq(PartyWord.unwrap(got), expected, what);
    }
}
