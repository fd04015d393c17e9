// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDepositToken, Payment} from "../interfaces/IDepositToken.sol";

/// @title PaymentList
/// @notice A list of payments as it stands in calldata: hashed and passed on without being decoded: that saves 1,000 gas a payment.
/// @dev Three words a payment. Dirty bits of a payee make another hash than the one signed, and the token's own decoder
/// refuses them.
library PaymentList {
    bytes32 private constant PAYMENT_TYPEHASH = keccak256(
        "Payment(address payee,uint256 amount,bytes32 paymentReference)"
    );

    /// @notice EIP-712 encoding of the array: the hash of its items' struct hashes, one after the other.
    function hash(Payment[] calldata payments) internal pure returns (bytes32 result) {
        bytes32 typeHash = PAYMENT_TYPEHASH;
        assembly ("memory-safe") {
            let hashes := mload(0x40)
            let end := add(hashes, shl(5, payments.length))
            // The item stands behind its type hash, beyond the hashes, in memory that nobody has claimed.
            mstore(end, typeHash)
            let item := payments.offset
            for {
                let at := hashes
            } lt(at, end) {
                at := add(at, 0x20)
                item := add(item, 0x60)
            } {
                calldatacopy(add(end, 0x20), item, 0x60)
                mstore(at, keccak256(end, 0x80))
            }
            result := keccak256(hashes, sub(end, hashes))
        }
    }

    /// @notice `IDepositToken.transferBatch(payments)` as calldata.
    function transferBatchCall(Payment[] calldata payments) internal pure returns (bytes memory) {
        bytes calldata items;
        assembly ("memory-safe") {
            items.offset := payments.offset
            items.length := mul(payments.length, 0x60)
        }
        return abi.encodePacked(IDepositToken.transferBatch.selector, uint256(0x20), payments.length, items);
    }

    /// @notice Sum of the amounts. The token refuses any that could overflow it.
    function total(Payment[] calldata payments) internal pure returns (uint256 sum) {
        unchecked {
            for (uint256 i = 0; i < payments.length; ++i) sum += payments[i].amount;
        }
    }
}
