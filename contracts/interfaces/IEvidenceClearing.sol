// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {InterbankPayment} from "./IInterbankClearing.sol";

/// @notice Where a payment stands that settles off chain. It only moves down this list.
enum ClearingState {
    /// Unknown.
    None,
    /// The sending bank has named it.
    Proposed,
    /// The receiving bank can credit the payee, and keeps the UETR for it.
    ReceiverReady,
    /// The payer's money is held and sealed.
    Locked,
    /// The sending bank sends the order to the settlement system.
    Instructed,
    /// Two people of the receiving bank say that the money came. Never lasting: the burn and the mint follow at once.
    Settled,
    /// Burned; the mint did not pass. Never reversed: `complete`, `completeTo` or `recordPaidOutside` follows.
    Repair,
    /// Burned and minted.
    Completed,
    /// Burned, and the payee was paid in another way.
    PaidOutside,
    /// Not settled; the payer's hold was released.
    Cancelled
}

/// @notice Two different people of the receiving bank, who signed the same statement.
struct TwoPeople {
    /// Unix seconds, part of what both signed: used strictly before.
    uint256 expiry;
    /// Holds CLEARING_OPERATOR at the receiving bank's AccessManager.
    address operator;
    bytes operatorSignature;
    /// Holds CLEARING_APPROVER at the receiving bank's AccessManager.
    address approver;
    bytes approverSignature;
}

/// @title IEvidenceClearing
/// @notice Interbank payments whose settlement asset is no token (RTGS): the receiving bank's evidence stands for it.
/// @dev Source: domain requirement G10. The payment's `settlementToken` is zero, so the atomic road refuses it, and this
/// road every other. All statements are EIP-712 ("Vostro Interbank Clearing", version 1).
interface IEvidenceClearing {
    event ClearingProposed(
        bytes32 indexed payment,
        address indexed senderToken,
        address indexed receiverToken,
        address payer,
        address payee,
        uint256 amount,
        bytes32 uetr,
        uint256 expiry,
        bytes32 remittance
    );
    /// @notice The payment is in `state` now.
    event ClearingMoved(bytes32 indexed payment, ClearingState indexed state, address indexed by);
    /// @notice The sending bank's reference in the settlement system.
    event ClearingInstructed(bytes32 indexed payment, bytes32 indexed rtgsReference);
    /// @notice Two people of the receiving bank made a statement that brought the payment into `state`.
    /// @param subject The reference stated, or the wallet credited instead.
    event ClearingStated(
        bytes32 indexed payment,
        ClearingState indexed state,
        bytes32 indexed subject,
        address operator,
        address approver
    );

    /// @notice The act does not follow from the payment's state.
    error ClearingInState(bytes32 payment, ClearingState state);
    /// @notice The receiving bank's token would not credit the payee now.
    error ReceiverNotReady(address payee);
    /// @notice The receiving token has used this UETR.
    error UetrUsedBefore(bytes32 uetr);
    /// @notice This reference was instructed for another payment, or none was for this one.
    error RtgsReferenceInvalid(bytes32 rtgsReference, bytes32 payment);
    /// @notice Settled in part or in excess: neither is this payment.
    error SettledAmountInvalid(uint256 settled, uint256 amount);
    /// @notice One person is not two.
    error SamePersonTwice(address person);
    /// @notice Not a person with this role, without delay, at the receiving bank.
    error SignerInvalid(address signer, uint64 role);
    /// @notice The signer did not sign exactly this.
    error StatementInvalid(address signer);
    /// @notice The statement's time has passed.
    error StatementExpired(uint256 expiry);
    /// @notice The wallet is not of the payee's party.
    error NotOfTheParty(address wallet, address payee);
    /// @notice Send more gas: the mint must not fail for want of it.
    error MintGasTooLow(uint256 gas, uint256 needed);

    /// @notice The sending bank names the payment. Who may call: the bank of `senderToken` (operator).
    /// @dev Fails `NotOfTheBank`, `LineClosed`, `SettlementRoadInvalid`, `ClearingExpired`, `UetrInvalid`, `ClearingInState`.
    function propose(InterbankPayment calldata payment) external;

