// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LimitWord} from "./LimitWord.sol";

/// @title PayerWord
/// @notice All that a payment must know of its payer's limits, in one storage word a wallet and token: a copy of its party's
/// limits with the party itself. Zero: the wallet is not enrolled.
/// @dev Layout, lowest bit on the right: that of a `LimitWord` with the party instead of the cap, and the institution that
/// serves the party (0: the issuing bank) instead of the hour.
///
/// ```text
/// 255..233  232   231..224     223..208         207..192         191..128    127..64           63..0
/// +--------+-----+------------+----------------+----------------+-----------+-----------------+----------------+
/// | spare  | new | homeBank(8)| windowHours(16)| windowCount(16)| party (64)| windowValue (64)| perPayment (64)|
/// +--------+-----+------------+----------------+----------------+-----------+-----------------+----------------+
/// ```
///
/// `new` is never stored: it marks what was put together just now, for a wallet that is not enrolled.
type PayerWord is uint256;

/// @title PayeeWord
/// @notice The same of a payee: its party's cap, and the next wallet whose balance counts. The wallets of a party are a ring.
///
/// ```text
/// 255..192         191..169  168   167..160     159..0
/// +---------------+---------+-----+------------+------------------+
/// | holdingCap(64)| spare   | new | homeBank(8)| next wallet (160)|
/// +---------------+---------+-----+------------+------------------+
/// ```
type PayeeWord is uint256;

using PayerWordLib for PayerWord global;
using PayeeWordLib for PayeeWord global;

/// @notice Pure accessors of `PayerWord`.
library PayerWordLib {
    uint256 private constant PARTY = 128;
    uint256 private constant HOME_BANK = 224;
    uint256 private constant NEW = 1 << 232;
    uint256 private constant COPIED =
        ~((uint256(type(uint64).max) << PARTY) | (uint256(type(uint32).max) << HOME_BANK));

    function pack(LimitWord limits_, uint64 party_, uint8 homeBank_) internal pure returns (PayerWord) {
        uint256 copied = LimitWord.unwrap(limits_) & COPIED;
        return PayerWord.wrap(copied | (uint256(party_) << PARTY) | (uint256(homeBank_) << HOME_BANK));
    }

    function asNew(PayerWord w) internal pure returns (PayerWord) {
        return PayerWord.wrap(PayerWord.unwrap(w) | NEW);
    }

    function isSet(PayerWord w) internal pure returns (bool) {
        return PayerWord.unwrap(w) != 0;
    }

    function isNew(PayerWord w) internal pure returns (bool) {
        return PayerWord.unwrap(w) & NEW != 0;
    }

    function party(PayerWord w) internal pure returns (uint64) {
        return uint64(PayerWord.unwrap(w) >> PARTY);
    }

    function homeBank(PayerWord w) internal pure returns (uint8) {
        return uint8(PayerWord.unwrap(w) >> HOME_BANK);
    }

    /// @notice The limits of a payer. What else a `LimitWord` says is not in it.
    function limits(PayerWord w) internal pure returns (LimitWord) {
        return LimitWord.wrap(PayerWord.unwrap(w));
    }

    /// @notice Zero if the wallet is enrolled and served by the issuing bank itself (or is nobody's).
    function rarities(PayerWord w) internal pure returns (uint256) {
        return PayerWord.unwrap(w) >> HOME_BANK;
    }
}

/// @notice Pure accessors of `PayeeWord`.
library PayeeWordLib {
    uint256 private constant HOME_BANK = 160;
    uint256 private constant NEW = 1 << 168;
    uint256 private constant CAP = 192;

    function pack(LimitWord limits, address next_, uint8 homeBank_) internal pure returns (PayeeWord) {
        return PayeeWord.wrap((limits.holdingCap() << CAP) | (uint256(homeBank_) << HOME_BANK) | uint160(next_));
    }

    function asNew(PayeeWord w) internal pure returns (PayeeWord) {
        return PayeeWord.wrap(PayeeWord.unwrap(w) | NEW);
    }

    function isSet(PayeeWord w) internal pure returns (bool) {
        return PayeeWord.unwrap(w) != 0;
    }

    function isNew(PayeeWord w) internal pure returns (bool) {
        return PayeeWord.unwrap(w) & NEW != 0;
    }

    function next(PayeeWord w) internal pure returns (address) {
        return address(uint160(PayeeWord.unwrap(w)));
    }

    function homeBank(PayeeWord w) internal pure returns (uint8) {
        return uint8(PayeeWord.unwrap(w) >> HOME_BANK);
    }

    function holdingCap(PayeeWord w) internal pure returns (uint256) {
        return PayeeWord.unwrap(w) >> CAP;
    }

    /// @notice Zero if the wallet is enrolled and served by the issuing bank itself (or is nobody's).
    function rarities(PayeeWord w) internal pure returns (uint256) {
        return (PayeeWord.unwrap(w) >> HOME_BANK) & ((1 << (CAP - HOME_BANK)) - 1);
    }
}
