// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Life of an invoice at the desk. It never goes back: a settled invoice stays settled.
enum InvoiceStatus {
    None,
    Open,
    Settled
}

/// @title InvoiceWord
/// @notice All that changes about one invoice, in one storage word; what does not change is in the invoice's hash.
/// @dev Layout, lowest bit on the right.
///
/// ```text
/// 255..96          95..76   75..68        67            66       65..64      63..0
/// +---------------+--------+-------------+--------------+----------+-----------+-----------+
/// | financier(160)| spare  | disputes (8)| acknowledged | disputed | status (2)| open (64) |
/// +---------------+--------+-------------+--------------+----------+-----------+-----------+
///                           ever raised                                         minor units
/// ```
///
/// `financier` zero means never assigned. `disputes` numbers the disputes, so that a signed one is good once.
type InvoiceWord is uint256;

using InvoiceWordLib for InvoiceWord global;

/// @notice Pure accessors of `InvoiceWord`.
library InvoiceWordLib {
    uint256 private constant OPEN_MASK = type(uint64).max;
    uint256 private constant STATUS = 64;
    uint256 private constant STATUS_MASK = 3;
    uint256 private constant DISPUTED = 1 << 66;
    uint256 private constant ACKNOWLEDGED = 1 << 67;
    uint256 private constant DISPUTES = 68;
    uint256 private constant FINANCIER = 96;

    /// @notice The most disputes one invoice can have.
    uint256 internal constant MAX_DISPUTES = 255;

    /// @notice An invoice just issued. The caller has checked 0 < amount <= 2^64 - 1.
    function issued(uint256 amount) internal pure returns (InvoiceWord) {
        return InvoiceWord.wrap(amount | (uint256(InvoiceStatus.Open) << STATUS));
    }

    /// @notice Minor units not yet paid, credited or written off.
    function open(InvoiceWord w) internal pure returns (uint256) {
        return InvoiceWord.unwrap(w) & OPEN_MASK;
    }

    function status(InvoiceWord w) internal pure returns (InvoiceStatus) {
        return InvoiceStatus((InvoiceWord.unwrap(w) >> STATUS) & STATUS_MASK);
    }

    function isNone(InvoiceWord w) internal pure returns (bool) {
        return InvoiceWord.unwrap(w) == 0;
    }

    function isOpen(InvoiceWord w) internal pure returns (bool) {
        return (InvoiceWord.unwrap(w) >> STATUS) & STATUS_MASK == uint256(InvoiceStatus.Open);
    }

    function isDisputed(InvoiceWord w) internal pure returns (bool) {
        return InvoiceWord.unwrap(w) & DISPUTED != 0;
    }

    function isAcknowledged(InvoiceWord w) internal pure returns (bool) {
        return InvoiceWord.unwrap(w) & ACKNOWLEDGED != 0;
    }

    /// @notice How many disputes were ever raised; the present one has this number.
    function disputes(InvoiceWord w) internal pure returns (uint256) {
        return (InvoiceWord.unwrap(w) >> DISPUTES) & MAX_DISPUTES;
    }

    function financier(InvoiceWord w) internal pure returns (address) {
        return address(uint160(InvoiceWord.unwrap(w) >> FINANCIER));
    }

    /// @notice The same invoice with `amount` less open; settled when nothing is left.
    /// @dev The caller has checked amount <= open.
    function reduced(InvoiceWord w, uint256 amount) internal pure returns (InvoiceWord) {
        unchecked {
            uint256 less = InvoiceWord.unwrap(w) - amount;
            // Open is 1 and Settled 2.
            return InvoiceWord.wrap(less & OPEN_MASK == 0 ? less + (1 << STATUS) : less);
        }
    }

    /// @dev The caller has checked disputes < MAX_DISPUTES.
    function withDispute(InvoiceWord w) internal pure returns (InvoiceWord) {
        unchecked {
            return InvoiceWord.wrap((InvoiceWord.unwrap(w) | DISPUTED) + (1 << DISPUTES));
        }
    }

    function withoutDispute(InvoiceWord w) internal pure returns (InvoiceWord) {
        return InvoiceWord.wrap(InvoiceWord.unwrap(w) & ~DISPUTED);
    }

    function withAcknowledgement(InvoiceWord w) internal pure returns (InvoiceWord) {
        return InvoiceWord.wrap(InvoiceWord.unwrap(w) | ACKNOWLEDGED);
    }

    /// @dev The caller has checked that there is no financier yet.
    function withFinancier(InvoiceWord w, address financier_) internal pure returns (InvoiceWord) {
        return InvoiceWord.wrap(InvoiceWord.unwrap(w) | (uint256(uint160(financier_)) << FINANCIER));
    }
}
