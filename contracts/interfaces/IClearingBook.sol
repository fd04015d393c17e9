// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IClearingBook
/// @notice What each bank has agreed to at the clearing desk: between which tokens, over which settlement asset, from
/// whose account to whose, for which zones, up to which amount.
/// @dev The desk belongs to nobody. Each function names one bank's token, and only who may call it by that token's own
/// AccessManager (`canCall` of this desk and function, at once; a delayed caller schedules and uses its `execute`).
/// A *line* leads from a sending token to a receiving token over one settlement token; zero stands for a settlement
/// system off chain (RTGS), where the receiving bank's evidence takes the place of a token. A line pays only while both
/// banks have opened their side. Loosening and tightening are different functions: a delay attaches to a function.
interface IClearingBook {
    /// @notice The bank says, once and for all, which ISO 4217 currency its token is.
    event CurrencyDeclared(address indexed token, bytes3 currency);
    event ReceivingOpened(
        address indexed receiverToken,
        address indexed senderToken,
        address indexed settlementToken,
        address receivingAccount
    );
    event ReceivingClosed(address indexed receiverToken, address indexed senderToken, address indexed settlementToken);
    /// @notice All zones of a line after a change (layout: `openReceiving`).
    event ZonesMapped(
        address indexed receiverToken,
        address indexed senderToken,
        address indexed settlementToken,
        uint256 zones
    );
    event SendingOpened(
        address indexed senderToken,
        address indexed receiverToken,
        address indexed settlementToken,
        address payingAccount
    );
    event SendingClosed(address indexed senderToken, address indexed receiverToken, address indexed settlementToken);
    /// @notice The cap after a change, minor units a day.
    event CapSet(address indexed receiverToken, address indexed senderToken, uint256 cap);

    /// @notice The AccessManager of `token` does not let `caller` do this at once.
    error NotOfTheBank(address token, address caller);
    /// @notice Not three capital letters, or another currency than was declared before.
    error CurrencyInvalid(address token, bytes3 currency);
    /// @notice This token is not of the same declared currency and decimals as the sending token.
    error CurrencyMismatch(address token);
    /// @notice One token stands twice in the line, or the account is none that the settlement token admits.
    error LineInvalid(address senderToken, address receiverToken, address settlementToken);
    /// @notice This side of the line is open already: close it first.
    error LineAlreadyOpen(address senderToken, address receiverToken, address settlementToken);
    /// @notice One of the two banks has not opened its side.
    error LineClosed(address senderToken, address receiverToken, address settlementToken);
    /// @notice The map names an own zone above 14.
    error ZoneMapInvalid(uint256 zones);
    /// @notice The receiving bank takes no payments from this zone of the sending bank.
    error ZoneNotMapped(address senderToken, address receiverToken, uint256 zone);
    /// @notice A raise must raise and a cut must cut.
    error CapInvalid(uint256 cap, uint256 current);
    /// @notice Only `left` minor units may still come from this sender; more with every second.
    error CapExceeded(address receiverToken, address senderToken, uint256 amount, uint256 left);

    // --- every bank, the settlement bank included ---

    /// @notice States the currency of `token`, three capital letters. Repeating it changes nothing; it cannot be changed.
    /// @dev Who may call: the bank of `token`. Fails `NotOfTheBank`, `CurrencyInvalid`.
    function declareCurrency(address token, bytes3 currency) external;

    // --- the receiving bank ---

    /// @notice Opens this bank's side: it credits payments from `senderToken` settled to `receivingAccount`.
    /// @dev Who may call: the bank of `receiverToken`. All tokens must have declared the same currency and have the same
    /// decimals. Fails `NotOfTheBank`, `CurrencyMismatch`, `LineInvalid`, `LineAlreadyOpen`, `ZoneMapInvalid`.
    /// @param receivingAccount This bank's own account in the settlement token; zero where there is none.
    /// @param zones Bits 4(z-1)..4(z-1)+3: this bank's zone (1..14) for customers of the sender's zone z; 0 denies them.
    function openReceiving(
        address receiverToken,
        address senderToken,
        address settlementToken,
        address receivingAccount,
        uint56 zones
    ) external;

    /// @notice Closes this bank's side at once. Who may call: the bank of `receiverToken`.
    function closeReceiving(address receiverToken, address senderToken, address settlementToken) external;

    /// @notice Maps the zones whose four bits are not zero; the others stay. Who may call: the bank of `receiverToken`.
    function mapZones(address receiverToken, address senderToken, address settlementToken, uint56 zones) external;

    /// @notice Denies the sender's zones whose bit is set in `zoneSet` (bit z for zone z). Who may call: the bank of
    /// `receiverToken`.
    function unmapZones(address receiverToken, address senderToken, address settlementToken, uint256 zoneSet) external;

    /// @notice Sets a higher cap on what comes from `senderToken` over all lines, minor units. What was used stays used.
    /// @dev A bucket of `cap` that refills evenly over a day. Zero, as at the start, lets nothing pass. Who may call:
    /// the bank of `receiverToken`. Fails `CapInvalid`.
    function raiseCap(address receiverToken, address senderToken, uint64 cap) external;

    /// @notice Sets a lower cap. Zero stops all lines from this sender. Who may call: the bank of `receiverToken`.
    function cutCap(address receiverToken, address senderToken, uint64 cap) external;

    // --- the sending bank ---

    /// @notice Opens this bank's side: its customers may pay, and it settles from `payingAccount`.
    /// @dev Who may call: the bank of `senderToken`. Fails as `openReceiving`.
    /// @param payingAccount This bank's own account in the settlement token; zero where there is none.
    function openSending(
        address senderToken,
        address receiverToken,
        address settlementToken,
        address payingAccount
    ) external;

    /// @notice Closes this bank's side at once. Who may call: the bank of `senderToken`.
    function closeSending(address senderToken, address receiverToken, address settlementToken) external;

    // --- views ---

    /// @notice The declared currency; zero if none.
    function currencyOf(address token) external view returns (bytes3);

    /// @notice Both sides of a line. Accounts keep their value when a side is closed.
    function lineOf(
        address senderToken,
        address receiverToken,
        address settlementToken
    )
        external
        view
        returns (bool sending, address payingAccount, bool receiving, address receivingAccount, uint256 zones);

    /// @notice The cap of a day and what is left of it now, minor units.
    function capOf(address receiverToken, address senderToken) external view returns (uint256 cap, uint256 left);
}
