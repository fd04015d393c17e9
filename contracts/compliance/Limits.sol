// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Causes, ILimits, Movement, MovementKind} from "../interfaces/ILimits.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {LimitWord, LimitWordLib} from "../types/LimitWord.sol";
import {PayeeWord, PayerWord} from "../types/LineWords.sol";
import {Reason} from "../types/Reason.sol";
import {UsageWord, UsageWordLib} from "../types/UsageWord.sol";
import {LimitBooks} from "./LimitBooks.sol";
import {TravelRecords} from "./TravelRecords.sol";

/// @title Limits
/// @notice The bank's limits per party, clearances and travel-rule records, asked by its tokens before a movement ends.
/// @dev Everything that a movement writes is kept under the token that asks (`msg.sender`), so a stranger who calls
/// `record` writes to a name of its own, where the bank has set nothing; copies of the register are true whoever asks for them.
/// Not behind a proxy, which would cost each movement about 5,000 gas: a bank replaces the contract instead.
contract Limits is ILimits, TravelRecords {
    uint256 private constant UNLIMITED = LimitWordLib.UNLIMITED;

    uint256 private constant BOTH_LIMITED = Causes.PAYER_LIMITED | Causes.PAYEE_LIMITED;

    /// @dev The hour in which a hold was placed comes modulo 2^15.
    uint256 private constant HOUR_MASK = (1 << 15) - 1;

    /// @param authority_ The bank's AccessManager.
    /// @param registry_ The bank's PartyRegistry.
    constructor(address authority_, IPartyRegistry registry_) LimitBooks(registry_) initializer {
        __AccessManaged_init(authority_);
    }

    function _EIP712Name() internal pure override returns (string memory) {
        return "Vostro Limits";
    }

    function _nameHash() internal pure override returns (bytes32) {
        return keccak256("Vostro Limits");
    }

    /// @inheritdoc ILimits
    function record(Movement calldata m) external {
        Book storage book = _book(msg.sender);
        if (m.kind == MovementKind.HoldReleased) {
            _giveBack(book, m);
            return;
        }
        (, PayerWord payer, PayeeWord payee, UsageWord usage, bool plain) = _judge(book, msg.sender, m, true);
        if (usage.counts()) book.meters[payer.party()].usage = usage;
        if (!plain) _finish(book, m, payer, payee);
    }

    /// @inheritdoc ILimits
    function assess(address token, Movement calldata m) external view returns (uint8) {
        if (m.kind == MovementKind.HoldReleased) return uint8(Reason.Ok);
        (Reason reason, , , , ) = _judge(_book(token), token, m, false);
        return uint8(reason);
    }

    // --- judging ---

    /// @dev The one judge of both. Where a rule refuses, `record` fails with its error and `assess` gives its reason.
    /// @param recording The token has written the movement already: balances are as they are after it.
    /// @return reason Ok if no rule refuses.
    /// @return payer The line of a payer that has limits.
    /// @return payee The line of a payee that has limits.
    /// @return usage The payer's usage with this payment; empty if it does not count.
    /// @return plain An ordinary transfer between the bank's own customers: nothing else has to be asked or written.
    function _judge(
        Book storage book,
        address token,
        Movement calldata m,
        bool recording
    ) private view returns (Reason reason, PayerWord payer, PayeeWord payee, UsageWord usage, bool plain) {
        uint256 causes = m.causes;
        // Between two wallets of one party nothing is spent and nothing is gained.
        bool own = causes & BOTH_LIMITED == BOTH_LIMITED && _partyOf(book, m.payer) == _partyOf(book, m.payee);
        if (causes & Causes.PAYER_LIMITED != 0) {
            payer = _payerLine(book, m.payer);
            (reason, usage) = _judgePayer(book, token, m, payer, own, recording);
            if (reason != Reason.Ok) return (reason, payer, payee, usage, false);
        }
        if (causes & Causes.PAYEE_LIMITED != 0) {
            payee = _payeeLine(book, m.payee);
            reason = _judgePayee(book, token, m, payee, own, recording);
            if (reason != Reason.Ok) return (reason, payer, payee, usage, false);
        }
        // A transfer is the kind zero.
        uint256 rare = uint256(m.kind) | (causes & Causes.UNDER_REVIEW) | payer.rarities() | payee.rarities();
        plain = rare == 0;
        if (!plain) reason = _judgePair(book, token, m, payer, payee, recording);
    }

    /// @dev One payment, and value and count of the window.
    function _judgePayer(
        Book storage book,
        address token,
        Movement calldata m,
        PayerWord payer,
        bool own,
        bool recording
    ) private view returns (Reason, UsageWord usage) {
        if (!payer.isSet()) return (_notSet(book, token, m.payer, recording), usage);
        if (own) return (Reason.Ok, usage);

        uint64 party = payer.party();
        LimitWord limits = payer.limits();
        uint256 amount = m.amount;
        uint256 limit = limits.perPayment();
        if (amount > limit && limit != UNLIMITED) {
            if (recording) revert PaymentLimitExceeded(party, amount, limit);
            return (Reason.PayerLimit, usage);
        }
        uint256 value;
        uint256 count;
        (usage, value, count) = book.meters[party].usage.tally(limits.periodOf(_hour()));
        limit = limits.windowValue();
        if (_passes(value, amount, limit) && limit != UNLIMITED) {
            if (recording) revert WindowValueExceeded(party, value, amount, limit);
            return (Reason.PayerLimit, usage);
        }
        limit = limits.windowCount();
        if (count >= limit) {
            if (recording) revert WindowCountExceeded(party, count, limit);
            return (Reason.PayerLimit, usage);
        }
        return (Reason.Ok, usage.added(amount));
    }

    /// @dev What the party holds in all.
    function _judgePayee(
        Book storage book,
        address token,
        Movement calldata m,
        PayeeWord payee,
        bool own,
        bool recording
    ) private view returns (Reason) {
        if (!payee.isSet()) return _notSet(book, token, m.payee, recording);
        uint256 cap = payee.holdingCap();
        if (own || cap == UNLIMITED) return Reason.Ok;

        uint256 holding = _holdingOf(book, token, m.payee, payee);
        if (!_passes(holding, recording ? 0 : m.amount, cap)) return Reason.Ok;
        // Of a hold that executes the token does not say whose limits the payer has: it may be the same party.
        uint64 party = _partyOf(book, m.payee);
        if (_partyOf(book, m.payer) == party) return Reason.Ok;
        if (recording) revert HoldingCapExceeded(party, holding, cap);
        return Reason.PayeeLimit;
    }

    /// @dev No limits, for a party of the register or for a wallet that it does not know.
    function _notSet(Book storage book, address token, address wallet, bool recording) private view returns (Reason) {
        uint64 party = _partyOf(book, wallet);
        if (recording && party == 0) revert WalletNotRegistered(wallet);
        if (recording) revert PartyLimitsNotSet(token, party);
        return Reason.LimitsNotSet;
    }

    /// @dev What is asked of payer and payee together: the travel rule and the corridor's review.
    function _judgePair(
        Book storage book,
        address token,
        Movement calldata m,
        PayerWord payer,
        PayeeWord payee,
        bool recording
    ) private view returns (Reason) {
        if (_needsTravelRecord(book, token, m, payer, payee) && !_isFiled(token, m.payer, m.payee, m.amount)) {
            if (recording) revert TravelRecordMissing(token, m.payer, m.payee, m.amount);
            return Reason.TravelRecordMissing;
        }
        if (m.causes & Causes.UNDER_REVIEW != 0 && !_isCleared(token, m.payer, m.payee, m.amount)) {
            if (recording) revert ClearanceMissing(token, m.payer, m.payee, m.amount);
            return Reason.ClearanceMissing;
        }
        return Reason.Ok;
    }

    /// @dev Whether payer and payee are served by different institutions and the amount is not small.
    function _needsTravelRecord(
        Book storage book,
        address token,
        Movement calldata m,
        PayerWord payer,
        PayeeWord payee
    ) private view returns (bool) {
        return _isBetweenInstitutions(book, m, payer, payee) && m.amount >= travelThresholdOf(token);
    }

    /// @dev Asked once for each pair: of a hold at its placing if the payer's institution is not the bank, else at its
    /// execution, when its payee is final. Without limits a party's institution is the bank: the register makes every
    /// client of a client limited.
    function _isBetweenInstitutions(
        Book storage book,
        Movement calldata m,
        PayerWord payer,
        PayeeWord payee
    ) private view returns (bool) {
        if (m.kind == MovementKind.Transfer) return payer.homeBank() != payee.homeBank();
        if (m.kind == MovementKind.HoldPlaced) {
            // A clearing contract's burn is a payment to another bank.
            if (m.payee == address(0)) return true;
            return payer.homeBank() != 0 && payer.homeBank() != _homeBankOf(book, m.payee);
        }
        if (m.kind == MovementKind.HoldExecuted) {
            return payee.homeBank() != 0 && _homeBankOf(book, m.payer) == 0;
        }
        return false;
    }

    /// @dev No overflow, whatever amount a view is asked about.
    function _passes(uint256 used, uint256 amount, uint256 limit) private pure returns (bool) {
        unchecked {
            return used > limit || amount > limit - used;
        }
    }

    // --- writing ---

    /// @dev Consumes what the pair needed, and enrols who is not enrolled yet.
    function _finish(Book storage book, Movement calldata m, PayerWord payer, PayeeWord payee) private {
        if (_needsTravelRecord(book, msg.sender, m, payer, payee)) {
            _useTravelRecord(msg.sender, m.payer, m.payee, m.amount);
        }
        if (m.causes & Causes.UNDER_REVIEW != 0) _useClearance(msg.sender, m.payer, m.payee, m.amount);
        if (payer.isNew()) _enrol(msg.sender, payer.party());
        if (payee.isNew()) _enrol(msg.sender, _partyOf(book, m.payee));
    }

    /// @dev A release gives the value back as far as its placing still counts. Nothing here fails.
    function _giveBack(Book storage book, Movement calldata m) private {
        Meter storage meter = book.meters[book.lines[m.payer].payer.party()];
        LimitWord limits = meter.limits;
        if (!limits.isSet()) return;
        unchecked {
            uint256 hour = _hour();
            uint256 placed = hour - ((hour - (m.causes >> Causes.PLACED_HOUR)) & HOUR_MASK);
            // Placed before the window was set: not counted, or counted otherwise.
            if (placed <= limits.since()) return;
            uint256 period = limits.periodOf(hour);
            uint256 age = period - limits.periodOf(placed);
            if (age < UsageWordLib.PERIODS) meter.usage = meter.usage.asOf(period).givenBack(age, m.amount);
        }
    }
}
