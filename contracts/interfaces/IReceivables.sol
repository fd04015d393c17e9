// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hold} from "../types/HoldWord.sol";
import {InvoiceWord} from "../types/InvoiceWord.sol";
import {
    Invoice,
    DiscountPoint,
    InvoicePayment,
    Bill,
    InvoiceAssignment,
    CreditNote,
    Receipt,
    Dispute,
    DisputeResolution
} from "./Invoices.sol";

/// @title IReceivables
/// @notice Invoices of a bank's customers: issued once, paid in full or part, credited, disputed, sold once.
/// @dev Shared between banks: no owner, no roles, no upgrade, no balance. Money moves by holds in the invoice's own token.
/// Every act may be sent by anyone who is not blocked and brings the signatures; one's own call needs none. A wallet
/// that was lost decides nothing, its successor does; a blocked party decides nothing. `InvoiceNotOpen` unless an act says
/// otherwise: the desk does not know the invoice, or it is settled.
interface IReceivables {
    // --- events ---

    /// @notice The whole invoice: whoever acts on it later must present it.
    event InvoiceIssued(bytes32 indexed id, address indexed seller, address indexed debtor, Invoice invoice);
    /// @notice `open` is what is left; `writtenOff` what was left within the tolerance and is no longer asked for.
    event InvoicePaid(
        bytes32 indexed id,
        bytes32 indexed payment,
        uint256 settles,
        uint256 discount,
        uint256 open,
        uint256 writtenOff
    );
    /// @notice One hold paid the items whose `InvoicePaid` come before this.
    event PaymentMade(
        bytes32 indexed payment,
        address indexed payer,
        address indexed payee,
        address token,
        uint256 cash,
        bytes32 paymentReference
    );
    event InvoiceCredited(bytes32 indexed id, uint256 amount, bytes32 document, uint256 open, uint256 writtenOff);
    event InvoicePaidElsewhere(
        bytes32 indexed id,
        uint256 amount,
        bytes32 paymentReference,
        uint256 open,
        uint256 writtenOff
    );
    event InvoiceDisputed(bytes32 indexed id, uint256 number, uint256 amount, bytes32 reason);
    event DisputeResolved(bytes32 indexed id, uint256 number, uint256 credited, bytes32 document);
    /// @notice The notice of the assignment: from now on only a payment to the financier discharges the debtor.
    event InvoiceAssigned(
        bytes32 indexed id,
        address indexed financier,
        address indexed debtor,
        address seller,
        uint256 open,
        uint256 price,
        bytes32 assignment
    );
    /// @notice The debtor will pay the financier and raises nothing against the invoice any more.
    event AssignmentAcknowledged(bytes32 indexed id, address indexed financier);
    /// @notice A payer took back a hold that was placed and not paid.
    event HoldCancelled(address indexed token, bytes32 indexed hold);

    // --- errors ---

    /// @notice Amount zero or above 64 bits, tolerance not below it, due before issue, or the seller is the debtor.
    error InvoiceInvalid(bytes32 id);
    /// @notice This very invoice was issued before.
    error InvoiceKnown(bytes32 id);
    /// @notice The same customer issued this document before, as this invoice: nobody finances it twice.
    error DocumentUsed(bytes32 document, bytes32 firstInvoice);
    /// @notice The same customer issued an invoice of this number before.
    error InvoiceReferenceUsed(bytes32 invoiceReference, bytes32 firstInvoice);
    /// @notice The token's register does not list the token, or does not know the seller.
    error SellerUnknown(address token, address seller);
    /// @notice The invoices of a batch must be of one token and one seller, and at least one.
    error BatchMixed(uint256 index);
    /// @notice Never issued here, or settled.
    error InvoiceNotOpen(bytes32 id);
    /// @notice One of the two may not act, or the bank's policy lets the one not pay the other.
    error InvoiceCorridorClosed(address payer, address payee);

    /// @notice The bill is missing, of another invoice or token, or settles nothing.
    error PaymentItemInvalid(uint256 index);
    /// @notice The payee of the payment is not who is to be paid: `creditor` is.
    error CreditorDiffers(bytes32 id, address creditor);
    /// @notice More than is open, and than the tolerance allows.
    error PaymentTooHigh(bytes32 id, uint256 settles, uint256 open);
    /// @notice The curve gives `allowed` minor units at this moment.
    error DiscountTooHigh(bytes32 id, uint256 discount, uint256 allowed);
    /// @notice Not the points of the invoice's curve, or not 1 to 8 points that rise.
    error CurveInvalid(bytes32 id);

    /// @notice Zero, or more than is open.
    error ReductionInvalid(bytes32 id, uint256 amount, uint256 open);
    /// @notice What was signed speaks of another open amount.
    error OpenAmountMoved(bytes32 id, uint256 expected, uint256 open);
    /// @notice There is a dispute.
    error DisputeOpen(bytes32 id);
    /// @notice There is no dispute of this number; the last one raised is `last`.
    error DisputeUnknown(bytes32 id, uint256 number, uint256 last);
    /// @notice The debtor acknowledged the assignment and waived its objections.
    error DisputeWaived(bytes32 id);

    /// @notice Sold before, to this financier.
    error AlreadyAssigned(bytes32 id, address financier);
    error NotAssigned(bytes32 id);
    error AssignmentExpired(bytes32 id, uint256 expiry);
    /// @notice The assignment is of another invoice, names another seller, or the financier is seller or debtor.
    error AssignmentInvalid(bytes32 id);
    /// @notice The order's hold is not open, or its payee has not assigned it to this financier.
    error OrderHoldNotAssigned(bytes32 orderHold, address financier);

    // --- issuing ---

