// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountWord} from "../types/AccountWord.sol";
import {Hold, HoldWord} from "../types/HoldWord.sol";
import {MintItem} from "../types/MintItem.sol";
import {Operation, PolicyWord} from "../types/PolicyWord.sol";
import {Reason} from "../types/Reason.sol";
import {Standing} from "../types/Standing.sol";
import {FlowWord, SupplyWord} from "../types/SupplyWord.sol";

/// @notice One payment of a batch. `amount` in minor units; an empty reference logs none.
struct Payment {
    address payee;
    uint256 amount;
    bytes32 paymentReference;
}

/// @title IDepositToken
/// @notice A bank's own deposit in one currency, as an ERC-20: `balanceOf` is what the bank owes its customer.
/// @dev Amounts are minor units of the ISO 4217 currency (`decimals`). Times are unix seconds. "Compliance", "Policy
/// admin" and so on are roles of the bank's AccessManager; "a notary", "an issuer" are contracts with that local bit.
/// The ERC-20, 2612, 3009, 7943 and 7699 functions are described on their own interfaces.
interface IDepositToken {
    // --- events ---

    /// @notice The register pushed what it says of a wallet's owner.
    event StandingSet(address indexed wallet, Standing standing);
    /// @notice Local bits of an account after a change: powers of a contract, or a local block.
    event LocalBitsSet(address indexed account, uint256 bits);
    /// @notice Corridors now allowed and under review (bit `from * 15 + to`).
    event CorridorsSet(uint256 allowed, uint256 review);
    event Paused(Operation indexed operation, address account);
    event Unpaused(Operation indexed operation, address account);
    event LimitsSet(address limits);

    /// @notice The bank attested `figure` as of `asOf`, reflecting these running totals; it now backs `backing`.
    event Attested(uint256 figure, uint256 asOf, uint256 burned, uint256 received, uint256 backing);
    /// @notice Alarm: deposits do not cover the supply. Minting has stopped; redemption has not.
    event BackingShortfall(uint256 supply, uint256 backing);
    /// @notice An item of a batch was not minted; its deposit stays an ordinary deposit.
    event MintRefused(bytes32 indexed depositReference, address indexed payee, uint256 amount, Reason reason);
    /// @notice A credit from another bank: `amount` minted under its UETR, for a payer of `originZone`.
    event InterbankReceived(bytes32 indexed uetr, address indexed payee, uint256 amount, uint256 originZone);

    event HoldPlaced(
        bytes32 indexed id,
        address indexed payer,
        address indexed payee,
        address notary,
        uint256 amount,
        uint256 expiry,
        uint256 placeBy,
        bool assignable,
        bytes32 terms
    );
    event HoldExecuted(bytes32 indexed id, uint256 amount);
    event HoldReleased(bytes32 indexed id, uint256 amount);
    event HoldExtended(bytes32 indexed id, uint256 expiry);
    event HoldAssigned(bytes32 indexed id, address indexed assignor, address indexed assignee);
    event HoldSealed(bytes32 indexed id);
    event HoldVoided(bytes32 indexed id, address indexed payer);

    // --- errors ---

    /// @notice The operation is paused by the guardian.
    error OperationPaused(Operation operation);
    /// @notice Open holds leave only `available` minor units.
    error InsufficientAvailable(address account, uint256 amount, uint256 available);
    /// @notice A forced move may not eat held money: `forceRelease` its holds first.
    error HeldBalance(address account, uint256 amount, uint256 unheld);
    /// @notice The caller of transferFrom must itself be an admitted, valid, unblocked customer.
    error SpenderNotAllowed(address spender);
    /// @notice A blocked account may not submit other people's signatures.
    error RelayerBlocked(address relayer);
    /// @notice The permit's deadline has passed (the name is OpenZeppelin's, for clients that know it).
    error ERC2612ExpiredSignature(uint256 deadline);
    /// @notice Neither the signer's key nor its ERC-1271 contract signed this.
    error InvalidSignature(address signer);

