// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Untrue} from "./Assertions.sol";
import {vm} from "./Vm.sol";

/// @notice For tests of thousands of calls. Hardhat replays a failed test with every step traced, which for these would
/// take tens of gigabytes: the replay is told the result instead. The fuzzed tests beside them give traces.
abstract contract LongTest {
    string private _environment;

    constructor(string memory name) {
        _environment = string.concat("VOSTRO_STOPPED_", name);
    }

    /// @dev The first line of a long test.
    modifier neverReplayed() {
        string memory stopped = vm.envOr(_environment, string(""));
        if (bytes(stopped).length != 0) revert Untrue(stopped);
        _;
    }

    function _stopUnless(bool condition, string memory what) internal {
        if (!condition) _stop(what);
    }

    function _stop(string memory why) internal {
        vm.setEnv(_environment, why);
        revert Untrue(why);
    }
}
