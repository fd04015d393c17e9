// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import {Roles} from "../access/Roles.sol";
import {SignedActs} from "../access/SignedActs.sol";
import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {ILegalOrders, LegalOrder} from "../interfaces/ILegalOrders.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {AccountWordLib} from "../types/AccountWord.sol";
import {Approval} from "../types/Approval.sol";
import {Hold, HoldWordLib} from "../types/HoldWord.sol";
import {LegalActs} from "./LegalActs.sol";
import {LienBook} from "./LienBook.sol";

/// @title LegalOrders
/// @notice What the bank does under legal orders, each act with two people. UUPS, behind a proxy; a member of the roles
/// LEGAL_ORDERS and COMPLIANCE. What each function needs, emits and fails with is on the interface.
contract LegalOrders is LienBook, SignedActs, UUPSUpgradeable {
    using HoldWordLib for Hold;

    /// @dev A sweep needs about 200,000 gas where it writes most; this is what a coming fork may ask for it.
    uint256 private constant SWEEP_GAS = 600_000;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    /// @param authority_ The bank's AccessManager.
    /// @param registry_ The bank's PartyRegistry.
    function initialize(address authority_, IPartyRegistry registry_) external initializer {
        __AccessManaged_init(authority_);
        _book().registry = registry_;
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _EIP712Name() internal pure override returns (string memory) {
        return "Vostro Legal Orders";
    }

    function _nameHash() internal pure override returns (bytes32) {
        return keccak256("Vostro Legal Orders");
    }

    // --- acts ---

    /// @inheritdoc ILegalOrders
    function blockParty(LegalOrder calldata order, uint64 party, Approval calldata approval) external restricted {
        bytes32 act = LegalActs.blockParty(order, party, approval);
        _act(order, act, approval);
        Book storage $ = _book();
        if ($.blocks[order.id][party]) revert BlockLive(order.id, party);
        $.blocks[order.id][party] = true;
        $.liveBlocks[party] += 1;
        emit BlockPlaced(order.id, party, act, msg.sender, approval.approver);
        $.registry.blockParty(party, order.id);
    }

    /// @inheritdoc ILegalOrders
    function placeLien(
        LegalOrder calldata order,
        address token,
        address account,
        uint256 amount,
        Approval calldata approval
    ) external restricted returns (bytes32 lienId) {
        lienId = LegalActs.placeLien(order, token, account, amount, approval);
        _act(order, lienId, approval);
        _requireToken(token);
        if (_book().registry.partyOf(account) == 0) revert AccountUnknown(account);
        emit LienPlaced(order.id, account, lienId, token, amount, msg.sender, approval.approver);
        _openLien(lienId, order.id, token, account, amount);
    }

    /// @inheritdoc ILegalOrders
    function seize(
        LegalOrder calldata order,
        address token,
        address account,
        address custody,
        uint256 amount,
        bytes32 lienId,
        Approval calldata approval
    ) external restricted {
        bytes32 act = LegalActs.seize(order, token, account, custody, amount, lienId, approval);
        _act(order, act, approval);
        _requireToken(token);
        if (!_book().custody[custody] || custody == account) revert CustodyUnknown(custody);
        if (lienId != 0 && (_book().liens[lienId].orderId != order.id || _book().liens[lienId].token != token)) {
            revert LienForeign(lienId, order.id);
        }
        uint256 ofLien = _seize(token, account, custody, amount, lienId);
        emit Seized(order.id, account, act, token, custody, amount, lienId, ofLien, msg.sender, approval.approver);
    }

    /// @inheritdoc ILegalOrders
    function recover(
        LegalOrder calldata order,
        address lost,
        address successor,
        Approval calldata approval
    ) external restricted {
        bytes32 act = LegalActs.recover(order, lost, successor, approval);
        _act(order, act, approval);
        IPartyRegistry registry = _book().registry;
        emit WalletRecovered(order.id, lost, act, successor, msg.sender, approval.approver);
        registry.retireWallet(lost, successor);
        address[] memory tokens = registry.tokens();
        for (uint256 i = 0; i < tokens.length; ++i) {
            // Token by token, so that one that fails stops no other. Four calls deep, what starved leaves at most 1/15 of
            // what it needed: below that nobody can tell, and the whole act waits for more gas.
            try this.sweep(tokens[i], lost) {} catch (bytes memory reason) {
                if (gasleft() < SWEEP_GAS / 15) revert GasTooLow();
                emit SweepFailed(tokens[i], lost, reason);
            }
        }
    }

    /// @inheritdoc ILegalOrders
    function forceRelease(
        LegalOrder calldata order,
        address token,
        Hold calldata hold,
        Approval calldata approval
    ) external restricted {
        bytes32 id = hold.id();
        bytes32 act = LegalActs.forceRelease(order, token, id, approval);
        _act(order, act, approval);
        _requireToken(token);
        uint256 amount = IDepositToken(token).holdWord(id).remaining();
        emit ReleaseForced(order.id, id, act, token, amount, msg.sender, approval.approver);
        IDepositToken(token).forceRelease(hold);
    }

    // --- lifts ---

    /// @inheritdoc ILegalOrders
    function liftBlock(bytes32 orderId, uint64 party, bytes32 grounds, Approval calldata approval) external restricted {
        bytes32 act = LegalActs.liftBlock(orderId, party, grounds, approval);
        _lift(act, grounds, approval);
        Book storage $ = _book();
        if (!$.blocks[orderId][party]) revert BlockNotLive(orderId, party);
        $.blocks[orderId][party] = false;
        $.liveBlocks[party] -= 1;
        emit BlockLifted(orderId, party, act, grounds, msg.sender, approval.approver);
        $.registry.unblockParty(party, orderId);
    }

    /// @inheritdoc ILegalOrders
    function liftLien(bytes32 lienId, uint256 amount, bytes32 grounds, Approval calldata approval) external restricted {
        bytes32 act = LegalActs.liftLien(lienId, amount, grounds, approval);
        _lift(act, grounds, approval);
        bytes32 orderId = _book().liens[lienId].orderId;
        emit LienLifted(orderId, lienId, act, amount, grounds, msg.sender, approval.approver);
        _reduceLien(lienId, amount);
    }

    /// @inheritdoc ILegalOrders
    function liftDirectBlock(uint64 party, bytes32 grounds, Approval calldata approval) external restricted {
        bytes32 act = LegalActs.liftDirectBlock(party, grounds, approval);
        _lift(act, grounds, approval);
        Book storage $ = _book();
        uint256 blocks = $.registry.blocksOf(party);
        if (blocks <= $.liveBlocks[party]) revert NoDirectBlock(party, blocks);
        emit DirectBlockLifted(party, act, grounds, msg.sender, approval.approver);
        $.registry.unblockParty(party, grounds);
    }

    /// @inheritdoc ILegalOrders
    function unblockWallet(
        address token,
        address wallet,
        bytes32 grounds,
        Approval calldata approval
    ) external restricted {
        bytes32 act = LegalActs.unblockWallet(token, wallet, grounds, approval);
        _lift(act, grounds, approval);
        _requireToken(token);
        if (!IDepositToken(token).accountWord(wallet).has(AccountWordLib.LOCAL_BLOCK)) {
            revert WalletNotBlocked(token, wallet);
        }
        emit WalletBlockLifted(token, wallet, act, grounds, msg.sender, approval.approver);
        IDepositToken(token).unblockWallet(wallet);
    }

    // --- anyone ---

    /// @inheritdoc ILegalOrders
    function sweep(address token, address lost) external {
        _requireToken(token);
        if (!_book().registry.isRetired(lost)) revert WalletNotRetired(lost);
        _sweep(token, lost);
    }

    /// @inheritdoc ILegalOrders
    function refreeze(address token, address account) external {
        _requireToken(token);
        _freeze(token, account, liensOf(token, account));
    }

    // --- custody accounts ---

    /// @inheritdoc ILegalOrders
    function addCustodyAccount(address account) external restricted {
        Book storage $ = _book();
        if ($.custody[account] || $.registry.partyOf(account) == 0 || $.registry.isRetired(account)) {
            revert CustodyInvalid(account);
        }
        $.custody[account] = true;
        emit CustodySet(account, true);
    }

    /// @inheritdoc ILegalOrders
    function removeCustodyAccount(address account) external restricted {
        if (!_book().custody[account]) revert CustodyInvalid(account);
        _book().custody[account] = false;
        emit CustodySet(account, false);
    }

    // --- views ---

    /// @inheritdoc ILegalOrders
    function orderHash(bytes32 id) external view returns (bytes32) {
        return _book().orders[id];
    }

    /// @inheritdoc ILegalOrders
    function hashOrder(LegalOrder calldata order) external pure returns (bytes32) {
        return LegalActs.hashOrder(order);
    }

    /// @inheritdoc ILegalOrders
    function liveBlocks(uint64 party) external view returns (uint256) {
        return _book().liveBlocks[party];
    }

    /// @inheritdoc ILegalOrders
    function isBlockLive(bytes32 orderId, uint64 party) external view returns (bool) {
        return _book().blocks[orderId][party];
    }

    /// @inheritdoc ILegalOrders
    function isCustody(address account) external view returns (bool) {
        return _book().custody[account];
    }

    // --- rules ---

    /// @dev Two people, once, under an order in force; the first act under an order files it.
    function _act(LegalOrder calldata order, bytes32 act, Approval calldata approval) private {
        _do(Roles.COMPLIANCE_APPROVER, act, approval);
        _requireInForce(order);
        bytes32 given = LegalActs.hashOrder(order);
        bytes32 filed = _book().orders[order.id];
        if (filed == given) return;
        if (filed != 0) revert OrderMismatch(order.id, filed, given);
        _book().orders[order.id] = given;
        emit OrderFiled(order.id, order.authority, order.documentHash, order.issuedAt, order.validUntil);
    }

    function _requireInForce(LegalOrder calldata order) private view {
        if (order.id == 0) revert OrderIdMissing();
        if (order.authority == 0) revert OrderAuthorityMissing(order.id);
        if (order.documentHash == 0) revert OrderDocumentMissing(order.id);
        if (order.issuedAt == 0 || order.issuedAt > block.timestamp) revert OrderDateInvalid(order.id, order.issuedAt);
        if (order.validUntil != 0 && order.validUntil < block.timestamp) revert OrderLapsed(order.id, order.validUntil);
    }

    function _lift(bytes32 act, bytes32 grounds, Approval calldata approval) private {
        _do(Roles.COMPLIANCE_APPROVER, act, approval);
        if (grounds == 0) revert GroundsMissing();
    }

    function _requireToken(address token) private view {
        if (!_book().registry.isToken(token)) revert TokenNotListed(token);
    }
}
