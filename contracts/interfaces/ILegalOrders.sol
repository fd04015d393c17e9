// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Approval} from "../types/Approval.sol";
import {Hold} from "../types/HoldWord.sol";

/// @notice An order of a court or an authority. No personal data: codes and salted hashes only.
struct LegalOrder {
    /// The bank's number of the order, salted. Not zero.
    bytes32 id;
    /// Code of the court or authority. Not zero.
    bytes32 authority;
    /// Hash of the document as served. Not zero.
    bytes32 documentHash;
    /// Unix second of issue, not in the future.
    uint64 issuedAt;
    /// Last unix second at which the bank may act under it; 0 until lifted. What was done before stands until lifted.
    uint64 validUntil;
}

/// @notice A lien: so much of an account's money, in one token, is kept for an order.
struct Lien {
    bytes32 orderId;
    address token;
    /// The account named when it was placed. If that wallet is lost, the lien follows the money.
    address account;
    /// Minor units not yet seized or lifted.
    uint96 left;
}

/// @title ILegalOrders
/// @notice What the bank does because a court or an authority ordered it: blocks, liens, seizures, recoveries, forced
/// releases. Each act cites the order, takes two people, and works while every operation is paused.
/// @dev Acts: sent by compliance, signed by a compliance approver. Lifts: sent by a compliance releaser, signed by a
/// compliance approver. What is signed is the EIP-712 struct named at each function ("Vostro Legal Orders", version 1),
/// where `LegalOrder` is `LegalOrder(bytes32 id,bytes32 authority,bytes32 documentHash,uint64 issuedAt,uint64 validUntil)`
/// and `salt` and `expiry` are those of the `Approval`. A signed struct is used once: its hash, `act` in the events, names
/// the act for ever. Amounts are minor units. Every such function also fails with the errors of `SignedActs` and `Approvals`, and every act
/// with those of a bad order.
interface ILegalOrders {
    // --- events ---

    /// @notice The first act under this order put it on file.
    event OrderFiled(
        bytes32 indexed id,
        bytes32 indexed authority,
        bytes32 documentHash,
        uint64 issuedAt,
        uint64 validUntil
    );
    event BlockPlaced(
        bytes32 indexed orderId,
        uint64 indexed party,
        bytes32 indexed act,
        address sender,
        address approver
    );
    /// @notice `act` is the lien's id from now on.
    event LienPlaced(
        bytes32 indexed orderId,
        address indexed account,
        bytes32 indexed act,
        address token,
        uint256 amount,
        address sender,
        address approver
    );
    /// @notice `amount` went to the custody account, `ofLien` of it out of the lien (id zero: all of it was free money).
    event Seized(
        bytes32 indexed orderId,
        address indexed account,
        bytes32 indexed act,
        address token,
        address custody,
        uint256 amount,
        bytes32 lienId,
        uint256 ofLien,
        address sender,
        address approver
    );
    event WalletRecovered(
        bytes32 indexed orderId,
        address indexed lost,
        bytes32 indexed act,
        address successor,
        address sender,
        address approver
    );
    event ReleaseForced(
        bytes32 indexed orderId,
        bytes32 indexed hold,
        bytes32 indexed act,
        address token,
        uint256 amount,
        address sender,
        address approver
    );
    /// @notice `grounds` (of every lift): hash or number of the decision to lift.
    event BlockLifted(
        bytes32 indexed orderId,
        uint64 indexed party,
        bytes32 indexed act,
        bytes32 grounds,
        address sender,
        address approver
    );
    event LienLifted(
        bytes32 indexed orderId,
        bytes32 indexed lienId,
        bytes32 indexed act,
        uint256 amount,
        bytes32 grounds,
        address sender,
        address approver
    );
    /// @notice A block that an officer had placed at the register without this contract.
    event DirectBlockLifted(
        uint64 indexed party,
        bytes32 indexed act,
        bytes32 grounds,
        address sender,
        address approver
    );
    /// @notice A block of one wallet in one token, placed at the token.
    event WalletBlockLifted(
        address indexed token,
        address indexed wallet,
        bytes32 indexed act,
        bytes32 grounds,
        address sender,
        address approver
    );
    /// @notice The liens on this account now add up to `total`, which may pass what the token can show (2^64 - 1).
    event LiensSet(address indexed token, address indexed account, uint256 total);
    /// @notice `amount` of a lost wallet's money, and `liens` on it, went to the live wallet that stands for it.
    event Swept(address indexed token, address indexed lost, address indexed heir, uint256 amount, uint256 liens);
    /// @notice This token's money stayed at the lost wallet: repair the cause (`reason`), then `sweep`.
    event SweepFailed(address indexed token, address indexed lost, bytes reason);
    event CustodySet(address indexed account, bool registered);

