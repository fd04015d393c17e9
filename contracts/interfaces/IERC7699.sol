// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title ERC-7699, transfer reference
/// @notice A payment carries the payer's reference; the ERC-165 id is 0x1522573a.
/// @dev `transfer(address,uint256,bytes)` has the selector of ERC-223's, but no receiver is ever called.
interface IERC7699 {
    /// @notice Emitted just before the `Transfer` it belongs to, unless the reference is empty.
    /// @param loggedReference The first 32 bytes of the reference, or a deposit reference on a mint.
    event TransferReference(bytes32 indexed loggedReference);

    /// @notice `transfer` with a reference. Put a hash or an opaque number here: the chain is public.
    function transfer(address to, uint256 amount, bytes calldata transferReference) external returns (bool);

    /// @notice `transferFrom` with a reference.
    function transferFrom(
        address from,
        address to,
        uint256 amount,
        bytes calldata transferReference
    ) external returns (bool);
}