    /// @notice The receiving bank will credit the payee: the cap is spent and the UETR kept. Neither comes back.
    /// @dev Who may call: the bank of `receiverToken` (operator). Fails as `propose`, and `ZoneNotMapped`,
    /// `ReceiverNotReady`, `UetrUsedBefore`, `CapExceeded`.
    function ready(InterbankPayment calldata payment) external;

    /// @notice Holds the payer's money and seals the hold: no block, lien, pause or expiry stops the burn from here.
    /// @dev Who may call: anyone not blocked at the payer's bank. Fails `LineClosed`, and as
    /// `placeHoldWithAuthorization` and `sealHold` of the sending token.
    /// @param payerSignature The payer's, of `payerHoldOf`. Unused if the hold is placed.
    function lock(InterbankPayment calldata payment, bytes calldata payerSignature) external;

    /// @notice The sending bank orders the settlement under this reference, once this call is final.
    /// @dev Who may call: the bank of `senderToken` (operator), before expiry. Fails `RtgsReferenceInvalid` for one that
    /// was instructed before between these tokens.
    function instruct(InterbankPayment calldata payment, bytes32 rtgsReference) external;

    /// @notice The money came: burns at the payer's bank and mints at the payee's. If the mint does not pass, the burn
    /// stands and the payment is in Repair.
    /// @dev Who may call: anyone, with two signatures of the receiving bank of
    /// `SettlementStatement(bytes32 payment,bytes32 rtgsReference,uint256 amount,uint256 expiry)`.
    /// @param settledAmount What came, minor units: the payment's amount exactly.
    function settle(
        InterbankPayment calldata payment,
        bytes32 rtgsReference,
        uint256 settledAmount,
        TwoPeople calldata people
    ) external;

    /// @notice Mints a payment in Repair, once the receiving token lets it. A lost wallet's successor is credited.
    /// @dev Who may call: anyone. Fails `ZoneNotMapped` and as `mintInterbank`.
    function complete(InterbankPayment calldata payment) external;

    /// @notice Mints a payment in Repair to another wallet of the payee's party.
    /// @dev Who may call: anyone, with two signatures of the receiving bank of
    /// `CompletionStatement(bytes32 payment,address wallet,uint256 expiry)`. Fails `NotOfTheParty`.
    function completeTo(InterbankPayment calldata payment, address wallet, TwoPeople calldata people) external;

    /// @notice Ends a payment in Repair whose payee was paid in another way: nothing is minted.
    /// @dev Who may call: anyone, with two signatures of the receiving bank of
    /// `PaidOutsideStatement(bytes32 payment,bytes32 outsideReference,uint256 expiry)`.
    function recordPaidOutside(
        InterbankPayment calldata payment,
        bytes32 outsideReference,
        TwoPeople calldata people
    ) external;

    /// @notice Ends a payment that was not instructed, and releases what is held.
    /// @dev Who may call: either bank (operator), the payer, anyone with the payer's signature of
    /// `CancelClearing(bytes32 payment)`; from the payment's expiry on, anyone. Fails `ConsentMissing`, `ClearingInState`.
    function cancel(InterbankPayment calldata payment, bytes calldata payerSignature) external;

    /// @notice Ends a payment that was instructed and never settled, and releases what is held.
    /// @dev Who may call: anyone, with two signatures of the receiving bank of
    /// `NonSettlementStatement(bytes32 payment,bytes32 rtgsReference,uint256 expiry)`.
    function recordNonSettlement(
        InterbankPayment calldata payment,
        bytes32 rtgsReference,
        TwoPeople calldata people
    ) external;

    /// @notice The state of a payment, by its hash.
    function stateOf(bytes32 payment) external view returns (ClearingState);

    /// @notice The payment for which a UETR is kept in a receiving token; zero if none.
    function reservationOf(address receiverToken, bytes32 uetr) external view returns (bytes32 payment);
}
