// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LimitSet} from "../types/LimitWord.sol";

/// @notice What two people allow: one payment over a corridor under review.
struct Clearance {
    address token;
    /// Zero for a mint.
    address payer;
    address payee;
    /// Minor units, not zero. The payment must be of exactly this.
    uint256 amount;
    /// Unix seconds; used strictly before.
    uint256 expiry;
    /// Salted hash of the bank's case file. Another case or expiry makes another clearance for an equal payment.
    bytes32 caseId;
}

/// @title IPartyLimits
/// @notice How the bank manages what its Limits contract judges by: limits per party, clearances, travel-rule records.
/// @dev Not behind a proxy: a bank replaces the whole contract (`setLimits` of its tokens). Approvals are EIP-712
/// ("Vostro Limits", version 1). A party without limits never reaches this contract, and pays nothing for it.
interface IPartyLimits {
    // --- events ---

    /// @notice The wallets of the party whose payments and balances count together in this token, as the register lists them.
    event PartyEnrolled(address indexed token, uint64 indexed party, address[] wallets);
    event PartyLimitsSet(
        address indexed token,
        uint64 indexed party,
        uint64 perPayment,
        uint64 windowValue,
        uint64 holdingCap,
        uint16 windowCount,
        uint16 windowHours
    );
    event ClearanceGranted(
        address indexed token,
        address indexed payer,
        address indexed payee,
        uint256 amount,
        uint256 expiry,
        bytes32 caseId,
        address sender,
        address approver
    );
    /// @notice A movement consumed the clearance.
    event ClearanceUsed(
        address indexed token,
        address indexed payer,
        address indexed payee,
        uint256 amount,
        bytes32 caseId
    );
    event ClearanceRevoked(
        address indexed token,
        address indexed payer,
        address indexed payee,
        uint256 amount,
        bytes32 caseId
    );
    event TravelRecordFiled(
        address indexed token,
        address indexed payer,
        address indexed payee,
        uint256 amount,
        bytes32 record,
        uint256 expiry
    );
    /// @notice A movement consumed the travel-rule record.
    event TravelRecordUsed(
        address indexed token,
        address indexed payer,
        address indexed payee,
        uint256 amount,
        bytes32 record
    );
    event TravelThresholdSet(address indexed token, uint256 threshold);

    // --- errors of a movement (`record`) ---

    /// @notice The register does not know this wallet.
    error WalletNotRegistered(address wallet);
    /// @notice The party has limits, but none were set for this token.
    error PartyLimitsNotSet(address token, uint64 party);
    /// @notice More than the party may pay at once.
    error PaymentLimitExceeded(uint64 party, uint256 amount, uint256 limit);
    /// @notice `used` of the window's value is spent; this payment would pass it.
    error WindowValueExceeded(uint64 party, uint256 used, uint256 amount, uint256 limit);
    /// @notice The window's number of payments is spent.
    error WindowCountExceeded(uint64 party, uint256 used, uint256 limit);
    /// @notice With this payment the payee's party would hold `holding` in all.
    error HoldingCapExceeded(uint64 party, uint256 holding, uint256 cap);
    /// @notice The corridor is under review and no live clearance names exactly this payment.
    error ClearanceMissing(address token, address payer, address payee, uint256 amount);
    /// @notice Payer and payee are served by different institutions and no live travel-rule record names this payment.
    error TravelRecordMissing(address token, address payer, address payee, uint256 amount);

    // --- errors of management ---

    /// @notice The token is not in the bank's register.
    error TokenNotListed(address token);
    /// @notice The register has no such party, or the party has no wallet any more.
    error PartyNotRegistered(uint64 party);
    /// @notice The window is not an even number of hours from 2 to 8,760, or the count is above 1,023.
    error LimitSetInvalid();
    /// @notice Raising may make nothing tighter: no limit lower, no window longer.
    error LimitsNotRaised(uint64 party);
    /// @notice Cutting may make nothing looser: no limit higher, no window shorter.
    error LimitsNotCut(uint64 party);
    /// @notice Amount or payee zero, or an expiry more than 30 days ahead.
    error ClearanceInvalid();
    /// @notice A live clearance for this very payment is still unused: two of them could not be told apart.
    error ClearanceLive(uint256 expiry, bytes32 caseId);
    /// @notice This approval was used before. Have another signed, with another case or expiry.
    error ClearanceAlreadyGranted(bytes32 clearance);
    /// @notice There is none to revoke.
    error ClearanceUnknown(address token, address payer, address payee, uint256 amount);
    /// @notice The record is zero, or its expiry has passed or lies more than 30 days ahead.
    error TravelRecordInvalid();
    /// @notice Raising must raise and lowering must lower: they are different powers.
    error TravelThresholdUnchanged(uint256 current, uint256 wanted);

