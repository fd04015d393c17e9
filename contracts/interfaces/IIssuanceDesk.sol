// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MintItem} from "../types/MintItem.sol";

/// @notice What an approver signs: this much of this token to this payee, for this deposit, until then.
struct MintOrder {
    address token;
    address payee;
    /// Minor units.
    uint256 amount;
    /// The bank's salted reference of the booked deposit.
    bytes32 depositReference;
    /// Unix seconds; sent strictly before.
    uint256 expiry;
}

/// @notice What an approver signs for a batch: the items in their order, how many, and their sum.
struct MintBatch {
    address token;
    MintItem[] items;
    uint256 count;
    /// Sum of the amounts, minor units.
    uint256 total;
    uint256 expiry;
}

/// @title IIssuanceDesk
/// @notice Mints against booked deposits, by two people: the issuer sends, an approver has signed exactly this.
/// @dev Orders are EIP-712 ("Vostro Issuance Desk", version 1; see `eip712Domain`). A quota per issuer and token refills
/// evenly over a day, so that a stolen issuer's key (even with an approver's) is bounded.
interface IIssuanceDesk {
    event QuotaSet(address indexed issuer, address indexed token, uint256 limit);
    /// @notice The two people of a mint, so that an auditor reads them without decoding calldata. The token tells the rest.
    event MintOrdered(address token, bytes32 depositReference, address issuer, address approver);
    /// @notice A batch and its two people; the token tells each item minted or refused.
    event BatchSpent(bytes32 indexed batch, address indexed token, uint256 minted, address issuer, address approver);

    /// @notice The issuer's quota leaves only `available` minor units now.
    error QuotaExceeded(address issuer, address token, uint256 amount, uint256 available);
    /// @notice Raising must raise and cutting must cut: they are different powers.
    error QuotaUnchanged(uint256 current, uint256 wanted);
    /// @notice The quota does not fit 64 bits.
    error QuotaInvalid(uint256 limit);
    /// @notice `count` or `total` do not describe the items.
    error BatchInvalid(uint256 count, uint256 total);
    /// @notice This approval was spent by its first submission.
    error BatchAlreadySpent(bytes32 batch);

    /// @notice Mints one order. Who may call: an issuer, directly (not through the AccessManager).
    /// @dev Fails with `ApprovalExpired`, `ApproverInvalid`, `ApprovalInvalid`, `QuotaExceeded`, or the token's errors
    /// (`DepositReferenceUsed`, `BackingExceeded`, `AttestationStale`, ...).
    function mint(MintOrder calldata order, address approver, bytes calldata approval) external;

    /// @notice Mints a batch; items that fail are refused one by one (`MintRefused` of the token), the rest is minted.
    /// @dev Who may call: an issuer, directly. The approval is spent even when items were refused.
    /// @return minted Sum of what was minted, minor units; this much counts against the quota.
    function mintBatch(
        MintBatch calldata batch,
        address approver,
        bytes calldata approval
    ) external returns (uint256 minted);

    /// @notice Raises an issuer's daily quota in one token. Used amounts stay used. Who may call: policy admin.
    function raiseQuota(address issuer, address token, uint256 limit) external;

    /// @notice Cuts it. Who may call: compliance.
    function cutQuota(address issuer, address token, uint256 limit) external;

    /// @notice Minor units a day, and what is left of them now.
    function quotaOf(address issuer, address token) external view returns (uint256 limit, uint256 available);
}
