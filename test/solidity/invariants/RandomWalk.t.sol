// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {assertTrue} from "../support/Assertions.sol";
import {LongTest} from "../support/LongTest.sol";
import {vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";
import {Invariants} from "./Invariants.sol";

/// @notice The same walk on every machine, long enough that every action succeeds; a nightly run sets other seeds.
contract RandomWalkTest is Invariants, LongTest("RANDOM_WALK") {
    uint256 private constant STEPS = 3_000;
    uint256 private constant CHECK_EVERY = 60;
    uint256 private constant SUCCESSES = 1;

    /// The address whose calls Hardhat prints: the table of calls is shown with `-vv`.
    address private constant CONSOLE = 0x000000000000000000636F6e736F6c652e6c6f67;

    function setUp() public {
        _begin(new Handler());
    }

    function test_TokenEqualsModelOnALongWalk() public neverReplayed {
        string memory walk = vm.envOr("VOSTRO_WALK_SEED", string("walk"));
        bytes4[] memory actions = handler.actions();
        for (uint256 i = 0; i < STEPS; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(walk, i)));
            uint256 action = seed % actions.length;
            try this.take(actions[action], seed, i % CHECK_EVERY == 0) {} catch (bytes memory problem) {
                string memory where = string.concat("step ", vm.toString(i), ", ", handler.nameOf(action), ": ");
                _stop(string.concat(where, vm.toString(problem)));
            }
        }
        this.checkEverything();

        for (uint256 i = 0; i < actions.length; ++i) {
            uint256 succeeded = handler.succeeded(actions[i]);
            _print(handler.nameOf(i), succeeded, handler.refused(actions[i]));
            _stopUnless(succeeded >= SUCCESSES, string.concat("succeeds often enough: ", handler.nameOf(i)));
        }
    }

    function _print(string memory action, uint256 succeeded, uint256 refused) private view {
        string memory line = string.concat(
            action,
            ": ",
            vm.toString(succeeded),
            " + ",
            vm.toString(refused),
            " refused"
        );
        (bool printed, ) = CONSOLE.staticcall(abi.encodeWithSignature("log(string)", line));
        assertTrue(printed, "printed");
    }

    /// @dev A call of its own, so that the walk's memory does not grow with its length.
    function take(bytes4 action, uint256 seed, bool checkAll) external {
        (bool ok, bytes memory problem) = address(handler).call(abi.encodeWithSelector(action, seed));
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(problem, 0x20), mload(problem))
            }
        }
        handler.compareWords();
        _checkNoIllegalMovement();
        if (checkAll) _checkEverything();
    }

    function checkEverything() external {
        _checkEverything();
    }
}