    // --- errors ---

    error OrderIdMissing();
    error OrderAuthorityMissing(bytes32 id);
    error OrderDocumentMissing(bytes32 id);
    /// @notice Issued at zero, or in the future.
    error OrderDateInvalid(bytes32 id, uint64 issuedAt);
    error OrderLapsed(bytes32 id, uint64 validUntil);
    /// @notice The order on file under this id reads differently.
    error OrderMismatch(bytes32 id, bytes32 filed, bytes32 given);
    /// @notice A lift needs its grounds.
    error GroundsMissing();
    /// @notice The token is not in the bank's register.
    error TokenNotListed(address token);
    /// @notice The register does not know this wallet.
    error AccountUnknown(address account);
    error BlockLive(bytes32 orderId, uint64 party);
    error BlockNotLive(bytes32 orderId, uint64 party);
    /// @notice All blocks of the party were placed under orders: lift them by their orders.
    error NoDirectBlock(uint64 party, uint256 blocks);
    error WalletNotBlocked(address token, address wallet);
    /// @notice Zero, or above 2^96 - 1.
    error LienAmountInvalid(uint256 amount);
    /// @notice Zero, or more than the lien has left.
    error LiftAmountInvalid(bytes32 lienId, uint256 amount, uint256 left);
    /// @notice The lien is of another order, or in another token.
    error LienForeign(bytes32 lienId, bytes32 orderId);
    /// @notice Nothing of this lien is on this account, or nothing of it is left.
    error LienNotHere(bytes32 lienId, address account);
    error SeizureZero();
    /// @notice Liens of other orders leave only `seizable`.
    error LiensInTheWay(address account, uint256 amount, uint256 seizable);
    error CustodyUnknown(address custody);
    /// @notice Not a wallet of a party, registered already, or not registered.
    error CustodyInvalid(address account);
    /// @notice The wallet was never retired.
    error WalletNotRetired(address wallet);
    /// @notice Too little gas to be sure that a sweep did not fail for want of it: send again with more.
    error GasTooLow();

    // --- acts: compliance sends, a compliance approver has signed ---

    /// @notice Blocks a party in every token, once per order while live. The party is free when no block is left.
    /// @dev Signed: `BlockParty(LegalOrder order,uint64 party,bytes32 salt,uint256 expiry)`.
    function blockParty(LegalOrder calldata order, uint64 party, Approval calldata approval) external;

    /// @notice Freezes `amount` of an account, on top of other liens; what the balance lacks is caught from later credits.
    /// @dev On a retired wallet the lien takes what money is left there uncovered, and for the rest goes to its successor.
    /// Signed: `PlaceLien(LegalOrder order,address token,address account,uint256 amount,bytes32 salt,uint256 expiry)`.
    /// @return lienId The hash of the signed struct.
    function placeLien(
        LegalOrder calldata order,
        address token,
        address account,
        uint256 amount,
        Approval calldata approval
    ) external returns (bytes32 lienId);

    /// @notice Moves money to a registered custody account: out of the order's own lien first (`lienId`, or zero for none),
    /// then free money. Never money that other liens need, never held money (the token's `HeldBalance`).
    /// @dev `seizable` tells how much. Signed: `Seize(LegalOrder order,address token,address account,address custody,
    /// uint256 amount,bytes32 lienId,bytes32 salt,uint256 expiry)`.
    function seize(
        LegalOrder calldata order,
        address token,
        address account,
        address custody,
        uint256 amount,
        bytes32 lienId,
        Approval calldata approval
    ) external;

