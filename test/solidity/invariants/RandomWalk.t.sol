// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Untrue, assertTrue} from "../support/Assertions.sol";
import {vm} from "../support/Vm.sol";
import {Invariants} from "./Invariants.sol";

/// @notice The same walk on every machine: long enough that every action succeeds many times over.
contract RandomWalkTest is Invariants {
    uint256 private constant STEPS = 3_000;
    uint256 private constant CHECK_EVERY = 60;
    uint256 private constant SUCCESSES = 10;

    /// Set in the process when a step fails: see `_stopAt`.
    string private constant STOPPED = "VOSTRO_RANDOM_WALK_STOPPED";

    error StepFailed(uint256 step, string action, bytes problem);

    /// The address whose calls Hardhat prints: the table of calls is shown with `-vv`.
    address private constant CONSOLE = 0x000000000000000000636F6e736F6c652e6c6f67;

    function setUp() public {
        _begin();
    }

    function test_TokenEqualsModelOnALongWalk() public {
        bytes memory stopped = bytes(vm.envOr(STOPPED, string("")));
        if (stopped.length != 0) revert Untrue(string(stopped));

        bytes4[] memory actions = handler.actions();
        for (uint256 i = 0; i < STEPS; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("walk", i)));
            uint256 action = seed % actions.length;
            try this.take(actions[action], seed, i % CHECK_EVERY == 0) {} catch (bytes memory problem) {
                _stopAt(i, handler.nameOf(action), problem);
            }
        }
        this.checkEverything();

        for (uint256 i = 0; i < actions.length; ++i) {
            uint256 succeeded = handler.succeeded(actions[i]);
            _print(handler.nameOf(i), succeeded, handler.refused(actions[i]));
            if (succeeded < SUCCESSES) _stopAt(STEPS, handler.nameOf(i), "too few successes");
        }
    }

    function _print(string memory action, uint256 succeeded, uint256 refused) private view {
        string memory line = string.concat(action, ": ", vm.toString(succeeded), " + ", vm.toString(refused), " refused");
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

    /// @dev Hardhat replays a failed test with every step traced, which for this one takes tens of gigabytes. The
    /// replay is told the result instead. `invariant_TokenEqualsModel` and its shrinking are there for traces.
    function _stopAt(uint256 at, string memory action, bytes memory problem) private {
        vm.setEnv(STOPPED, string.concat("walk, step ", vm.toString(at), " (", action, "): ", vm.toString(problem)));
        revert StepFailed(at, action, problem);
    }
}
