// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {Approvals} from "../access/Approvals.sol";
import {Roles} from "../access/Roles.sol";
import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {Committed, Declaration, Declared, IResolution, RegisterCommitment} from "../interfaces/IResolution.sol";
import {HolderLeaf} from "../libraries/HolderLeaf.sol";
import {Operation, PolicyWord} from "../types/PolicyWord.sol";
import {FlowWord, SupplyWord} from "../types/SupplyWord.sol";

/// @title Resolution
/// @notice The end of a token: stops it, and fixes who is owed what. A guardian of the tokens; without proxy, because what
/// it has fixed must outlast whoever could upgrade it.
contract Resolution is IResolution, Approvals {
    bytes32 private constant DECLARATION_TYPEHASH = keccak256(
        "Declaration(address token,bytes32 instrument,bytes32 authorityCode,address agent,uint256 expiry)"
    );
    bytes32 private constant COMMITMENT_TYPEHASH = keccak256(
        "RegisterCommitment(address token,bytes32 root,uint256 total,uint256 holders,uint256 blockNumber,uint256 burnedThen,uint256 expiry)"
    );

    mapping(address token => Declared) private _declared;
    mapping(address token => Committed) private _committed;

    /// @param authority_ The bank's AccessManager.
    constructor(address authority_) initializer {
        __AccessManaged_init(authority_);
    }

    function _EIP712Name() internal pure override returns (string memory) {
        return "Vostro Resolution";
    }

    function _nameHash() internal pure override returns (bytes32) {
        return keccak256("Vostro Resolution");
    }

    /// @inheritdoc IResolution
    function declare(Declaration calldata declaration, address approver, bytes calldata approval) external restricted {
        _requireNotExpired(declaration.expiry);
        bytes32 structHash = keccak256(abi.encode(DECLARATION_TYPEHASH, declaration));
        _requireApproval(Roles.COMPLIANCE_APPROVER, approver, structHash, approval);

        address token = declaration.token;
        if (declaration.instrument == 0 || declaration.authorityCode == 0 || declaration.agent == address(0)) {
            revert DeclarationIncomplete(token);
        }
        if (isDeclared(token)) revert AlreadyDeclared(token);
        if (token.code.length == 0 || IAccessManaged(token).authority() != authority()) {
            revert TokenOfAnotherBank(token);
        }
        (, FlowWord flows) = IDepositToken(token).supplyWords();
        _declared[token] = Declared({
            instrument: declaration.instrument,
            authorityCode: declaration.authorityCode,
            agent: declaration.agent,
            blockNumber: uint64(block.number),
            burned: uint128(flows.burned())
        });
        emit ResolutionDeclared(token, declaration.instrument, declaration.authorityCode, declaration.agent, approver);
        _stop(IDepositToken(token));
    }

    function _stop(IDepositToken token) private {
        (PolicyWord policy, ) = token.policyWords();
        for (uint256 i = 0; i <= uint256(type(Operation).max); ++i) {
            if (!policy.isPaused(Operation(i))) token.pause(Operation(i));
        }
    }

    /// @inheritdoc IResolution
    function commit(
        RegisterCommitment calldata commitment,
        address approver,
        bytes calldata approval
    ) external restricted {
        _requireNotExpired(commitment.expiry);
        bytes32 structHash = keccak256(abi.encode(COMMITMENT_TYPEHASH, commitment));
        _requireApproval(Roles.COMPLIANCE_APPROVER, approver, structHash, approval);

        address token = commitment.token;
        if (_committed[token].root != 0) revert AlreadyCommitted(token, _committed[token].root);
        _requireSupplyOfBlock(commitment);
        if (
            commitment.root == 0 ||
            commitment.holders == 0 ||
            commitment.holders > commitment.total ||
            commitment.total > type(uint64).max
        ) revert RegisterInvalid(token);
        // The casts are safe: a total fits 64 bits, holders are at most as many, blocks and burns were compared.
        _committed[token] = Committed({
            root: commitment.root,
            total: uint64(commitment.total),
            blockNumber: uint64(commitment.blockNumber),
            burnedThen: uint128(commitment.burnedThen),
            holders: uint64(commitment.holders)
        });
        emit RegisterCommitted(
            token,
            commitment.root,
            commitment.total,
            commitment.holders,
            commitment.blockNumber,
            commitment.burnedThen,
            approver
        );
    }

    /// @dev The block is over and not before the declaration, after which supply only goes down, by what is burned.
    function _requireSupplyOfBlock(RegisterCommitment calldata commitment) private view {
        Declared storage declared = _declared[commitment.token];
        uint256 declaredAt = declared.blockNumber;
        if (declaredAt == 0) revert NotDeclared(commitment.token);
        if (commitment.blockNumber < declaredAt || commitment.blockNumber >= block.number) {
            revert RegisterBlockInvalid(commitment.blockNumber, declaredAt, block.number);
        }
        (SupplyWord supply, FlowWord flows) = IDepositToken(commitment.token).supplyWords();
        uint256 burned = flows.burned();
        if (commitment.burnedThen < declared.burned || commitment.burnedThen > burned) {
            revert BurnedInvalid(commitment.burnedThen, declared.burned, burned);
        }
        uint256 expected = supply.totalSupply() + burned - commitment.burnedThen;
        if (commitment.total != expected) revert RegisterTotalInvalid(commitment.total, expected);
    }

    // --- views ---

    /// @inheritdoc IResolution
    function isDeclared(address token) public view returns (bool) {
        return _declared[token].blockNumber != 0;
    }

    /// @inheritdoc IResolution
    function declarationOf(address token) external view returns (Declared memory) {
        return _declared[token];
    }

    /// @inheritdoc IResolution
    function registerOf(address token) external view returns (Committed memory) {
        return _committed[token];
    }

    /// @inheritdoc IResolution
    function prove(
        address token,
        uint64 party,
        address wallet,
        uint256 balance,
        bytes32[] calldata proof
    ) external view returns (bool) {
        return MerkleProof.verifyCalldata(proof, _committed[token].root, HolderLeaf.hash(party, wallet, balance));
    }
}
