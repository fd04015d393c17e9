// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TypedData} from "../libraries/TypedData.sol";

/// @notice One mint: `amount` minor units booked for `payee` under the bank's salted deposit reference.
struct MintItem {
    address payee;
    uint256 amount;
    bytes32 depositReference;
}

using MintItemLib for MintItem global;

/// @notice The EIP-712 struct hash of a `MintItem`.
library MintItemLib {
    bytes32 private constant TYPEHASH = keccak256("MintItem(address payee,uint256 amount,bytes32 depositReference)");

    function hash(MintItem memory item) internal pure returns (bytes32) {
        uint256 fields;
        assembly ("memory-safe") {
            fields := item
        }
        return TypedData.structHash(TYPEHASH, fields, 3);
    }
}
