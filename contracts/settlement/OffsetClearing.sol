// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {ClearingOffset, IInterbankClearing, InterbankPayment} from "../interfaces/IInterbankClearing.sol";
import {FusedHold} from "../libraries/FusedHold.sol";
import {Hold} from "../types/HoldWord.sol";
import {AtomicClearing} from "./AtomicClearing.sol";

/// @title OffsetClearing
/// @notice Many payments between two banks at once: customers gross, banks net.
abstract contract OffsetClearing is AtomicClearing {
    bytes32 private constant OFFSET_TYPEHASH = keccak256(
        "ClearingOffset(InterbankPayment[] forward,InterbankPayment[] backward,uint256 expiry)InterbankPayment(address senderToken,address receiverToken,address settlementToken,address payer,address payee,uint256 amount,bytes32 uetr,uint256 expiry,bytes32 remittance)"
    );

    /// @inheritdoc IInterbankClearing
    function offset(
        ClearingOffset calldata deal,
        bytes[] calldata forwardSignatures,
        bytes[] calldata backwardSignatures,
        bytes calldata netSignature
    ) external {
        _requireInTime(deal.expiry);
        Hold memory net = _netHold(deal);
        InterbankPayment calldata first = deal.forward[0];
        _requireRelayer(IDepositToken(first.senderToken));
        _requireRelayer(IDepositToken(first.receiverToken));

        uint256 sent = _payAll(deal.forward, forwardSignatures);
        uint256 received = _payAll(deal.backward, backwardSignatures);
        address netSender;
        if (net.amount != 0) {
            netSender = sent > received ? first.senderToken : first.receiverToken;
            IDepositToken(first.settlementToken).executeSigned(net, netSignature);
        }
        emit InterbankOffset(net.terms, netSender, net.amount);
    }

    /// @dev Payments of one direction: each burned and minted in full, the cap spent once for all of them.
    function _payAll(
        InterbankPayment[] calldata payments,
        bytes[] calldata signatures
    ) private returns (uint256 total) {
        uint256 count = payments.length;
        if (signatures.length != count) revert SignatureCount(signatures.length, count);
        if (count == 0) return 0;
        total = _totalOf(payments);
        _spendCap(payments[0].receiverToken, payments[0].senderToken, total);
        for (uint256 i = 0; i < count; ++i) {
            InterbankPayment memory payment = payments[i];
            bytes32 id = hashPayment(payment);
            (, , uint256 originZone) = _requireAtomic(payment, id);
            _burn(payment, id, signatures[i]);
            _mint(payment, id, originZone);
        }
    }

    // --- views ---

    /// @inheritdoc IInterbankClearing
    function netHoldOf(ClearingOffset calldata deal) external view returns (Hold memory) {
        return _netHold(deal);
    }

    /// @inheritdoc IInterbankClearing
    function hashOffset(ClearingOffset calldata deal) public pure returns (bytes32) {
        return keccak256(abi.encode(OFFSET_TYPEHASH, _hashAll(deal.forward), _hashAll(deal.backward), deal.expiry));
    }

    function _hashAll(InterbankPayment[] calldata payments) private pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](payments.length);
        for (uint256 i = 0; i < hashes.length; ++i) hashes[i] = hashPayment(payments[i]);
        return keccak256(abi.encodePacked(hashes));
    }

    // --- rules ---

    /// @dev What the bank that owes more pays the other: from its registered account to the other's.
    function _netHold(ClearingOffset calldata deal) private view returns (Hold memory) {
        if (deal.forward.length == 0) revert OffsetInvalid(0);
        InterbankPayment calldata first = deal.forward[0];
        (address sender, address receiver) = (first.senderToken, first.receiverToken);
        _requireBetween(deal.forward, sender, receiver, first.settlementToken);
        _requireBetween(deal.backward, receiver, sender, first.settlementToken);
        bytes32 terms = hashOffset(deal);
        (uint256 sent, uint256 received) = (_totalOf(deal.forward), _totalOf(deal.backward));
        if (sent == received) return FusedHold.build(address(0), address(0), 0, deal.expiry, terms);
        bool forward = sent > received;
        if (!forward) (sender, receiver) = (receiver, sender);
        (address payingAccount, address receivingAccount, ) = _requireLine(sender, receiver, first.settlementToken);
        uint256 net = forward ? sent - received : received - sent;
        return FusedHold.build(payingAccount, receivingAccount, net, deal.expiry, terms);
    }

    function _requireBetween(
        InterbankPayment[] calldata payments,
        address sender,
        address receiver,
        address settlement
    ) private pure {
        for (uint256 i = 0; i < payments.length; ++i) {
            InterbankPayment calldata payment = payments[i];
            if (
                payment.senderToken != sender ||
                payment.receiverToken != receiver ||
                payment.settlementToken != settlement
            ) revert OffsetInvalid(hashPayment(payment));
        }
    }

    function _totalOf(InterbankPayment[] calldata payments) private pure returns (uint256 total) {
        for (uint256 i = 0; i < payments.length; ++i) total += payments[i].amount;
    }
}
