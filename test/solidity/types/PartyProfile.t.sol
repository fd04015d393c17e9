// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyKind, PartyProfile, PartyProfileLib} from "../../../contracts/types/PartyProfile.sol";
import {assertEq} from "../support/Assertions.sol";

/// @notice A party's 32 bits against one member a field, written with divisions only.
contract PartyProfileTest {
    struct Plain {
        uint256 residency;
        uint256 control;
        uint256 kind;
        bool programme;
        uint256 homeBank;
    }

    function testFuzz_EveryGetterReadsItsOwnField(uint32 bits) public pure {
        PartyProfile p = PartyProfile.wrap(bits);
        Plain memory plain = _unpack(bits);
        assertEq(p.residency(), plain.residency, "residency");
        assertEq(p.control(), plain.control, "control");
        assertEq(p.hasProgramme(), plain.programme, "programme");
        assertEq(p.homeBank(), plain.homeBank, "home bank");
        if (plain.kind <= 4) assertEq(uint256(p.kind()), plain.kind, "kind");
    }

    function testFuzz_WithProgrammeChangesNothingElse(uint32 bits, bool programme) public pure {
        Plain memory plain = _unpack(bits);
        plain.programme = programme;
        PartyProfile p = PartyProfile.wrap(bits).withProgramme(programme);
        assertEq(PartyProfile.unwrap(p), _pack(plain), "programme");
    }

    function testFuzz_WellFormedIsKnownKindTwoCountriesAndAHomeBankWhereItBelongs(
        uint32 bits,
        uint256 dice
    ) public pure {
        // Half of random bits have no right kind: bend some of them.
        Plain memory plain = _unpack(bits);
        if (dice % 2 == 0) plain.kind = plain.kind % 5;
        if (dice % 3 == 0) plain.homeBank = 0;
        if (dice % 5 == 0) plain.residency = plain.residency % 1_000;
        if (dice % 7 == 0) plain.control = dice % 2;
        bool known = plain.kind <= uint256(type(PartyKind).max);
        bool placed = plain.residency >= 1 && plain.residency <= 999 && plain.control >= 1 && plain.control <= 999;
        bool served = plain.kind == uint256(PartyKind.ClientOfClient) ? plain.homeBank != 0 : plain.homeBank == 0;
        PartyProfile p = PartyProfile.wrap(uint32(_pack(plain)));
        assertEq(p.isWellFormed(), known && placed && served, "well formed");
    }

    function test_WellFormedAtTheEdges() public pure {
        Plain memory plain = Plain(1, 999, uint256(PartyKind.FxDesk), true, 0);
        assertEq(_isWellFormed(plain), true, "lowest and highest country");
        (plain.kind, plain.homeBank) = (uint256(PartyKind.ClientOfClient), 255);
        assertEq(_isWellFormed(plain), true, "highest home bank");
        plain.homeBank = 0;
        assertEq(_isWellFormed(plain), false, "nobody's client");
        plain = Plain(1_000, 1, 0, false, 0);
        assertEq(_isWellFormed(plain), false, "residency 1,000");
        plain = Plain(1, 1_000, 0, false, 0);
        assertEq(_isWellFormed(plain), false, "control 1,000");
        plain = Plain(1, 1, 5, false, 0);
        assertEq(_isWellFormed(plain), false, "kind 5");
        assertEq(PartyProfileLib.MAX_COUNTRY, 999, "ISO 3166-1 numeric");
    }

    function testFuzz_SameServiceIsSameKindAndHomeBank(uint32 one, uint32 other, uint256 dice) public pure {
        Plain memory a = _unpack(one);
        Plain memory b = _unpack(other);
        if (dice % 2 == 0) b.kind = a.kind;
        if (dice % 3 != 0) b.homeBank = a.homeBank;
        bool same = PartyProfile.wrap(uint32(_pack(a))).sameService(PartyProfile.wrap(uint32(_pack(b))));
        assertEq(same, a.kind == b.kind && a.homeBank == b.homeBank, "same service");
    }

    function _isWellFormed(Plain memory plain) private pure returns (bool) {
        return PartyProfile.wrap(uint32(_pack(plain))).isWellFormed();
    }

    function _unpack(uint256 bits) private pure returns (Plain memory p) {
        p.residency = bits % 2 ** 10;
        p.control = (bits / 2 ** 10) % 2 ** 10;
        p.kind = (bits / 2 ** 20) % 2 ** 3;
        p.programme = (bits / 2 ** 23) % 2 == 1;
        p.homeBank = bits / 2 ** 24;
    }

    function _pack(Plain memory p) private pure returns (uint256) {
        uint256 word = p.residency + p.control * 2 ** 10 + p.kind * 2 ** 20 + p.homeBank * 2 ** 24;
        return p.programme ? word + 2 ** 23 : word;
    }
}
