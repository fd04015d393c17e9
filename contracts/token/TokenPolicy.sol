// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {IERC7943Fungible} from "../interfaces/IERC7943Fungible.sol";
import {AccountWord, AccountWordLib} from "../types/AccountWord.sol";
import {Operation, PolicyWord, PolicyWordLib} from "../types/PolicyWord.sol";
import {Standing} from "../types/Standing.sol";
import {TokenAuthorizations} from "./TokenAuthorizations.sol";

/// @title TokenPolicy
/// @notice What the bank decides about the token: standing, corridors, pauses, contracts, liens and forced moves.
/// @dev Loosening and tightening are different functions everywhere: a delay attaches to a role and a selector, never
/// to an argument, and neither may undo the other.
abstract contract TokenPolicy is TokenAuthorizations {
    // --- the register ---

    /// @inheritdoc IDepositToken
    function setStanding(address[] calldata wallets, Standing standing) external {
        Ledger storage $ = _ledger();
        _requireAdmitted(msg.sender == $.registry);
        bool wellFormed = standing.isWellFormed();
        for (uint256 i = 0; i < wallets.length; ++i) {
            address wallet = wallets[i];
            Account storage account = $.accounts[wallet];
            AccountWord word = account.word;
            bool mayStand =
                wellFormed && wallet != address(0) && wallet != address(this) && !word.has(AccountWordLib.POWERS);
            if (!mayStand) {
                revert StandingInvalid(wallet, standing);
            }
            account.word = word.withStanding(standing);
            emit StandingSet(wallet, standing);
        }
    }

    // --- corridors ---

    /// @inheritdoc IDepositToken
    function openCorridors(uint256 allowed, uint256 review) external restricted {
        Ledger storage $ = _ledger();
        _requireCorridors(allowed | review);
        _setCorridors(PolicyWord.unwrap($.policy) | allowed, PolicyWord.unwrap($.review) | review);
    }

    /// @inheritdoc IDepositToken
    function closeCorridors(uint256 corridors) external restricted {
        Ledger storage $ = _ledger();
        _requireCorridors(corridors);
        _setCorridors(PolicyWord.unwrap($.policy) & ~corridors, PolicyWord.unwrap($.review) & ~corridors);
    }

    function _requireCorridors(uint256 corridors) private pure {
        if (corridors & ~PolicyWordLib.CORRIDORS != 0) revert ZoneInvalid(PolicyWordLib.ZONES);
    }

    function _setCorridors(uint256 policy, uint256 review) private {
        Ledger storage $ = _ledger();
        $.policy = PolicyWord.wrap(policy);
        $.review = PolicyWord.wrap(review);
        emit CorridorsSet(policy & PolicyWordLib.CORRIDORS, review);
    }

    // --- pauses ---

    /// @inheritdoc IDepositToken
    function pause(Operation operation) external restricted {
        Ledger storage $ = _ledger();
        $.policy = PolicyWord.wrap(PolicyWord.unwrap($.policy) | PolicyWordLib.pauseBit(operation));
        emit Paused(operation, msg.sender);
    }

    /// @inheritdoc IDepositToken
    function unpause(Operation operation) external restricted {
        Ledger storage $ = _ledger();
        $.policy = PolicyWord.wrap(PolicyWord.unwrap($.policy) & ~PolicyWordLib.pauseBit(operation));
        emit Unpaused(operation, msg.sender);
    }

    // --- contracts of the suite, and blocks of one wallet ---

    /// @inheritdoc IDepositToken
    function admitContract(address account, uint256 powers) external restricted {
        // A notary is never a holder: a contract with customers' money of its own would wash corridors.
        bool mayHold = account == address(0) || account == address(this) || _word(account).mayHold();
        _requirePowers(account, powers, !mayHold);
        _setLocal(account, powers, 0);
    }

    /// @inheritdoc IDepositToken
    function dismissContract(address account, uint256 powers) external restricted {
        _requirePowers(account, powers, true);
        _setLocal(account, 0, powers);
    }

    /// @inheritdoc IDepositToken
    function blockWallet(address wallet) external restricted {
        _setLocal(wallet, AccountWordLib.LOCAL_BLOCK, 0);
    }

    /// @inheritdoc IDepositToken
    function unblockWallet(address wallet) external restricted {
        _setLocal(wallet, 0, AccountWordLib.LOCAL_BLOCK);
    }

    function _requirePowers(address account, uint256 powers, bool eligible) private pure {
        if (!eligible || powers == 0 || powers & ~AccountWordLib.POWERS != 0) revert LocalBitsInvalid(account, powers);
    }

    function _setLocal(address account, uint256 set, uint256 clear) private {
        Account storage stored = _ledger().accounts[account];
        AccountWord word = stored.word.withLocal(set, clear);
        stored.word = word;
        emit LocalBitsSet(account, AccountWord.unwrap(word) & (AccountWordLib.POWERS | AccountWordLib.LOCAL_BLOCK));
    }

    /// @inheritdoc IDepositToken
    function setLimits(address limits_) external restricted {
        if (limits_ != address(0) && limits_.code.length == 0) revert LimitsInvalid(limits_);
        _ledger().limits = limits_;
        emit LimitsSet(limits_);
    }

    // --- under a legal order ---

    /// @inheritdoc IERC7943Fungible
    function setFrozenTokens(address account, uint256 amount) external restricted returns (bool) {
        if (amount > type(uint64).max) amount = type(uint64).max;
        _ledger().accounts[account].word = _freeze(account, _word(account), amount);
        return true;
    }

    /// @inheritdoc IERC7943Fungible
    function forcedTransfer(address from, address to, uint256 amount) external restricted returns (bool) {
        AccountWord payer = _word(from);
        // To nobody: the claim ends here, because another bank has taken it over (resolution). To itself nothing would move.
        _requireReceiver(to, to == address(0) || (to != from && _word(to).mayAct()));
        _requireBalance(from, payer, amount);
        uint256 unheld;
        unchecked {
            // Held is never more than the balance.
            unheld = payer.balance() - payer.held();
        }
        if (amount > unheld) revert HeldBalance(from, amount, unheld);
        _settle(from, _thaw(from, payer, amount), to, amount);
        emit ForcedTransfer(from, to, amount);
        return true;
    }
}
