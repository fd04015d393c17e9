// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Operation, PolicyWord, PolicyWordLib} from "../../../contracts/types/PolicyWord.sol";
import {assertEq} from "../support/Assertions.sol";

/// @notice Corridors and pauses in one word: 225 bits and 4, none of them shared.
contract PolicyWordTest {
    function testFuzz_CorridorIsBitFromTimes15PlusTo(uint256 bits, uint256 from, uint256 to) public pure {
        (from, to) = (from % 15, to % 15);
        bool expected = (bits / 2 ** (from * 15 + to)) % 2 == 1;
        PolicyWord p = PolicyWord.wrap(bits);
        assertEq(p.allows(from, to), expected, "allows");
        assertEq(p.allowsTransfer(from, to), expected && !_paused(bits, 0), "allows a transfer");
    }

    function testFuzz_EveryOperationHasItsOwnPauseBit(uint256 bits) public pure {
        PolicyWord p = PolicyWord.wrap(bits);
        assertEq(p.isPaused(Operation.Transfer), _paused(bits, 0), "transfer");
        assertEq(p.isPaused(Operation.Place), _paused(bits, 1), "place");
        assertEq(p.isPaused(Operation.Execute), _paused(bits, 2), "execute");
        assertEq(p.isPaused(Operation.Mint), _paused(bits, 3), "mint");
    }

    function test_NoTwoCorridorsShareABitAndNoneIsAPause() public pure {
        uint256 seen = 0;
        for (uint256 from = 0; from < 15; ++from) {
            for (uint256 to = 0; to < 15; ++to) {
                uint256 mine = 0;
                for (uint256 bit = 0; bit < 256; ++bit) {
                    if (PolicyWord.wrap(2 ** bit).allows(from, to)) mine += 2 ** bit;
                }
                assertEq(seen & mine, 0, "a corridor of its own");
                seen += mine;
            }
        }
        assertEq(seen, 2 ** 225 - 1, "225 corridors fill the lowest 225 bits");
        assertEq(PolicyWordLib.CORRIDORS, seen, "and the mask is theirs");

        for (uint256 operation = 0; operation < 4; ++operation) {
            uint256 pause = PolicyWordLib.pauseBit(Operation(operation));
            assertEq(seen & pause, 0, "a pause of its own");
            seen += pause;
        }
        assertEq(seen, 2 ** 229 - 1, "pauses follow");
    }

    function _paused(uint256 bits, uint256 operation) private pure returns (bool) {
        return (bits / 2 ** (225 + operation)) % 2 == 1;
    }
}
