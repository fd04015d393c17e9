// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

/// @title TypedData
/// @notice EIP-712 hashing where it is paid for on every signature.
library TypedData {
    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );
    bytes32 private constant VERSION_1 = keccak256("1");

    /// @notice The digest to sign, in the calling contract's domain of this name and version 1.
    /// @dev What OpenZeppelin computes, less the hashing of name and version: both are constants of the suite.
    function digest(bytes32 nameHash, bytes32 structHash_) internal view returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(domain(nameHash), structHash_);
    }

    /// @notice The calling contract's domain separator.
    function domain(bytes32 nameHash) internal view returns (bytes32) {
        return keccak256(abi.encode(DOMAIN_TYPEHASH, nameHash, VERSION_1, block.chainid, address(this)));
    }

    /// @notice keccak256(typeHash ++ fields) of a struct of `words` value fields that stands in memory at `fields`.
    /// @dev Assembly, because abi.encode would copy the fields, 500 gas for a hold: the type hash is put into the word
    /// before them while they are hashed, and that word is put back.
    function structHash(bytes32 typeHash, uint256 fields, uint256 words) internal pure returns (bytes32 result) {
        assembly ("memory-safe") {
            let before := sub(fields, 0x20)
            let kept := mload(before)
            mstore(before, typeHash)
            result := keccak256(before, add(0x20, shl(5, words)))
            mstore(before, kept)
        }
    }
}
