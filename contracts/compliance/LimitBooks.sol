// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IPartyLimits} from "../interfaces/IPartyLimits.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {LimitSet, LimitWord, LimitWordLib} from "../types/LimitWord.sol";
import {PayeeWord, PayeeWordLib, PayerWord, PayerWordLib} from "../types/LineWords.sol";
import {UsageWord} from "../types/UsageWord.sol";

/// @title LimitBooks
/// @notice The limits of parties, one book a token: what was set, what is used, and for each wallet the line that its
/// payments are judged by.
/// @dev A line is a copy of the party's limits and of what never changes in the register (a wallet's party, a party's home
/// bank), so that a payment reads one word instead of three. Lines are written in one place, for all wallets of a party at
/// once: none is older than the limits. A wallet that has no line yet is judged by the register's present answers.
abstract contract LimitBooks is IPartyLimits, AccessManagedUpgradeable {
    using LimitWordLib for LimitSet;

    struct Line {
        PayerWord payer;
        PayeeWord payee;
    }

    struct Meter {
        LimitWord limits;
        UsageWord usage;
    }

    struct Book {
        mapping(address wallet => Line) lines;
        mapping(uint64 party => Meter) meters;
    }

    mapping(address token => Book) private _books;

    IPartyRegistry private immutable REGISTRY;

    constructor(IPartyRegistry registry_) {
        REGISTRY = registry_;
    }

    function _book(address token) internal view returns (Book storage) {
        return _books[token];
    }

    // --- setting limits ---

    /// @inheritdoc IPartyLimits
    function raiseLimits(address token, uint64[] calldata parties, LimitSet calldata limits) external restricted {
        _requireListed(token);
        LimitWord wanted = _wordOf(limits);
        for (uint256 i = 0; i < parties.length; ++i) {
            LimitWord current = _books[token].meters[parties[i]].limits;
            if (current.isSet() && !wanted.isAsLooseAs(current)) revert LimitsNotRaised(parties[i]);
            _setLimits(token, parties[i], wanted);
        }
    }

    /// @inheritdoc IPartyLimits
    function cutLimits(address token, uint64[] calldata parties, LimitSet calldata limits) external restricted {
        LimitWord wanted = _wordOf(limits);
        for (uint256 i = 0; i < parties.length; ++i) {
            LimitWord current = _books[token].meters[parties[i]].limits;
            if (!current.isSet() || !current.isAsLooseAs(wanted)) revert LimitsNotCut(parties[i]);
            _setLimits(token, parties[i], wanted);
        }
    }

    function _wordOf(LimitSet calldata limits) private view returns (LimitWord) {
        if (!limits.isWellFormed()) revert LimitSetInvalid();
        return limits.pack(_hour());
    }

    /// @param wanted Says that its window is set in this hour.
    function _setLimits(address token, uint64 party, LimitWord wanted) private {
        Meter storage meter = _books[token].meters[party];
        LimitWord current = meter.limits;
        if (current.isSet()) {
            if (wanted.windowHours() == current.windowHours()) {
                wanted = wanted.withSince(current.since());
            } else {
                // Half-windows of another length: what counts now counts on, as if it were used in this hour.
                uint256 hour = _hour();
                meter.usage = meter.usage.gathered(current.periodOf(hour), wanted.periodOf(hour));
            }
        }
        meter.limits = wanted;
        LimitSet memory limits = wanted.unpack();
        emit PartyLimitsSet(
            token,
            party,
            limits.perPayment,
            limits.windowValue,
            limits.holdingCap,
            limits.windowCount,
            limits.windowHours
        );
        _enrol(token, party);
    }

    // --- enrolling ---

    /// @inheritdoc IPartyLimits
    function enrol(address token, uint64[] calldata parties) external {
        for (uint256 i = 0; i < parties.length; ++i) {
            if (!_books[token].meters[parties[i]].limits.isSet()) revert PartyLimitsNotSet(token, parties[i]);
            _enrol(token, parties[i]);
        }
    }

    /// @dev The party has limits.
    function _enrol(address token, uint64 party) internal {
        Book storage book = _books[token];
        LimitWord limits = book.meters[party].limits;
        uint8 homeBank = REGISTRY.profileOf(party).homeBank();
        address[] memory wallets = REGISTRY.walletsOf(party);
        if (wallets.length == 0) revert PartyNotRegistered(party);
        _forgetRing(book, wallets);
        for (uint256 i = 0; i < wallets.length; ++i) {
            address next = wallets[i + 1 == wallets.length ? 0 : i + 1];
            Line storage line = book.lines[wallets[i]];
            line.payer = PayerWordLib.pack(limits, party, homeBank);
            line.payee = PayeeWordLib.pack(limits, next, homeBank);
        }
        emit PartyEnrolled(token, party, wallets);
    }

    /// @dev A wallet that the register has removed would lead into the new ring and never be met again: the whole old ring
    /// goes. All wallets of the list that have a line are in one ring, since lines are written for the whole list.
    function _forgetRing(Book storage book, address[] memory wallets) private {
        for (uint256 i = 0; i < wallets.length; ++i) {
            address wallet = wallets[i];
            address next = book.lines[wallet].payee.next();
            while (next != address(0)) {
                delete book.lines[wallet];
                wallet = next;
                next = book.lines[wallet].payee.next();
            }
        }
    }

    // --- what a judge reads ---

    /// @dev Zero if the register does not know the wallet, or its party has no limits here.
    function _payerLine(Book storage book, address wallet) internal view returns (PayerWord line) {
        line = book.lines[wallet].payer;
        return line.isSet() ? line : _newPayerLine(book, wallet);
    }

    function _newPayerLine(Book storage book, address wallet) private view returns (PayerWord line) {
        uint64 party = REGISTRY.partyOf(wallet);
        LimitWord limits = book.meters[party].limits;
        if (!limits.isSet()) return line;
        return PayerWordLib.pack(limits, party, REGISTRY.profileOf(party).homeBank()).asNew();
    }

    /// @dev Zero if the register does not know the wallet, or its party has no limits here.
    function _payeeLine(Book storage book, address wallet) internal view returns (PayeeWord line) {
        line = book.lines[wallet].payee;
        return line.isSet() ? line : _newPayeeLine(book, wallet);
    }

    function _newPayeeLine(Book storage book, address wallet) private view returns (PayeeWord line) {
        uint64 party = REGISTRY.partyOf(wallet);
        LimitWord limits = book.meters[party].limits;
        if (!limits.isSet()) return line;
        return PayeeWordLib.pack(limits, address(0), REGISTRY.profileOf(party).homeBank()).asNew();
    }

    /// @dev Zero if the register does not know the wallet.
    function _partyOf(Book storage book, address wallet) internal view returns (uint64) {
        PayerWord line = book.lines[wallet].payer;
        return line.isSet() ? line.party() : REGISTRY.partyOf(wallet);
    }

    function _homeBankOf(Book storage book, address wallet) internal view returns (uint8) {
        PayerWord line = book.lines[wallet].payer;
        return line.isSet() ? line.homeBank() : REGISTRY.profileOf(REGISTRY.partyOf(wallet)).homeBank();
    }

    /// @dev What the wallet's party has in the token, minor units: no sum of balances passes the supply's 64 bits.
    function _holdingOf(
        Book storage book,
        address token,
        address wallet,
        PayeeWord line
    ) internal view returns (uint256 holding) {
        if (line.isNew()) return _holdingByRegister(token, wallet);
        holding = IERC20(token).balanceOf(wallet);
        for (address next = line.next(); next != wallet; next = book.lines[next].payee.next()) {
            holding += IERC20(token).balanceOf(next);
        }
    }

    function _holdingByRegister(address token, address wallet) private view returns (uint256 holding) {
        address[] memory wallets = REGISTRY.walletsOf(REGISTRY.partyOf(wallet));
        for (uint256 i = 0; i < wallets.length; ++i) holding += IERC20(token).balanceOf(wallets[i]);
    }

    function _requireListed(address token) internal view {
        if (!REGISTRY.isToken(token)) revert TokenNotListed(token);
    }

    /// @dev Hours since 1970.
    function _hour() internal view returns (uint256) {
        return block.timestamp / 1 hours;
    }

    // --- views ---

    /// @inheritdoc IPartyLimits
    function limitsOf(address token, uint64 party) external view returns (LimitSet memory) {
        return _books[token].meters[party].limits.unpack();
    }

    /// @inheritdoc IPartyLimits
    function usedOf(address token, uint64 party) external view returns (uint256 value, uint256 count) {
        Meter storage meter = _books[token].meters[party];
        if (!meter.limits.isSet()) return (0, 0);
        (, value, count) = meter.usage.tally(meter.limits.periodOf(_hour()));
    }

    /// @inheritdoc IPartyLimits
    function enrolledWith(address token, address wallet) external view returns (address[] memory wallets) {
        Book storage book = _books[token];
        if (!book.lines[wallet].payee.isSet()) return wallets;
        uint256 count = 1;
        for (address next = book.lines[wallet].payee.next(); next != wallet; ++count) {
            next = book.lines[next].payee.next();
        }
        wallets = new address[](count);
        for (uint256 i = 0; i < count; ++i) {
            wallets[i] = wallet;
            wallet = book.lines[wallet].payee.next();
        }
    }

    /// @inheritdoc IPartyLimits
    function registry() external view returns (address) {
        return address(REGISTRY);
    }
}
