// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {IReceivables} from "../interfaces/IReceivables.sol";
import {Bill, DiscountPoint, Invoice, InvoicePayment, PaymentItem} from "../interfaces/Invoices.sol";
import {FusedHold} from "../libraries/FusedHold.sol";
import {Hold, HoldWordLib} from "../types/HoldWord.sol";
import {InvoiceWord} from "../types/InvoiceWord.sol";
import {DiscountCurve} from "./DiscountCurve.sol";
import {ReceivablesClaims} from "./ReceivablesClaims.sol";

/// @title Receivables
/// @notice Invoices: issued once, paid in full or part, early at a discount, credited, disputed, sold once.
/// @dev Never has a balance: money moves by a hold of the payer, in the invoice's own token, in the same transaction in
/// which the books fall. Any number of banks may admit it as a notary of their tokens.
contract Receivables is ReceivablesClaims {
    using DiscountCurve for uint256;
    using HoldWordLib for Hold;

    bytes32 private constant LIST_TYPEHASH = keccak256("InvoiceList(bytes32[] invoices)");
    bytes32 private constant CANCEL_TYPEHASH = keccak256("CancelHold(address token,bytes32 hold)");

    constructor() EIP712("Vostro Receivables", "1") {}

    // --- issuing ---

    /// @inheritdoc IReceivables
    function issue(Invoice calldata invoice, bytes calldata sellerSignature) external returns (bytes32 id) {
        IDepositToken token = IDepositToken(invoice.token);
        _requireRelayer(token);
        id = hashInvoice(invoice);
        (address registry, uint64 party) = _sellerParty(invoice.token, invoice.seller);
        _requireConsent(token, invoice.seller, id, sellerSignature);
        _issue(invoice, id, registry, party);
    }

    /// @inheritdoc IReceivables
    function issueBatch(Invoice[] calldata invoices, bytes calldata sellerSignature) external {
        if (invoices.length == 0) revert BatchMixed(0);
        address token = invoices[0].token;
        address seller = invoices[0].seller;
        _requireRelayer(IDepositToken(token));
        (address registry, uint64 party) = _sellerParty(token, seller);
        bytes32[] memory ids = new bytes32[](invoices.length);
        for (uint256 i = 0; i < invoices.length; ++i) {
            Invoice calldata invoice = invoices[i];
            if (invoice.token != token || invoice.seller != seller) revert BatchMixed(i);
            ids[i] = hashInvoice(invoice);
            _issue(invoice, ids[i], registry, party);
        }
        bytes32 structHash = keccak256(abi.encode(LIST_TYPEHASH, keccak256(abi.encodePacked(ids))));
        _requireConsent(IDepositToken(token), seller, structHash, sellerSignature);
    }

    // --- paying ---

    /// @inheritdoc IReceivables
    function pay(InvoicePayment calldata payment, Bill[] calldata bills, bytes calldata holdSignature) external {
        IDepositToken token = IDepositToken(payment.token);
        _requireRelayer(token);
        bytes32 id = hashPayment(payment);
        uint256 cash;
        for (uint256 i = 0; i < payment.items.length; ++i) {
            if (i >= bills.length) revert PaymentItemInvalid(i);
            cash += _settle(payment, i, bills[i], id);
        }
        if (bills.length > payment.items.length) revert PaymentItemInvalid(payment.items.length);
        emit PaymentMade(id, payment.payer, payment.payee, payment.token, cash, payment.paymentReference);
        token.executeSigned(FusedHold.build(payment.payer, payment.payee, cash, payment.expiry, id), holdSignature);
    }

    /// @dev One item's books fall.
    /// @return cash What of it is paid, minor units.
    function _settle(
        InvoicePayment calldata payment,
        uint256 index,
        Bill calldata bill,
        bytes32 paymentId
    ) private returns (uint256 cash) {
        PaymentItem calldata item = payment.items[index];
        Invoice calldata invoice = bill.invoice;
        bytes32 id = hashInvoice(invoice);
        if (id != item.invoice || invoice.token != payment.token || item.settles == 0) revert PaymentItemInvalid(index);
        InvoiceWord word = _openInvoice(id);
        _requireCreditor(invoice, id, word, payment.payee);

        uint256 open = word.open();
        if (item.settles > open + invoice.tolerance) revert PaymentTooHigh(id, item.settles, open);
        uint256 falls = item.settles < open ? item.settles : open;
        if (item.discount != 0) {
            uint256 allowed = _discount(invoice, id, bill.points, falls, block.timestamp);
            if (item.discount > allowed) revert DiscountTooHigh(id, item.discount, allowed);
        }
        uint256 writtenOff;
        (open, writtenOff) = _reduce(invoice, id, word, falls);
        emit InvoicePaid(id, paymentId, item.settles, item.discount, open, writtenOff);
        return item.settles - item.discount;
    }

    /// @dev Only where the names differ is a lost wallet looked for. Of a hold placed before its payee was lost, the token
    /// pays the successor by itself.
    function _requireCreditor(Invoice calldata invoice, bytes32 id, InvoiceWord word, address payee) private view {
        address named = word.financier();
        if (named == address(0)) named = invoice.seller;
        if (payee == named) return;
        address creditor = _creditor(invoice, word);
        if (payee != creditor) revert CreditorDiffers(id, creditor);
    }

    /// @inheritdoc IReceivables
    function cancelHold(address token, Hold calldata hold, bytes calldata payerSignature) external {
        IDepositToken token_ = IDepositToken(token);
        bytes32 id = hold.id();
        _requireRelayer(token_);
        _requireConsent(token_, hold.payer, keccak256(abi.encode(CANCEL_TYPEHASH, token, id)), payerSignature);
        emit HoldCancelled(token, id);
        // Not the signed amount: the payee may have let go of a part.
        token_.releaseHold(hold, token_.holdWord(id).remaining());
    }

    // --- discounts ---

    /// @inheritdoc IReceivables
    function quoteDiscount(
        Invoice calldata invoice,
        DiscountPoint[] calldata points,
        uint256 settles,
        uint256 moment
    ) external pure returns (uint256) {
        return _discount(invoice, hashInvoice(invoice), points, settles, moment);
    }

    function _discount(
        Invoice calldata invoice,
        bytes32 id,
        DiscountPoint[] calldata points,
        uint256 amount,
        uint256 moment
    ) private pure returns (uint256) {
        if (keccak256(abi.encode(points)) != invoice.curve || !DiscountCurve.isValid(points)) revert CurveInvalid(id);
        return moment >= invoice.dueAt ? 0 : amount.discountOn(points, invoice.dueAt - moment);
    }
}
