// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {Payment} from "../interfaces/IDepositToken.sol";
import {IERC7699} from "../interfaces/IERC7699.sol";
import {ISignedPayouts, Payout} from "../interfaces/ISignedPayouts.sol";
import {PaymentList} from "../libraries/PaymentList.sol";
import {Signatures} from "../libraries/Signatures.sol";

/// @title SignedPayouts
/// @notice A payer's own account pays many on one signature. Never called at its own address: accounts delegate to it.
/// @dev The token has no room for signed batches, and a desk that pays for others would have to be an admitted holder. With
/// EIP-7702 neither is needed: the payer is the sender.
contract SignedPayouts is ISignedPayouts, EIP712 {
    using PaymentList for Payment[];

    bytes32 private constant PAYOUT_TYPEHASH = keccak256(
        "Payout(address token,Payment[] payments,bool lenient,uint256 validBefore,bytes32 nonce)Payment(address payee,uint256 amount,bytes32 paymentReference)"
    );

    /// @dev More than a transfer needs with limits on both sides; only a payee of many wallets under one cap is dearer.
    uint256 private constant ITEM_GAS = 400_000;

    /// @custom:storage-location erc7201:vostro.storage.SignedPayouts
    struct Used {
        mapping(bytes32 nonce => bool) nonces;
    }

    // keccak256(abi.encode(uint256(keccak256("vostro.storage.SignedPayouts")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant USED = 0xf676f89ee603da09a72a79b85a887eaae3ee14e16b4bd10ef1857e1b32374800;

    // solhint-disable-next-line no-empty-blocks
    constructor() EIP712("Vostro Signed Payouts", "1") {}

    /// @dev An account that delegated is still an account: it can be sent the chain's own coin.
    // solhint-disable-next-line no-empty-blocks
    receive() external payable {}

    /// @inheritdoc ISignedPayouts
    function payOut(Payout calldata payout, bytes calldata signature) external returns (uint256 paid) {
        if (block.timestamp >= payout.validBefore) revert PayoutExpired(payout.validBefore);
        if (msg.sender != address(this)) {
            bytes32 digest = _hashTypedDataV4(hashPayout(payout));
            if (!Signatures.isValid(address(this), digest, signature)) revert PayoutNotSigned(address(this));
        }
        _use(payout.nonce);
        uint256 total;
        (paid, total) = payout.lenient ? _payEach(payout) : _payAll(payout);
        emit PaidOut(payout.token, payout.nonce, paid, payout.payments.length - paid, total);
    }

    /// @inheritdoc ISignedPayouts
    function cancelPayout(bytes32 nonce) external {
        if (msg.sender != address(this)) revert PayoutNotSigned(address(this));
        _use(nonce);
        emit PayoutCancelled(nonce);
    }

    /// @inheritdoc ISignedPayouts
    function isPayoutUsed(bytes32 nonce) external view returns (bool) {
        return _used().nonces[nonce];
    }

    /// @inheritdoc ISignedPayouts
    function hashPayout(Payout calldata payout) public pure returns (bytes32) {
        bytes32 payments = payout.payments.hash();
        return
            keccak256(
                abi.encode(PAYOUT_TYPEHASH, payout.token, payments, payout.lenient, payout.validBefore, payout.nonce)
            );
    }

    function _payAll(Payout calldata payout) private returns (uint256 paid, uint256 total) {
        paid = payout.payments.length;
        total = payout.payments.total();
        Address.functionCall(payout.token, payout.payments.transferBatchCall());
    }

    function _payEach(Payout calldata payout) private returns (uint256 paid, uint256 total) {
        for (uint256 i = 0; i < payout.payments.length; ++i) {
            uint256 before = gasleft();
            if (before < ITEM_GAS) revert PayoutGasTooLow(i);
            Payment calldata payment = payout.payments[i];
            try IERC7699(payout.token).transfer(payment.payee, payment.amount, _reference(payment)) {
                ++paid;
                total += payment.amount;
            } catch (bytes memory reason) {
                // Want of gas, however deep, leaves a few sixty-fourths of it.
                if (gasleft() < before / 4) revert PayoutGasTooLow(i);
                emit PaymentRefused(
                    payout.token,
                    payout.nonce,
                    i,
                    payment.payee,
                    payment.amount,
                    payment.paymentReference,
                    reason
                );
            }
        }
    }

    /// @dev As `transferBatch` has it: an empty reference logs none.
    function _reference(Payment calldata payment) private pure returns (bytes memory) {
        return payment.paymentReference == 0 ? bytes("") : abi.encodePacked(payment.paymentReference);
    }

    function _use(bytes32 nonce) private {
        Used storage $ = _used();
        if ($.nonces[nonce]) revert PayoutUsed(nonce);
        $.nonces[nonce] = true;
    }

    function _used() private pure returns (Used storage $) {
        assembly ("memory-safe") {
            $.slot := USED
        }
    }
}
