// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyProfile} from "../types/PartyProfile.sol";
import {Standing} from "../types/Standing.sol";

/// @notice A new party with its first wallet. Its zone is not asked for: the register derives it from the profile.
/// @dev No personal data is ever on chain: companies are named by their LEI, everything else by salted hashes.
struct Admission {
    /// The bank's pseudonym of the customer: a random or salted number, never a customer number. Not zero.
    uint64 id;
    PartyProfile profile;
    /// Last second (unix time) of the KYC's validity.
    uint32 validUntil;
    /// Limits apply; a client of a client always has limits.
    bool limited;
    address wallet;
    /// Salted hash of its own bank account, zero for none yet.
    bytes32 settlementAccount;
    /// Legal Entity Identifier (ISO 17442), 20 characters, zero for none.
    bytes20 lei;
    /// Salted hash of a programme's approval id, zero for none.
    bytes32 programme;
}

/// @notice The zones that a country leads to.
/// @dev `resident` 1..14, or 0: its residents are not served. `controlled` is the zone of parties that reside elsewhere
/// but are controlled from here: 1..14, 0 to look no further than residency, `DENIED` (15) to serve none of them.
struct Country {
    uint16 code;
    uint8 resident;
    uint8 controlled;
}

/// @title IPartyRegistry
/// @notice The bank's register of customers: the truth, pushed as standing into each of the bank's tokens. A wallet that
/// was never pushed can do nothing.
/// @dev Pushes go token by token and report what failed (`PushFailed`); `syncToken` repairs. A token left tighter is safe.
interface IPartyRegistry {
    /// @notice A new party with its first wallet.
    event PartyAdmitted(
        uint64 indexed party,
        address indexed wallet,
        Standing standing,
        PartyProfile profile,
        bytes20 lei,
        bytes32 programme
    );
    /// @notice The party's profile changed; `PartyUpdated` follows.
    event PartyProfiled(uint64 indexed party, PartyProfile profile, bytes20 lei, bytes32 programme);
    /// @notice The party is no customer any more. Its id and its wallets are never used again.
    event PartyClosed(uint64 indexed party);
    /// @notice A lost wallet; from now on what is due to it goes to its successor.
    event WalletRetired(uint64 indexed party, address indexed wallet, address indexed successor);
    /// @notice An empty wallet that the customer gave up.
    event WalletRemoved(uint64 indexed party, address indexed wallet);
    event CountrySet(uint16 indexed code, uint8 resident, uint8 controlled);
    /// @notice Whether parties of the zone need a programme's approval id.
    event ProgrammeRequiredSet(uint8 indexed zone, bool required);
    /// @notice An institution whose customers the bank serves as clients of a client.
    event InstitutionSet(uint8 indexed homeBank, bytes20 lei);
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
    /// @notice Zero id, a malformed profile, or a client of a client without limits.
    error AdmissionInvalid(uint64 party);
    /// @notice The party was closed.
    error PartyIsClosed(uint64 party);
    /// @notice Kind and home bank never change: close the party and admit it under another id.
    error ProfileFixed(uint64 party);
    /// @notice The bank serves nobody who resides in, or is controlled from, this country.
    error CountryNotServed(uint64 party, uint256 country);
    /// @notice Parties of this zone need a programme's approval id.
    error ProgrammeRequired(uint64 party, uint256 zone);
    /// @notice No institution of this number is known.
    error InstitutionUnknown(uint8 homeBank);
    /// @notice No such country code, or no such zone.
    error CountryInvalid(uint16 code);
    error ZoneInvalid(uint8 zone);
    /// @notice The account still has money in this token, or a lien.
    error AccountNotEmpty(address token, address wallet);
    /// @notice Not a live wallet of the register (unknown, retired or removed).
    error WalletNotLive(address wallet);
    /// @notice Money due to a lost wallet goes to this one: retire it, do not remove it.
    error WalletIsSuccessor(address wallet);
    /// @notice The successor is not another live wallet of the same party.
    error SuccessorInvalid(address wallet, address successor);
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

