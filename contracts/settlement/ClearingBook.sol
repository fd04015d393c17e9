// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {IClearingBook} from "../interfaces/IClearingBook.sol";
import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {QuotaWord} from "../types/QuotaWord.sol";
import {Consents} from "./Consents.sol";

/// @title ClearingBook
/// @notice What each bank agreed to, set by each bank for its own side only.
abstract contract ClearingBook is IClearingBook, Consents {
    uint256 private constant ZONES = 14;

    /// @dev Two slots, one of each bank.
    struct Line {
        address receivingAccount;
        uint56 zones;
        bool receiving;
        address payingAccount;
        bool sending;
    }

    mapping(address sender => mapping(address receiver => mapping(address settlement => Line))) private _lines;
    mapping(address receiver => mapping(address sender => QuotaWord)) private _caps;
    mapping(address token => bytes3) private _currencies;

    // --- every bank ---

    /// @inheritdoc IClearingBook
    function declareCurrency(address token, bytes3 currency) external {
        _requireBank(token);
        bytes3 declared = _currencies[token];
        bool isCode = true;
        for (uint256 i = 0; i < 3; ++i) isCode = isCode && currency[i] >= "A" && currency[i] <= "Z";
        // Lines rely on it, so it never changes.
        if (!isCode || (declared != 0 && declared != currency)) revert CurrencyInvalid(token, currency);
        _currencies[token] = currency;
        emit CurrencyDeclared(token, currency);
    }

    // --- the receiving bank ---

    /// @inheritdoc IClearingBook
    function openReceiving(
        address receiverToken,
        address senderToken,
        address settlementToken,
        address receivingAccount,
        uint56 zones
    ) external {
        _requireBank(receiverToken);
        Line storage line = _line(senderToken, receiverToken, settlementToken);
        _requireNewLine(line.receiving, senderToken, receiverToken, settlementToken, receivingAccount);
        (line.receivingAccount, line.receiving) = (receivingAccount, true);
        emit ReceivingOpened(receiverToken, senderToken, settlementToken, receivingAccount);
        // What an earlier opening mapped counts no more.
        line.zones = 0;
        _mapZones(receiverToken, senderToken, settlementToken, zones);
    }

    /// @inheritdoc IClearingBook
    function closeReceiving(address receiverToken, address senderToken, address settlementToken) external {
        _requireBank(receiverToken);
        _line(senderToken, receiverToken, settlementToken).receiving = false;
        emit ReceivingClosed(receiverToken, senderToken, settlementToken);
    }

    /// @inheritdoc IClearingBook
    function mapZones(address receiverToken, address senderToken, address settlementToken, uint56 zones) external {
        _requireBank(receiverToken);
        _mapZones(receiverToken, senderToken, settlementToken, zones);
    }

    /// @inheritdoc IClearingBook
    function unmapZones(address receiverToken, address senderToken, address settlementToken, uint256 zoneSet) external {
        _requireBank(receiverToken);
        uint256 denied;
        for (uint256 zone = 1; zone <= ZONES; ++zone) {
            if ((zoneSet >> zone) & 1 != 0) denied |= 0xf << (4 * (zone - 1));
        }
        Line storage line = _line(senderToken, receiverToken, settlementToken);
        _setZones(line, receiverToken, senderToken, settlementToken, line.zones & ~denied);
    }

    function _mapZones(address receiverToken, address senderToken, address settlementToken, uint256 zones) private {
        Line storage line = _line(senderToken, receiverToken, settlementToken);
        uint256 map = line.zones;
        for (uint256 shift = 0; shift < 4 * ZONES; shift += 4) {
            uint256 own = (zones >> shift) & 0xf;
            if (own > ZONES) revert ZoneMapInvalid(zones);
            if (own != 0) map = (map & ~(0xf << shift)) | (own << shift);
        }
        _setZones(line, receiverToken, senderToken, settlementToken, map);
    }

    function _setZones(
        Line storage line,
        address receiverToken,
        address senderToken,
        address settlementToken,
        uint256 zones
    ) private {
        line.zones = uint56(zones);
        emit ZonesMapped(receiverToken, senderToken, settlementToken, zones);
    }

    /// @inheritdoc IClearingBook
    function raiseCap(address receiverToken, address senderToken, uint64 cap) external {
        _requireBank(receiverToken);
        uint256 current = _caps[receiverToken][senderToken].limit();
        if (cap <= current) revert CapInvalid(cap, current);
        _setCap(receiverToken, senderToken, cap);
    }

    /// @inheritdoc IClearingBook
    function cutCap(address receiverToken, address senderToken, uint64 cap) external {
        _requireBank(receiverToken);
        uint256 current = _caps[receiverToken][senderToken].limit();
        if (cap >= current) revert CapInvalid(cap, current);
        _setCap(receiverToken, senderToken, cap);
    }

    function _setCap(address receiverToken, address senderToken, uint256 cap) private {
        QuotaWord word = _caps[receiverToken][senderToken];
        _caps[receiverToken][senderToken] = word.withLimit(cap, block.timestamp);
        emit CapSet(receiverToken, senderToken, cap);
    }

    // --- the sending bank ---

    /// @inheritdoc IClearingBook
    function openSending(
        address senderToken,
        address receiverToken,
        address settlementToken,
        address payingAccount
    ) external {
        _requireBank(senderToken);
        Line storage line = _line(senderToken, receiverToken, settlementToken);
        _requireNewLine(line.sending, senderToken, receiverToken, settlementToken, payingAccount);
        (line.payingAccount, line.sending) = (payingAccount, true);
        emit SendingOpened(senderToken, receiverToken, settlementToken, payingAccount);
    }

    /// @inheritdoc IClearingBook
    function closeSending(address senderToken, address receiverToken, address settlementToken) external {
        _requireBank(senderToken);
        _line(senderToken, receiverToken, settlementToken).sending = false;
        emit SendingClosed(senderToken, receiverToken, settlementToken);
    }

    // --- views ---

    /// @inheritdoc IClearingBook
    function currencyOf(address token) external view returns (bytes3) {
        return _currencies[token];
    }

    /// @inheritdoc IClearingBook
    function lineOf(
        address senderToken,
        address receiverToken,
        address settlementToken
    )
        external
        view
        returns (bool sending, address payingAccount, bool receiving, address receivingAccount, uint256 zones)
    {
        Line storage line = _line(senderToken, receiverToken, settlementToken);
        return (line.sending, line.payingAccount, line.receiving, line.receivingAccount, line.zones);
    }

    /// @inheritdoc IClearingBook
    function capOf(address receiverToken, address senderToken) external view returns (uint256 cap, uint256 left) {
        QuotaWord word = _caps[receiverToken][senderToken];
        return (word.limit(), word.available(block.timestamp));
    }

    // --- rules ---

    function _line(address sender, address receiver, address settlement) private view returns (Line storage) {
        return _lines[sender][receiver][settlement];
    }

    /// @dev Who acts for the bank of `token` is for its own AccessManager to say, for this desk and function. A caller
    /// with a delay is refused here and comes through the manager's `execute`, which enforced the delay and answers for
    /// itself while it executes exactly this function of this desk.
    function _requireBank(address token) internal view {
        if (!_isOfBank(token)) revert NotOfTheBank(token, msg.sender);
    }

    function _isOfBank(address token) internal view returns (bool immediate) {
        (immediate, ) = IAccessManager(IAccessManaged(token).authority()).canCall(msg.sender, address(this), msg.sig);
    }

    function _requireNewLine(
        bool open,
        address senderToken,
        address receiverToken,
        address settlementToken,
        address account
    ) private view {
        if (open) revert LineAlreadyOpen(senderToken, receiverToken, settlementToken);
        bool distinct =
            senderToken != receiverToken && settlementToken != senderToken && settlementToken != receiverToken;
        bool accountFits =
            settlementToken == address(0)
                ? account == address(0)
                : IDepositToken(settlementToken).accountWord(account).isAdmitted();
        if (!distinct || !accountFits) revert LineInvalid(senderToken, receiverToken, settlementToken);
        _requireSameMoney(senderToken, senderToken);
        _requireSameMoney(senderToken, receiverToken);
        if (settlementToken != address(0)) _requireSameMoney(senderToken, settlementToken);
    }

    /// @dev What the desk moves from one token to the other at par must be the same money in both.
    function _requireSameMoney(address senderToken, address token) private view {
        bytes3 currency = _currencies[token];
        if (
            currency == 0 ||
            currency != _currencies[senderToken] ||
            IERC20Metadata(token).decimals() != IERC20Metadata(senderToken).decimals()
        ) revert CurrencyMismatch(token);
    }

    /// @dev Both banks have opened their side now.
    function _requireLine(
        address senderToken,
        address receiverToken,
        address settlementToken
    ) internal view returns (address payingAccount, address receivingAccount, uint256 zones) {
        Line storage line = _line(senderToken, receiverToken, settlementToken);
        bool open;
        (payingAccount, open) = (line.payingAccount, line.sending);
        if (!open) revert LineClosed(senderToken, receiverToken, settlementToken);
        (receivingAccount, zones, open) = (line.receivingAccount, line.zones, line.receiving);
        if (!open) revert LineClosed(senderToken, receiverToken, settlementToken);
    }

    function _zonesOf(
        address senderToken,
        address receiverToken,
        address settlementToken
    ) internal view returns (uint256) {
        return _line(senderToken, receiverToken, settlementToken).zones;
    }

    /// @dev The receiving bank's own zone for a customer of the sender's zone; zero if it takes none from there.
    function _ownZone(uint256 zones, uint256 zone) internal pure returns (uint256) {
        return zone == 0 ? 0 : (zones >> (4 * (zone - 1))) & 0xf;
    }

    function _spendCap(address receiverToken, address senderToken, uint256 amount) internal {
        mapping(address sender => QuotaWord) storage caps = _caps[receiverToken];
        QuotaWord word = caps[senderToken];
        uint256 left = word.available(block.timestamp);
        if (amount > left) revert CapExceeded(receiverToken, senderToken, amount, left);
        caps[senderToken] = word.spent(amount, block.timestamp);
    }
}
