// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {IInterbankClearing, InterbankPayment, StandingHold} from "../interfaces/IInterbankClearing.sol";
import {FusedHold} from "../libraries/FusedHold.sol";
import {TypedData} from "../libraries/TypedData.sol";
import {Hold, HoldStatus, HoldWord, HoldWordLib} from "../types/HoldWord.sol";
import {ClearingBook} from "./ClearingBook.sol";

/// @title AtomicClearing
/// @notice One payment in one transaction: burned here, settled in between, minted there.
abstract contract AtomicClearing is IInterbankClearing, ClearingBook {
    using HoldWordLib for Hold;

    bytes32 private constant PAYMENT_TYPEHASH = keccak256(
        "InterbankPayment(address senderToken,address receiverToken,address settlementToken,address payer,address payee,uint256 amount,bytes32 uetr,uint256 expiry,bytes32 remittance)"
    );
    bytes32 private constant STANDING_TYPEHASH = keccak256(
        "StandingHold(address senderToken,address receiverToken,address settlementToken,uint256 amount,uint256 expiry)"
    );
    bytes32 private constant WITHDRAW_TYPEHASH = keccak256("WithdrawHold(address token,bytes32 hold)");

    /// @dev What a standing hold is for.
    struct StandingTerms {
        address senderToken;
        address receiverToken;
        address settlementToken;
        uint256 amount;
        uint256 expiry;
    }

    /// @dev The payment with evidence to which a UETR of a receiving token is promised.
    mapping(address receiver => mapping(bytes32 uetr => bytes32 payment)) internal _reserved;

    /// @inheritdoc IInterbankClearing
    function pay(
        InterbankPayment memory payment,
        bytes calldata payerSignature,
        bytes calldata settlementSignature
    ) external {
        bytes32 id = hashPayment(payment);
        (address payingAccount, address receivingAccount, uint256 originZone) = _open(payment, id);
        _burn(payment, id, payerSignature);
        Hold memory leg = FusedHold.build(payingAccount, receivingAccount, payment.amount, payment.expiry, id);
        IDepositToken(payment.settlementToken).executeSigned(leg, settlementSignature);
        _mint(payment, id, originZone);
    }

    /// @inheritdoc IInterbankClearing
    function payFromHold(
        InterbankPayment memory payment,
        bytes calldata payerSignature,
        StandingHold calldata standing
    ) external {
        bytes32 id = hashPayment(payment);
        (address payingAccount, address receivingAccount, uint256 originZone) = _open(payment, id);
        _burn(payment, id, payerSignature);
        address settlementToken = payment.settlementToken;
        bytes32 terms = _hashStanding(payment.senderToken, payment.receiverToken, settlementToken, standing);
        Hold memory leg = FusedHold.build(payingAccount, receivingAccount, standing.amount, standing.expiry, terms);
        IDepositToken(settlementToken).executeHold(leg, payment.amount);
        _mint(payment, id, originZone);
    }

    /// @inheritdoc IInterbankClearing
    function withdraw(address token, Hold calldata hold, bytes calldata signature) external {
        bytes32 id = hold.id();
        bytes32 act = keccak256(abi.encode(WITHDRAW_TYPEHASH, token, id));
        _requireConsent(IDepositToken(token), hold.payer, act, signature);
        HoldWord word = IDepositToken(token).holdWord(id);
        // A sealed hold is a payment that waits for its evidence: only cancelling the payment lets it go.
        if (!word.isIn(HoldStatus.Open)) revert HoldNotWithdrawable(id);
        emit HoldWithdrawn(token, id);
        IDepositToken(token).releaseHold(hold, word.remaining());
    }

    // --- views ---

    /// @inheritdoc IInterbankClearing
    function hashPayment(InterbankPayment memory payment) public pure returns (bytes32) {
        uint256 fields;
        assembly ("memory-safe") {
            fields := payment
        }
        return TypedData.structHash(PAYMENT_TYPEHASH, fields, 9);
    }

    /// @inheritdoc IInterbankClearing
    function payerHoldOf(InterbankPayment memory payment) external view returns (Hold memory) {
        return _payerHold(payment, hashPayment(payment));
    }

    /// @inheritdoc IInterbankClearing
    function settlementHoldOf(InterbankPayment memory payment) external view returns (Hold memory) {
        (address payingAccount, address receivingAccount, ) = _requireLine(
            payment.senderToken,
            payment.receiverToken,
            payment.settlementToken
        );
        return FusedHold.build(payingAccount, receivingAccount, payment.amount, payment.expiry, hashPayment(payment));
    }

    /// @inheritdoc IInterbankClearing
    function standingHoldOf(
        address senderToken,
        address receiverToken,
        address settlementToken,
        StandingHold calldata standing
    ) external view returns (Hold memory) {
        (address payingAccount, address receivingAccount, ) = _requireLine(senderToken, receiverToken, settlementToken);
        bytes32 terms = _hashStanding(senderToken, receiverToken, settlementToken, standing);
        return FusedHold.build(payingAccount, receivingAccount, standing.amount, standing.expiry, terms);
    }

    function _hashStanding(
        address senderToken,
        address receiverToken,
        address settlementToken,
        StandingHold calldata standing
    ) private pure returns (bytes32) {
        StandingTerms memory terms = StandingTerms(
            senderToken,
            receiverToken,
            settlementToken,
            standing.amount,
            standing.expiry
        );
        uint256 fields;
        assembly ("memory-safe") {
            fields := terms
        }
        return TypedData.structHash(STANDING_TYPEHASH, fields, 5);
    }

    // --- steps and rules ---

    /// @dev All that must be true of a single payment before any money moves; spends the cap.
    function _open(
        InterbankPayment memory payment,
        bytes32 id
    ) private returns (address payingAccount, address receivingAccount, uint256 originZone) {
        if (msg.sender != payment.payer) _requireRelayer(IDepositToken(payment.senderToken));
        (payingAccount, receivingAccount, originZone) = _requireAtomic(payment, id);
        _spendCap(payment.receiverToken, payment.senderToken, payment.amount);
    }

    function _requireAtomic(
        InterbankPayment memory payment,
        bytes32 id
    ) internal view returns (address payingAccount, address receivingAccount, uint256 originZone) {
        if (payment.settlementToken == address(0)) revert SettlementRoadInvalid(id);
        _requireInTime(payment.expiry);
        _requireUetr(payment);
        uint256 zones;
        (payingAccount, receivingAccount, zones) = _requireLine(
            payment.senderToken,
            payment.receiverToken,
            payment.settlementToken
        );
        originZone = _requireZone(payment, zones);
    }

    /// @dev Burns the payer's money. A clearing contract's burn is a payment, under all rules of the payer's bank.
    function _burn(InterbankPayment memory payment, bytes32 id, bytes calldata signature) internal {
        IDepositToken(payment.senderToken).executeSigned(_payerHold(payment, id), signature);
    }

    function _mint(InterbankPayment memory payment, bytes32 id, uint256 originZone) internal {
        emit InterbankPaid(id);
        IDepositToken(payment.receiverToken).mintInterbank(payment.payee, payment.amount, payment.uetr, originZone);
    }

    function _requireZone(InterbankPayment memory payment, uint256 zones) internal view returns (uint256 originZone) {
        uint256 zone = IDepositToken(payment.senderToken).accountWord(payment.payer).zone();
        originZone = _ownZone(zones, zone);
        if (originZone == 0) revert ZoneNotMapped(payment.senderToken, payment.receiverToken, zone);
    }

    /// @dev Whoever extended its hold did not extend the payment.
    function _requireInTime(uint256 expiry) internal view {
        if (block.timestamp >= expiry) revert ClearingExpired(expiry);
    }

    /// @dev One form only: the same UETR written in two ways would be two references to the token.
    function _requireUetr(InterbankPayment memory payment) internal view {
        bytes32 uetr = payment.uetr;
        if (uetr == 0 || uint128(uint256(uetr)) != 0) revert UetrInvalid(uetr);
        bytes32 promised = _reserved[payment.receiverToken][uetr];
        if (promised != 0) revert UetrReserved(uetr, promised);
    }

    function _payerHold(InterbankPayment memory payment, bytes32 id) internal view returns (Hold memory) {
        return FusedHold.build(payment.payer, address(0), payment.amount, payment.expiry, id);
    }
}
