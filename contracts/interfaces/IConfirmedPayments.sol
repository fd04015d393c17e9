// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hold} from "../types/HoldWord.sol";

/// @notice What the hold of a confirmed payment is for: `terms` of the hold is the hash of this.
struct PaymentTerms {
    address token;
    /// Salted hash of the name that the payer expects behind the payee's account.
    bytes32 nameHash;
    /// Any number that makes equal payments different.
    bytes32 salt;
}

/// @notice What the payee's bank signs: behind this account stands this name.
struct PayeeConfirmation {
    address token;
    address payee;
    /// Salted hash of the name as the bank knows it.
    bytes32 nameHash;
    /// Unix seconds; used strictly before.
    uint256 expiry;
}

/// @title IConfirmedPayments
/// @notice A payment that goes through only if the payee's bank has confirmed who stands behind the account: an option that
/// the payer chooses by what it signs.
/// @dev A notary without any balance, not upgradeable; the token must admit it as notary. The payer signs an ordinary hold
/// with `notary` this contract and `terms` = `hashTerms(...)`, and needs no gas. Confirmations are EIP-712 ("Vostro
/// Confirmed Payments", version 1): `PayeeConfirmation(address token,address payee,bytes32 nameHash,uint256 expiry)`.
interface IConfirmedPayments {
    /// @notice Paid, after `confirmer` had confirmed the name behind the payee.
    event PaymentConfirmed(
        address indexed token,
        bytes32 indexed id,
        address indexed payee,
        uint256 amount,
        bytes32 nameHash,
        address confirmer
    );
    /// @notice The payer took its money back before it was paid.
    event PaymentCancelled(address indexed token, bytes32 indexed id);

    /// @notice The token is not in the bank's register.
    error TokenNotListed(address token);
    /// @notice The hold was not signed on these terms, or its payee could pass the money on to somebody not confirmed.
    error PaymentInvalid(bytes32 id);
    /// @notice The confirmation is of another token, payee or name than the payer signed for.
    error ConfirmationMismatch(bytes32 id);
    /// @notice Only the payer takes its money back.
    error NotThePayer(address caller, address payer);

    /// @notice Pays what the payer signed for, at once and in full.
    /// @dev Who may call: anyone not blocked in the token, except the confirmer. One confirmation serves any number of
    /// payments to that payee until it lapses. Fails with `TokenNotListed`, `PaymentInvalid`, `ConfirmationMismatch`,
    /// `ApprovalExpired`, `ApproverInvalid`, `ApprovalInvalid`, `RelayerBlocked`, or the token's errors.
    function pay(
        Hold calldata hold,
        PaymentTerms calldata terms,
        bytes calldata holdSignature,
        PayeeConfirmation calldata confirmation,
        address confirmer,
        bytes calldata confirmationSignature
    ) external;

    /// @notice Lets go of a payment whose hold somebody has placed, and that was not confirmed. Who may call: the payer.
    /// @dev One that nobody has placed is cancelled by `voidHold` of the token.
    function cancel(address token, Hold calldata hold) external;

    /// @notice The hash a confirmed payment's hold carries as `terms`.
    function hashTerms(PaymentTerms calldata terms) external pure returns (bytes32);

    function registry() external view returns (address);
}