    /// @notice Only this account (or contract) may do this to the hold.
    error HoldUnauthorized(bytes32 id, address caller);
    /// @notice The notary is not admitted by the bank, or not for redemptions.
    error NotaryNotAdmitted(address notary);
    /// @notice A field of the hold breaks a rule (which one: the docs of `placeHold`).
    error HoldInvalid(bytes32 id);
    /// @notice The hold is not open (never placed, closed, sealed or voided).
    error HoldNotOpen(bytes32 id);
    /// @notice The hold's time to be placed or executed has passed.
    error HoldExpired(bytes32 id, uint256 deadline);
    /// @notice More than remains in the hold, or zero.
    error HoldAmount(bytes32 id, uint256 amount, uint256 remaining);

    /// @notice The caller is not the register, an issuer, or a clearing contract of this token.
    error CallerNotAdmitted(address caller);
    /// @notice These bits are not powers a contract may have, or the account may not have them.
    error LocalBitsInvalid(address account, uint256 bits);
    /// @notice Malformed standing, or an account that may never be admitted.
    error StandingInvalid(address wallet, Standing standing);
    /// @notice Not a contract: the views that ask it would revert.
    error LimitsInvalid(address limits);
    /// @notice A corridor names a zone above 14.
    error ZoneInvalid(uint256 zone);

    error MintZeroAmount(bytes32 depositReference);
    /// @notice This deposit was minted before: to whom, how much, in which block.
    error DepositReferenceUsed(bytes32 depositReference, address payee, uint256 amount, uint256 blockNumber);
    /// @notice Supply and amount together would pass the attested deposits.
    error BackingExceeded(uint256 supply, uint256 backing, uint256 amount);
    /// @notice The last attestation is older than `maxAge` seconds.
    error AttestationStale(uint256 attestedAt, uint256 maxAge);
    /// @notice Out of order, from the future, naming more than was burned or received, or above 2^64 - 1.
    error AttestationInvalid();

    // --- payments ---

    /// @notice Pays many payees at once from the caller's account, each with its own reference. All or nothing.
    /// @dev Who may call: a customer. Every rule of `transfer` applies to every item; the index of a failing one is not
    /// given here: pre-check with the lens.
    function transferBatch(Payment[] calldata payments) external returns (bool);

    /// @notice ERC-2612 permit for smart accounts (ERC-1271) and keys alike.
    function permit(address owner, address spender, uint256 value, uint256 deadline, bytes calldata signature) external;

    // --- holds ---

    /// @notice Earmarks the caller's money. Returns quietly if this very hold is already open and undrawn.
    /// @dev Who may call: the payer. Fails `HoldInvalid` when the amount is zero, payee is the payer, the expiry is more
    /// than 400 days away, or a redemption (payee zero) is assignable; `HoldExpired` after `placeBy` or expiry;
    /// `HoldNotOpen` when the id was used or voided; `NotaryNotAdmitted`; and with a transfer's errors for payer, payee,
    /// corridor and amount. For a redemption the KYC may have lapsed and no pause, corridor or limit applies.
    function placeHold(Hold calldata hold) external returns (bytes32 id);

    /// @notice `placeHold` with the payer's signature of the hold itself. Who may call: anyone not blocked.
    function placeHoldWithAuthorization(Hold calldata hold, bytes calldata signature) external returns (bytes32 id);

    /// @notice Places and executes a hold in full at once, or executes it if a stranger has placed it first.
    /// @dev Who may call: the hold's notary.
    function executeSigned(Hold calldata hold, bytes calldata signature) external returns (bytes32 id);

    /// @notice Pays `amount` of the hold to its payee, or burns it (redemption). A sealed hold burns whole, whatever
    /// block, lien, pause or expiry came after the seal.
    /// @dev Who may call: the hold's notary, strictly before expiry, while admitted. The payee must be able to receive
    /// and the corridor be open now; the payer must not be blocked; a lien beats the hold.
    function executeHold(Hold calldata hold, uint256 amount) external;

    /// @notice Lets `amount` of the hold go, to its payer.
    /// @dev Who may call: notary or payee at any time (paused, blocked or switched off); anyone, for all that remains,
    /// from expiry on. A sealed hold: the notary only, for all of it.
    function releaseHold(Hold calldata hold, uint256 amount) external;

