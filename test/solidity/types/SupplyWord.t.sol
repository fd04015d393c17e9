// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {FlowWord, SupplyWord, SupplyWordLib} from "../../../contracts/types/SupplyWord.sol";
import {assertEq} from "../support/Assertions.sol";
import {vm} from "../support/Vm.sol";

/// @notice Supply, backing, attestation and running totals against one member a field.
contract SupplyWordTest {
    struct Plain {
        uint256 supply;
        uint256 backing;
        uint256 attestedAt;
        uint256 maxAge;
        uint256 spare;
    }

    uint256 private constant MAX = 2 ** 64 - 1;

    function testFuzz_EveryGetterReadsItsOwnField(uint256 bits) public pure {
        SupplyWord w = SupplyWord.wrap(bits);
        Plain memory p = _unpack(bits);
        assertEq(w.totalSupply(), p.supply, "supply");
        assertEq(w.backing(), p.backing, "backing");
        assertEq(w.attestedAt(), p.attestedAt, "attestedAt");
        assertEq(w.maxAge(), p.maxAge, "maxAge");
        assertEq(w.headroom(), p.backing > p.supply ? p.backing - p.supply : 0, "headroom");
    }

    function testFuzz_PackWritesEveryField(uint64 supply, uint64 backing, uint32 attestedAt, uint32 age) public pure {
        SupplyWord w = SupplyWordLib.pack(supply, backing, attestedAt, age);
        assertEq(SupplyWord.unwrap(w), _pack(Plain(supply, backing, attestedAt, age, 0)), "packed");
    }

    function testFuzz_FreshUntilMaxAgeHasPassed(uint256 bits) public {
        Plain memory p = _unpack(bits);
        uint256 last = p.attestedAt + p.maxAge;
        vm.warp(last);
        assertEq(SupplyWord.wrap(bits).isFresh(), true, "the last second counts");
        vm.warp(last + 1);
        assertEq(SupplyWord.wrap(bits).isFresh(), false, "the next does not");
    }

    function testFuzz_MintedChangesOnlyTheSupply(uint256 bits, uint256 amount) public pure {
        Plain memory p = _unpack(bits);
        amount = amount % (MAX - p.supply + 1);
        p.supply += amount;
        _same(SupplyWord.wrap(bits).minted(amount), p, "minted");
    }

    function testFuzz_BurntLowersSupplyAndBackingWhichFloorsAtZero(uint256 bits, uint256 amount) public pure {
        Plain memory p = _unpack(bits);
        amount = amount % (p.supply + 1);
        p.supply -= amount;
        p.backing = p.backing > amount ? p.backing - amount : 0;
        _same(SupplyWord.wrap(bits).burnt(amount), p, "burnt");
    }

    function testFuzz_CreditedRaisesBackingWhichSaturates(uint256 bits, uint256 amount) public pure {
        Plain memory p = _unpack(bits);
        p.backing = amount > MAX - p.backing ? MAX : p.backing + amount;
        _same(SupplyWord.wrap(bits).credited(amount), p, "credited");
    }

    function testFuzz_WithAttestationLeavesSupplyAndMaxAge(uint256 bits, uint64 backing, uint32 asOf) public pure {
        Plain memory p = _unpack(bits % 2 ** 192);
        (p.backing, p.attestedAt) = (backing, asOf);
        _same(SupplyWord.wrap(bits % 2 ** 192).withAttestation(backing, asOf), p, "attested");
    }

    function test_FieldsAtTheirMaximumTouchNoNeighbour() public pure {
        SupplyWord w = SupplyWordLib.pack(MAX - 1, MAX - 1, 2 ** 32 - 1, 2 ** 32 - 1);
        _same(w.minted(1).credited(MAX), Plain(MAX, MAX, 2 ** 32 - 1, 2 ** 32 - 1, 0), "full");
        _same(w.minted(1).burnt(MAX), Plain(0, 0, 2 ** 32 - 1, 2 ** 32 - 1, 0), "empty again");
    }

    function testFuzz_FlowsAreTwoTotalsOf128Bits(uint128 burned, uint128 received, uint64 amount) public pure {
        FlowWord w = FlowWord.wrap(burned + uint256(received) * 2 ** 128);
        assertEq(w.burned(), burned, "burned");
        assertEq(w.received(), received, "received");
        if (burned <= type(uint128).max - amount) {
            assertEq(FlowWord.unwrap(w.addBurned(amount)), FlowWord.unwrap(w) + amount, "only burned grows");
        }
        if (received <= type(uint128).max - amount) {
            FlowWord more = w.addReceived(amount);
            assertEq(more.burned(), burned, "burned stays");
            assertEq(more.received(), uint256(received) + amount, "only received grows");
        }
    }

    function _same(SupplyWord got, Plain memory expected, string memory what) private pure {
        assertEq(SupplyWord.unwrap(got), _pack(expected), what);
    }

    function _unpack(uint256 bits) private pure returns (Plain memory p) {
        p.supply = bits % 2 ** 64;
        p.backing = (bits / 2 ** 64) % 2 ** 64;
        p.attestedAt = (bits / 2 ** 128) % 2 ** 32;
        p.maxAge = (bits / 2 ** 160) % 2 ** 32;
        p.spare = bits / 2 ** 192;
    }

    function _pack(Plain memory p) private pure returns (uint256) {
        return p.supply + p.backing * 2 ** 64 + p.attestedAt * 2 ** 128 + p.maxAge * 2 ** 160 + p.spare * 2 ** 192;
    }
}
