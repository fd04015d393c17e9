// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import {Approvals} from "../access/Approvals.sol";
import {Roles} from "../access/Roles.sol";
import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {IIssuanceDesk, MintBatch, MintOrder} from "../interfaces/IIssuanceDesk.sol";
import {TypedData} from "../libraries/TypedData.sol";
import {MintItem} from "../types/MintItem.sol";
import {QuotaWord} from "../types/QuotaWord.sol";

/// @title IssuanceDesk
/// @notice Mint orders by issuer and approver, within a quota. UUPS, behind a proxy; a token admits it as issuer.
contract IssuanceDesk is IIssuanceDesk, Approvals, UUPSUpgradeable {
    bytes32 private constant ORDER_TYPEHASH = keccak256(
        "MintOrder(address token,address payee,uint256 amount,bytes32 depositReference,uint256 expiry)"
    );
    bytes32 private constant BATCH_TYPEHASH = keccak256(
        "MintBatch(address token,MintItem[] items,uint256 count,uint256 total,uint256 expiry)MintItem(address payee,uint256 amount,bytes32 depositReference)"
    );

    /// @dev A struct, so that its slot is computed once.
    struct Quota {
        QuotaWord word;
    }

    /// @custom:storage-location erc7201:vostro.storage.IssuanceDesk
    struct Desk {
        mapping(address issuer => mapping(address token => Quota)) quotas;
        mapping(bytes32 batch => bool) spent;
    }

    // keccak256(abi.encode(uint256(keccak256("vostro.storage.IssuanceDesk")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant DESK = 0xdaa96bcfcae0761a3e8e850d961a21687f17f9d90a5e8889b3ae8cc5723d1000;

    function _desk() private pure returns (Desk storage $) {
        assembly ("memory-safe") {
            $.slot := DESK
        }
    }

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    /// @param authority_ The bank's AccessManager.
    function initialize(address authority_) external initializer {
        __AccessManaged_init(authority_);
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _EIP712Name() internal pure override returns (string memory) {
        return "Vostro Issuance Desk";
    }

    function _nameHash() internal pure override returns (bytes32) {
        return keccak256("Vostro Issuance Desk");
    }

    // --- minting ---

    /// @inheritdoc IIssuanceDesk
    function mint(MintOrder memory order, address approver, bytes calldata approval) external restricted {
        _requireNotExpired(order.expiry);
        _requireApproval(Roles.APPROVER, approver, _hashOrder(order), approval);
        _requireReference(order.token, order.depositReference);
        _spendQuota(order.token, order.amount);
        emit MintOrdered(order.token, order.depositReference, msg.sender, approver);
        IDepositToken(order.token).mint(order.payee, order.amount, order.depositReference);
    }

    /// @inheritdoc IIssuanceDesk
    function mintBatch(
        MintBatch memory batch,
        address approver,
        bytes calldata approval
    ) external restricted returns (uint256 minted) {
        _requireNotExpired(batch.expiry);
        bytes32 structHash = _hashBatch(batch);
        _requireApproval(Roles.APPROVER, approver, structHash, approval);
        if (_desk().spent[structHash]) revert BatchAlreadySpent(structHash);
        _desk().spent[structHash] = true;
        _requireReferences(batch.token, batch.items);

        minted = IDepositToken(batch.token).mintBatch(batch.items);
        _spendQuota(batch.token, minted);
        emit BatchSpent(structHash, batch.token, minted, msg.sender, approver);
    }

    /// @dev For desks that refuse more references than the token does. Empty: here the token alone decides.
    function _requireReference(address token, bytes32 depositReference) internal view virtual {}

    /// @dev The same for a batch.
    function _requireReferences(address token, MintItem[] memory items) internal view virtual {}

    function _hashOrder(MintOrder memory order) private pure returns (bytes32) {
        uint256 fields;
        assembly ("memory-safe") {
            fields := order
        }
        return TypedData.structHash(ORDER_TYPEHASH, fields, 5);
    }

    function _hashBatch(MintBatch memory batch) private pure returns (bytes32) {
        MintItem[] memory items = batch.items;
        bytes32[] memory hashes = new bytes32[](items.length);
        uint256 total;
        for (uint256 i = 0; i < items.length; ++i) {
            MintItem memory item = items[i];
            hashes[i] = item.hash();
            total += item.amount;
        }
        if (batch.count != items.length || batch.total != total) revert BatchInvalid(batch.count, batch.total);
        return
            keccak256(
                abi.encode(
                    BATCH_TYPEHASH,
                    batch.token,
                    keccak256(abi.encodePacked(hashes)),
                    batch.count,
                    batch.total,
                    batch.expiry
                )
            );
    }

    // --- quotas ---

    function _spendQuota(address token, uint256 amount) private {
        Quota storage quota = _desk().quotas[msg.sender][token];
        QuotaWord word = quota.word;
        uint256 available = word.available(block.timestamp);
        if (amount > available) revert QuotaExceeded(msg.sender, token, amount, available);
        quota.word = word.spent(amount, block.timestamp);
    }

    /// @inheritdoc IIssuanceDesk
    function raiseQuota(address issuer, address token, uint256 limit) external restricted {
        uint256 current = _desk().quotas[issuer][token].word.limit();
        if (limit <= current) revert QuotaUnchanged(current, limit);
        _setQuota(issuer, token, limit);
    }

    /// @inheritdoc IIssuanceDesk
    function cutQuota(address issuer, address token, uint256 limit) external restricted {
        uint256 current = _desk().quotas[issuer][token].word.limit();
        if (limit >= current) revert QuotaUnchanged(current, limit);
        _setQuota(issuer, token, limit);
    }

    function _setQuota(address issuer, address token, uint256 limit) private {
        if (limit > type(uint64).max) revert QuotaInvalid(limit);
        Quota storage quota = _desk().quotas[issuer][token];
        quota.word = quota.word.withLimit(limit, block.timestamp);
        emit QuotaSet(issuer, token, limit);
    }

    /// @inheritdoc IIssuanceDesk
    function quotaOf(address issuer, address token) external view returns (uint256 limit, uint256 available) {
        QuotaWord quota = _desk().quotas[issuer][token].word;
        return (quota.limit(), quota.available(block.timestamp));
    }
}
