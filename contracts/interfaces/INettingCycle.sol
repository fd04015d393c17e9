// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hold} from "../types/HoldWord.sol";
import {CycleWord} from "../types/CycleWord.sol";

/// @notice What is settled together. Its EIP-712 struct hash is its id and the `terms` of every slice's hold.
struct Cycle {
    address token;
    /// Root of the gross list: OpenZeppelin's StandardMerkleTree of (debtor, creditor, amount, obligationReference).
    bytes32 grossRoot;
    /// keccak256(abi.encode(Net[])).
    bytes32 netsHash;
    /// keccak256(abi.encode(Slice[])).
    bytes32 slicesHash;
    /// Unix seconds: slices are placed and consents given strictly before.
    uint64 cutOff;
    /// Unix seconds, after the cut-off: settled strictly before. Slices lapse then.
    uint64 settleBy;
    /// Unix seconds: a second round is settled by then at the latest; zero for none, and in a second round.
    uint64 secondBy;
    /// 1 or 2.
    uint8 round;
    /// Id of the first cycle; zero in round 1.
    bytes32 previous;
    bytes32 salt;
}

/// @notice The position of one party: minor units it is paid (above zero) or pays (below). By ascending address.
struct Net {
    address party;
    int256 amount;
}

/// @notice One payment from a net debtor to a net creditor, both by their index in the nets.
struct Slice {
    uint256 debtor;
    uint256 creditor;
    /// Minor units.
    uint256 amount;
}

/// @notice One leaf of the gross list.
struct Obligation {
    address debtor;
    address creditor;
    /// Minor units.
    uint256 amount;
    /// Salted hash of the invoice or contract; one obligation, one reference.
    bytes32 obligationReference;
}

/// @title INettingCycle
/// @notice Obligations gathered off chain are settled net: all slices are paid in one transaction, or none.
/// @dev Shared between banks: no owner, no roles, no upgrade, no balance. Every act may be sent by anyone who is not
/// blocked. A net debtor consents by its slices' holds, everybody else by its signature of the cycle: its claims and debts
/// are discharged too. What the chain sees are nets and the root of the gross list; that the nets follow from the list, each
/// party checks before it signs.
interface INettingCycle {
    // --- events ---

    event ConsentRecorded(bytes32 indexed id, address indexed party);
    /// @notice Every obligation of the gross list is discharged; `total` minor units were paid.
    event CycleSettled(bytes32 indexed id, address indexed token, bytes32 indexed grossRoot, Net[] nets, uint256 total);
    /// @notice A slice of this party was not placed in time, or it did not consent.
    event PartyDropped(bytes32 indexed id, address indexed party);
    /// @notice Those who stay (in this order) may settle a second cycle strictly before `deadline`.
    event SecondRoundOpened(bytes32 indexed id, address[] staying, uint256 deadline);
    /// @notice Nothing was settled: every obligation of the gross list stays open.
    event CycleClosed(bytes32 indexed id, bytes32 indexed grossRoot);

    // --- errors ---

    /// @notice Times out of order, or round, previous and second deadline do not go together.
    error CycleInvalid(bytes32 id);
    /// @notice Nets or slices are not those that the cycle commits to.
    error CycleContentDiffers(bytes32 id);
    /// @notice Fewer than 2 or more than 248 parties, or not by ascending address.
    error CyclePartiesInvalid(bytes32 id);
    /// @notice Settled, replaced by a second round, or closed.
    error CycleNotOpen(bytes32 id);
    /// @notice Too late: this ended at `deadline`.
    error CycleTimePassed(bytes32 id, uint256 deadline);
    /// @notice Too early: not before `from`, or parties might still do their part.
    error CycleNotDue(bytes32 id, uint256 from);
    /// @notice The nets do not sum to zero.
    error NetsUnbalanced(int256 sum);
    /// @notice The slice is not from a net debtor to a net creditor, or of nothing.
    error SliceInvalid(uint256 index);
    /// @notice The party's slices give `settled`, its net is `net`.
    error NetDiffers(address party, int256 net, int256 settled);
    /// @notice A net debtor consents by its slices, not by a signature of the cycle; or there is no such party.
    error ConsentNotAsked(uint256 index);
    /// @notice One signature for each name is needed, or none at all.
    error SignaturesMiscounted(uint256 expected, uint256 given);
    /// @notice A party with nothing to pay or receive must be one that some other party of the cycle may pay and be paid by.
    error PartyNotServed(address party);
    /// @notice Nobody is missing: settle the first round.
    error NobodyMissing(bytes32 id);
    /// @notice The first round does not wait for a second one of exactly these parties, ending by its deadline.
    error SecondRoundInvalid(bytes32 id, bytes32 previous);

