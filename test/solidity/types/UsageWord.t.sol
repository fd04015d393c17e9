// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {UsageWord} from "../../../contracts/types/UsageWord.sol";
import {assertEq} from "../support/Assertions.sol";

/// @notice The packed usage against three values, three counts and a number.
contract UsageWordTest {
    struct Plain {
        uint256[3] values;
        uint256[3] counts;
        uint256 period;
    }

    function testFuzz_TallyAddsWhatIsAtMostTwoPeriodsOld(uint256 bits, uint256 passed) public pure {
        Plain memory p = _unpack(bits);
        passed = passed % 5;
        (UsageWord now_, uint256 value, uint256 count) = UsageWord.wrap(bits).tally(p.period + passed);
        _advance(p, passed);
        assertEq(value, p.values[0] + p.values[1] + p.values[2], "value");
        assertEq(count, p.counts[0] + p.counts[1] + p.counts[2], "count");
        _same(now_, p, "moved on");
    }

    function testFuzz_AsOfMovesEveryBucketAndForgetsTheOldest(uint256 bits, uint256 passed) public pure {
        Plain memory p = _unpack(bits);
        passed = passed % 5;
        UsageWord now_ = UsageWord.wrap(bits).asOf(p.period + passed);
        _advance(p, passed);
        _same(now_, p, "as of");
    }

    function testFuzz_AddedCountsInThePresentPeriodAndStopsAtTheWidth(uint256 bits, uint256 amount) public pure {
        Plain memory p = _unpack(bits);
        UsageWord more = UsageWord.wrap(bits).added(amount);
        uint256 room = 2 ** 64 - 1 - p.values[0];
        p.values[0] += amount < room ? amount : room;
        if (p.counts[0] < 1_023) ++p.counts[0];
        _same(more, p, "added");
        assertEq(more.counts(), true, "never taken for a payment that does not count");
    }

    function testFuzz_GivenBackLowersOneBucketAndNeverBelowZero(uint256 bits, uint256 age, uint256 amount) public pure {
        Plain memory p = _unpack(bits);
        age = age % 3;
        UsageWord less = UsageWord.wrap(bits).givenBack(age, amount);
        p.values[age] -= amount < p.values[age] ? amount : p.values[age];
        _same(less, p, "given back");
    }

    function testFuzz_GatheredKeepsTheSumsInTheFirstBucket(uint256 bits, uint256 passed, uint256 period) public pure {
        Plain memory p = _unpack(bits);
        passed = passed % 4;
        period = period % 2 ** 34;
        UsageWord gathered = UsageWord.wrap(bits).gathered(p.period + passed, period);
        _advance(p, passed);
        uint256 value = p.values[0] + p.values[1] + p.values[2];
        uint256 count = p.counts[0] + p.counts[1] + p.counts[2];
        Plain memory q;
        q.values[0] = value < 2 ** 64 ? value : 2 ** 64 - 1;
        q.counts[0] = count < 2 ** 10 ? count : 2 ** 10 - 1;
        q.period = period;
        _same(gathered, q, "gathered");
    }

    function _advance(Plain memory p, uint256 passed) private pure {
        for (; passed > 0; --passed) {
            (p.values[2], p.values[1], p.values[0]) = (p.values[1], p.values[0], 0);
            (p.counts[2], p.counts[1], p.counts[0]) = (p.counts[1], p.counts[0], 0);
            ++p.period;
        }
    }

    function _unpack(uint256 bits) private pure returns (Plain memory p) {
        for (uint256 i = 0; i < 3; ++i) {
            p.values[i] = (bits / 2 ** (64 * i)) % 2 ** 64;
            p.counts[i] = (bits / 2 ** (192 + 10 * i)) % 2 ** 10;
        }
        p.period = bits / 2 ** 222;
    }

    /// @dev The number of a period stays far below its 34 bits: that many half hours are 900,000 years.
    function _same(UsageWord got, Plain memory p, string memory what) private pure {
        uint256 expected = (p.period % 2 ** 34) * 2 ** 222;
        for (uint256 i = 0; i < 3; ++i) expected += p.values[i] * 2 ** (64 * i) + p.counts[i] * 2 ** (192 + 10 * i);
        assertEq(UsageWord.unwrap(got), expected, what);
    }
}
