// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title ERC-7943 (uRWA), fungible
/// @notice The regulated-asset interface; its ERC-165 id is 0x3edbb4c4.
interface IERC7943Fungible {
    /// @notice `amount` minor units were taken from `from` and given to `to` under a legal order.
    event ForcedTransfer(address indexed from, address indexed to, uint256 amount);

    /// @notice The sum of the liens on `account` is now `amount` (the stored value, minor units).
    event Frozen(address indexed account, uint256 amount);

    /// @notice `account` may not send: not admitted, blocked, or its KYC has lapsed.
    error ERC7943CannotSend(address account);

    /// @notice `account` may not receive: not admitted, blocked, or its KYC has lapsed.
    error ERC7943CannotReceive(address account);

    /// @notice The pair may not move this amount: corridor denied, or clearance or limits missing.
    error ERC7943CannotTransfer(address from, address to, uint256 amount);

    /// @notice Within the balance, but liens leave only `unfrozen` minor units.
    error ERC7943InsufficientUnfrozenBalance(address account, uint256 amount, uint256 unfrozen);

    /// @notice Moves money under a legal order, liens and pause notwithstanding; held money is never touched.
    /// @dev Who may call: the LegalOrders contract (AccessManager). Emits `Frozen` (if a lien gives way), `Transfer`,
    /// `ForcedTransfer`. Fails when `to` may not receive, or `amount` is above the balance less what is held.
    function forcedTransfer(address from, address to, uint256 amount) external returns (bool result);

    /// @notice Sets the sum of the liens on `account`, in minor units; saturates at 2^64 - 1, may exceed the balance.
    /// @dev Who may call: the LegalOrders contract (AccessManager). Emits `Frozen` with the stored value.
    function setFrozenTokens(address account, uint256 amount) external returns (bool result);

    /// @notice Whether `account` is an admitted, unblocked, valid customer. Never reverts.
    function canSend(address account) external view returns (bool allowed);

    /// @notice Whether `account` is an admitted, unblocked, valid customer. Never reverts.
    function canReceive(address account) external view returns (bool allowed);

    /// @notice The sum of the liens on `account` (held money is not in it), minor units.
    function getFrozenTokens(address account) external view returns (uint256 amount);

    /// @notice Whether every permissioned rule lets `from` pay `to` this amount. Never reverts.
    /// @dev For quantity it is false only when balance - frozen < amount <= balance: the ERC excludes plain shortages.
    /// Money in open holds is no permissioned cause either; `TransferLens.checkTransfer` answers for every cause.
    function canTransfer(address from, address to, uint256 amount) external view returns (bool allowed);
}
