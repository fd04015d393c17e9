// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Causes, ILimits, Movement, MovementKind} from "../interfaces/ILimits.sol";
import {IPartyLimits} from "../interfaces/IPartyLimits.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {LimitSet, LimitWord, LimitWordLib} from "../types/LimitWord.sol";
import {MemberWord} from "../types/MemberWord.sol";
import {Reason} from "../types/Reason.sol";
import {UsageWord, UsageWordLib} from "../types/UsageWord.sol";
import {PartyWallets} from "./PartyWallets.sol";
import {TravelRecords} from "./TravelRecords.sol";

/// @title Limits
/// @notice The bank's limits per party, clearances and travel-rule records, asked by its tokens before a movement ends.
/// @dev Everything that a movement writes is kept under the token that asks (`msg.sender`), so a stranger who calls
/// `record` writes to a name of its own, where the bank has set nothing; copies of the register are true whoever asks for them.
/// Not behind a proxy, which would cost each movement about 5,000 gas: a bank replaces the contract instead.
contract Limits is ILimits, TravelRecords {
    using LimitWordLib for LimitSet;

    uint256 private constant UNLIMITED = LimitWordLib.UNLIMITED;

    /// @dev The hour in which a hold was placed comes modulo 2^15.
    uint256 private constant HOUR_MASK = (1 << 15) - 1;

    struct Meter {
        LimitWord limits;
        UsageWord usage;
    }

    mapping(address token => mapping(uint64 party => Meter)) private _meters;

    /// @param authority_ The bank's AccessManager.
    /// @param registry_ The bank's PartyRegistry.
    constructor(address authority_, IPartyRegistry registry_) PartyWallets(registry_) initializer {
        __AccessManaged_init(authority_);
    }

    function _EIP712Name() internal pure override returns (string memory) {
        return "Vostro Limits";
    }

    function _nameHash() internal pure override returns (bytes32) {
        return keccak256("Vostro Limits");
    }

    // --- movements ---

    /// @dev The rule that refuses a movement.
    enum Rule {
        None,
        Registered,
        LimitsSet,
        PerPayment,
        WindowValue,
        WindowCount,
        HoldingCap,
        TravelRecord,
        Clearance
    }

    /// @dev What the judge found: what to say if a rule refuses, what to write if none does.
    struct Judgement {
        Rule refused;
        /// The party whose limit it is, what would be reached, and the limit.
        uint64 party;
        uint256 figure;
        uint256 limit;
        /// The two sides, as far as they had to be known.
        MemberWord payer;
        MemberWord payee;
        /// The payer's usage with this payment; zero if it does not count.
        UsageWord usage;
        bool usesRecord;
    }

    /// @inheritdoc ILimits
    function record(Movement calldata m) external {
        if (m.kind == MovementKind.HoldReleased) {
            _giveBack(m);
            return;
        }
        Judgement memory j = _judge(msg.sender, m, true);
        if (j.refused != Rule.None) _refuse(m, j);
        if (UsageWord.unwrap(j.usage) != 0) _meters[msg.sender][j.payer.party()].usage = j.usage;
        if (j.usesRecord) _useTravelRecord(msg.sender, m.payer, m.payee, m.amount);
        if (m.causes & Causes.UNDER_REVIEW != 0) _useClearance(msg.sender, m.payer, m.payee, m.amount);
        if (!j.payer.isEnrolled()) _enrolUnlessNobody(j.payer);
        if (!j.payee.isEnrolled()) _enrolUnlessNobody(j.payee);
    }

    /// @inheritdoc ILimits
    function assess(address token, Movement calldata m) external view returns (uint8) {
        if (m.kind == MovementKind.HoldReleased) return uint8(Reason.Ok);
        return uint8(_reasonOf(_judge(token, m, false).refused));
    }

    /// @dev The one judge of both.
    /// @param moved The token has written the movement: balances are as they are after it.
    function _judge(address token, Movement calldata m, bool moved) private view returns (Judgement memory j) {
        uint256 causes = m.causes;
        if (causes & Causes.PAYER_LIMITED != 0) j.payer = _memberOf(m.payer);
        if (causes & Causes.PAYEE_LIMITED != 0) j.payee = _memberOf(m.payee);
        if (causes & Causes.PAYER_LIMITED != 0) _judgePayer(j, token, m.amount);
        if (causes & Causes.PAYEE_LIMITED != 0 && j.refused == Rule.None) _judgePayee(j, token, m, moved);
        if (j.refused != Rule.None) return j;

        if (_isBetweenInstitutions(j, m) && m.amount >= travelThresholdOf(token)) {
            j.usesRecord = true;
            if (!_isFiled(token, m.payer, m.payee, m.amount)) j.refused = Rule.TravelRecord;
        } 
        if (causes & Causes.UNDER_REVIEW != 0 && j.refused == Rule.None) {
            if (!_isCleared(token, m.payer, m.payee, m.amount)) j.refused = Rule.Clearance;
        }
    }

    /// @dev One payment, and value and count of the window. Between two wallets of one party nothing is spent.
    function _judgePayer(Judgement memory j, address token, uint256 amount) private view {
        uint64 party = j.payer.party();
        if (party == 0) return _find(j, Rule.Registered, 0, 0, 0);
        Meter storage meter = _meters[token][party];
        LimitWord limits = meter.limits;
        if (!limits.isSet()) return _find(j, Rule.LimitsSet, party, 0, 0);
        if (party == j.payee.party()) return;

        uint256 limit = limits.perPayment();
        if (amount > limit && limit != UNLIMITED) return _find(j, Rule.PerPayment, party, amount, limit);
        UsageWord usage = meter.usage.at(limits.periodOf(_hour()));
        uint256 used = usage.value();
        limit = limits.windowValue();
        if (_passes(used, amount, limit) && limit != UNLIMITED) return _find(j, Rule.WindowValue, party, used, limit);
        used = usage.count();
        limit = limits.windowCount();
        if (used >= limit) return _find(j, Rule.WindowCount, party, used, limit);
        j.usage = usage.added(amount);
    }

    /// @dev What the party holds in all. Between two wallets of one party nothing is gained.
    function _judgePayee(Judgement memory j, address token, Movement calldata m, bool moved) private view {
        uint64 party = j.payee.party();
        if (party == 0) return _find(j, Rule.Registered, 0, 0, 0);
        LimitWord limits = _meters[token][party].limits;
        if (!limits.isSet()) return _find(j, Rule.LimitsSet, party, 0, 0);
        uint256 cap = limits.holdingCap();
        if (cap == UNLIMITED || party == j.payer.party()) return;

        uint256 holding = _holdingOf(token, m.payee, j.payee);
        uint256 arriving = moved ? 0 : m.amount;
        // Of a hold that executes the token does not say who pays: whether it is the party itself is asked last.
        if (_passes(holding, arriving, cap) && _memberOf(m.payer).party() != party) {
            _find(j, Rule.HoldingCap, party, moved ? holding : _sum(holding, arriving), cap);
        }
    }

    /// @dev Whether payer and payee are served by different institutions, asked once for each pair: of a hold at its placing
    /// if the payer's institution is not the bank, else at its execution, when its payee is final. Without limits a
    /// party's institution is the bank: the register makes every client of a client limited.
    function _isBetweenInstitutions(Judgement memory j, Movement calldata m) private view returns (bool) {
        if (m.kind == MovementKind.Transfer) return j.payer.homeBank() != j.payee.homeBank();
        if (m.kind == MovementKind.HoldPlaced) {
            // A clearing contract's burn is a payment to another bank.
            if (m.payee == address(0)) return true;
            if (j.payer.homeBank() == 0) return false;
            j.payee = _memberOf(m.payee);
            return j.payer.homeBank() != j.payee.homeBank();
        }
        if (m.kind == MovementKind.HoldExecuted && j.payee.homeBank() != 0) {
            j.payer = _memberOf(m.payer);
            return j.payer.homeBank() == 0;
        }
        return false;
    }

    /// @dev A release gives the value back as far as its placing still counts. Nothing here fails.
    function _giveBack(Movement calldata m) private {
        MemberWord payer = _enrolled(m.payer);
        Meter storage meter = _meters[msg.sender][payer.party()];
        LimitWord limits = meter.limits;
        if (!limits.isSet()) return;
        unchecked {
            uint256 hour = _hour();
            uint256 placed = hour - ((hour - (m.causes >> Causes.PLACED_HOUR)) & HOUR_MASK);
            // Placed before the window was set: not counted, or counted otherwise.
            if (placed <= limits.since()) return;
            uint256 period = limits.periodOf(hour);
            uint256 age = period - limits.periodOf(placed);
            if (age < UsageWordLib.PERIODS) meter.usage = meter.usage.at(period).givenBack(age, m.amount);
        }
    }

    function _reasonOf(Rule refused) private pure returns (Reason) {
        if (refused == Rule.None) return Reason.Ok;
        if (refused <= Rule.LimitsSet) return Reason.LimitsNotSet;
        if (refused <= Rule.WindowCount) return Reason.PayerLimit;
        if (refused == Rule.HoldingCap) return Reason.PayeeLimit;
        return refused == Rule.TravelRecord ? Reason.TravelRecordMissing : Reason.ClearanceMissing;
    }

    function _refuse(Movement calldata m, Judgement memory j) private view {
        Rule refused = j.refused;
        if (refused == Rule.Registered) {
            bool payer = m.causes & Causes.PAYER_LIMITED != 0 && j.payer.party() == 0;
            revert WalletNotRegistered(payer ? m.payer : m.payee);
        }
        if (refused == Rule.LimitsSet) revert PartyLimitsNotSet(msg.sender, j.party);
        if (refused == Rule.PerPayment) revert PaymentLimitExceeded(j.party, m.amount, j.limit);
        if (refused == Rule.WindowValue) revert WindowValueExceeded(j.party, j.figure, m.amount, j.limit);
        if (refused == Rule.WindowCount) revert WindowCountExceeded(j.party, j.figure, j.limit);
        if (refused == Rule.HoldingCap) revert HoldingCapExceeded(j.party, j.figure, j.limit);
        if (refused == Rule.TravelRecord) revert TravelRecordMissing(msg.sender, m.payer, m.payee, m.amount);
        revert ClearanceMissing(msg.sender, m.payer, m.payee, m.amount);
    }

    function _find(Judgement memory j, Rule refused, uint64 party, uint256 figure, uint256 limit) private pure {
        (j.refused, j.party, j.figure, j.limit) = (refused, party, figure, limit);
    }

    /// @dev No overflow, whatever amount a view is asked about.
    function _passes(uint256 used, uint256 amount, uint256 limit) private pure returns (bool) {
        unchecked {
            return used > limit || amount > limit - used;
        }
    }

    function _sum(uint256 a, uint256 b) private pure returns (uint256) {
        unchecked {
            return a + b < a ? type(uint256).max : a + b;
        }
    }

    function _hour() private view returns (uint256) {
        return block.timestamp / 1 hours;
    }

    function _enrolUnlessNobody(MemberWord side) private {
        if (side.party() != 0) _enrol(side.party());
    }

    // --- management ---

    /// @inheritdoc IPartyLimits
    function raiseLimits(address token, uint64[] calldata parties, LimitSet calldata limits) external restricted {
        _requireListed(token);
        LimitWord wanted = _wordOf(limits);
        for (uint256 i = 0; i < parties.length; ++i) {
            LimitWord current = _meters[token][parties[i]].limits;
            if (current.isSet() && !wanted.isAsLooseAs(current)) revert LimitsNotRaised(parties[i]);
            _setLimits(token, parties[i], current, wanted, limits);
        }
    }

    /// @inheritdoc IPartyLimits
    function cutLimits(address token, uint64[] calldata parties, LimitSet calldata limits) external restricted {
        LimitWord wanted = _wordOf(limits);
        for (uint256 i = 0; i < parties.length; ++i) {
            LimitWord current = _meters[token][parties[i]].limits;
            if (!current.isSet() || !current.isAsLooseAs(wanted)) revert LimitsNotCut(parties[i]);
            _setLimits(token, parties[i], current, wanted, limits);
        }
    }

    function _wordOf(LimitSet calldata limits) private view returns (LimitWord) {
        if (!limits.isWellFormed()) revert LimitSetInvalid();
        return limits.pack(_hour());
    }

    function _setLimits(
        address token,
        uint64 party,
        LimitWord current,
        LimitWord wanted,
        LimitSet calldata limits
    ) private {
        Meter storage meter = _meters[token][party];
        if (current.isSet()) {
            if (wanted.windowHours() == current.windowHours()) {
                wanted = limits.pack(current.since());
            } else {
                // Half-windows of another length: what counts now counts on, as if it were of this hour.
                uint256 hour = _hour();
                UsageWord usage = meter.usage.at(current.periodOf(hour));
                meter.usage = usage.gathered(wanted.periodOf(hour));
            }
        }
        meter.limits = wanted;
        _enrol(party);
        emit PartyLimitsSet(
            token,
            party,
            limits.perPayment,
            limits.windowValue,
            limits.holdingCap,
            limits.windowCount,
            limits.windowHours
        );
    }

    // --- views ---

    /// @inheritdoc IPartyLimits
    function limitsOf(address token, uint64 party) external view returns (LimitSet memory) {
        return _meters[token][party].limits.unpack();
    }

    /// @inheritdoc IPartyLimits
    function usedOf(address token, uint64 party) external view returns (uint256 value, uint256 count) {
        Meter storage meter = _meters[token][party];
        if (!meter.limits.isSet()) return (0, 0);
        UsageWord usage = meter.usage.at(meter.limits.periodOf(_hour()));
        return (usage.value(), usage.count());
    }
}