    /// @notice Issues an invoice. Consent: the seller's, by its signature of the invoice.
    /// @dev Fails `InvoiceInvalid`, `SellerUnknown`, `InvoiceKnown`, `DocumentUsed`, `InvoiceReferenceUsed`,
    /// `InvoiceCorridorClosed` (debtor to seller neither open nor under review), `ConsentMissing`.
    function issue(Invoice calldata invoice, bytes calldata sellerSignature) external returns (bytes32 id);

    /// @notice Issues invoices of one seller in one token, all or none. Consent: the seller's signature of
    /// `InvoiceList(bytes32[] invoices)`. Fails as `issue`, and `BatchMixed`.
    function issueBatch(Invoice[] calldata invoices, bytes calldata sellerSignature) external;

    // --- paying ---

    /// @notice Pays invoices by the payer's hold, whose terms are the hash of the payment. Books fall, money moves, or neither.
    /// @dev Consent: the payer's signature of `holdOfPayment(payment)` in the token, empty if the hold is placed already.
    /// Cash is the sum of settles less discounts. Fails `PaymentItemInvalid`, `CreditorDiffers`, `PaymentTooHigh`,
    /// `CurveInvalid`, `DiscountTooHigh`, and as the token's `executeSigned`.
    /// @param bills One for each item, in the same order.
    function pay(InvoicePayment calldata payment, Bill[] calldata bills, bytes calldata holdSignature) external;

    /// @notice Lets go of a hold for this desk that was placed and not paid, because what it was for has changed.
    /// @dev Consent: the hold's payer, by its signature of `CancelHold(address token,bytes32 hold)`.
    function cancelHold(address token, Hold calldata hold, bytes calldata payerSignature) external;

    // --- less is due ---

    /// @notice Takes an amount off. Consent: the seller, and the financier once assigned.
    /// @dev Fails `ReductionInvalid`, `OpenAmountMoved`. What is left within the tolerance is written off.
    function credit(
        Invoice calldata invoice,
        CreditNote calldata note,
        bytes calldata sellerSignature,
        bytes calldata financierSignature
    ) external;

    /// @notice Records money that came another way. Consent: the present creditor. Fails as `credit`.
    function recordReceipt(
        Invoice calldata invoice,
        Receipt calldata receipt,
        bytes calldata creditorSignature
    ) external;

    // --- disputes ---

    /// @notice Marks the invoice as disputed: it can still be paid, but not sold. Consent: the debtor.
    /// @dev Fails `DisputeOpen`, `DisputeWaived`, `DisputeUnknown` (not the next number), `ReductionInvalid`.
    function dispute(Invoice calldata invoice, Dispute calldata claim, bytes calldata debtorSignature) external;

    /// @notice Ends the dispute. Consent: the debtor alone if nothing is credited; else seller too, and the financier if assigned.
    /// @dev Fails `DisputeUnknown`, `ReductionInvalid`. Any state of the invoice will do: it may have been paid meanwhile.
    function resolveDispute(
        Invoice calldata invoice,
        DisputeResolution calldata resolution,
        bytes calldata debtorSignature,
        bytes calldata sellerSignature,
        bytes calldata financierSignature
    ) external;

    // --- selling ---

    /// @notice Sells what is open to a financier, once and for ever. Consent: the seller, by its signature of the assignment; the
    /// financier, by its signature of `holdOfAssignment` in the token, or of the assignment if the price is zero.
    /// @dev Fails `AssignmentInvalid`, `AssignmentExpired`, `AlreadyAssigned`, `DisputeOpen`, `OpenAmountMoved`,
    /// `InvoiceCorridorClosed` (debtor to financier or seller to financier), `OrderHoldNotAssigned`, and as `executeSigned`.
    function assign(
        Invoice calldata invoice,
        InvoiceAssignment calldata assignment,
        bytes calldata sellerSignature,
        bytes calldata financierSignature
    ) external;

    /// @notice The debtor will pay the financier and raises nothing more. Consent: the debtor, by its signature of
    /// `Acknowledgement(bytes32 invoice,address financier)`. Fails `NotAssigned`, `DisputeOpen`.
    function acknowledge(Invoice calldata invoice, bytes calldata debtorSignature) external;

    // --- views ---

    /// @notice The state of an invoice; zero if it was never issued here.
    function invoiceOf(bytes32 id) external view returns (InvoiceWord);
    /// @notice Who is to be paid: the financier or the seller, and the successor of a lost wallet.
    function creditorOf(Invoice calldata invoice) external view returns (address);
    /// @notice The invoice under which a customer of a bank first issued a document; zero if never.
    function invoiceOfDocument(address registry, uint64 party, bytes32 document) external view returns (bytes32);
    /// @notice The invoice that a customer of a bank first issued under a number; zero if never.
    function invoiceOfReference(
        address registry,
        uint64 party,
        bytes32 invoiceReference
    ) external view returns (bytes32);
    /// @notice The largest discount, in minor units, that `settles` of this invoice may take at second `moment`, rounded down.
    function quoteDiscount(
        Invoice calldata invoice,
        DiscountPoint[] calldata points,
        uint256 settles,
        uint256 moment
    ) external pure returns (uint256);
    /// @notice The hold that pays: payer to present creditor, the sum in cash, not assignable, placed and executed before `expiry`.
    function holdOfPayment(InvoicePayment calldata payment) external view returns (Hold memory);
    /// @notice The hold that buys: financier to seller, the price, not assignable, placed and executed before `expiry`.
    function holdOfAssignment(InvoiceAssignment calldata assignment) external view returns (Hold memory);
    function hashInvoice(Invoice calldata invoice) external pure returns (bytes32);
    function hashPayment(InvoicePayment calldata payment) external pure returns (bytes32);
    function hashAssignment(InvoiceAssignment calldata assignment) external pure returns (bytes32);
}
