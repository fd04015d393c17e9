// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {IInterbankClearing, InterbankPayment} from "../interfaces/IInterbankClearing.sol";
import {Hold, HoldStatus, HoldWord, HoldWordLib} from "../types/HoldWord.sol";
import {ClearingBook} from "./ClearingBook.sol";

/// @title AtomicClearing
/// @notice One payment in one transaction: burned here, settled in between, minted there.
abstract contract AtomicClearing is IInterbankClearing, ClearingBook {
    using HoldWordLib for Hold;

    bytes32 private constant PAYMENT_TYPEHASH = keccak256(
        "InterbankPayment(address senderToken,address receiverToken,address settlementToken,address payer,address payee,uint256 amount,bytes32 uetr,uint256 expiry,bytes32 remittance)"
    );
    bytes32 private constant WITHDRAW_TYPEHASH = keccak256("WithdrawHold(address token,bytes32 hold)");

    /// @dev UETRs promised to a payment that settles with evidence, by the receiving token.
    mapping(address receiver => mapping(bytes32 uetr => bytes32 payment)) internal _reserved;

    /// @inheritdoc IInterbankClearing
    function pay(
        InterbankPayment calldata payment,
        bytes calldata payerSignature,
        bytes calldata settlementSignature
    ) external {
        bytes32 id = hashPayment(payment);
        (address payingAccount, address receivingAccount, uint256 zones) = _requireAtomic(payment, id);
        if (msg.sender != payment.payer) _requireRelayer(payment.senderToken);
        _spendCap(payment.receiverToken, payment.senderToken, payment.amount);

        uint256 originZone = _burn(payment, id, zones, payerSignature);
        Hold memory leg = _hold(payingAccount, receivingAccount, payment.amount, payment.expiry, id);
        IDepositToken(payment.settlementToken).executeSigned(leg, settlementSignature);
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
    function hashPayment(InterbankPayment calldata payment) public pure returns (bytes32) {
        return keccak256(abi.encode(PAYMENT_TYPEHASH, payment));
    }

    /// @inheritdoc IInterbankClearing
    function payerHoldOf(InterbankPayment calldata payment) external view returns (Hold memory) {
        return _payerHold(payment, hashPayment(payment));
    }

    /// @inheritdoc IInterbankClearing
    function settlementHoldOf(InterbankPayment calldata payment) external view returns (Hold memory) {
        bytes32 id = hashPayment(payment);
        (address payingAccount, address receivingAccount, ) = _requireAtomic(payment, id);
        return _hold(payingAccount, receivingAccount, payment.amount, payment.expiry, id);
    }

    // --- steps and rules ---

    function _requireAtomic(
        InterbankPayment calldata payment,
        bytes32 id
    ) internal view returns (address payingAccount, address receivingAccount, uint256 zones) {
        if (payment.settlementToken == address(0)) revert SettlementRoadInvalid(id);
        _requireInTime(payment.expiry);
        _requireUetr(payment);
        return _requireLine(payment.senderToken, payment.receiverToken, payment.settlementToken);
    }

    /// @dev Burns the payer's money. A clearing contract's burn is a payment, under all rules of the payer's bank.
    function _burn(
        InterbankPayment calldata payment,
        bytes32 id,
        uint256 zones,
        bytes calldata signature
    ) internal returns (uint256 originZone) {
        originZone = _requireZone(payment, zones);
        IDepositToken(payment.senderToken).executeSigned(_payerHold(payment, id), signature);
    }

    function _mint(InterbankPayment calldata payment, bytes32 id, uint256 originZone) internal {
        emit InterbankPaid(id, payment.uetr);
        IDepositToken(payment.receiverToken).mintInterbank(payment.payee, payment.amount, payment.uetr, originZone);
    }

    function _requireZone(InterbankPayment calldata payment, uint256 zones) internal view returns (uint256 originZone) {
        uint256 zone = IDepositToken(payment.senderToken).accountWord(payment.payer).zone();
        originZone = _ownZone(zones, zone);
        if (originZone == 0) revert ZoneNotMapped(payment.senderToken, payment.receiverToken, zone);
    }

    /// @dev Whoever extended its hold did not extend the payment.
    function _requireInTime(uint256 expiry) internal view {
        if (block.timestamp >= expiry) revert ClearingExpired(expiry);
    }

    /// @dev One form only: the same UETR written in two ways would be two references to the token.
    function _requireUetr(InterbankPayment calldata payment) internal view {
        bytes32 uetr = payment.uetr;
        if (uetr == 0 || uint128(uint256(uetr)) != 0) revert UetrInvalid(uetr);
        bytes32 promised = _reserved[payment.receiverToken][uetr];
        if (promised != 0) revert UetrReserved(uetr, promised);
    }

    /// @dev The token sees this desk as the relayer, so the desk looks at who stands behind it.
    function _requireRelayer(address token) internal view {
        if (IDepositToken(token).accountWord(msg.sender).isBlocked()) revert IDepositToken.RelayerBlocked(msg.sender);
    }

    function _payerHold(InterbankPayment calldata payment, bytes32 id) internal view returns (Hold memory) {
        return _hold(payment.payer, address(0), payment.amount, payment.expiry, id);
    }

    function _hold(
        address payer,
        address payee,
        uint256 amount,
        uint256 expiry,
        bytes32 terms
    ) internal view returns (Hold memory) {
        return Hold(payer, payee, address(this), amount, expiry, expiry, false, terms);
    }
}
