// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {ISuccessorIssuanceDesk} from "../interfaces/ISuccessorIssuanceDesk.sol";
import {IssuanceDesk} from "../issuance/IssuanceDesk.sol";
import {MintItem} from "../types/MintItem.sol";

/// @title SuccessorIssuanceDesk
/// @notice What a bank upgrades its issuance desk to when it takes over another bank's book. Orders, quotas and spent
/// batches are the desk's own and stay.
contract SuccessorIssuanceDesk is IssuanceDesk, ISuccessorIssuanceDesk {
    /// @notice Each costs a mint about 13,000 gas.
    uint256 public constant MAX_PREDECESSORS = 8;

    /// @custom:storage-location erc7201:vostro.storage.SuccessorIssuanceDesk
    struct Succession {
        mapping(address token => address[]) predecessors;
    }

    // keccak256(abi.encode(uint256(keccak256("vostro.storage.SuccessorIssuanceDesk")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant SUCCESSION = 0xa1ac3877eead2003c3db425ee6ba4e28eb196abd6ce08ea08215fdbcdc4b9900;

    function _succession() private pure returns (Succession storage $) {
        assembly ("memory-safe") {
            $.slot := SUCCESSION
        }
    }

    /// @inheritdoc ISuccessorIssuanceDesk
    function addPredecessor(address token, address predecessor) external restricted {
        address[] storage known = _succession().predecessors[token];
        if (predecessor == token || predecessor.code.length == 0 || known.length == MAX_PREDECESSORS) {
            revert PredecessorInvalid(token, predecessor);
        }
        for (uint256 i = 0; i < known.length; ++i) {
            if (known[i] == predecessor) revert PredecessorInvalid(token, predecessor);
        }
        // What cannot answer would stop every mint.
        try IDepositToken(predecessor).depositReference(0) returns (uint256) {} catch {
            revert PredecessorInvalid(token, predecessor);
        }
        known.push(predecessor);
        emit PredecessorAdded(token, predecessor);
    }

    /// @inheritdoc ISuccessorIssuanceDesk
    function predecessorsOf(address token) external view returns (address[] memory) {
        return _succession().predecessors[token];
    }

    function _requireReference(address token, bytes32 depositReference) internal view override {
        _requireUnused(_succession().predecessors[token], depositReference);
    }

    function _requireReferences(address token, MintItem[] memory items) internal view override {
        address[] memory predecessors = _succession().predecessors[token];
        if (predecessors.length == 0) return;
        for (uint256 i = 0; i < items.length; ++i) _requireUnused(predecessors, items[i].depositReference);
    }

    function _requireUnused(address[] memory predecessors, bytes32 depositReference) private view {
        for (uint256 i = 0; i < predecessors.length; ++i) {
            if (IDepositToken(predecessors[i]).depositReference(depositReference) != 0) {
                revert ReferenceUsedAtPredecessor(depositReference, predecessors[i]);
            }
        }
    }
}
