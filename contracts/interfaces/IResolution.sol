// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What a compliance approver signs so that a token goes into resolution.
struct Declaration {
    address token;
    /// SHA-256 or keccak-256 of the resolution authority's instrument.
    bytes32 instrument;
    /// The authority that issued it: its code or LEI, as text padded with zeros on the right.
    bytes32 authorityCode;
    /// Who pays redemptions from now on.
    address agent;
    /// Unix seconds; sent strictly before.
    uint256 expiry;
}

/// @notice What a compliance approver signs so that a register of holders becomes the one that counts.
struct RegisterCommitment {
    address token;
    /// Merkle root of the holders (leaves: see `IResolution.prove`).
    bytes32 root;
    /// Sum of the holders' balances, minor units.
    uint256 total;
    /// How many leaves.
    uint256 holders;
    /// The register is as it was at the end of this block.
    uint256 blockNumber;
    /// All that the token had burned by the end of that block, minor units (`FlowWord`).
    uint256 burnedThen;
    /// Unix seconds; sent strictly before.
    uint256 expiry;
}

/// @notice What is remembered of a declaration. `blockNumber` is zero where nothing was declared.
struct Declared {
    bytes32 instrument;
    bytes32 authorityCode;
    address agent;
    uint64 blockNumber;
    /// All that the token had burned when it was declared, minor units.
    uint128 burned;
}

/// @notice What is remembered of a register. `root` is zero where none was committed.
struct Committed {
    bytes32 root;
    uint64 total;
    uint64 blockNumber;
    uint128 burnedThen;
    uint64 holders;
}

/// @title IResolution
/// @notice Winds a bank's token down: minting and transfers stop for good, the register of holders at a block is committed,
/// and from then on a claim is redeemed through the agent or moved to a successor bank (`ILiabilityTransfer`).
/// @dev One per bank, not upgradeable. It is a guardian of the tokens. Approvals are EIP-712 ("Vostro Resolution",
/// version 1; see `eip712Domain`), of exactly the structs above; whoever sends has one role and another person has signed.
interface IResolution {
    /// @notice The token is in resolution. Nothing takes it out.
    event ResolutionDeclared(
        address indexed token,
        bytes32 indexed instrument,
        bytes32 authorityCode,
        address agent,
        address approver
    );
    /// @notice This register of holders counts from now on.
    event RegisterCommitted(
        address indexed token,
        bytes32 indexed root,
        uint256 total,
        uint256 holders,
        uint256 blockNumber,
        uint256 burnedThen,
        address approver
    );

    /// @notice The token is not run by this bank's AccessManager.
    error TokenOfAnotherBank(address token);
    /// @notice No instrument, no authority or no agent is named.
    error DeclarationIncomplete(address token);
    /// @notice The token is in resolution already.
    error AlreadyDeclared(address token);
    /// @notice The token is not in resolution.
    error NotDeclared(address token);
    /// @notice The register is of a block before the declaration, or of one that is not over.
    error RegisterBlockInvalid(uint256 blockNumber, uint256 declaredAt, uint256 now_);
    /// @notice The root or the number of holders is zero, or a figure does not fit its field.
    error RegisterInvalid(address token);
    /// @notice The total is not the supply of that block: supply now, and what was burned since.
    error RegisterTotalInvalid(uint256 total, uint256 expected);
    /// @notice That much cannot have been burned by that block.
    error BurnedInvalid(uint256 burnedThen, uint256 whenDeclared, uint256 now_);
    /// @notice A register was committed: there is one, for ever.
    error AlreadyCommitted(address token, bytes32 root);

    /// @notice Puts a token into resolution: pauses transfers, placing, executing and minting, for good. Redemption and
    /// release stay open. Not reversible.
    /// @dev Who may call: resolution, with a compliance approver's signature of
    /// `Declaration(address token,bytes32 instrument,bytes32 authorityCode,address agent,uint256 expiry)`. What was paused
    /// before stays so. That the agent may submit and settle redemptions is the admin's act at the AccessManager. Fails
    /// `AlreadyDeclared`, `TokenOfAnotherBank`, `DeclarationIncomplete`, or as an approval does.
    function declare(Declaration calldata declaration, address approver, bytes calldata approval) external;

    /// @notice Commits the register of holders as of a block at or after the declaration, once per token.
    /// @dev Who may call: resolution, with a compliance approver's signature of `RegisterCommitment(address token,bytes32
    /// root,uint256 total,uint256 holders,uint256 blockNumber,uint256 burnedThen,uint256 expiry)` (one line). Provable here:
    /// since nothing is minted in resolution, `total + burnedThen` is what is owed now and was burned ever. Not provable
    /// here, hence two people: that the leaves are the holders; anyone can check it against the token's events.
    function commit(RegisterCommitment calldata commitment, address approver, bytes calldata approval) external;

    /// @notice True once declared, for ever. PauseControl lifts no pause of such a token.
    function isDeclared(address token) external view returns (bool);

    function declarationOf(address token) external view returns (Declared memory);

    function registerOf(address token) external view returns (Committed memory);

    /// @notice True when the committed register says that this party's wallet was owed this much.
    /// @dev Leaves are OpenZeppelin's StandardMerkleTree values (uint64 party, address wallet, uint256 balance), hashed
    /// twice; `balance` in minor units, held and frozen money included.
    function prove(
        address token,
        uint64 party,
        address wallet,
        uint256 balance,
        bytes32[] calldata proof
    ) external view returns (bool);
}
