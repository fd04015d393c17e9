// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice What tokens without holds need to exchange two currencies at once, in nobody's custody: both parties'
/// allowances, and the price that the dealer signed.
/// @dev As lean as such a contract gets and still be usable: the taker sends it, and a quote settles once (one bit of the
///      dealer's). Without the signature whoever sends would name the price. No ERC-1271, no cancelling, no event of its
///      own. Anything a production desk adds can only cost more.
contract TokenSwap {
    struct Quote {
        address taker;
        address dealer;
        IERC20 takerToken;
        uint256 takerAmount;
        IERC20 dealerToken;
        uint256 dealerAmount;
        uint256 expiry;
        uint256 nonce;
    }

    bytes32 private constant _QUOTE = keccak256(
        "Quote(address taker,address dealer,address takerToken,uint256 takerAmount,address dealerToken,uint256 dealerAmount,uint256 expiry,uint256 nonce)"
    );
    bytes32 private immutable _domain;

    /// @dev 256 nonces a word, as Permit2 keeps them.
    mapping(address dealer => mapping(uint256 word => uint256)) private _used;

    error Expired();
    error NotTaker();
    error Used();
    error NotSigned();
    error TransferFailed();

    constructor() {
        _domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Token Swap"),
                keccak256("1"),
                block.chainid,
                address(this)
            )
        );
    }

    function settle(Quote calldata quote, uint8 v, bytes32 r, bytes32 s) external {
        if (block.timestamp >= quote.expiry) revert Expired();
        if (msg.sender != quote.taker) revert NotTaker();
        uint256 bit = 1 << (quote.nonce & 0xff);
        uint256 used = _used[quote.dealer][quote.nonce >> 8];
        if (used & bit != 0) revert Used();
        _used[quote.dealer][quote.nonce >> 8] = used | bit;
        bytes32 digest = keccak256(abi.encodePacked("\x19\x01", _domain, keccak256(abi.encode(_QUOTE, quote))));
        address signer = ecrecover(digest, v, r, s);
        if (signer == address(0) || signer != quote.dealer) revert NotSigned();
        bool paid = quote.takerToken.transferFrom(quote.taker, quote.dealer, quote.takerAmount);
        bool delivered = quote.dealerToken.transferFrom(quote.dealer, quote.taker, quote.dealerAmount);
        if (!paid || !delivered) revert TransferFailed();
    }
}
