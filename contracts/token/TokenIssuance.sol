// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDepositToken, MintItem} from "../interfaces/IDepositToken.sol";
import {MovementKind} from "../interfaces/ILimits.sol";
import {AccountWord, AccountWordLib} from "../types/AccountWord.sol";
import {Operation, PolicyWord} from "../types/PolicyWord.sol";
import {Reason} from "../types/Reason.sol";
import {FlowWord, SupplyWord} from "../types/SupplyWord.sol";
import {IERC7699} from "../interfaces/IERC7699.sol";
import {TokenAuthorizations} from "./TokenAuthorizations.sol";

/// @title TokenIssuance
/// @notice Supply never passes the attested deposits, and one deposit is minted once.
abstract contract TokenIssuance is TokenAuthorizations, IERC7699 {
    /// @dev A mint by the bank is a movement from its own zone.
    uint256 private constant BANK_ZONE = 0;

    /// @inheritdoc IDepositToken
    function attest(uint256 figure, uint256 asOf, uint256 burned, uint256 received) external restricted {
        Ledger storage $ = _ledger();
        SupplyWord supply = $.supply;
        FlowWord flows = $.flows;
        if (
            figure > type(uint64).max ||
            asOf > block.timestamp ||
            asOf <= supply.attestedAt() ||
            burned > flows.burned() ||
            received > flows.received()
        ) revert AttestationInvalid();

        uint256 credited = figure + (flows.received() - received);
        uint256 burnedSince = flows.burned() - burned;
        uint256 backing = credited > burnedSince ? credited - burnedSince : 0;
        if (backing > type(uint64).max) backing = type(uint64).max;

        $.supply = supply.withAttestation(backing, asOf);
        emit Attested(figure, asOf, burned, received, backing);
        if (backing < supply.totalSupply()) emit BackingShortfall(supply.totalSupply(), backing);
    }

    /// @inheritdoc IDepositToken
    function mint(address payee, uint256 amount, bytes32 depositReference_) external {
        Ledger storage $ = _requirePower(AccountWordLib.ISSUER);
        SupplyWord supply = $.supply;
        _mintOrRevert(BANK_ZONE, payee, amount, depositReference_, supply);
        $.supply = supply.minted(amount);
    }

    /// @inheritdoc IDepositToken
    function mintInterbank(address payee, uint256 amount, bytes32 uetr, uint256 originZone) external {
        Ledger storage $ = _requirePower(AccountWordLib.CLEARING);
        if (originZone == BANK_ZONE || originZone > 14) revert ZoneInvalid(originZone);
        SupplyWord supply = $.supply;
        // The settlement asset arrived with it: the credit brings its own backing (saturating at the field's width).
        if (amount <= type(uint64).max) {
            uint256 backing = supply.backing() + amount;
            supply = supply.withBacking(backing > type(uint64).max ? type(uint64).max : backing);
        }
        _mintOrRevert(originZone, payee, amount, uetr, supply);
        $.supply = supply.minted(amount);
        $.flows = $.flows.addReceived(amount);
        emit InterbankReceived(uetr, payee, amount, originZone);
    }

    /// @inheritdoc IDepositToken
    function mintBatch(MintItem[] calldata items) external returns (uint256 minted) {
        Ledger storage $ = _requirePower(AccountWordLib.ISSUER);
        SupplyWord supply = $.supply;
        for (uint256 i = 0; i < items.length; ++i) {
            MintItem calldata item = items[i];
            (Reason reason, AccountWord payee, bool underReview) = _judgeMint(
                BANK_ZONE,
                item.payee,
                item.amount,
                item.depositReference,
                supply
            );
            if (reason == Reason.Ok) {
                reason = _assess(
                    MovementKind.Mint,
                    address(0),
                    item.payee,
                    item.amount,
                    _causes(NOBODY, payee, underReview)
                );
            }
            if (reason == Reason.Ok) {
                _credit(item.payee, item.amount, item.depositReference, payee, underReview);
                supply = supply.minted(item.amount);
                minted += item.amount;
            } else {
                emit MintRefused(item.depositReference, item.payee, item.amount, reason);
            }
        }
        $.supply = supply;
    }

    function _requirePower(uint256 power) private view returns (Ledger storage $) {
        $ = _ledger();
        if (!$.accounts[msg.sender].word.has(power)) revert CallerNotAdmitted(msg.sender);
    }

    /// @dev Inline and without try/catch, so that starving the gas cannot choose who is refused.
    function _judgeMint(
        uint256 originZone,
        address payeeAddress,
        uint256 amount,
        bytes32 depositReference_,
        SupplyWord supply
    ) private view returns (Reason, AccountWord payee, bool underReview) {
        Ledger storage $ = _ledger();
        payee = $.accounts[payeeAddress].word;
        PolicyWord policy = $.policy;
        if (policy.isPaused(Operation.Mint)) return (Reason.Paused, payee, false);
        if (amount == 0) return (Reason.ZeroAmount, payee, false);
        if ($.references[depositReference_] != 0) return (Reason.ReferenceUsed, payee, false);
        if (!payee.mayAct()) {
            Reason reason =
                !payee.isAdmitted()
                    ? Reason.PayeeNotAdmitted
                    : payee.isBlocked()
                        ? Reason.PayeeBlocked
                        : Reason.PayeeExpired;
            return (reason, payee, false);
        }
        bool denied;
        (denied, underReview) = _corridor(policy, originZone, payee.zone());
        if (denied) return (Reason.CorridorDenied, payee, false);
        if (!supply.isFresh()) return (Reason.AttestationStale, payee, false);
        uint256 backing = supply.backing();
        uint256 already = supply.totalSupply();
        if (already > backing || amount > backing - already) return (Reason.BackingExceeded, payee, false);
        return (Reason.Ok, payee, underReview);
    }

    function _mintOrRevert(
        uint256 originZone,
        address payeeAddress,
        uint256 amount,
        bytes32 depositReference_,
        SupplyWord supply
    ) private {
        (Reason reason, AccountWord payee, bool underReview) = _judgeMint(
            originZone,
            payeeAddress,
            amount,
            depositReference_,
            supply
        );
        if (reason != Reason.Ok) {
            if (reason == Reason.Paused) revert OperationPaused(Operation.Mint);
            if (reason == Reason.ZeroAmount) revert MintZeroAmount(depositReference_);
            if (reason == Reason.ReferenceUsed) {
                uint256 first = _ledger().references[depositReference_];
                revert DepositReferenceUsed(
                    depositReference_,
                    address(uint160(first >> 96)),
                    uint64(first >> 32),
                    uint32(first)
                );
            }
            if (reason == Reason.CorridorDenied) revert ERC7943CannotTransfer(address(0), payeeAddress, amount);
            if (reason == Reason.AttestationStale) revert AttestationStale(supply.attestedAt(), supply.maxAge());
            if (reason == Reason.BackingExceeded)
                revert BackingExceeded(supply.totalSupply(), supply.backing(), amount);
            revert ERC7943CannotReceive(payeeAddress);
        }
        _credit(payeeAddress, amount, depositReference_, payee, underReview);
    }

    /// @dev Consumes the reference and credits the payee; the supply is the caller's to write.
    function _credit(
        address payeeAddress,
        uint256 amount,
        bytes32 depositReference_,
        AccountWord payee,
        bool underReview
    ) private {
        Ledger storage $ = _ledger();
        $.references[depositReference_] =
            (uint256(uint160(payeeAddress)) << 96) |
            (amount << 32) |
            uint32(block.number);
        $.accounts[payeeAddress].word = payee.credit(amount);
        emit TransferReference(depositReference_);
        emit Transfer(address(0), payeeAddress, amount);
        _askLimits(MovementKind.Mint, address(0), payeeAddress, amount, _causes(NOBODY, payee, underReview), true);
    }
}
