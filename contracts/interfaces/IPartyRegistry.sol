// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Standing} from "../types/Standing.sol";

/// @notice A new party with its first wallet.
/// @dev `id` is the bank's pseudonym of the customer (a random or salted number, never a customer number), and
/// `settlementAccount` the salted hash of its own bank account, zero for none yet. No personal data is ever on chain.
struct Admission {
    uint64 id;
    Standing standing;
    bytes32 settlementAccount;
    address wallet;
}

/// @title IPartyRegistry
/// @notice The bank's register of customers: the truth, pushed as standing into each of the bank's tokens. A wallet that
/// was never pushed can do nothing.
/// @dev Pushes go token by token and report what failed (`PushFailed`); `syncToken` repairs. A token left tighter is safe.
interface IPartyRegistry {
    /// @notice A new party with its first wallet.
    event PartyAdmitted(uint64 indexed party, address indexed wallet, Standing standing);
    /// @notice A further wallet of the party, of the party's standing.
    event WalletAdded(uint64 indexed party, address indexed wallet);
    /// @notice The party's standing changed (renewal, zone, limits, block).
    event PartyUpdated(uint64 indexed party, Standing standing);
    event SettlementAccountSet(uint64 indexed party, bytes32 settlementAccount);
    /// @notice One more live reason to block the party, under this order's id.
    event PartyBlocked(uint64 indexed party, bytes32 indexed orderId, uint256 blocks);
    /// @notice One reason less; the party is free when `blocks` is zero.
    event PartyUnblocked(uint64 indexed party, bytes32 indexed orderId, uint256 blocks);
    /// @notice This token did not take the standing. Repair the cause, then `syncToken`; pause the token if it matters.
    event PushFailed(address indexed token, uint64 indexed party, bytes reason);
    event TokenListed(address indexed token);
    event WalletCodeSet(bytes32 indexed codeHash, bool allowed);

    error PartyExists(uint64 party);
    error PartyUnknown(uint64 party);
    /// @notice Zero id, zone 0 or above 14, not admitted, blocked from the start, or spare bits.
    error AdmissionInvalid(uint64 party);
    /// @notice The zero address.
    error WalletInvalid(address wallet);
    /// @notice The wallet belongs to a party already.
    error WalletTaken(address wallet, uint64 party);
    /// @notice A contract whose code the bank has not listed: a pooled contract would wash corridors.
    error WalletCodeNotListed(address wallet, bytes32 codeHash);
    /// @notice At most `MAX_WALLETS` a party.
    error TooManyWallets(uint64 party);
    /// @notice Listed already, not a contract, of another register, or more than `MAX_TOKENS`.
    error TokenInvalid(address token);
    error NotBlocked(uint64 party);
    /// @notice 65,535 live blocks: the party is as blocked as it can be.
    error TooManyBlocks(uint64 party);
    /// @notice Too little gas to be sure that no token was skipped: send again with more.
    error GasTooLow();

    /// @notice Admits new parties, each with its first wallet, and pushes them into every token.
    /// @dev Who may call: registrar. Neighbours of equal standing are pushed together: sort a page by standing.
    function admit(Admission[] calldata admissions) external;

    /// @notice Adds wallets to a known party. Who may call: registrar.
    function addWallets(uint64 party, address[] calldata wallets) external;

    /// @notice Sets the KYC's last second for many parties. Cannot touch a block. Who may call: registrar.
    function renew(uint64[] calldata parties, uint32 validUntil) external;

    /// @notice Sets zone and whether the party has limits. Cannot touch a block. Who may call: registrar.
    function classify(uint64 party, uint8 zone, bool limited) external;

    /// @notice Sets the salted hash of the customer's own bank account. Who may call: registrar.
    function setSettlementAccount(uint64 party, bytes32 settlementAccount) external;

    /// @notice Blocks a party in every token, in one transaction. Who may call: compliance.
    /// @dev Blocks count: the party is free when each has been lifted. Fails `GasTooLow` rather than skip a token.
    function blockParty(uint64 party, bytes32 orderId) external;

    /// @notice Lifts one block. Who may call: the compliance releaser.
    function unblockParty(uint64 party, bytes32 orderId) external;

    /// @notice Adds a token of the bank; its wallets start default-deny until synced. Who may call: policy admin.
    function listToken(address token) external;

    /// @notice Pushes the register's present truth about these parties into one token. Who may call: anyone.
    function syncToken(address token, uint64[] calldata parties) external;

    /// @notice Lists the code hash of smart accounts that one party may own (a Safe's proxy). Who may call: policy admin.
    /// @dev Never list the hash of a proxy whose implementation is not in its code and that others can deploy with any
    /// implementation (OpenZeppelin's ERC1967Proxy): it would let any contract in, the bank's own among them.
    function allowWalletCode(bytes32 codeHash) external;

    /// @notice Who may call: compliance. Wallets admitted before stay.
    function disallowWalletCode(bytes32 codeHash) external;

    /// @notice The party of a wallet, zero if unknown.
    function partyOf(address wallet) external view returns (uint64);
    function standingOf(uint64 party) external view returns (Standing);
    function blocksOf(uint64 party) external view returns (uint256);
    /// @notice The party's wallets, newest first.
    function walletsOf(uint64 party) external view returns (address[] memory);
    function settlementAccountOf(address wallet) external view returns (bytes32);
    function tokens() external view returns (address[] memory);
    function isToken(address token) external view returns (bool);
}
