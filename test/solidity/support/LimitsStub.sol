// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILimits, Movement} from "../../../contracts/interfaces/ILimits.sol";
import {Reason} from "../../../contracts/types/Reason.sol";

/// @notice A Limits contract that says yes to all or no to all, and remembers in one hash all it was told.
contract LimitsStub is ILimits {
    error Refused();

    bool public closed;
    uint256 public calls;
    bytes32 public trail;

    function setClosed(bool closed_) external {
        closed = closed_;
    }

    function record(Movement calldata movement) external {
        if (closed) revert Refused();
        ++calls;
        trail = keccak256(abi.encode(trail, movement));
    }

    function assess(address, Movement calldata) external view returns (uint8) {
        return uint8(closed ? Reason.ClearanceMissing : Reason.Ok);
    }
}
