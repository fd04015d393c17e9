// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What a seller asks of a debtor. Its id is its EIP-712 struct hash. Nothing in it is personal data.
struct Invoice {
    /// The deposit token in which it is due.
    address token;
    /// Who asks for the money.
    address seller;
    /// Who owes it.
    address debtor;
    /// Minor units, above zero, at most 64 bits.
    uint256 amount;
    /// Unix seconds.
    uint64 issuedAt;
    /// Unix seconds, not before `issuedAt`.
    uint64 dueAt;
    /// Minor units, below the amount: what may stay open and still settles, and what may be paid too much.
    uint256 tolerance;
    /// Salted hash of the invoice's number.
    bytes32 invoiceReference;
    /// Salted hash of the document.
    bytes32 document;
    /// keccak256(abi.encode(DiscountPoint[])), zero for no discount.
    bytes32 curve;
    /// Id of the hold of a funded order, in the same token, that secures the invoice; zero for none.
    bytes32 orderHold;
    bytes32 salt;
}

/// @notice From `secondsBefore` before the due date on, `basisPoints` of what is settled; straight lines between points.
struct DiscountPoint {
    uint256 secondsBefore;
    /// 1/10,000.
    uint256 basisPoints;
}

/// @notice One invoice of a payment.
struct PaymentItem {
    /// The invoice's id.
    bytes32 invoice;
    /// Minor units by which the open amount falls, discount included.
    uint256 settles;
    /// Minor units of it that are not paid, by the invoice's curve.
    uint256 discount;
}

/// @notice A payment of one or more invoices of one token and one creditor. Its hash is the `terms` of the payer's hold.
struct InvoicePayment {
    address token;
    /// The debtor or anybody else.
    address payer;
    /// The present creditor of every item.
    address payee;
    PaymentItem[] items;
    /// Salted hash of the payer's own reference.
    bytes32 paymentReference;
    /// Unix seconds: executed strictly before.
    uint256 expiry;
    bytes32 salt;
}

/// @notice What the desk must see of an invoice to pay it: the invoice, and the points of its curve if a discount is taken.
struct Bill {
    Invoice invoice;
    DiscountPoint[] points;
}

/// @notice The sale of what is open of an invoice to a financier. Its hash is the `terms` of the financier's hold.
struct InvoiceAssignment {
    /// The invoice's id.
    bytes32 invoice;
    /// The seller's wallet that is paid.
    address seller;
    address financier;
    /// Minor units still open, exactly.
    uint256 open;
    /// Minor units that the financier pays the seller here; zero if it pays elsewhere.
    uint256 price;
    /// Unix seconds: executed strictly before.
    uint256 expiry;
    bytes32 salt;
}

/// @notice The creditor asks for less.
struct CreditNote {
    bytes32 invoice;
    /// Minor units.
    uint256 amount;
    /// Salted hash of the credit note.
    bytes32 document;
    /// Minor units open before: the open amount only falls, so a note is good once.
    uint256 openBefore;
}

/// @notice The creditor says that money came another way: by wire, or out of the order that secures the invoice.
struct Receipt {
    bytes32 invoice;
    /// Minor units.
    uint256 amount;
    /// Salted hash of the payment's reference.
    bytes32 paymentReference;
    /// Minor units open before.
    uint256 openBefore;
}

/// @notice The debtor disputes a part or all of what is open.
struct Dispute {
    bytes32 invoice;
    /// Minor units.
    uint256 amount;
    /// Salted hash of the reason.
    bytes32 reason;
    /// One more than the disputes raised before: a signed dispute is good once.
    uint256 number;
}

/// @notice How a dispute ended: withdrawn (nothing credited), or settled by a credit note.
struct DisputeResolution {
    bytes32 invoice;
    /// The dispute's number.
    uint256 number;
    /// Minor units taken off.
    uint256 credited;
    /// Salted hash of the credit note or of the settlement.
    bytes32 document;
}
