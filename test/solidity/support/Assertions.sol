// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

error Differs(string what, uint256 got, uint256 expected);
error DiffersInBytes(string what, bytes got, bytes expected);
error Untrue(string what);

function assertEq(uint256 got, uint256 expected, string memory what) pure {
    if (got != expected) revert Differs(what, got, expected);
}

function assertEq(bytes32 got, bytes32 expected, string memory what) pure {
    if (got != expected) revert Differs(what, uint256(got), uint256(expected));
}

function assertEq(address got, address expected, string memory what) pure {
    if (got != expected) revert Differs(what, uint160(got), uint160(expected));
}

function assertEq(bool got, bool expected, string memory what) pure {
    if (got != expected) revert Differs(what, got ? 1 : 0, expected ? 1 : 0);
}

function assertEq(bytes memory got, bytes memory expected, string memory what) pure {
    if (keccak256(got) != keccak256(expected)) revert DiffersInBytes(what, got, expected);
}

function assertTrue(bool condition, string memory what) pure {
    if (!condition) revert Untrue(what);
}
