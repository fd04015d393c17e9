// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hold} from "../types/HoldWord.sol";

/// @notice A dealer's quote: taker and dealer exchange these two amounts, both or neither, before it expires.
/// @dev Its EIP-712 struct hash is the `terms` of both legs' holds, so neither leg fits any other deal.
struct FxQuote {
    address taker;
    address dealer;
    /// What the taker pays, in minor units of `takerToken`.
    address takerToken;
    uint256 takerAmount;
    /// What the dealer pays, in minor units of `dealerToken`: another token, of the same bank or another.
    address dealerToken;
    uint256 dealerAmount;
    /// Unix seconds: settled strictly before, and both holds end then.
    uint256 expiry;
    /// Makes quotes of equal content different.
    bytes32 salt;
}

/// @title IFxDesk
/// @notice Payment versus payment of two tokens on a dealer's signed quote: two holds, executed in one transaction.
/// @dev Source: domain requirement G11. What taker and dealer sign is each its own hold, in the domain of the token it
/// pays in. The desk keeps no state: the ids of the two holds, used once, are the guard against replay.
interface IFxDesk {
    /// @notice Both legs were paid.
    event FxSettled(bytes32 indexed quote, address indexed taker, address indexed dealer);
    /// @notice `party` called the deal off: its leg was released and the quote can never settle.
    event FxCancelled(bytes32 indexed quote, address indexed party);

    /// @notice Both legs in one token, or dealer and taker the same.
    error FxQuoteInvalid(bytes32 quote);
    /// @notice The quote's time has passed.
    error FxQuoteExpired(uint256 expiry);
    /// @notice Neither taker nor dealer of this quote.
    error NotAPartyOfQuote(address party);

    /// @notice Places and executes both legs at once; a leg that somebody placed before is executed all the same.
    /// @dev Who may call: anyone not blocked at either bank. Fails `FxQuoteInvalid`, `FxQuoteExpired`, and as
    /// `executeSigned` of either token: `InvalidSignature`, `HoldNotOpen` (settled, voided or released before), and with
    /// every rule of a payment from taker to dealer in one token and back in the other.
    /// @param takerSignature The taker's, of its hold, in the domain of `takerToken`. Unused if the hold is placed.
    /// @param dealerSignature The dealer's, of its hold, in the domain of `dealerToken`. Unused if the hold is placed.
    function settle(FxQuote calldata quote, bytes calldata takerSignature, bytes calldata dealerSignature) external;

    /// @notice Releases the leg of `party`, which a stranger may have placed. A leg not placed is called off by the
    /// token's `voidHold`.
    /// @dev Who may call: the party, or anyone with its signature of `CancelQuote(bytes32 quote)` in the desk's domain.
    /// Fails `NotAPartyOfQuote`, `ConsentMissing`, and `HoldNotOpen` of the token.
    function cancel(FxQuote calldata quote, address party, bytes calldata signature) external;

    /// @notice The quote's EIP-712 struct hash.
    function hashQuote(FxQuote calldata quote) external pure returns (bytes32);

    /// @notice The only holds with which this quote settles: what taker and dealer sign.
    function holdsOf(FxQuote calldata quote) external view returns (Hold memory takerHold, Hold memory dealerHold);
}
