// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {IReceivables} from "../interfaces/IReceivables.sol";
import {CreditNote, Dispute, DisputeResolution, Invoice, InvoiceAssignment, Receipt} from "../interfaces/Invoices.sol";
import {Hold, HoldStatus, HoldWord} from "../types/HoldWord.sol";
import {InvoiceWord, InvoiceWordLib} from "../types/InvoiceWord.sol";
import {ReceivablesBook} from "./ReceivablesBook.sol";

/// @title ReceivablesClaims
/// @notice What happens to a claim besides its payment: credit notes, receipts, disputes, its sale.
abstract contract ReceivablesClaims is ReceivablesBook {
    bytes32 private constant CREDIT_TYPEHASH = keccak256(
        "CreditNote(bytes32 invoice,uint256 amount,bytes32 document,uint256 openBefore)"
    );
    bytes32 private constant RECEIPT_TYPEHASH = keccak256(
        "Receipt(bytes32 invoice,uint256 amount,bytes32 paymentReference,uint256 openBefore)"
    );
    bytes32 private constant DISPUTE_TYPEHASH = keccak256(
        "Dispute(bytes32 invoice,uint256 amount,bytes32 reason,uint256 number)"
    );
    bytes32 private constant RESOLUTION_TYPEHASH = keccak256(
        "DisputeResolution(bytes32 invoice,uint256 number,uint256 credited,bytes32 document)"
    );
    bytes32 private constant ACKNOWLEDGEMENT_TYPEHASH = keccak256("Acknowledgement(bytes32 invoice,address financier)");

    // --- less is due ---

    /// @inheritdoc IReceivables
    function credit(
        Invoice calldata invoice,
        CreditNote calldata note,
        bytes calldata sellerSignature,
        bytes calldata financierSignature
    ) external {
        (bytes32 id, InvoiceWord word) = _load(invoice, note.invoice);
        _requireOpenAmount(id, word, note.openBefore);
        _requireReduction(id, word, note.amount);
        bytes32 structHash = keccak256(abi.encode(CREDIT_TYPEHASH, note));
        IDepositToken token = IDepositToken(invoice.token);
        _requireDecision(token, invoice.seller, structHash, sellerSignature);
        _requireFinancier(token, word, structHash, financierSignature);
        (uint256 open, uint256 writtenOff) = _reduce(invoice, id, word, note.amount);
        emit InvoiceCredited(id, note.amount, note.document, open, writtenOff);
    }

    /// @inheritdoc IReceivables
    function recordReceipt(
        Invoice calldata invoice,
        Receipt calldata receipt,
        bytes calldata creditorSignature
    ) external {
        (bytes32 id, InvoiceWord word) = _load(invoice, receipt.invoice);
        _requireOpenAmount(id, word, receipt.openBefore);
        _requireReduction(id, word, receipt.amount);
        bytes32 structHash = keccak256(abi.encode(RECEIPT_TYPEHASH, receipt));
        _requireDecision(IDepositToken(invoice.token), _creditor(invoice, word), structHash, creditorSignature);
        (uint256 open, uint256 writtenOff) = _reduce(invoice, id, word, receipt.amount);
        emit InvoicePaidElsewhere(id, receipt.amount, receipt.paymentReference, open, writtenOff);
    }

    // --- disputes ---

    /// @inheritdoc IReceivables
    function dispute(Invoice calldata invoice, Dispute calldata claim, bytes calldata debtorSignature) external {
        (bytes32 id, InvoiceWord word) = _load(invoice, claim.invoice);
        if (word.isDisputed()) revert DisputeOpen(id);
        if (word.isAcknowledged()) revert DisputeWaived(id);
        uint256 last = word.disputes();
        if (claim.number != last + 1 || last == InvoiceWordLib.MAX_DISPUTES) {
            revert DisputeUnknown(id, claim.number, last);
        }
        _requireReduction(id, word, claim.amount);
        bytes32 structHash = keccak256(abi.encode(DISPUTE_TYPEHASH, claim));
        _requireDecision(IDepositToken(invoice.token), invoice.debtor, structHash, debtorSignature);
        _store(id, word.withDispute());
        emit InvoiceDisputed(id, claim.number, claim.amount, claim.reason);
    }

    /// @inheritdoc IReceivables
    function resolveDispute(
        Invoice calldata invoice,
        DisputeResolution calldata resolution,
        bytes calldata debtorSignature,
        bytes calldata sellerSignature,
        bytes calldata financierSignature
    ) external {
        IDepositToken token = IDepositToken(invoice.token);
        bytes32 id = hashInvoice(invoice);
        _requireRelayer(token);
        InvoiceWord word = _wordOf(id);
        if (!word.isDisputed() || resolution.number != word.disputes() || resolution.invoice != id) {
            revert DisputeUnknown(id, resolution.number, word.disputes());
        }
        bytes32 structHash = keccak256(abi.encode(RESOLUTION_TYPEHASH, resolution));
        _requireDecision(token, invoice.debtor, structHash, debtorSignature);
        word = word.withoutDispute();
        uint256 credited = resolution.credited;
        if (credited == 0) {
            _store(id, word);
        } else {
            _requireReduction(id, word, credited);
            _requireDecision(token, invoice.seller, structHash, sellerSignature);
            _requireFinancier(token, word, structHash, financierSignature);
            (uint256 open, uint256 writtenOff) = _reduce(invoice, id, word, credited);
            emit InvoiceCredited(id, credited, resolution.document, open, writtenOff);
        }
        emit DisputeResolved(id, resolution.number, credited, resolution.document);
    }

    // --- selling ---

    /// @inheritdoc IReceivables
    function assign(
        Invoice calldata invoice,
        InvoiceAssignment calldata assignment,
        bytes calldata sellerSignature,
        bytes calldata financierSignature
    ) external {
        IDepositToken token = IDepositToken(invoice.token);
        (bytes32 id, InvoiceWord word) = _load(invoice, assignment.invoice);
        bytes32 structHash = hashAssignment(assignment);
        address financier = assignment.financier;
        _checkAssignment(invoice, assignment, id, word);
        _requireDecision(token, assignment.seller, structHash, sellerSignature);

        _store(id, word.withFinancier(financier));
        emit InvoiceAssigned(
            id,
            financier,
            invoice.debtor,
            assignment.seller,
            assignment.open,
            assignment.price,
            structHash
        );
        if (assignment.price == 0) {
            _requireDecision(token, financier, structHash, financierSignature);
        } else {
            token.executeSigned(holdOfAssignment(assignment), financierSignature);
        }
    }

    /// @dev All that must be true for the sale, the consents apart.
    function _checkAssignment(
        Invoice calldata invoice,
        InvoiceAssignment calldata assignment,
        bytes32 id,
        InvoiceWord word
    ) private view {
        IDepositToken token = IDepositToken(invoice.token);
        address financier = assignment.financier;
        if (word.financier() != address(0)) revert AlreadyAssigned(id, word.financier());
        if (word.isDisputed()) revert DisputeOpen(id);
        _requireOpenAmount(id, word, assignment.open);
        if (block.timestamp >= assignment.expiry) revert AssignmentExpired(id, assignment.expiry);
        if (
            assignment.seller != _present(token, invoice.seller) ||
            financier == assignment.seller ||
            financier == _present(token, invoice.debtor)
        ) revert AssignmentInvalid(id);
        // The debtor would pay the new creditor, and the new one stands where the seller stood.
        address debtor = _present(token, invoice.debtor);
        if (!_isCorridor(token, debtor, financier, true)) revert InvoiceCorridorClosed(debtor, financier);
        if (!_isCorridor(token, assignment.seller, financier, true)) {
            revert InvoiceCorridorClosed(assignment.seller, financier);
        }
        if (invoice.orderHold != 0) _requireOrderHold(token, invoice.orderHold, financier);
    }

    /// @dev The order's money must already go to the financier: it is never promised to two.
    function _requireOrderHold(IDepositToken token, bytes32 orderHold, address financier) private view {
        HoldWord word = token.holdWord(orderHold);
        // Of a hold that was never assigned the word names nobody, and so does this empty one.
        Hold memory unassigned;
        if (!word.isIn(HoldStatus.Open) || word.payeeOf(unassigned) != financier) {
            revert OrderHoldNotAssigned(orderHold, financier);
        }
    }

    /// @inheritdoc IReceivables
    function acknowledge(Invoice calldata invoice, bytes calldata debtorSignature) external {
        bytes32 id = hashInvoice(invoice);
        InvoiceWord word;
        (id, word) = _load(invoice, id);
        address financier = word.financier();
        if (financier == address(0)) revert NotAssigned(id);
        if (word.isDisputed()) revert DisputeOpen(id);
        bytes32 structHash = keccak256(abi.encode(ACKNOWLEDGEMENT_TYPEHASH, id, financier));
        _requireDecision(IDepositToken(invoice.token), invoice.debtor, structHash, debtorSignature);
        _store(id, word.withAcknowledgement());
        emit AssignmentAcknowledged(id, financier);
    }

    // --- shared ---

    /// @dev The open invoice that the signed act names.
    function _load(Invoice calldata invoice, bytes32 named) private view returns (bytes32 id, InvoiceWord word) {
        _requireRelayer(IDepositToken(invoice.token));
        id = hashInvoice(invoice);
        if (id != named) revert InvoiceNotOpen(named);
        word = _openInvoice(id);
    }

    function _requireOpenAmount(bytes32 id, InvoiceWord word, uint256 expected) private pure {
        if (word.open() != expected) revert OpenAmountMoved(id, expected, word.open());
    }

    function _requireFinancier(
        IDepositToken token,
        InvoiceWord word,
        bytes32 structHash,
        bytes calldata signature
    ) private view {
        address financier = word.financier();
        if (financier != address(0)) _requireDecision(token, financier, structHash, signature);
    }
}
