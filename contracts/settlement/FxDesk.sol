// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {FxQuote, IFxDesk} from "../interfaces/IFxDesk.sol";
import {FusedHold} from "../libraries/FusedHold.sol";
import {TypedData} from "../libraries/TypedData.sol";
import {Hold, HoldWordLib} from "../types/HoldWord.sol";
import {Consents} from "./Consents.sol";

/// @title FxDesk
/// @notice The notary of payment versus payment. No owner, no state, no balance: both tokens' banks admit it as notary.
contract FxDesk is IFxDesk, Consents {
    using HoldWordLib for Hold;

    bytes32 private constant QUOTE_TYPEHASH = keccak256(
        "FxQuote(address taker,address dealer,address takerToken,uint256 takerAmount,address dealerToken,uint256 dealerAmount,uint256 expiry,bytes32 salt)"
    );
    bytes32 private constant CANCEL_TYPEHASH = keccak256("CancelQuote(bytes32 quote)");

    constructor() EIP712("Vostro FX Desk", "1") {}

    /// @inheritdoc IFxDesk
    function settle(FxQuote memory quote, bytes calldata takerSignature, bytes calldata dealerSignature) external {
        bytes32 terms = hashQuote(quote);
        if (quote.takerToken == quote.dealerToken || quote.taker == quote.dealer) revert FxQuoteInvalid(terms);
        // Whoever extended the hold of a quote did not extend the quote.
        if (block.timestamp >= quote.expiry) revert FxQuoteExpired(quote.expiry);
        IDepositToken takerToken = IDepositToken(quote.takerToken);
        IDepositToken dealerToken = IDepositToken(quote.dealerToken);
        // Taker and dealer are looked at by both tokens anyway.
        if (msg.sender != quote.taker && msg.sender != quote.dealer) {
            _requireRelayer(takerToken);
            _requireRelayer(dealerToken);
        }
        emit FxSettled(terms, quote.taker, quote.dealer);

        takerToken.executeSigned(_takerHold(quote, terms), takerSignature);
        dealerToken.executeSigned(_dealerHold(quote, terms), dealerSignature);
    }

    /// @inheritdoc IFxDesk
    function cancel(FxQuote memory quote, address party, bytes calldata signature) external {
        bytes32 terms = hashQuote(quote);
        bool isTaker = party == quote.taker;
        if (!isTaker && party != quote.dealer) revert NotAPartyOfQuote(party);
        IDepositToken token = IDepositToken(isTaker ? quote.takerToken : quote.dealerToken);
        _requireConsent(token, party, keccak256(abi.encode(CANCEL_TYPEHASH, terms)), signature);
        _requireRelayer(token);
        Hold memory hold = isTaker ? _takerHold(quote, terms) : _dealerHold(quote, terms);
        emit FxCancelled(terms, party);
        // Not the signed amount: the counterparty may have let go of a part.
        token.releaseHold(hold, token.holdWord(hold.id()).remaining());
    }

    /// @inheritdoc IFxDesk
    function hashQuote(FxQuote memory quote) public pure returns (bytes32) {
        uint256 fields;
        assembly ("memory-safe") {
            fields := quote
        }
        return TypedData.structHash(QUOTE_TYPEHASH, fields, 8);
    }

    /// @inheritdoc IFxDesk
    function holdsOf(FxQuote memory quote) external view returns (Hold memory takerHold, Hold memory dealerHold) {
        bytes32 terms = hashQuote(quote);
        return (_takerHold(quote, terms), _dealerHold(quote, terms));
    }

    function _takerHold(FxQuote memory quote, bytes32 terms) private view returns (Hold memory) {
        return FusedHold.build(quote.taker, quote.dealer, quote.takerAmount, quote.expiry, terms);
    }

    function _dealerHold(FxQuote memory quote, bytes32 terms) private view returns (Hold memory) {
        return FusedHold.build(quote.dealer, quote.taker, quote.dealerAmount, quote.expiry, terms);
    }
}
