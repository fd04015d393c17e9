// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {IReceivables} from "../interfaces/IReceivables.sol";
import {Invoice, InvoiceAssignment, InvoicePayment, PaymentItem} from "../interfaces/Invoices.sol";
import {FusedHold} from "../libraries/FusedHold.sol";
import {Hold} from "../types/HoldWord.sol";
import {InvoiceWord, InvoiceWordLib} from "../types/InvoiceWord.sol";
import {PartyChecks} from "./PartyChecks.sol";

/// @title ReceivablesBook
/// @notice The book of invoices, their hashes and the holds that belong to them.
abstract contract ReceivablesBook is IReceivables, PartyChecks {
    bytes32 private constant INVOICE_TYPEHASH = keccak256(
        "Invoice(address token,address seller,address debtor,uint256 amount,uint64 issuedAt,uint64 dueAt,uint256 tolerance,bytes32 invoiceReference,bytes32 document,bytes32 curve,bytes32 orderHold,bytes32 salt)"
    );
    bytes32 private constant ITEM_TYPEHASH = keccak256("PaymentItem(bytes32 invoice,uint256 settles,uint256 discount)");
    bytes32 private constant PAYMENT_TYPEHASH = keccak256(
        "InvoicePayment(address token,address payer,address payee,PaymentItem[] items,bytes32 paymentReference,uint256 expiry,bytes32 salt)PaymentItem(bytes32 invoice,uint256 settles,uint256 discount)"
    );
    bytes32 private constant ASSIGNMENT_TYPEHASH = keccak256(
        "InvoiceAssignment(bytes32 invoice,address seller,address financier,uint256 open,uint256 price,uint256 expiry,bytes32 salt)"
    );

    mapping(bytes32 id => InvoiceWord) private _invoices;
    /// @dev By customer and document, and by customer and number: the invoice that came first.
    mapping(bytes32 key => bytes32 id) private _first;

    // --- views ---

    /// @inheritdoc IReceivables
    function invoiceOf(bytes32 id) external view returns (InvoiceWord) {
        return _invoices[id];
    }

    /// @inheritdoc IReceivables
    function creditorOf(Invoice calldata invoice) external view returns (address) {
        return _creditor(invoice, _openInvoice(hashInvoice(invoice)));
    }

    /// @inheritdoc IReceivables
    function invoiceOfDocument(address registry, uint64 party, bytes32 document) external view returns (bytes32) {
        return _first[_documentKey(registry, party, document)];
    }

    /// @inheritdoc IReceivables
    function invoiceOfReference(
        address registry,
        uint64 party,
        bytes32 invoiceReference
    ) external view returns (bytes32) {
        return _first[_referenceKey(registry, party, invoiceReference)];
    }

    /// @inheritdoc IReceivables
    function hashInvoice(Invoice calldata invoice) public pure returns (bytes32) {
        return keccak256(abi.encode(INVOICE_TYPEHASH, invoice));
    }

    /// @inheritdoc IReceivables
    function hashPayment(InvoicePayment calldata payment) public pure returns (bytes32) {
        PaymentItem[] calldata items = payment.items;
        bytes32[] memory hashes = new bytes32[](items.length);
        for (uint256 i = 0; i < items.length; ++i) hashes[i] = keccak256(abi.encode(ITEM_TYPEHASH, items[i]));
        return
            keccak256(
                abi.encode(
                    PAYMENT_TYPEHASH,
                    payment.token,
                    payment.payer,
                    payment.payee,
                    keccak256(abi.encodePacked(hashes)),
                    payment.paymentReference,
                    payment.expiry,
                    payment.salt
                )
            );
    }

    /// @inheritdoc IReceivables
    function hashAssignment(InvoiceAssignment calldata assignment) public pure returns (bytes32) {
        return keccak256(abi.encode(ASSIGNMENT_TYPEHASH, assignment));
    }

    /// @inheritdoc IReceivables
    function holdOfPayment(InvoicePayment calldata payment) external view returns (Hold memory) {
        uint256 cash;
        for (uint256 i = 0; i < payment.items.length; ++i) cash += payment.items[i].settles - payment.items[i].discount;
        return FusedHold.build(payment.payer, payment.payee, cash, payment.expiry, hashPayment(payment));
    }

    /// @inheritdoc IReceivables
    function holdOfAssignment(InvoiceAssignment calldata assignment) public view returns (Hold memory) {
        return
            FusedHold.build(
                assignment.financier,
                assignment.seller,
                assignment.price,
                assignment.expiry,
                hashAssignment(assignment)
            );
    }

    // --- the book ---

    function _openInvoice(bytes32 id) internal view returns (InvoiceWord word) {
        word = _invoices[id];
        if (!word.isOpen()) revert InvoiceNotOpen(id);
    }

    function _wordOf(bytes32 id) internal view returns (InvoiceWord) {
        return _invoices[id];
    }

    function _store(bytes32 id, InvoiceWord word) internal {
        _invoices[id] = word;
    }

    /// @dev Who is to be paid now. A lost wallet's successor is.
    function _creditor(Invoice calldata invoice, InvoiceWord word) internal view returns (address) {
        address creditor = word.financier();
        return _present(IDepositToken(invoice.token), creditor == address(0) ? invoice.seller : creditor);
    }

    /// @dev Takes `amount` off and writes off what is left within the tolerance. The caller has checked amount <= open.
    function _reduce(
        Invoice calldata invoice,
        bytes32 id,
        InvoiceWord word,
        uint256 amount
    ) internal returns (uint256 open, uint256 writtenOff) {
        unchecked {
            open = word.open() - amount;
        }
        if (open <= invoice.tolerance) (open, writtenOff) = (0, open);
        _store(id, word.reduced(amount + writtenOff));
    }

    function _requireReduction(bytes32 id, InvoiceWord word, uint256 amount) internal pure {
        if (amount == 0 || amount > word.open()) revert ReductionInvalid(id, amount, word.open());
    }

    // --- issuing ---

    /// @dev The customer behind the seller's wallet, at the bank whose register lists the token.
    function _sellerParty(address token, address seller) internal view returns (address registry, uint64 party) {
        registry = IDepositToken(token).registry();
        party = IPartyRegistry(registry).partyOf(seller);
        if (party == 0 || !IPartyRegistry(registry).isToken(token)) revert SellerUnknown(token, seller);
    }

    function _issue(Invoice calldata invoice, bytes32 id, address registry, uint64 party) internal {
        uint256 amount = invoice.amount;
        if (
            amount == 0 ||
            amount > type(uint64).max ||
            invoice.tolerance >= amount ||
            invoice.dueAt < invoice.issuedAt ||
            invoice.seller == invoice.debtor
        ) revert InvoiceInvalid(id);
        if (!_invoices[id].isNone()) revert InvoiceKnown(id);
        bytes32 first = _claim(_documentKey(registry, party, invoice.document), id);
        if (first != 0) revert DocumentUsed(invoice.document, first);
        first = _claim(_referenceKey(registry, party, invoice.invoiceReference), id);
        if (first != 0) revert InvoiceReferenceUsed(invoice.invoiceReference, first);
        if (!_isCorridor(IDepositToken(invoice.token), invoice.debtor, invoice.seller, true)) {
            revert InvoiceCorridorClosed(invoice.debtor, invoice.seller);
        }
        _invoices[id] = InvoiceWordLib.issued(amount);
        emit InvoiceIssued(id, invoice.seller, invoice.debtor, invoice);
    }

    /// @return first The invoice that has the key already, zero if `id` has it now.
    function _claim(bytes32 key, bytes32 id) private returns (bytes32 first) {
        first = _first[key];
        if (first == 0) _first[key] = id;
    }

    function _documentKey(address registry, uint64 party, bytes32 document) private pure returns (bytes32) {
        return keccak256(abi.encode("document", registry, party, document));
    }

    function _referenceKey(address registry, uint64 party, bytes32 invoiceReference) private pure returns (bytes32) {
        return keccak256(abi.encode("reference", registry, party, invoiceReference));
    }
}
