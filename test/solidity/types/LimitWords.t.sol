// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LimitSet, LimitWord, LimitWordLib} from "../../../contracts/types/LimitWord.sol";
import {PayeeWord, PayeeWordLib, PayerWord, PayerWordLib} from "../../../contracts/types/LineWords.sol";
import {assertEq} from "../support/Assertions.sol";

/// @notice The words of limits against their drawn layouts, read with divisions only.
contract LimitWordsTest {
    using LimitWordLib for LimitSet;

    function testFuzz_PackWritesEveryFieldAtItsPlace(LimitSet calldata s, uint32 since) external pure {
        LimitWord w = s.pack(since);
        assertEq(
            LimitWord.unwrap(w),
            uint256(s.perPayment) +
                uint256(s.windowValue) * 2 ** 64 +
                uint256(s.holdingCap) * 2 ** 128 +
                uint256(s.windowCount) * 2 ** 192 +
                uint256(s.windowHours) * 2 ** 208 +
                uint256(since) * 2 ** 224,
            "word"
        );
        assertEq(w.perPayment(), s.perPayment, "per payment");
        assertEq(w.windowValue(), s.windowValue, "value");
        assertEq(w.holdingCap(), s.holdingCap, "cap");
        assertEq(w.windowCount(), s.windowCount, "count");
        assertEq(w.windowHours(), s.windowHours, "hours");
        assertEq(w.since(), since, "since");
        assertEq(keccak256(abi.encode(w.unpack())), keccak256(abi.encode(s)), "unpacked");
    }

    function testFuzz_WithSinceReplacesOnlyTheHour(LimitSet calldata s, uint32 since, uint32 other) external pure {
        assertEq(LimitWord.unwrap(s.pack(since).withSince(other)), LimitWord.unwrap(s.pack(other)), "with since");
    }

    function testFuzz_LooserIsNoLimitLowerAndNoWindowLonger(LimitSet calldata s, LimitSet calldata t) external pure {
        bool looser =
            s.perPayment >= t.perPayment &&
                s.windowValue >= t.windowValue &&
                s.holdingCap >= t.holdingCap &&
                s.windowCount >= t.windowCount &&
                s.windowHours <= t.windowHours;
        assertEq(s.pack(1).isAsLooseAs(t.pack(2)), looser, "as loose as");
        assertEq(s.pack(1).isAsLooseAs(s.pack(2)), true, "as itself");
    }

    function testFuzz_OneFieldDecidesWhichOfTwoIsLooser(LimitSet memory s, uint256 field, uint64 step) external view {
        LimitSet memory t = LimitSet(s.perPayment, s.windowValue, s.holdingCap, s.windowCount, s.windowHours);
        unchecked {
            step = step == 0 ? 1 : step;
            field = field % 5;
            if (field == 0) t.perPayment += step;
            if (field == 1) t.windowValue += step;
            if (field == 2) t.holdingCap += step;
            if (field == 3) t.windowCount += uint16(step);
            if (field == 4) t.windowHours += uint16(step);
        }
        this.testFuzz_LooserIsNoLimitLowerAndNoWindowLonger(s, t);
        this.testFuzz_LooserIsNoLimitLowerAndNoWindowLonger(t, s);
    }

    function testFuzz_WellFormedIsAnEvenWindowOfAtMostAYearAndACountThatCanBeCounted(
        LimitSet calldata s
    ) external pure {
        bool window = s.windowHours >= 2 && s.windowHours <= 8_760 && (s.windowHours / 2) * 2 == s.windowHours;
        bool count = s.windowCount < 1_024 || s.windowCount == 65_535;
        assertEq(s.isWellFormed(), window && count, "well formed");
    }

    function test_WellFormedAtItsEdges() external view {
        uint16[8] memory windows = [uint16(0), 1, 2, 3, 8_758, 8_760, 8_761, 8_762];
        uint16[5] memory counts = [uint16(0), 1_023, 1_024, 65_534, 65_535];
        for (uint256 i = 0; i < windows.length; ++i) {
            for (uint256 j = 0; j < counts.length; ++j) {
                this.testFuzz_WellFormedIsAnEvenWindowOfAtMostAYearAndACountThatCanBeCounted(
                    LimitSet(1, 1, 1, counts[j], windows[i])
                );
            }
        }
    }

    function testFuzz_PeriodIsTheHalfWindowOfTheHour(LimitSet memory s, uint32 hour) external view {
        s.windowHours = (s.windowHours / 2) * 2;
        if (s.windowHours == 0) s.windowHours = 2;
        assertEq(this.pack(s, 0).periodOf(hour), (uint256(hour) * 2) / s.windowHours, "period");
    }

    function testFuzz_APayersLineIsItsLimitsWithItsParty(
        LimitSet calldata s,
        uint32 since,
        uint64 party,
        uint8 homeBank
    ) external pure {
        PayerWord line = PayerWordLib.pack(s.pack(since), party, homeBank);
        uint256 limits = LimitWord.unwrap(s.pack(0)) - uint256(s.holdingCap) * 2 ** 128;
        uint256 expected = limits + uint256(party) * 2 ** 128 + uint256(homeBank) * 2 ** 224;
        assertEq(PayerWord.unwrap(line), expected, "line");
        assertEq(line.party(), party, "party");
        assertEq(line.homeBank(), homeBank, "home bank");
        assertEq(line.isSet(), expected != 0, "is set");
        assertEq(line.isNew(), false, "stored lines are not new");
        assertEq(line.rarities(), homeBank, "rarities");
        assertEq(line.limits().perPayment(), s.perPayment, "per payment");
        assertEq(line.limits().windowValue(), s.windowValue, "value");
        assertEq(line.limits().windowCount(), s.windowCount, "count");
        assertEq(line.limits().windowHours(), s.windowHours, "hours");
        PayerWord fresh = line.asNew();
        assertEq(PayerWord.unwrap(fresh), expected + 2 ** 232, "new");
        assertEq(fresh.isNew(), true, "is new");
        assertEq(fresh.homeBank(), homeBank, "home bank of a new one");
        assertEq(fresh.rarities() != 0, true, "a new one is rare");
    }

    function testFuzz_APayeesLineIsItsCapWithTheNextWallet(
        LimitSet calldata s,
        address next,
        uint8 homeBank
    ) external pure {
        PayeeWord line = PayeeWordLib.pack(s.pack(7), next, homeBank);
        uint256 expected = uint160(next) + uint256(homeBank) * 2 ** 160 + uint256(s.holdingCap) * 2 ** 192;
        assertEq(PayeeWord.unwrap(line), expected, "line");
        assertEq(line.next(), next, "next");
        assertEq(line.homeBank(), homeBank, "home bank");
        assertEq(line.holdingCap(), s.holdingCap, "cap");
        assertEq(line.isSet(), expected != 0, "is set");
        assertEq(line.isNew(), false, "stored lines are not new");
        assertEq(line.rarities(), homeBank, "rarities");
        PayeeWord fresh = line.asNew();
        assertEq(PayeeWord.unwrap(fresh), expected + 2 ** 168, "new");
        assertEq(fresh.isNew(), true, "is new");
        assertEq(fresh.rarities() != 0, true, "a new one is rare");
    }

    function pack(LimitSet calldata s, uint256 since) external pure returns (LimitWord) {
        return s.pack(since);
    }
}
