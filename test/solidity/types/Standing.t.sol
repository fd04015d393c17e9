// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Standing, StandingLib} from "../../../contracts/types/Standing.sol";
import {assertEq} from "../support/Assertions.sol";
import {PlainAccount, PlainAccounts} from "../support/PlainAccount.sol";

/// @notice The register's 40 bits against one member a field.
contract StandingTest {
    function testFuzz_EveryGetterReadsItsOwnField(uint40 bits) public pure {
        Standing s = Standing.wrap(bits);
        PlainAccount memory a = _unpack(bits);
        assertEq(s.validUntil(), a.validUntil, "validUntil");
        assertEq(s.zone(), a.zone, "zone");
        assertEq(s.isAdmitted(), a.admitted, "admitted");
        assertEq(s.isBlocked(), a.blocked, "blocked");
        assertEq(s.isLimited(), a.limited, "limited");
        assertEq(s.isRetired(), a.retired, "retired");
    }

    function testFuzz_PackWritesEveryFieldAndNothingElse(
        uint32 validUntil,
        uint8 zone,
        bool admitted,
        bool blocked,
        bool limited
    ) public pure {
        PlainAccount memory a;
        (a.validUntil, a.zone) = (validUntil, zone % 16);
        (a.admitted, a.blocked, a.limited) = (admitted, blocked, limited);
        Standing s = StandingLib.pack(validUntil, zone % 16, admitted, blocked, limited);
        assertEq(Standing.unwrap(s), PlainAccounts.packStanding(a), "packed");
    }

    function testFuzz_WithBlockedChangesOnlyTheBlock(uint40 bits, bool blocked) public pure {
        PlainAccount memory a = _unpack(bits);
        a.blocked = blocked;
        assertEq(Standing.unwrap(Standing.wrap(bits).withBlocked(blocked)), PlainAccounts.packStanding(a), "blocked");
    }

    function testFuzz_AsRetiredOnlyRetires(uint40 bits) public pure {
        PlainAccount memory a = _unpack(bits);
        a.retired = true;
        assertEq(Standing.unwrap(Standing.wrap(bits).asRetired()), PlainAccounts.packStanding(a), "retired");
    }

    function testFuzz_AsClosedOnlyWithdrawsTheAdmission(uint40 bits) public pure {
        PlainAccount memory a = _unpack(bits);
        a.admitted = false;
        assertEq(Standing.unwrap(Standing.wrap(bits).asClosed()), PlainAccounts.packStanding(a), "closed");
    }

    function testFuzz_WithValidUntilChangesOnlyTheValidity(uint40 bits, uint32 validUntil) public pure {
        PlainAccount memory a = _unpack(bits);
        a.validUntil = validUntil;
        Standing s = Standing.wrap(bits).withValidUntil(validUntil);
        assertEq(Standing.unwrap(s), PlainAccounts.packStanding(a), "renewed");
    }

    function testFuzz_WellFormedIsZoneBelow15AndZone0OnlyForStrangers(uint40 bits) public pure {
        PlainAccount memory a = _unpack(bits);
        bool expected = a.zone <= 14 && !(a.admitted && a.zone == 0);
        assertEq(Standing.wrap(bits).isWellFormed(), expected, "well formed");
    }

    function test_Zone15IsRefusedWhateverElseIsSet() public pure {
        for (uint256 flags = 0; flags < 16; ++flags) {
            uint256 bits = 15 * 2 ** 32 + flags * 2 ** 36 + 1_900_000_000;
            assertEq(Standing.wrap(uint40(bits)).isWellFormed(), false, "zone 15");
        }
    }

    function test_EveryCustomersZoneIsWellFormed() public pure {
        for (uint8 zone = 1; zone <= 14; ++zone) {
            assertEq(StandingLib.pack(type(uint32).max, zone, true, true, true).isWellFormed(), true, "zone 1..14");
        }
    }

    function _unpack(uint256 bits) private pure returns (PlainAccount memory a) {
        PlainAccounts.unpackStanding(a, bits);
    }
}