    /// @notice Puts the expiry off by whole hours, to at most 400 days from now and 8,191 hours in all.
    /// @dev Who may call: the payer, unblocked.
    function extendHold(Hold calldata hold, uint256 hours_) external;

    /// @notice The payee assigns what remains due to it, if the payer signed the hold as assignable.
    /// @dev Who may call: the present payee. Corridors payer to new and present to new are checked now, and payer to
    /// new again at execution.
    function assignHold(Hold calldata hold, address newPayee) external;

    /// @notice Cancels a signed hold that was never placed. Who may call: the payer.
    function voidHold(Hold calldata hold) external;

    /// @notice Seals a redemption: from now on only `executeHold` or `releaseHold` by the notary closes it.
    /// @dev Who may call: the hold's notary, admitted as burner. The payer must not be blocked nor the money frozen.
    function sealHold(Hold calldata hold) external;

    /// @notice Releases a hold under a legal order. Who may call: the LegalOrders contract. Not a sealed hold.
    function forceRelease(Hold calldata hold) external;

    // --- issuance ---

    /// @notice Mints against a booked deposit and consumes its reference. Who may call: an issuer.
    function mint(address payee, uint256 amount, bytes32 depositReference) external;

    /// @notice Mints each item that passes; refuses the others one by one with `MintRefused`. Who may call: an issuer.
    /// @dev What stops every mint alike (pause, stale attestation) reverts whole instead.
    /// @return minted The sum of the minted amounts, minor units.
    function mintBatch(MintItem[] calldata items) external returns (uint256 minted);

    /// @notice Mints a credit from another bank, which brings its own backing. Who may call: a clearing contract.
    /// @param originZone The payer's zone in this bank's own terms (1..14).
    function mintInterbank(address payee, uint256 amount, bytes32 uetr, uint256 originZone) external;

    /// @notice The bank attests its tokenised deposits: `figure` as of `asOf`, reflecting the named running totals.
    /// @dev Who may call: the attestor. Backing = figure - burned since + received since. Emits `BackingShortfall` when
    /// that is below the supply: stored all the same, and minting stops.
    function attest(uint256 figure, uint256 asOf, uint256 burned, uint256 received) external;

    // --- policy ---

    /// @notice Writes one standing to many wallets. Who may call: the register.
    function setStanding(address[] calldata wallets, Standing standing) external;

    /// @notice Adds corridors (bit `from * 15 + to`) to those allowed and under review. Who may call: policy admin.
    function openCorridors(uint256 allowed, uint256 review) external;

    /// @notice Removes corridors from both words. Who may call: compliance.
    function closeCorridors(uint256 corridors) external;

    /// @notice Who may call: the guardian.
    function pause(Operation operation) external;

    /// @notice Who may call: policy admin.
    function unpause(Operation operation) external;

    /// @notice Gives a contract powers: notary, issuer, burner, clearing. Who may call: policy admin.
    function admitContract(address account, uint256 powers) external;

    /// @notice Takes powers away. Who may call: compliance.
    function dismissContract(address account, uint256 powers) external;

    /// @notice Blocks one wallet in this token only. Who may call: compliance.
    function blockWallet(address wallet) external;

    /// @notice Who may call: the compliance releaser (another person).
    function unblockWallet(address wallet) external;

    /// @notice Names the bank's Limits contract, zero for none. Who may call: policy admin.
    function setLimits(address limits_) external;

    // --- views ---

    /// @notice max(0, balance - held - frozen), minor units.
    function availableOf(address account) external view returns (uint256);
    /// @notice Earmarked by open holds, minor units.
    function heldOf(address account) external view returns (uint256);
    function accountWord(address account) external view returns (AccountWord);
    function policyWords() external view returns (PolicyWord policy, PolicyWord review);
    function supplyWords() external view returns (SupplyWord supply, FlowWord flows);
    function holdWord(bytes32 id) external view returns (HoldWord);
    /// @notice First use of a deposit reference or UETR: payee (high 160 bits), amount (64), block number (32); 0 if new.
    function depositReference(bytes32 reference_) external view returns (uint256);
    function registry() external view returns (address);
    function limits() external view returns (address);
}
