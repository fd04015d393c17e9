// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hold} from "../types/HoldWord.sol";

/// @notice What the desk remembers of a redemption. Before `Submitted` the hold in the token is the whole state.
enum RedemptionState {
    /// Requested (an open hold names this desk), or unknown.
    None,
    /// Let go at the customer's wish.
    Cancelled,
    /// Sealed in the token; the payment may leave.
    Submitted,
    /// Paid and burned.
    Settled,
    /// Not paid; let go by two people.
    Rejected,
    /// Paid, then returned by the payee's bank, and minted again.
    Returned
}

/// @notice What the hold of a redemption is for: `terms` of the hold is the hash of this.
struct RedemptionTerms {
    address token;
    /// Salted hash of the customer's own bank account, as registered.
    bytes32 settlementAccount;
    /// Any number that makes equal requests different.
    bytes32 salt;
}

/// @title IRedemptionDesk
/// @notice Redemption at par to the customer's own registered account: Requested, Submitted, Settled, or Rejected, Returned.
/// @dev The notary of redemption holds: `payee` zero, `notary` this desk, `expiry` the bank's deadline to submit. Open
/// while the token is paused and after the KYC has lapsed. Approvals are EIP-712 ("Vostro Redemption Desk", version 1).
interface IRedemptionDesk {
    event RedemptionRequested(
        address indexed token,
        bytes32 indexed id,
        address indexed payer,
        uint256 amount,
        bytes32 settlementAccount,
        bytes32 salt
    );
    event RedemptionCancelled(address indexed token, bytes32 indexed id);
    /// @notice Sealed: send the payment with this UETR once this event is final.
    event RedemptionSubmitted(address indexed token, bytes32 indexed id, bytes16 indexed uetr, uint256 amount);
    event RedemptionSettled(address indexed token, bytes32 indexed id, uint256 amount);
    /// @notice `reason` is an ISO 20022 external status reason code, as four letters ("AC04").
    event RedemptionRejected(address indexed token, bytes32 indexed id, bytes4 reason, address approver);
    event RedemptionReturned(
        address indexed token,
        bytes32 indexed id,
        bytes32 indexed returnReference,
        uint256 amount,
        address approver
    );

    /// @notice The token is not in the bank's register.
    error TokenNotListed(address token);
    /// @notice The hold is not a redemption at this desk on these terms.
    error RedemptionInvalid(bytes32 id);
    /// @notice The account named is not the customer's registered one.
    error SettlementAccountInvalid(address payer, bytes32 settlementAccount);
    /// @notice The redemption is in another state than this act needs.
    error RedemptionInState(bytes32 id, RedemptionState state);
    /// @notice A UETR is given once, and is not zero.
    error UetrUsed(bytes16 uetr);
    /// @notice Only the customer cancels, by its key or its signature.
    error NotThePayer(address caller, address payer);
    /// @notice More than was redeemed, or zero.
    error ReturnAmount(uint256 amount, uint256 redeemed);

    /// @notice Places the hold for its customer and announces the request. Who may call: anyone, with the signature.
    function request(Hold calldata hold, RedemptionTerms calldata terms, bytes calldata signature) external;

    /// @notice Lets the money go, while the bank has not submitted. Who may call: the customer.
    function cancel(address token, Hold calldata hold) external;

    /// @notice `cancel` with the customer's signature of `CancelRedemption(address token,bytes32 hold)`.
    function cancelWithAuthorization(address token, Hold calldata hold, bytes calldata signature) external;

    /// @notice Seals the hold and names the payment. Who may call: a redemption operator.
    function submit(Hold calldata hold, RedemptionTerms calldata terms, bytes16 uetr) external;

    /// @notice The payment is confirmed: burns. Who may call: a redemption operator.
    function settle(address token, Hold calldata hold) external;

    /// @notice The payment will never be made: lets the sealed money go. Two people.
    /// @dev Who may call: a redemption operator, with a redemption approver's signature of
    /// `RejectRedemption(address token,bytes32 hold,bytes4 reason,uint256 expiry)`.
    function reject(
        address token,
        Hold calldata hold,
        bytes4 reason,
        uint256 expiry,
        address approver,
        bytes calldata approval
    ) external;

    /// @notice The payment came back after the burn: mints it again, linked to the redemption, once. Two people.
    /// @dev Who may call: a redemption operator, with a redemption approver's signature of
    /// `ReturnRedemption(address token,bytes32 hold,uint256 amount,bytes32 returnReference,uint256 expiry)`. `amount` may
    /// be less than was redeemed (charges). The return must be a booked credit and in the attested deposits.
    function remint(
        address token,
        Hold calldata hold,
        uint256 amount,
        bytes32 returnReference,
        uint256 expiry,
        address approver,
        bytes calldata approval
    ) external;

    /// @notice The state of a redemption and its payment's UETR (zero before `submit`).
    function redemptionOf(address token, bytes32 id) external view returns (RedemptionState state, bytes16 uetr);

    /// @notice The hash a redemption's hold carries as `terms`.
    function hashTerms(RedemptionTerms calldata terms) external pure returns (bytes32);
}
