// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice The operations that can be paused. Redemption and release have no bit: they cannot be paused.
enum Operation {
    Transfer,
    Place,
    Execute,
    Mint
}

/// @title PolicyWord
/// @notice Which zone may pay which, and what is paused: one storage word a token.
/// @dev Layout, lowest bit on the right. Bit `from * 15 + to` allows the corridor; zones are 0..14.
///
/// ```text
/// 255..229  228    227       226     225        224..0
/// +--------+------+---------+-------+----------+------------------------------+
/// | spare  | mint | execute | place | transfer | 15 x 15 corridors            |
/// +--------+------+---------+-------+----------+------------------------------+
///           <---------- paused ---------------->
/// ```
///
/// A second word of the same layout (no pause bits) holds the corridors under *review*. It is read only when the first
/// one does not allow. A pair in neither is denied.
type PolicyWord is uint256;

using PolicyWordLib for PolicyWord global;

/// @notice Pure accessors of `PolicyWord`.
library PolicyWordLib {
    uint256 internal constant ZONES = 15;
    uint256 internal constant CORRIDORS = (1 << 225) - 1;
    uint256 private constant PAUSED = 225;
    uint256 private constant TRANSFER_PAUSED = 1 << 225;

    function allows(PolicyWord p, uint256 from, uint256 to) internal pure returns (bool) {
        unchecked {
            return (PolicyWord.unwrap(p) >> (from * ZONES + to)) & 1 != 0;
        }
    }

    /// @notice The corridor is allowed and transfers are not paused.
    function allowsTransfer(PolicyWord p, uint256 from, uint256 to) internal pure returns (bool) {
        unchecked {
            uint256 corridor = 1 << (from * ZONES + to);
            return PolicyWord.unwrap(p) & (corridor | TRANSFER_PAUSED) == corridor;
        }
    }

    function isPaused(PolicyWord p, Operation operation) internal pure returns (bool) {
        return PolicyWord.unwrap(p) & pauseBit(operation) != 0;
    }

    function pauseBit(Operation operation) internal pure returns (uint256) {
        return 1 << (PAUSED + uint256(operation));
    }
}
