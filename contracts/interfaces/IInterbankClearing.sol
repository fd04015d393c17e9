// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hold} from "../types/HoldWord.sol";

/// @notice A payment at par from a customer of one bank to a customer of another, in one currency.
/// @dev Its EIP-712 struct hash names the payment, and is the `terms` of the payer's hold and of the sending bank's.
struct InterbankPayment {
    /// The payer's bank burns in this token.
    address senderToken;
    /// The payee's bank mints in this token.
    address receiverToken;
    /// In which the banks settle; zero for a settlement system off chain, with evidence.
    address settlementToken;
    address payer;
    address payee;
    /// Minor units, the same in all three tokens.
    uint256 amount;
    /// The payment's UETR: 16 bytes, left-aligned. Used once in the receiving token, deposit references included.
    bytes32 uetr;
    /// Unix seconds: settled (or, with evidence, instructed) strictly before.
    uint256 expiry;
    /// Salted hash of the remittance information.
    bytes32 remittance;
}

/// @notice Settlement money that the sending bank sets aside for many payments: one hold, drawn payment by payment.
/// @dev Its EIP-712 struct hash is the `terms` of that hold, of the paying account for the receiving account.
struct StandingHold {
    /// The whole hold, minor units of the settlement token.
    uint256 amount;
    /// Unix seconds: drawn strictly before, and the hold placed strictly before. Another second makes it another hold.
    uint256 expiry;
}

/// @notice Payments between two banks, in both directions, settled by their net.
struct ClearingOffset {
    /// Not empty; all between the same two tokens, over the same settlement token.
    InterbankPayment[] forward;
    /// The other way round, over the same settlement token.
    InterbankPayment[] backward;
    /// Unix seconds: settled strictly before.
    uint256 expiry;
}

/// @title IInterbankClearing
/// @notice Burn at the payer's bank, settlement asset from bank to bank, mint at the payee's bank: one transaction.
/// @dev Source: domain requirement G10. Which banks, accounts, zones and caps: `IClearingBook`. A payer signs one hold
/// of its own money in its own bank's token, and the same hold settles singly or within an offset.
interface IInterbankClearing {
    /// @notice Burned, settled and minted. The rest is in the tokens' own events: `terms` of the payer's hold is the
    /// payment, and the mint names the UETR, the payee, the amount and the zone.
    event InterbankPaid(bytes32 indexed payment);
    /// @notice All payments of an offset were burned and minted gross; `net` went between the banks (zero: nothing did).
    /// @param netSender The sending token of the bank that paid the net; zero if nobody did.
    event InterbankOffset(bytes32 indexed offset, address indexed netSender, uint256 net);
    /// @notice A hold placed too early went back to its payer.
    event HoldWithdrawn(address indexed token, bytes32 indexed hold);

    /// @notice The payment, or the offset, has expired.
    error ClearingExpired(uint256 expiry);
    /// @notice Not 16 bytes left-aligned, or zero.
    error UetrInvalid(bytes32 uetr);
    /// @notice The UETR is promised to this payment, or was.
    error UetrReserved(bytes32 uetr, bytes32 payment);
    /// @notice The payment settles by evidence where a settlement token was asked for, or the other way round.
    error SettlementRoadInvalid(bytes32 payment);
    /// @notice The payment is not between the two banks of the offset, or the list is empty.
    error OffsetInvalid(bytes32 payment);
    /// @notice Each payment of an offset needs one signature (empty if its hold is placed).
    error SignatureCount(uint256 signatures, uint256 payments);
    /// @notice The hold is not open; one that is sealed is the payment's.
    error HoldNotWithdrawable(bytes32 hold);

    /// @notice Pays one payment: burn, settlement leg and mint, or nothing.
    /// @dev Who may call: anyone not blocked at the payer's bank. Fails `LineClosed`, `ZoneNotMapped`, `CapExceeded`,
    /// `ClearingExpired`, `UetrInvalid`, `UetrReserved`, `SettlementRoadInvalid`, and as `executeSigned` of either token
    /// and `mintInterbank` of the receiving one (`DepositReferenceUsed`, `ERC7943CannotReceive` ...).
    /// @param payerSignature The payer's, of its hold, in the domain of `senderToken`. Unused if the hold is placed.
    /// @param settlementSignature The paying account's, of its hold, in the domain of `settlementToken`.
    function pay(
        InterbankPayment calldata payment,
        bytes calldata payerSignature,
        bytes calldata settlementSignature
    ) external;

    /// @notice Pays one payment out of a hold that the sending bank has placed for many: cheaper, and without its
    /// signature of each payment.
    /// @dev Who may call: as `pay`. Fails as `pay`, and with `HoldNotOpen`, `HoldExpired` or `HoldAmount` of the settlement
    /// token when that hold is not placed, over or used up. The paying account ends it with `withdraw`.
    function payFromHold(
        InterbankPayment calldata payment,
        bytes calldata payerSignature,
        StandingHold calldata standing
    ) external;

    /// @notice Pays many payments in both directions gross, and only the net in the settlement token.
    /// @dev Who may call: anyone not blocked at either bank. Caps count gross: they bound what is minted on a
    /// counterparty's word, and an offset mints gross. A net of zero needs no leg between the banks: each owes its
    /// customers as much as before. Fails as `pay`, and `OffsetInvalid`, `SignatureCount`.
    /// @param forwardSignatures One per payment of `forward`: the payer's, as in `pay`.
    /// @param netSignature The paying account's of the bank that pays the net, of `netHoldOf`; empty for a net of zero.
    function offset(
        ClearingOffset calldata deal,
        bytes[] calldata forwardSignatures,
        bytes[] calldata backwardSignatures,
        bytes calldata netSignature
    ) external;

    /// @notice Gives back a hold that names this desk, was placed (by a stranger, perhaps) and never executed or sealed.
    /// @dev Who may call: its payer, or anyone with its signature of `WithdrawHold(address token,bytes32 hold)`. Fails
    /// `ConsentMissing`, `HoldNotWithdrawable`.
    function withdraw(address token, Hold calldata hold, bytes calldata signature) external;

    /// @notice The payment's EIP-712 struct hash.
    function hashPayment(InterbankPayment calldata payment) external pure returns (bytes32);

    /// @notice The offset's EIP-712 struct hash: `terms` of the net hold.
    function hashOffset(ClearingOffset calldata deal) external pure returns (bytes32);

    /// @notice The payer's hold: what the payer signs.
    function payerHoldOf(InterbankPayment calldata payment) external view returns (Hold memory);

    /// @notice The sending bank's hold in the settlement token: what its paying account signs.
    function settlementHoldOf(InterbankPayment calldata payment) external view returns (Hold memory);

    /// @notice The hold out of which `payFromHold` pays: what the paying account places, or signs.
    function standingHoldOf(
        address senderToken,
        address receiverToken,
        address settlementToken,
        StandingHold calldata standing
    ) external view returns (Hold memory);

    /// @notice The hold of the bank that pays the net, in the settlement token; its amount is zero if nothing is to be paid.
    function netHoldOf(ClearingOffset calldata deal) external view returns (Hold memory);
}
