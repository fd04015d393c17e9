// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

import {Limits} from "../../contracts/compliance/Limits.sol";
import {Causes, Movement, MovementKind} from "../../contracts/interfaces/ILimits.sol";
import {IPartyRegistry} from "../../contracts/interfaces/IPartyRegistry.sol";
import {LimitSet} from "../../contracts/types/LimitWord.sol";
import {Reason} from "../../contracts/types/Reason.sol";
import {assertEq, assertTrue} from "./support/Assertions.sol";
import {LedgerStub, RegisterStub} from "./support/LimitsWorld.sol";
import {LongTest} from "./support/LongTest.sol";
import {vm} from "./support/Vm.sol";

/// @notice Limits against a plain list of all that was ever paid. At every step: what is accepted leaves no rolling window
/// of the length set above a limit, and what would fit a window half as long again is accepted.
contract LimitsWindowTest is LongTest("LIMITS_WINDOW") {
    uint64 private constant PARTY = 7;
    uint256 private constant START = 1_800_000_000;
    address private constant PAYER = address(0xA1);
    address private constant OTHER_WALLET = address(0xA2);
    address private constant PAYEE = address(0xB1);

    struct Entry {
        uint256 time;
        /// Less what was released of it: what a window has really seen.
        uint256 spent;
        bool known;
        /// It counts no more.
        bool gone;
        /// Since when it counts, and how much at most, as the rules say.
        uint256 from;
        uint256 counted;
        uint256 placedHour;
        uint256 open;
    }

    RegisterStub private register = new RegisterStub();
    LedgerStub private ledger = new LedgerStub();
    Limits private limits;

    LimitSet private current;
    Entry[] private entries;
    uint256 private windowSetAt;

    uint256 private accepted;
    uint256 private refused;
    uint256 private released;
    uint256 private moved;

    function setUp() public {
        vm.warp(START);
        limits = new Limits(address(new AccessManager(address(this))), IPartyRegistry(address(register)));
        ledger.setLimits(limits);
        ledger.give(PAYER, 2 ** 100);
        ledger.give(OTHER_WALLET, 2 ** 100);
        register.add(PARTY, 0, PAYER);
        register.add(PARTY, 0, OTHER_WALLET);
        current = LimitSet(400, 1_000, type(uint64).max, 12, 24);
        limits.raiseLimits(address(ledger), _page(), current);
        windowSetAt = START / 3_600;
    }

    /// hardhat-config: fuzz.runs = 60
    function testFuzz_NoRollingWindowPassesTheLimit(uint256 seed) public {
        for (uint256 i = 0; i < 60; ++i) _step(_hash(seed, i), false);
    }

    /// hardhat-config: fuzz.runs = 60
    function testFuzz_NorWhenTheWindowChangesItsLength(uint256 seed) public {
        for (uint256 i = 0; i < 60; ++i) _step(_hash(seed, i), true);
    }

    function test_EveryOutcomeIsReachedOften() public neverReplayed {
        for (uint256 i = 0; i < 400; ++i) {
            try this.step(_hash(1, i)) {} catch (bytes memory problem) {
                _stop(vm.toString(problem));
            }
        }
        _stopUnless(accepted > 60, "accepted");
        _stopUnless(refused > 30, "refused");
        _stopUnless(released > 15, "given back");
        _stopUnless(moved > 8, "windows of another length");
    }

    function step(uint256 seed) external {
        _step(seed, true);
    }

    // --- acts ---

    function _step(uint256 seed, bool windowsChange) private {
        uint256 dice = seed % 16;
        uint256 half = uint256(current.windowHours) * 1_800;
        // Mostly within a window, sometimes to the second of a half-window's end, sometimes far ahead.
        if (dice == 15) vm.warp(block.timestamp + (_hash(seed, 1) % (8 * half)));
        else if (dice == 14) vm.warp((block.timestamp / half + 1) * half);
        else vm.warp(block.timestamp + (_hash(seed, 1) % (half / 2 + 1)));

        if (dice < 11) _pay(seed);
        else if (dice < 13) _release(seed);
        else if (dice == 13) _change(seed, windowsChange);
    }

    function _pay(uint256 seed) private {
        uint256 amount = _hash(seed, 2) % 500;
        bool hold = _hash(seed, 3) % 3 == 0;
        MovementKind kind = hold ? MovementKind.HoldPlaced : MovementKind.Transfer;
        address payer = _hash(seed, 4) % 2 == 0 ? PAYER : OTHER_WALLET;
        Movement memory m = Movement(kind, payer, PAYEE, amount, Causes.PAYER_LIMITED);
        bool fits = limits.assess(address(ledger), m) == uint8(Reason.Ok);

        (uint256 least, uint256 leastTimes) = _inWindow();
        (uint256 most, uint256 mostTimes) = _inWindowAndAHalf();
        (uint256 used, uint256 times) = limits.usedOf(address(ledger), PARTY);
        assertTrue(least <= used && used <= most, "used lies between one window and one and a half");
        assertTrue(leastTimes <= times && times <= mostTimes, "so does the count");

        try ledger.move(m) {
            assertTrue(fits, "recorded, but assessed otherwise");
            ++accepted;
            assertTrue(amount <= current.perPayment, "one payment too large");
            assertTrue(least + amount <= current.windowValue, "a window has seen too much");
            assertTrue(leastTimes + 1 <= current.windowCount, "a window has seen too many");
            uint256 hour = block.timestamp / 3_600;
            entries.push(Entry(block.timestamp, amount, true, false, block.timestamp, amount, hour, hold ? amount : 0));
        } catch {
            assertTrue(!fits, "refused, but assessed otherwise");
            ++refused;
            bool full = most + amount > current.windowValue || mostTimes + 1 > current.windowCount;
            assertTrue(full || amount > current.perPayment, "refused what fits a window and a half");
        }
    }

    function _release(uint256 seed) private {
        if (entries.length == 0) return;
        Entry storage e = entries[entries.length - 1 - (_hash(seed, 2) % entries.length)];
        if (e.open == 0) return;
        uint256 amount = 1 + (_hash(seed, 3) % e.open);
        uint256 causes = Causes.PAYER_LIMITED + (e.placedHour % 2 ** 15) * 256;
        ledger.move(Movement(MovementKind.HoldReleased, PAYER, PAYEE, amount, causes));
        ++released;
        e.open -= amount;
        e.spent -= amount;
        if (e.placedHour > windowSetAt) e.counted -= amount;
    }

    function _change(uint256 seed, bool windowsChange) private {
        LimitSet memory to = LimitSet(
            uint64(_hash(seed, 2) % 500),
            uint64(200 + (_hash(seed, 3) % 1_500)),
            current.holdingCap,
            _hash(seed, 4) % 4 == 0 ? type(uint16).max : uint16(_hash(seed, 4) % 20),
            current.windowHours
        );
        if (windowsChange) to.windowHours = uint16([2, 4, 6, 24, 168, 720, 8_760][_hash(seed, 5) % 7]);
        LimitSet memory loose = LimitSet(
            to.perPayment > current.perPayment ? to.perPayment : current.perPayment,
            to.windowValue > current.windowValue ? to.windowValue : current.windowValue,
            current.holdingCap,
            to.windowCount > current.windowCount ? to.windowCount : current.windowCount,
            to.windowHours < current.windowHours ? to.windowHours : current.windowHours
        );
        (uint256 before, uint256 timesBefore) = limits.usedOf(address(ledger), PARTY);
        limits.raiseLimits(address(ledger), _page(), loose);
        limits.cutLimits(address(ledger), _page(), to);
        (uint256 used, uint256 times) = limits.usedOf(address(ledger), PARTY);
        assertEq(used, before, "changing limits changes nothing that was used");
        assertEq(times, timesBefore, "nor how often");

        if (to.windowHours != current.windowHours) {
            ++moved;
            windowSetAt = block.timestamp / 3_600;
            uint256 window = uint256(current.windowHours) * 3_600;
            for (uint256 i = 0; i < entries.length; ++i) {
                Entry storage e = entries[i];
                // What had left the window before it changed is known no more.
                if (e.time + window < block.timestamp) e.known = false;
                if (e.from + (window * 3) / 2 > block.timestamp) e.from = block.timestamp;
                else e.gone = true;
            }
        }
        current = to;
    }

    // --- the list ---

    function _inWindow() private view returns (uint256 sum, uint256 times) {
        uint256 window = uint256(current.windowHours) * 3_600;
        for (uint256 i = entries.length; i > 0; --i) {
            Entry storage e = entries[i - 1];
            if (e.time + window < block.timestamp) break;
            if (!e.known) continue;
            sum += e.spent;
            ++times;
        }
    }

    function _inWindowAndAHalf() private view returns (uint256 sum, uint256 times) {
        uint256 reach = uint256(current.windowHours) * 5_400;
        for (uint256 i = 0; i < entries.length; ++i) {
            Entry storage e = entries[i];
            if (e.gone || e.from + reach <= block.timestamp) continue;
            sum += e.counted;
            ++times;
        }
    }

    function _page() private pure returns (uint64[] memory parties) {
        parties = new uint64[](1);
        parties[0] = PARTY;
    }

    function _hash(uint256 seed, uint256 salt) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, salt)));
    }
}
