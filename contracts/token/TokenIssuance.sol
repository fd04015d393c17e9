// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {MovementKind} from "../interfaces/ILimits.sol";
import {AccountWord, AccountWordLib} from "../types/AccountWord.sol";
import {MintItem} from "../types/MintItem.sol";
import {Operation, PolicyWord} from "../types/PolicyWord.sol";
import {Reason} from "../types/Reason.sol";
import {StandingLib} from "../types/Standing.sol";
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

        uint256 backing;
        unchecked {
            // Neither can wrap: both totals were just compared, and 64 bits plus 128 fit.
            uint256 credited = figure + (flows.received() - received);
            uint256 burnedSince = flows.burned() - burned;
            if (credited > burnedSince) backing = credited - burnedSince;
        }
        if (backing > type(uint64).max) backing = type(uint64).max;

        $.supply = supply.withAttestation(backing, asOf);
        emit Attested(figure, asOf, burned, received, backing);
        if (backing < supply.totalSupply()) emit BackingShortfall(supply.totalSupply(), backing);
    }

    /// @inheritdoc IDepositToken
    function mint(address payee, uint256 amount, bytes32 depositReference_) external {
        (SupplyWord supply, PolicyWord policy) = _openMint(AccountWordLib.ISSUER);
        _mintOrRevert(policy, BANK_ZONE, MintItem(payee, amount, depositReference_), supply);
    }

    /// @inheritdoc IDepositToken
    function mintInterbank(address payee, uint256 amount, bytes32 uetr, uint256 originZone) external {
        (SupplyWord supply, PolicyWord policy) = _openMint(AccountWordLib.CLEARING);
        if (originZone == BANK_ZONE || originZone > StandingLib.MAX_ZONE) revert ZoneInvalid(originZone);
        Ledger storage $ = _ledger();
        $.flows = $.flows.addReceived(amount);
        emit InterbankReceived(uetr, payee, amount, originZone);
        // The settlement asset arrived with it: the credit brings its own backing.
        _mintOrRevert(policy, originZone, MintItem(payee, amount, uetr), supply.credited(amount));
    }

    /// @inheritdoc IDepositToken
    function mintBatch(MintItem[] calldata items) external returns (uint256 minted) {
        (SupplyWord supply, PolicyWord policy) = _openMint(AccountWordLib.ISSUER);
        uint256 headroom = supply.headroom();
        for (uint256 i = 0; i < items.length; ++i) {
            MintItem memory item = items[i];
            (Reason reason, uint256 causes) = _tryMint(policy, BANK_ZONE, item, headroom);
            if (reason != Reason.Ok) {
                emit MintRefused(item.depositReference, item.payee, item.amount, reason);
                continue;
            }
            unchecked {
                minted += item.amount;
                headroom -= item.amount;
            }
            if (causes != 0) _recordMint(item, supply.minted(minted), causes);
        }
        _ledger().supply = supply.minted(minted);
    }

    /// @dev What stops every mint alike reverts whole, before any item is judged: nothing is spent on it.
    function _openMint(uint256 power) private view returns (SupplyWord supply, PolicyWord policy) {
        _requireAdmitted(_word(msg.sender).has(power));
        policy = _ledger().policy;
        _requireRunning(policy, Operation.Mint);
        supply = _ledger().supply;
        if (!supply.isFresh()) revert AttestationStale(supply.attestedAt(), supply.maxAge());
    }

    /// @dev Judges one mint and carries it out if it passes: consumes the reference and credits the payee. The supply is
    /// the caller's to write, then the limits to be asked for `causes`. Inline and without try/catch, so that starving
    /// the gas cannot choose who is refused.
    function _tryMint(
        PolicyWord policy,
        uint256 originZone,
        MintItem memory item,
        uint256 headroom
    ) private returns (Reason, uint256 causes) {
        Ledger storage $ = _ledger();
        FirstUse storage first = $.references[item.depositReference];
        Account storage account = $.accounts[item.payee];
        AccountWord payee = account.word;
        uint256 amount = item.amount;

        if (amount == 0) return (Reason.ZeroAmount, 0);
        if (first.word != 0) return (Reason.ReferenceUsed, 0);
        if (!payee.mayAct()) {
            if (!payee.isAdmitted()) return (Reason.PayeeNotAdmitted, 0);
            if (payee.isBlocked()) return (Reason.PayeeBlocked, 0);
            return (payee.isRetired() ? Reason.PayeeRetired : Reason.PayeeExpired, 0);
        }
        (bool denied, bool underReview) = _corridor(policy, originZone, payee.zone());
        if (denied) return (Reason.CorridorDenied, 0);
        if (amount > headroom) return (Reason.BackingExceeded, 0);
        if (underReview || payee.isLimited()) {
            causes = _causes(NOBODY, payee, underReview);
            Reason reason = _assess(MovementKind.Mint, address(0), item.payee, amount, causes);
            // No answer is no refusal: a batch starved of gas fails whole instead of choosing who is refused.
            if (reason == Reason.LimitsUnavailable) _refuse(address(0), item.payee, amount);
            if (reason != Reason.Ok) return (reason, 0);
        }

        first.word = (uint256(uint160(item.payee)) << 96) | (amount << 32) | uint32(block.number);
        account.word = payee.credit(amount);
        emit TransferReference(item.depositReference);
        emit Transfer(address(0), item.payee, amount);
        return (Reason.Ok, causes);
    }

    function _recordMint(MintItem memory item, SupplyWord supply, uint256 causes) private {
        _ledger().supply = supply;
        if (causes != 0) _askLimits(MovementKind.Mint, address(0), item.payee, item.amount, causes, true);
    }

    function _mintOrRevert(PolicyWord policy, uint256 originZone, MintItem memory item, SupplyWord supply) private {
        (Reason reason, uint256 causes) = _tryMint(policy, originZone, item, supply.headroom());
        if (reason == Reason.Ok) {
            _recordMint(item, supply.minted(item.amount), causes);
            return;
        }
        if (reason == Reason.ZeroAmount) revert MintZeroAmount(item.depositReference);
        if (reason == Reason.ReferenceUsed) {
            uint256 first = _ledger().references[item.depositReference].word;
            revert DepositReferenceUsed(
                item.depositReference,
                address(uint160(first >> 96)),
                uint64(first >> 32),
                uint32(first)
            );
        }
        if (reason == Reason.BackingExceeded) {
            revert BackingExceeded(supply.totalSupply(), supply.backing(), item.amount);
        }
        _requireReceiver(item.payee, reason > Reason.PayeeExpired && reason != Reason.PayeeRetired);
        _refuse(address(0), item.payee, item.amount);
    }
}
