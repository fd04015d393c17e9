// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {IERC7943Fungible} from "../interfaces/IERC7943Fungible.sol";
import {ILegalOrders, Lien} from "../interfaces/ILegalOrders.sol";
import {AccountWord} from "../types/AccountWord.sol";
import {LegalStorage} from "./LegalStorage.sol";

/// @title LienBook
/// @notice The liens, and their sum on each account, which is what the token freezes.
/// @dev A lien keeps the account it was placed on. When that wallet is lost and its money goes to a successor, only sums
/// move: `total` leaves the lost wallet, and `handedOn` remembers how much of what was placed on it, or came through it,
/// lies further on. Two rules keep every lien findable, however many wallets led here: a lift takes first where the lien
/// was placed and follows the money for the rest; a seizure takes no more than every wallet on the way has handed on.
abstract contract LienBook is ILegalOrders, LegalStorage {
    // --- changing ---

    function _openLien(bytes32 lienId, bytes32 orderId, address token, address account, uint256 amount) internal {
        if (amount == 0 || amount > type(uint96).max) revert LienAmountInvalid(amount);
        Book storage $ = _book();
        $.liens[lienId] = Lien(orderId, token, account, uint96(amount));
        uint256 before = $.burdens[token][account].total;
        uint256 kept = amount;
        if ($.registry.isRetired(account)) {
            // A lost wallet receives nothing any more: only money that no lien needs yet is caught there.
            uint256 balance = IDepositToken(token).accountWord(account).balance();
            uint256 uncovered = before < balance ? balance - before : 0;
            if (uncovered < amount) kept = uncovered;
        }
        if (kept != 0) _setTotal(token, account, before + kept);
        if (kept != amount) _handOn(token, account, amount - kept);
    }

    /// @dev Takes `amount` out of the lien, first where it was placed, then wherever its money went.
    function _reduceLien(bytes32 lienId, uint256 amount) internal {
        Lien storage lien_ = _book().liens[lienId];
        uint256 left = lien_.left;
        if (amount == 0 || amount > left) revert LiftAmountInvalid(lienId, amount, left);
        lien_.left = uint96(left - amount);
        address token = lien_.token;
        mapping(address => Burden) storage burdens = _book().burdens[token];
        for (address wallet = lien_.account; amount != 0; wallet = _book().heirs[wallet]) {
            uint256 total = burdens[wallet].total;
            uint256 here = amount < total ? amount : total;
            if (here != 0) _setTotal(token, wallet, total - here);
            amount -= here;
            if (amount != 0) burdens[wallet].handedOn -= uint128(amount);
        }
    }

    /// @dev Moves `amount` to custody: out of the lien first, then free money.
    /// @return ofLien What the lien gave.
    function _seize(
        address token,
        address account,
        address custody,
        uint256 amount,
        bytes32 lienId
    ) internal returns (uint256 ofLien) {
        if (amount == 0) revert SeizureZero();
        uint256 own = lienAt(lienId, account);
        if (lienId != 0 && own == 0) revert LienNotHere(lienId, account);
        uint256 total = _book().burdens[token][account].total;
        uint256 balance = IDepositToken(token).accountWord(account).balance();
        // Above the balance the token's own error says what is wrong.
        if (amount <= balance && amount + total - own > balance) {
            revert LiensInTheWay(account, amount, seizable(token, account, lienId));
        }
        IERC7943Fungible(token).forcedTransfer(account, custody, amount);
        if (lienId == 0) return 0;
        ofLien = amount < own ? amount : own;
        Lien storage lien_ = _book().liens[lienId];
        lien_.left -= uint96(ofLien);
        for (address wallet = lien_.account; wallet != account; wallet = _book().heirs[wallet]) {
            _book().burdens[token][wallet].handedOn -= uint128(ofLien);
        }
        // After the move, because the token has thawed by its own rule, which knows no orders.
        _setTotal(token, account, total - ofLien);
    }

    /// @dev Moves a lost wallet's free money to the live wallet that stands for it, and the liens with it: as much as
    /// moves, so that neither its owner nor the payees of its holds gain, and all that finds no money there any more.
    function _sweep(address token, address lost) internal {
        AccountWord word = IDepositToken(token).accountWord(lost);
        uint256 total = _book().burdens[token][lost].total;
        uint256 stays = word.held();
        uint256 amount = word.balance() - stays;
        uint256 liens = amount < total ? amount : total;
        if (total > stays + liens) liens = total - stays;
        if (amount == 0 && liens == 0) return;
        address heir = _book().registry.successorOf(lost);
        emit Swept(token, lost, heir, amount, liens);
        if (liens != 0) {
            _setTotal(token, lost, total - liens);
            _handOn(token, lost, liens);
        }
        if (amount != 0) IERC7943Fungible(token).forcedTransfer(lost, heir, amount);
    }

    /// @dev Adds `amount`, which a lost wallet does not keep, to the liens of the live wallet at the end of the way.
    function _handOn(address token, address lost, uint256 amount) private {
        Book storage $ = _book();
        address wallet = lost;
        while ($.registry.isRetired(wallet)) {
            $.burdens[token][wallet].handedOn += uint128(amount);
            address heir = $.heirs[wallet];
            if (heir == address(0)) {
                heir = $.registry.successorOf(wallet);
                $.heirs[wallet] = heir;
            }
            wallet = heir;
        }
        _setTotal(token, wallet, $.burdens[token][wallet].total + amount);
    }

    function _setTotal(address token, address account, uint256 total) private {
        _book().burdens[token][account].total = uint128(total);
        emit LiensSet(token, account, total);
        _freeze(token, account, total);
    }

    /// @dev The token shows at most 2^64 - 1, which is more than any balance; the sum is kept here.
    function _freeze(address token, address account, uint256 total) internal {
        IERC7943Fungible(token).setFrozenTokens(account, total < type(uint64).max ? total : type(uint64).max);
    }

    // --- views ---

    /// @inheritdoc ILegalOrders
    function lien(bytes32 lienId) external view returns (Lien memory) {
        return _book().liens[lienId];
    }

    /// @inheritdoc ILegalOrders
    function liensOf(address token, address account) public view returns (uint256) {
        return _book().burdens[token][account].total;
    }

    /// @inheritdoc ILegalOrders
    function lienAt(bytes32 lienId, address account) public view returns (uint256 amount) {
        Book storage $ = _book();
        Lien storage lien_ = $.liens[lienId];
        mapping(address => Burden) storage burdens = $.burdens[lien_.token];
        amount = lien_.left;
        for (address wallet = lien_.account; wallet != account; wallet = $.heirs[wallet]) {
            // Nothing was handed on: the lien does not reach further.
            if (amount == 0) return 0;
            if (burdens[wallet].handedOn < amount) amount = burdens[wallet].handedOn;
        }
        if (burdens[account].total < amount) amount = burdens[account].total;
    }

    /// @inheritdoc ILegalOrders
    function seizable(address token, address account, bytes32 lienId) public view returns (uint256) {
        AccountWord word = IDepositToken(token).accountWord(account);
        uint256 own = _book().liens[lienId].token == token ? lienAt(lienId, account) : 0;
        uint256 others = _book().burdens[token][account].total - own;
        uint256 unburdened = others < word.balance() ? word.balance() - others : 0;
        uint256 unheld = word.balance() - word.held();
        return unburdened < unheld ? unburdened : unheld;
    }
}