    /// @notice Retires a lost wallet for another live wallet of the same party and sweeps its money there. Never mints.
    /// @dev Fails with the register's `SuccessorInvalid` for another party's wallet. A token whose sweep fails is reported
    /// (`SweepFailed`); the retirement stands.
    /// Signed: `Recover(LegalOrder order,address lost,address successor,bytes32 salt,uint256 expiry)`.
    function recover(LegalOrder calldata order, address lost, address successor, Approval calldata approval) external;

    /// @notice Releases a hold to its payer. Not a sealed redemption.
    /// @dev Signed: `ForceRelease(LegalOrder order,address token,bytes32 hold,bytes32 salt,uint256 expiry)`, `hold` its id.
    function forceRelease(
        LegalOrder calldata order,
        address token,
        Hold calldata hold,
        Approval calldata approval
    ) external;

    // --- lifts: a compliance releaser sends, a compliance approver has signed ---

    /// @notice Lifts the order's block of the party.
    /// @dev Signed: `LiftBlock(bytes32 orderId,uint64 party,bytes32 grounds,bytes32 salt,uint256 expiry)`.
    function liftBlock(bytes32 orderId, uint64 party, bytes32 grounds, Approval calldata approval) external;

    /// @notice Lifts a lien in part or whole.
    /// @dev Signed: `LiftLien(bytes32 lienId,uint256 amount,bytes32 grounds,bytes32 salt,uint256 expiry)`.
    function liftLien(bytes32 lienId, uint256 amount, bytes32 grounds, Approval calldata approval) external;

    /// @notice Lifts a block that an officer placed at the register, never one placed under an order.
    /// @dev Signed: `LiftDirectBlock(uint64 party,bytes32 grounds,bytes32 salt,uint256 expiry)`.
    function liftDirectBlock(uint64 party, bytes32 grounds, Approval calldata approval) external;

    /// @notice Lifts the block of one wallet in one token, placed by an officer at the token.
    /// @dev Signed: `UnblockWallet(address token,address wallet,bytes32 grounds,bytes32 salt,uint256 expiry)`.
    function unblockWallet(address token, address wallet, bytes32 grounds, Approval calldata approval) external;

    // --- anyone ---

    /// @notice Moves the money of a retired wallet that no hold needs, and the liens on it, to the wallet that stands for it.
    /// @dev Liens move with the money: as much as moves, and all that finds no money at the lost wallet any more.
    function sweep(address token, address lost) external;

    /// @notice Writes the sum of the liens into the token again, after a sealed redemption burned frozen money.
    function refreeze(address token, address account) external;

    // --- custody accounts ---

    /// @notice Who may call: policy admin.
    function addCustodyAccount(address account) external;

    /// @notice Who may call: compliance.
    function removeCustodyAccount(address account) external;

    // --- views ---

    /// @notice The hash of the order on file under this id, zero if none.
    function orderHash(bytes32 id) external view returns (bytes32);
    function hashOrder(LegalOrder calldata order) external pure returns (bytes32);
    function lien(bytes32 lienId) external view returns (Lien memory);
    /// @notice Sum of the liens on this account. The token shows the same, up to 2^64 - 1, or less until `refreeze`.
    function liensOf(address token, address account) external view returns (uint256);
    /// @notice What of this lien can be taken from this account, minor units.
    function lienAt(bytes32 lienId, address account) external view returns (uint256);
    /// @notice What could be seized from this account now, minor units; `lienId` zero for free money only.
    function seizable(address token, address account, bytes32 lienId) external view returns (uint256);
    /// @notice Live blocks of the party that were placed here.
    function liveBlocks(uint64 party) external view returns (uint256);
    function isBlockLive(bytes32 orderId, uint64 party) external view returns (bool);
    function isCustody(address account) external view returns (bool);
}