    // --- limits ---

    /// @notice Sets first limits, or loosens: no limit lower, no window longer. Used amounts stay used.
    /// @dev Who may call: limits officer. A page of parties, all or nothing; each party's wallets are enrolled.
    /// Changing the window counts all that is used as if it were used now; see docs/compliance/limits.md.
    function raiseLimits(address token, uint64[] calldata parties, LimitSet calldata limits) external;

    /// @notice Tightens: no limit higher, no window shorter. Used amounts stay used. Who may call: compliance.
    function cutLimits(address token, uint64[] calldata parties, LimitSet calldata limits) external;

    /// @notice Copies the parties' wallets from the register, and drops those that the register has removed.
    /// @dev Who may call: anyone; it writes nothing but the register's truth. Setting limits does it, and so does the first
    /// movement of a wallet that is not known here yet: doing it beforehand saves that payment the gas, and counts what such
    /// a wallet got by a forced transfer. Fails `PartyLimitsNotSet`, `PartyNotRegistered`.
    function enrol(address token, uint64[] calldata parties) external;

    // --- clearances ---

    /// @notice Lets one payment pass a corridor under review. Two people.
    /// @dev Who may call: the compliance releaser, directly, with a compliance approver's signature of
    /// `Clearance(address token,address payer,address payee,uint256 amount,uint256 expiry,bytes32 caseId)`. Lives at most 30
    /// days; consumed by the transfer, the hold's placing, assignment or execution, or the mint that it names.
    function grantClearance(Clearance calldata clearance, address approver, bytes calldata approval) external;

    /// @notice Takes an unused clearance back. Who may call: compliance.
    function revokeClearance(address token, address payer, address payee, uint256 amount) external;

    // --- travel rule ---

    /// @notice Files the salted hash of what the payer's institution told the payee's about exactly this payment.
    /// @dev Who may call: the travel-rule service. `payee` zero: a hold that a clearing contract will burn (interbank).
    /// Lives at most 30 days; replaces an unused one; consumed by the movement.
    function fileTravelRecord(
        address token,
        address payer,
        address payee,
        uint256 amount,
        bytes32 record,
        uint256 expiry
    ) external;

    /// @notice From this amount on (minor units) a record is required. Zero, the default: always. Who may call: limits officer.
    function raiseTravelThreshold(address token, uint256 threshold) external;

    /// @notice Who may call: compliance.
    function lowerTravelThreshold(address token, uint256 threshold) external;

    // --- views ---

    /// @notice All zero if none were set: then the party cannot move in this token while the register says it has limits.
    function limitsOf(address token, uint64 party) external view returns (LimitSet memory limits);

    /// @notice What counts against the window now: minor units, and number of payments and holds.
    function usedOf(address token, uint64 party) external view returns (uint256 value, uint256 count);

    /// @notice Zero if none was granted, or it was used or revoked. A lapsed one is shown until it is replaced.
    function clearanceOf(
        address token,
        address payer,
        address payee,
        uint256 amount
    ) external view returns (uint256 expiry, bytes32 caseId);

    /// @notice Zero if none was filed, or it was used. A lapsed one is shown until it is replaced.
    function travelRecordOf(
        address token,
        address payer,
        address payee,
        uint256 amount
    ) external view returns (bytes32 record, uint256 expiry);

    function travelThresholdOf(address token) external view returns (uint256);

    /// @notice The wallets that count together with this one in this token, itself first; none if it is not enrolled.
    function enrolledWith(address token, address wallet) external view returns (address[] memory wallets);

    function registry() external view returns (address);
}
