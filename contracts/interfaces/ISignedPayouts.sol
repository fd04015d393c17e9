// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payment} from "./IDepositToken.sol";

/// @notice Many payments from one account, signed once. The account that pays is the verifying contract of the signature.
struct Payout {
    /// The deposit token in which every payment is made.
    address token;
    Payment[] payments;
    /// False: all or nothing. True: what the token refuses is left out and reported, the rest is paid.
    bool lenient;
    /// Unix seconds: submitted strictly before.
    uint256 validBefore;
    /// Any number that the account has not used yet.
    bytes32 nonce;
}

/// @title ISignedPayouts
/// @notice Code of a payer's own account (EIP-7702): its key signs a payout, anyone submits it, the account itself pays.
/// @dev The payer delegates its account to this code once; the account stays its own, keeps its key and its standing at the
/// bank, and no contract ever has its money. Signed by EIP-712 in the domain "Vostro Signed Payouts", version 1, with the
/// payer's own account as verifying contract: `Payout(address token,Payment[] payments,bool lenient,uint256
/// validBefore,bytes32 nonce)Payment(address payee,uint256 amount,bytes32 paymentReference)`.
interface ISignedPayouts {
    /// @notice The payout was carried out: so many payments made and refused, and what was paid, in minor units.
    event PaidOut(address indexed token, bytes32 indexed nonce, uint256 paid, uint256 refused, uint256 total);
    /// @notice The token refused this payment of a lenient payout. `reason` is the token's error as it was raised.
    event PaymentRefused(
        address indexed token,
        bytes32 indexed nonce,
        uint256 index,
        address payee,
        uint256 amount,
        bytes32 paymentReference,
        bytes reason
    );
    /// @notice The payer will not use this nonce.
    event PayoutCancelled(bytes32 indexed nonce);

    /// @notice The account did not sign exactly this payout, nor does it send it itself.
    error PayoutNotSigned(address payer);
    /// @notice The payout's time has passed.
    error PayoutExpired(uint256 validBefore);
    /// @notice This nonce was used or cancelled before.
    error PayoutUsed(bytes32 nonce);
    /// @notice Too little gas for payment `index`: send with more. Nothing was paid.
    error PayoutGasTooLow(uint256 index);

    /// @notice Pays. Who may call: the account itself, or anyone with its signature.
    /// @dev Strict: one `transferBatch`, whose error comes through as it is. Lenient: each payment by itself; how little gas
    /// is sent cannot choose who is refused.
    /// @return paid How many payments were made.
    function payOut(Payout calldata payout, bytes calldata signature) external returns (uint256 paid);

    /// @notice Makes a nonce unusable. Who may call: the account itself.
    function cancelPayout(bytes32 nonce) external;

    /// @notice Whether the nonce was used or cancelled.
    function isPayoutUsed(bytes32 nonce) external view returns (bool);

    /// @notice The EIP-712 struct hash of a payout.
    function hashPayout(Payout calldata payout) external pure returns (bytes32);
}