    /// @notice Adds wallets to a known, open party. Who may call: registrar.
    function addWallets(uint64 party, address[] calldata wallets) external;

    /// @notice Sets the KYC's last second for many parties. Cannot touch a block. Who may call: registrar.
    function renew(uint64[] calldata parties, uint32 validUntil) external;

    /// @notice Sets residency, control, programme and whether the party has limits; its zone follows. Cannot touch a block.
    /// @dev Who may call: registrar. Kind and home bank stay.
    function reclassify(uint64 party, PartyProfile profile, bool limited, bytes20 lei, bytes32 programme) external;

    /// @notice Derives these parties' zones again, after the table of countries changed. Who may call: registrar.
    function rezone(uint64[] calldata parties) external;

    /// @notice Ends the relationship with customers whose accounts are empty in every token, of money and of liens. Who may call: registrar.
    /// @dev Fails `AccountNotEmpty`: what the bank still owes is redeemed first.
    function close(uint64[] calldata parties) external;

    /// @notice Takes an empty wallet away from its party. Who may call: registrar.
    /// @dev Fails whole when one token does not take it: a wallet out of the list is reached by no later sync or block.
    function removeWallet(address wallet) external;

    /// @notice Retires a lost wallet: it signs, sends and receives nothing, its open holds still execute, and what is due
    /// to it goes to its successor. Who may call: the LegalOrders contract. Fails `GasTooLow` rather than skip a token.
    function retireWallet(address wallet, address successor) external;

    /// @notice Sets the salted hash of the customer's own bank account. Who may call: registrar.
    function setSettlementAccount(uint64 party, bytes32 settlementAccount) external;

    /// @notice Blocks a party in every token, in one transaction. Who may call: compliance.
    /// @dev Blocks count: the party is free when each has been lifted. Fails `GasTooLow` rather than skip a token.
    function blockParty(uint64 party, bytes32 orderId) external;

    /// @notice Lifts one block. Who may call: the LegalOrders contract, which wants two people.
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

    // --- the table that zones are derived from ---

    /// @notice Sets what countries lead to. Parties admitted before keep their zone until `rezone`.
    /// @dev Who may call: policy admin.
    function setCountries(Country[] calldata countries) external;

    /// @notice Serves no more new residents of these countries, nor parties controlled from them. Who may call: compliance.
    function closeCountries(uint16[] calldata codes) external;

    /// @notice Parties of the zone need a programme's approval id from now on. Who may call: compliance.
    function requireProgramme(uint8 zone) external;

    /// @notice Parties of the zone need none from now on. Who may call: policy admin.
    function waiveProgramme(uint8 zone) external;

    /// @notice Names an institution whose customers the bank serves; number 0 is the bank itself. Who may call: policy admin.
    function setInstitution(uint8 homeBank, bytes20 lei) external;

    /// @notice The zone that a profile leads to now. Fails as an admission would.
    function zoneOf(uint64 party, PartyProfile profile) external view returns (uint256);
    function countryOf(uint16 code) external view returns (uint8 resident, uint8 controlled);
    function isProgrammeRequired(uint8 zone) external view returns (bool);
    function institutionOf(uint8 homeBank) external view returns (bytes20 lei);

    // --- views ---

    /// @notice The party of a wallet, zero if unknown. Retired and removed wallets keep their party.
    function partyOf(address wallet) external view returns (uint64);
    function standingOf(uint64 party) external view returns (Standing);
    function blocksOf(uint64 party) external view returns (uint256);
    function profileOf(uint64 party) external view returns (PartyProfile);
    /// @notice The party's wallets, newest first; retired ones are among them, removed ones are not.
    function walletsOf(uint64 party) external view returns (address[] memory);
    function isRetired(address wallet) external view returns (bool);
    function settlementAccountOf(address wallet) external view returns (bytes32);
    /// @notice The live wallet that stands for this one: itself, or the last of its successors.
    function successorOf(address wallet) external view returns (address);
    function tokens() external view returns (address[] memory);
    function isToken(address token) external view returns (bool);
}
