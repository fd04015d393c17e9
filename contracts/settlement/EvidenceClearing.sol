// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {ClearingState, IEvidenceClearing, TwoPeople} from "../interfaces/IEvidenceClearing.sol";
import {InterbankPayment} from "../interfaces/IInterbankClearing.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {AccountWord} from "../types/AccountWord.sol";
import {Hold, HoldWordLib} from "../types/HoldWord.sol";
import {Operation, PolicyWord} from "../types/PolicyWord.sol";
import {SupplyWord} from "../types/SupplyWord.sol";
import {ClearingStatements} from "./ClearingStatements.sol";

/// @title EvidenceClearing
/// @notice Payments whose settlement asset moves off chain: sealed first, ordered then, burned and minted on evidence.
abstract contract EvidenceClearing is ClearingStatements {
    using HoldWordLib for Hold;

    bytes32 private constant CANCEL_TYPEHASH = keccak256("CancelClearing(bytes32 payment)");

    /// @dev Enough for a mint with limits several times over. Whoever sends less must not choose that the mint fails.
    uint256 private constant MINT_GAS = 500_000;

    mapping(bytes32 payment => ClearingState) private _states;
    /// @dev The payment a settlement reference was instructed for, by both tokens and the reference.
    mapping(bytes32 key => bytes32 payment) private _instructed;

    // --- before the settlement ---

    /// @inheritdoc IEvidenceClearing
    function propose(InterbankPayment memory payment) external {
        _requireBank(payment.senderToken);
        bytes32 id = hashPayment(payment);
        _requireEvidenceLine(payment, id);
        _requireUetr(payment);
        _move(id, ClearingState.None, ClearingState.Proposed);
        emit ClearingProposed(
            id,
            payment.senderToken,
            payment.receiverToken,
            payment.payer,
            payment.payee,
            payment.amount,
            payment.uetr,
            payment.expiry,
            payment.remittance
        );
    }

    /// @inheritdoc IEvidenceClearing
    function ready(InterbankPayment memory payment) external {
        _requireBank(payment.receiverToken);
        bytes32 id = hashPayment(payment);
        uint256 zones = _requireEvidenceLine(payment, id);
        _requireUetr(payment);
        _move(id, ClearingState.Proposed, ClearingState.ReceiverReady);
        _requireCreditable(payment, _requireZone(payment, zones));
        _reserved[payment.receiverToken][payment.uetr] = id;
        _spendCap(payment.receiverToken, payment.senderToken, payment.amount);
    }

    /// @inheritdoc IEvidenceClearing
    function lock(InterbankPayment memory payment, bytes calldata payerSignature) external {
        bytes32 id = hashPayment(payment);
        _requireEvidenceLine(payment, id);
        if (msg.sender != payment.payer) _requireRelayer(IDepositToken(payment.senderToken));
        _move(id, ClearingState.ReceiverReady, ClearingState.Locked);
        IDepositToken token = IDepositToken(payment.senderToken);
        Hold memory hold = _payerHold(payment, id);
        // Placed before, by a stranger or by the payer's own call, it needs no signature any more.
        if (!token.holdWord(hold.id()).isUndrawn(hold.amount)) token.placeHoldWithAuthorization(hold, payerSignature);
        token.sealHold(hold);
    }

    /// @inheritdoc IEvidenceClearing
    function instruct(InterbankPayment memory payment, bytes32 rtgsReference) external {
        _requireBank(payment.senderToken);
        bytes32 id = hashPayment(payment);
        _requireEvidenceLine(payment, id);
        _move(id, ClearingState.Locked, ClearingState.Instructed);
        bytes32 key = _instructionKey(payment, rtgsReference);
        if (rtgsReference == 0 || _instructed[key] != 0) revert RtgsReferenceInvalid(rtgsReference, id);
        _instructed[key] = id;
        emit ClearingInstructed(id, rtgsReference);
    }

    // --- the settlement ---

    /// @inheritdoc IEvidenceClearing
    function settle(
        InterbankPayment memory payment,
        bytes32 rtgsReference,
        uint256 settledAmount,
        TwoPeople calldata people
    ) external {
        bytes32 id = hashPayment(payment);
        _requireInstructed(payment, id, rtgsReference);
        if (settledAmount != payment.amount) revert SettledAmountInvalid(settledAmount, payment.amount);
        _requireTwoPeople(
            payment.receiverToken,
            keccak256(abi.encode(SETTLEMENT_TYPEHASH, id, rtgsReference, settledAmount, people.expiry)),
            people
        );
        _move(id, ClearingState.Instructed, ClearingState.Settled);
        _state(id, ClearingState.Settled, rtgsReference, people);

        // The money has moved between the banks: from here nothing goes back, and nothing may stop the burn.
        IDepositToken(payment.senderToken).executeHold(_payerHold(payment, id), payment.amount);
        bool minted = _tryMint(payment);
        _move(id, ClearingState.Settled, minted ? ClearingState.Completed : ClearingState.Repair);
        if (minted) emit InterbankPaid(id);
    }

    /// @dev The credit as the receiving token and its bank's zones let it pass now.
    function _tryMint(InterbankPayment memory payment) private returns (bool) {
        if (gasleft() < MINT_GAS) revert MintGasTooLow(gasleft(), MINT_GAS);
        uint256 originZone = _originZone(payment);
        if (originZone == 0) return false;
        IDepositToken token = IDepositToken(payment.receiverToken);
        address payee = _present(token, payment.payee);
        uint256 before = gasleft();
        try token.mintInterbank(payee, payment.amount, payment.uetr, originZone) {
            return true;
        } catch {
            // Want of gas, however deep, leaves a few sixty-fourths. A payee of a hundred wallets is dearer than the bound.
            if (gasleft() < before / 4) revert MintGasTooLow(before, 2 * before);
            return false;
        }
    }

    // --- repair ---

    /// @inheritdoc IEvidenceClearing
    function complete(InterbankPayment memory payment) external {
        bytes32 id = hashPayment(payment);
        _completeTo(payment, id, _present(IDepositToken(payment.receiverToken), payment.payee));
    }

    /// @inheritdoc IEvidenceClearing
    function completeTo(InterbankPayment memory payment, address wallet, TwoPeople calldata people) external {
        bytes32 id = hashPayment(payment);
        bytes32 statement = keccak256(abi.encode(COMPLETION_TYPEHASH, id, wallet, people.expiry));
        _requireTwoPeople(payment.receiverToken, statement, people);
        IPartyRegistry registry = IPartyRegistry(IDepositToken(payment.receiverToken).registry());
        uint64 party = registry.partyOf(payment.payee);
        if (party == 0 || registry.partyOf(wallet) != party) revert NotOfTheParty(wallet, payment.payee);
        _state(id, ClearingState.Completed, bytes32(uint256(uint160(wallet))), people);
        _completeTo(payment, id, wallet);
    }

    function _completeTo(InterbankPayment memory payment, bytes32 id, address wallet) private {
        _move(id, ClearingState.Repair, ClearingState.Completed);
        emit InterbankPaid(id);
        // A line that was closed meanwhile credits what had settled; a zone that was unmapped does not.
        uint256 zones = _zonesOf(payment.senderToken, payment.receiverToken, address(0));
        uint256 originZone = _requireZone(payment, zones);
        IDepositToken(payment.receiverToken).mintInterbank(wallet, payment.amount, payment.uetr, originZone);
    }

    /// @inheritdoc IEvidenceClearing
    function recordPaidOutside(
        InterbankPayment memory payment,
        bytes32 outsideReference,
        TwoPeople calldata people
    ) external {
        bytes32 id = hashPayment(payment);
        bytes32 statement = keccak256(abi.encode(PAID_OUTSIDE_TYPEHASH, id, outsideReference, people.expiry));
        _requireTwoPeople(payment.receiverToken, statement, people);
        _move(id, ClearingState.Repair, ClearingState.PaidOutside);
        _state(id, ClearingState.PaidOutside, outsideReference, people);
    }

    // --- the end without a settlement ---

    /// @inheritdoc IEvidenceClearing
    function cancel(InterbankPayment memory payment, bytes calldata payerSignature) external {
        bytes32 id = hashPayment(payment);
        IDepositToken token = IDepositToken(payment.senderToken);
        bool byBank =
            block.timestamp >= payment.expiry || _isOfBank(payment.senderToken) || _isOfBank(payment.receiverToken);
        if (!byBank) {
            bytes32 act = keccak256(abi.encode(CANCEL_TYPEHASH, id));
            _requireConsent(token, payment.payer, act, payerSignature);
        }
        ClearingState state = _states[id];
        if (state == ClearingState.None || state > ClearingState.Locked) revert ClearingInState(id, state);
        _move(id, state, ClearingState.Cancelled);
        if (state == ClearingState.Locked) token.releaseHold(_payerHold(payment, id), payment.amount);
    }

    /// @inheritdoc IEvidenceClearing
    function recordNonSettlement(
        InterbankPayment memory payment,
        bytes32 rtgsReference,
        TwoPeople calldata people
    ) external {
        bytes32 id = hashPayment(payment);
        _requireInstructed(payment, id, rtgsReference);
        bytes32 statement = keccak256(abi.encode(NON_SETTLEMENT_TYPEHASH, id, rtgsReference, people.expiry));
        _requireTwoPeople(payment.receiverToken, statement, people);
        _move(id, ClearingState.Instructed, ClearingState.Cancelled);
        _state(id, ClearingState.Cancelled, rtgsReference, people);
        IDepositToken(payment.senderToken).releaseHold(_payerHold(payment, id), payment.amount);
    }

    // --- views ---

    /// @inheritdoc IEvidenceClearing
    function stateOf(bytes32 payment) external view returns (ClearingState) {
        return _states[payment];
    }

    /// @inheritdoc IEvidenceClearing
    function reservationOf(address receiverToken, bytes32 uetr) external view returns (bytes32 payment) {
        return _reserved[receiverToken][uetr];
    }

    // --- rules ---

    function _requireEvidenceLine(InterbankPayment memory payment, bytes32 id) private view returns (uint256 zones) {
        if (payment.settlementToken != address(0)) revert SettlementRoadInvalid(id);
        _requireInTime(payment.expiry);
        (, , zones) = _requireLine(payment.senderToken, payment.receiverToken, address(0));
    }

    /// @dev The payer's zone in the receiving bank's terms as both banks have it now, zero if it is not mapped.
    function _originZone(InterbankPayment memory payment) private view returns (uint256) {
        uint256 zones = _zonesOf(payment.senderToken, payment.receiverToken, address(0));
        return _ownZone(zones, IDepositToken(payment.senderToken).accountWord(payment.payer).zone());
    }

    /// @dev What can be seen now of the mint to come: a pair under review may still want its clearance.
    function _requireCreditable(InterbankPayment memory payment, uint256 originZone) private view {
        IDepositToken token = IDepositToken(payment.receiverToken);
        if (token.depositReference(payment.uetr) != 0) revert UetrUsedBefore(payment.uetr);
        AccountWord payee = token.accountWord(payment.payee);
        (PolicyWord policy, PolicyWord review) = token.policyWords();
        (SupplyWord supply, ) = token.supplyWords();
        uint256 zone = payee.zone();
        bool open = policy.allows(originZone, zone) || review.allows(originZone, zone);
        if (!open || !payee.mayAct() || policy.isPaused(Operation.Mint) || !supply.isFresh()) {
            revert ReceiverNotReady(payment.payee);
        }
    }

    function _instructionKey(InterbankPayment memory payment, bytes32 rtgsReference) private pure returns (bytes32) {
        return keccak256(abi.encode(payment.senderToken, payment.receiverToken, rtgsReference));
    }

    function _requireInstructed(InterbankPayment memory payment, bytes32 id, bytes32 rtgsReference) private view {
        if (_instructed[_instructionKey(payment, rtgsReference)] != id) revert RtgsReferenceInvalid(rtgsReference, id);
    }

    function _move(bytes32 id, ClearingState from, ClearingState to) private {
        ClearingState state = _states[id];
        if (state != from) revert ClearingInState(id, state);
        _states[id] = to;
        emit ClearingMoved(id, to, msg.sender);
    }

    function _state(bytes32 id, ClearingState to, bytes32 subject, TwoPeople calldata people) private {
        emit ClearingStated(id, to, subject, people.operator, people.approver);
    }
}