    // --- acts ---

    /// @notice Records consents of parties that pay nothing. Strictly before the cut-off. One given already changes nothing.
    /// @dev Consent: each party's signature of the cycle, or its own call. Fails `ConsentNotAsked`, `ConsentMissing`,
    /// `CycleTimePassed`. Record a smart account that burns gas by itself: it takes nobody with it.
    /// @param parties Indexes in the nets.
    function recordConsents(
        Cycle calldata cycle,
        Net[] calldata nets,
        uint256[] calldata parties,
        bytes[] calldata signatures
    ) external;

    /// @notice Places slices, each by its payer's signature of its hold in the token; an empty signature leaves a slice out.
    /// @dev Fails as the token's `placeHoldWithAuthorization`. A payer may place its slices in the token itself.
    function placeSlices(
        Cycle calldata cycle,
        Net[] calldata nets,
        Slice[] calldata slices,
        bytes[] calldata signatures
    ) external;

    /// @notice Pays every slice, or nothing. Strictly before `settleBy`.
    /// @dev What is not placed or recorded yet comes with its signature, before the cut-off only. Fails
    /// `CycleContentDiffers`, `NetsUnbalanced`, `SliceInvalid`, `NetDiffers`, `ConsentMissing`, `PartyNotServed`, `CycleNotOpen`,
    /// `CycleTimePassed`, `SecondRoundInvalid`, and as the token's `executeSigned`: one payee blocked, and nobody is paid.
    /// @param sliceSignatures One for each slice, empty where it is placed; or none at all.
    /// @param consents One for each party, empty where recorded or a net debtor; or none at all.
    function settle(
        Cycle calldata cycle,
        Net[] calldata nets,
        Slice[] calldata slices,
        bytes[] calldata sliceSignatures,
        bytes[] calldata consents
    ) external;

    /// @notice From the cut-off of round 1 until `settleBy`: drops exactly the parties that are missing, releases all slices, and
    /// lets those who stay settle a second cycle. Once.
    /// @dev Missing is a net debtor with a slice that is not open and undrawn in the token, and anyone else without a recorded
    /// consent. Fails `NobodyMissing`, `CycleNotDue`, `CycleTimePassed`, `CycleNotOpen`, `CycleInvalid` (no second round agreed).
    function secondRound(Cycle calldata cycle, Net[] calldata nets, Slice[] calldata slices) external;

    /// @notice Ends a cycle that was not settled and releases what was placed for it.
    /// @dev From `settleBy` on; in round 2 from the cut-off on if somebody is missing; a first cycle that waits for its second
    /// round from `secondBy` on. Fails `CycleNotDue`, `CycleNotOpen`.
    function close(Cycle calldata cycle, Net[] calldata nets, Slice[] calldata slices) external;

    // --- views ---

    function cycleOf(bytes32 id) external view returns (CycleWord);
    function hashCycle(Cycle calldata cycle) external pure returns (bytes32);
    /// @notice The hold of a slice: not assignable, placed before the cut-off, executed before `settleBy`.
    function holdOfSlice(
        Cycle calldata cycle,
        address debtor,
        address creditor,
        uint256 amount
    ) external view returns (Hold memory);
    /// @notice Who would be dropped now: true for each party that has not done its part. Fails `CycleNotOpen`.
    function missing(
        Cycle calldata cycle,
        Net[] calldata nets,
        Slice[] calldata slices
    ) external view returns (bool[] memory);
    /// @notice Whether the obligation is in the gross list of this root.
    function isInGross(
        bytes32 grossRoot,
        Obligation calldata obligation,
        bytes32[] calldata proof
    ) external pure returns (bool);
    /// @notice Whether the cycle was settled and the obligation is in its gross list.
    function isDischarged(
        Cycle calldata cycle,
        Obligation calldata obligation,
        bytes32[] calldata proof
    ) external view returns (bool);
}
