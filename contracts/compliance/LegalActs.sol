// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LegalOrder} from "../interfaces/ILegalOrders.sol";
import {Approval} from "../types/Approval.sol";

/// @title LegalActs
/// @notice What the second person signs for each act and lift: the EIP-712 struct hashes, which name the acts for ever.
library LegalActs {
    bytes32 private constant ORDER_TYPEHASH = keccak256(
        "LegalOrder(bytes32 id,bytes32 authority,bytes32 documentHash,uint64 issuedAt,uint64 validUntil)"
    );
    bytes32 private constant BLOCK_TYPEHASH = keccak256(
        "BlockParty(LegalOrder order,uint64 party,bytes32 salt,uint256 expiry)LegalOrder(bytes32 id,bytes32 authority,bytes32 documentHash,uint64 issuedAt,uint64 validUntil)"
    );
    bytes32 private constant LIEN_TYPEHASH = keccak256(
        "PlaceLien(LegalOrder order,address token,address account,uint256 amount,bytes32 salt,uint256 expiry)LegalOrder(bytes32 id,bytes32 authority,bytes32 documentHash,uint64 issuedAt,uint64 validUntil)"
    );
    bytes32 private constant SEIZE_TYPEHASH = keccak256(
        "Seize(LegalOrder order,address token,address account,address custody,uint256 amount,bytes32 lienId,bytes32 salt,uint256 expiry)LegalOrder(bytes32 id,bytes32 authority,bytes32 documentHash,uint64 issuedAt,uint64 validUntil)"
    );
    bytes32 private constant RECOVER_TYPEHASH = keccak256(
        "Recover(LegalOrder order,address lost,address successor,bytes32 salt,uint256 expiry)LegalOrder(bytes32 id,bytes32 authority,bytes32 documentHash,uint64 issuedAt,uint64 validUntil)"
    );
    bytes32 private constant RELEASE_TYPEHASH = keccak256(
        "ForceRelease(LegalOrder order,address token,bytes32 hold,bytes32 salt,uint256 expiry)LegalOrder(bytes32 id,bytes32 authority,bytes32 documentHash,uint64 issuedAt,uint64 validUntil)"
    );
    bytes32 private constant LIFT_BLOCK_TYPEHASH = keccak256(
        "LiftBlock(bytes32 orderId,uint64 party,bytes32 grounds,bytes32 salt,uint256 expiry)"
    );
    bytes32 private constant LIFT_LIEN_TYPEHASH = keccak256(
        "LiftLien(bytes32 lienId,uint256 amount,bytes32 grounds,bytes32 salt,uint256 expiry)"
    );
    bytes32 private constant LIFT_DIRECT_TYPEHASH = keccak256(
        "LiftDirectBlock(uint64 party,bytes32 grounds,bytes32 salt,uint256 expiry)"
    );
    bytes32 private constant UNBLOCK_TYPEHASH = keccak256(
        "UnblockWallet(address token,address wallet,bytes32 grounds,bytes32 salt,uint256 expiry)"
    );

    function hashOrder(LegalOrder calldata order) internal pure returns (bytes32) {
        return keccak256(abi.encode(ORDER_TYPEHASH, order));
    }

    function blockParty(LegalOrder calldata order, uint64 party, Approval calldata a) internal pure returns (bytes32) {
        return keccak256(abi.encode(BLOCK_TYPEHASH, hashOrder(order), party, a.salt, a.expiry));
    }

    function placeLien(
        LegalOrder calldata order,
        address token,
        address account,
        uint256 amount,
        Approval calldata a
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(LIEN_TYPEHASH, hashOrder(order), token, account, amount, a.salt, a.expiry));
    }

    function seize(
        LegalOrder calldata order,
        address token,
        address account,
        address custody,
        uint256 amount,
        bytes32 lienId,
        Approval calldata a
    ) internal pure returns (bytes32) {
        bytes32 orderHash = hashOrder(order);
        return
            keccak256(abi.encode(SEIZE_TYPEHASH, orderHash, token, account, custody, amount, lienId, a.salt, a.expiry));
    }

    function recover(
        LegalOrder calldata order,
        address lost,
        address successor,
        Approval calldata a
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(RECOVER_TYPEHASH, hashOrder(order), lost, successor, a.salt, a.expiry));
    }

    function forceRelease(
        LegalOrder calldata order,
        address token,
        bytes32 hold,
        Approval calldata a
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(RELEASE_TYPEHASH, hashOrder(order), token, hold, a.salt, a.expiry));
    }

    function liftBlock(
        bytes32 orderId,
        uint64 party,
        bytes32 grounds,
        Approval calldata a
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(LIFT_BLOCK_TYPEHASH, orderId, party, grounds, a.salt, a.expiry));
    }

    function liftLien(
        bytes32 lienId,
        uint256 amount,
        bytes32 grounds,
        Approval calldata a
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(LIFT_LIEN_TYPEHASH, lienId, amount, grounds, a.salt, a.expiry));
    }

    function liftDirectBlock(uint64 party, bytes32 grounds, Approval calldata a) internal pure returns (bytes32) {
        return keccak256(abi.encode(LIFT_DIRECT_TYPEHASH, party, grounds, a.salt, a.expiry));
    }

    function unblockWallet(
        address token,
        address wallet,
        bytes32 grounds,
        Approval calldata a
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(UNBLOCK_TYPEHASH, token, wallet, grounds, a.salt, a.expiry));
    }
}
