// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hold, HoldStatus, HoldWord, HoldWordLib} from "../../../contracts/types/HoldWord.sol";
import {assertEq} from "../support/Assertions.sol";
import {HoldSigning} from "../support/HoldSigning.sol";
import {vm} from "../support/Vm.sol";

/// @notice A hold's word against one member a field, and its id against EIP-712 by the book.
contract HoldWordTest {
    using HoldWordLib for Hold;

    struct Plain {
        uint256 remaining;
        uint256 status;
        uint256 extension;
        uint256 placed;
        bool cleared;
        uint256 assignee;
    }

    // --- the id ---

    function testFuzz_IdIsTheStructHashOfAllFields(Hold memory h) public pure {
        assertEq(h.id(), HoldSigning.idOf(h), "id");
        assertEq(h.id(), HoldSigning.idOf(h), "id again");
    }

    function testFuzz_IdLeavesMemoryAsItWas(Hold memory h, bytes32 before, bytes32 behind) public pure {
        bytes32[] memory canary = new bytes32[](1);
        canary[0] = before;
        Hold memory copy = Hold(h.payer, h.payee, h.notary, h.amount, h.expiry, h.placeBy, h.assignable, h.terms);
        bytes32[] memory fence = new bytes32[](1);
        fence[0] = behind;
        bytes32 fields = keccak256(abi.encode(copy));

        copy.id();
        assertEq(canary[0], before, "the word before the hold");
        assertEq(fence[0], behind, "the word behind it");
        assertEq(fence.length, 1, "its length");
        assertEq(keccak256(abi.encode(copy)), fields, "the hold itself");
    }

    function testFuzz_EveryFieldChangesTheId(Hold memory h) public pure {
        bytes32 id = h.id();
        Hold[8] memory others;
        for (uint256 i = 0; i < 8; ++i) others[i] = abi.decode(abi.encode(h), (Hold));
        others[0].payer = _other(h.payer);
        others[1].payee = _other(h.payee);
        others[2].notary = _other(h.notary);
        others[3].amount ^= 1;
        others[4].expiry ^= 1;
        others[5].placeBy ^= 1;
        others[6].assignable = !h.assignable;
        others[7].terms ^= bytes32(uint256(1));
        for (uint256 i = 0; i < 8; ++i) assertEq(others[i].id() == id, false, "another hold");
    }

    function test_TypeHashIsOfTheTypeThatWalletsShow() public pure {
        assertEq(HoldWordLib.HOLD_TYPEHASH, HoldSigning.HOLD_TYPEHASH, "type hash");
    }

    // --- the word ---

    function testFuzz_EveryGetterReadsItsOwnField(uint256 bits, Hold memory h) public pure {
        bits = _withStatus(bits);
        HoldWord w = HoldWord.wrap(bits);
        Plain memory p = _unpack(bits);
        h.expiry = h.expiry % 2 ** 64;
        assertEq(w.remaining(), p.remaining, "remaining");
        assertEq(uint256(w.status()), p.status, "status");
        assertEq(w.isCleared(), p.cleared, "cleared");
        assertEq(w.placedHour(), p.placed, "hour of placing");
        assertEq(w.expiryOf(h), h.expiry + p.extension * 3_600, "expiry with extensions");
        assertEq(w.payeeOf(h), p.assignee == 0 ? h.payee : address(uint160(p.assignee)), "payee");
        assertEq(w.isNone(), bits == 0, "none");
        for (uint256 s = 0; s <= 4; ++s) assertEq(w.isIn(HoldStatus(s)), p.status == s, "is in");
        assertEq(w.isUndrawn(p.remaining), p.status == 1, "undrawn");
        assertEq(w.isUndrawn(p.remaining + 1), false, "drawn");
    }

    function testFuzz_PackWritesRemainingStatusClearanceAndTheHour(
        uint64 remaining,
        uint8 status,
        bool cleared,
        uint256 time
    ) public {
        time = time % 2 ** 36;
        vm.warp(time);
        HoldWord w = HoldWordLib.pack(remaining, HoldStatus(status % 5), cleared);
        _same(w, Plain(remaining, status % 5, 0, (time / 3_600) % 32_768, cleared, 0), "packed");
    }

    function test_TheHourBeginsAgainAfterAllItsBits() public {
        uint256 round = 32_768 hours;
        vm.warp(round - 1);
        assertEq(HoldWordLib.pack(1, HoldStatus.Open, false).placedHour(), 32_767, "last hour");
        vm.warp(round);
        assertEq(HoldWordLib.pack(1, HoldStatus.Open, false).placedHour(), 0, "first hour of the next round");
    }

    function testFuzz_DrawnLowersRemainingAndClosesAtZero(uint256 bits, uint256 amount) public pure {
        bits = _withStatus(bits);
        Plain memory p = _unpack(bits);
        amount = amount % (p.remaining + 1);
        p.remaining -= amount;
        if (p.remaining == 0) p.status = uint256(HoldStatus.Closed);
        _same(HoldWord.wrap(bits).drawn(amount), p, "drawn");
    }

    function testFuzz_WithStatusChangesOnlyTheStatus(uint256 bits, uint8 status) public pure {
        bits = _withStatus(bits);
        Plain memory p = _unpack(bits);
        p.status = status % 5;
        _same(HoldWord.wrap(bits).withStatus(HoldStatus(status % 5)), p, "with status");
    }

    function testFuzz_ExtendedAddsHoursAndTouchesNoNeighbour(uint256 bits, uint256 hours_) public pure {
        bits = _withStatus(bits);
        Plain memory p = _unpack(bits);
        hours_ = hours_ % (2 ** 13 - p.extension);
        assertEq(HoldWord.wrap(bits).isExtensible(hours_), true, "extensible");
        p.extension += hours_;
        _same(HoldWord.wrap(bits).extended(hours_), p, "extended");
    }

    function testFuzz_ExtensibleIsWhatStillFitsTheField(uint256 bits, uint256 hours_) public pure {
        Plain memory p = _unpack(bits);
        uint256 room = 8_191 - p.extension;
        HoldWord w = HoldWord.wrap(bits);
        assertEq(w.isExtensible(hours_), hours_ <= room, "any hours");
        assertEq(w.isExtensible(room), true, "to the last hour");
        assertEq(w.isExtensible(room + 1), false, "and no further");
    }

    function testFuzz_WithAssigneeReplacesAssigneeAndClearance(
        uint256 bits,
        address assignee,
        bool cleared
    ) public pure {
        bits = _withStatus(bits);
        Plain memory p = _unpack(bits);
        (p.assignee, p.cleared) = (uint160(assignee), cleared);
        _same(HoldWord.wrap(bits).withAssignee(assignee, cleared), p, "assigned");
    }

    function _same(HoldWord got, Plain memory p, string memory what) private pure {
        uint256 expected = p.remaining + p.status * 2 ** 64 + p.extension * 2 ** 67 + p.placed * 2 ** 80;
        expected += p.assignee * 2 ** 96;
        assertEq(HoldWord.unwrap(got), expected + (p.cleared ? 2 ** 95 : 0), what);
    }

    function _unpack(uint256 bits) private pure returns (Plain memory p) {
        p.remaining = bits % 2 ** 64;
        p.status = (bits / 2 ** 64) % 2 ** 3;
        p.extension = (bits / 2 ** 67) % 2 ** 13;
        p.placed = (bits / 2 ** 80) % 2 ** 15;
        p.cleared = (bits / 2 ** 95) % 2 == 1;
        p.assignee = bits / 2 ** 96;
    }

    /// @dev Any bits, but a status that exists.
    function _withStatus(uint256 bits) private pure returns (uint256) {
        uint256 status = (bits / 2 ** 64) % 2 ** 3;
        return bits - status * 2 ** 64 + (status % 5) * 2 ** 64;
    }

    function _other(address account) private pure returns (address) {
        return address(uint160(account) ^ 1);
    }
}
