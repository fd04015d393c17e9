// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Reason} from "../types/Reason.sol";

/// @notice What the successor bank's compliance approver signs: this register's liability is taken over.
struct Acceptance {
    /// The root committed at the old bank.
    bytes32 root;
    /// Its total, minor units.
    uint256 total;
    /// SHA-256 or keccak-256 of the transfer's instrument.
    bytes32 instrument;
    /// Unix seconds; sent strictly before.
    uint256 expiry;
}

/// @notice One row of the committed register, with its proof.
struct Claim {
    uint64 party;
    address wallet;
    /// Minor units, as in the register.
    uint256 balance;
    bytes32[] proof;
}

/// @title ILiabilityTransfer
/// @notice Moves what a bank in resolution owes into a successor bank's token, holder by holder, without holders acting:
/// what is burned here is minted there, in one step and of the same amount.
/// @dev One per old and new token; no owner, not upgradeable. It needs LEGAL_ORDERS at the old bank and the local bit of a
/// clearing contract at the new token, whose backing grows with each mint (the liability arrives with its assets). Always:
/// `total` of the register = `moved()` (by all successors) + the old supply now + what was burned otherwise since the block.
/// The approval is EIP-712 ("Vostro Liability Transfer", version 1; see `eip712Domain`).
///
/// What moves of a claim is what the holder could dispose of now, up to the row less what has moved before. What is held or
/// under a lien, and who is blocked at the old bank or cannot be paid at the successor, stays: redeemable at the old bank,
/// and movable by a later page once it is free. A lapsed KYC at the old bank stops nothing. The row of a wallet that was
/// lost moves from and to the wallet that stands for it (`IPartyRegistry.successorOf`), once it was recovered there.
interface ILiabilityTransfer {
    /// @notice The successor bank takes the liability over. Moves begin.
    event LiabilityAccepted(bytes32 indexed root, bytes32 indexed instrument, uint256 total, address approver);
    /// @notice `amount` was burned at the old bank from `holder` and minted to it by the successor under `reference_`.
    /// @param wallet The row's wallet; `holder` is it, or the wallet that stands for it.
    /// @param left What the row has left that did not move here (it may have been redeemed).
    event LiabilityMoved(
        uint64 indexed party,
        address indexed wallet,
        address indexed holder,
        uint256 amount,
        uint256 left,
        bytes32 reference_
    );
    /// @notice Nothing of this row moved, and why. Payer reasons are the old bank's, payee reasons the successor's;
    /// `ZeroAmount`: the row has moved in full. The claim stays where it was.
    event NotMoved(uint64 indexed party, address indexed wallet, Reason reason);

    /// @notice The same token twice, different minor units, or a resolution of another bank.
    error TransferInvalid(address oldToken, address newToken);
    /// @notice The caller lacks the role (or holds it with a delay) at the bank whose act this is.
    error CallerLacksRole(address caller, uint64 role, address manager);
    /// @notice The old bank has committed another register (or none) than the one accepted.
    error AcceptanceMismatch(bytes32 root, uint256 total, bytes32 committedRoot, uint256 committedTotal);
    /// @notice The liability was accepted already: once.
    error AlreadyAccepted(bytes32 root);
    /// @notice The successor has not accepted the liability.
    error NotAccepted();
    /// @notice The row is not in the committed register: another party, wallet or balance, or another register's proof.
    error NotInRegister(uint64 party, address wallet, uint256 balance);

    /// @notice The successor bank takes over what this register names.
    /// @dev Who may call: resolution of the successor's AccessManager, with a compliance approver of the successor having
    /// signed `Acceptance(bytes32 root,uint256 total,bytes32 instrument,uint256 expiry)`.
    function accept(Acceptance calldata acceptance, address approver, bytes calldata approval) external;

    /// @notice Moves these rows. Repeated and overlapping pages are harmless. Who may call: resolution of the old bank.
    /// @dev A row that may not move emits `NotMoved`; a row that is not in the register fails the page. Inline and without
    /// try/catch: what stops every mint at the successor (pause, a stale attestation, supply above deposits) and a lack of
    /// gas fail the page whole, so that nobody chooses by gas who stays behind.
    /// @return amount What this page moved, minor units.
    function move(Claim[] calldata claims) external returns (uint256 amount);

    function resolution() external view returns (address);
    function oldToken() external view returns (address);
    function newToken() external view returns (address);
    /// @notice The register accepted; zero before.
    function acceptedRoot() external view returns (bytes32);
    /// @notice What has moved in all, minor units.
    function moved() external view returns (uint256);
    /// @notice What has moved of this wallet's row, minor units.
    function movedOf(address wallet) external view returns (uint256);
    /// @notice The reference under which the successor's token mints the part of a row that begins at `movedBefore`.
    /// @dev In the same map as deposit references and UETRs of the new token: each part is minted once.
    function referenceOf(address wallet, uint256 movedBefore) external view returns (bytes32);
}
