// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title HolderLeaf
/// @notice One row of a register of holders, as a leaf of OpenZeppelin's StandardMerkleTree.
library HolderLeaf {
    /// @dev Hashed twice, so that no inner node of the tree can be passed off as a row.
    function hash(uint64 party, address wallet, uint256 balance) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(party, wallet, balance))));
    }
}
