// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {Cycle, INettingCycle, Net, Obligation, Slice} from "../interfaces/INettingCycle.sol";
import {CycleStatus, CycleWord, CycleWordLib} from "../types/CycleWord.sol";
import {NettingChecks} from "./NettingChecks.sol";

/// @title NettingCycle
/// @notice The notary of net settlement: the slices of a cycle are all paid in one transaction, or none is.
/// @dev Never has a balance. One storage word per cycle, none before somebody's consent is recorded or it settles.
contract NettingCycle is NettingChecks {
    constructor() EIP712("Vostro Netting Cycle", "1") {}

    // --- before the cut-off ---

    /// @inheritdoc INettingCycle
    function recordConsents(
        Cycle calldata cycle,
        Net[] calldata nets,
        uint256[] calldata parties,
        bytes[] calldata signatures
    ) external {
        bytes32 id = _load(cycle, nets);
        if (block.timestamp >= cycle.cutOff) revert CycleTimePassed(id, cycle.cutOff);
        _requireCount(parties.length, signatures);
        CycleWord word = _cycles[id];
        _requireStatus(id, word, CycleStatus.Open);
        for (uint256 i = 0; i < parties.length; ++i) {
            uint256 index = parties[i];
            if (index >= nets.length || nets[index].amount < 0) revert ConsentNotAsked(index);
            if (word.consents() & (1 << index) != 0) continue;
            address party = nets[index].party;
            _requireConsent(IDepositToken(cycle.token), party, id, signatures[i]);
            word = word.withConsent(index);
            emit ConsentRecorded(id, party);
        }
        _cycles[id] = word;
    }

    /// @inheritdoc INettingCycle
    function placeSlices(
        Cycle calldata cycle,
        Net[] calldata nets,
        Slice[] calldata slices,
        bytes[] calldata signatures
    ) external {
        bytes32 id = _load(cycle, nets);
        _requireSlices(cycle, id, slices);
        _requireStatus(id, _cycles[id], CycleStatus.Open);
        _requireCount(slices.length, signatures);
        for (uint256 i = 0; i < slices.length; ++i) {
            if (signatures[i].length == 0) continue;
            IDepositToken(cycle.token).placeHoldWithAuthorization(_holdOf(cycle, id, nets, slices[i]), signatures[i]);
        }
    }

    // --- settlement ---

    /// @inheritdoc INettingCycle
    function settle(
        Cycle calldata cycle,
        Net[] calldata nets,
        Slice[] calldata slices,
        bytes[] calldata sliceSignatures,
        bytes[] calldata consents
    ) external {
        bytes32 id = _load(cycle, nets);
        _requireSlices(cycle, id, slices);
        if (sliceSignatures.length != 0) _requireCount(slices.length, sliceSignatures);
        if (consents.length != 0) _requireCount(nets.length, consents);
        if (block.timestamp >= cycle.settleBy) revert CycleTimePassed(id, cycle.settleBy);
        _requireStatus(id, _cycles[id], CycleStatus.Open);
        if (cycle.round == 2) _takeSecondRound(cycle, id, nets);
        uint256 total = _requireBalanced(nets, slices);
        _requireConsents(cycle, id, nets, consents);

        _cycles[id] = CycleWordLib.ended(CycleStatus.Settled);
        emit CycleSettled(id, cycle.token, cycle.grossRoot, nets, total);
        bytes calldata signature = msg.data[0:0];
        for (uint256 i = 0; i < slices.length; ++i) {
            if (sliceSignatures.length != 0) signature = sliceSignatures[i];
            IDepositToken(cycle.token).executeSigned(_holdOf(cycle, id, nets, slices[i]), signature);
        }
    }

    /// @dev One second cycle, of exactly those who stayed, in the time that all had signed for.
    function _takeSecondRound(Cycle calldata cycle, bytes32 id, Net[] calldata nets) private {
        CycleWord word = _cycles[cycle.previous];
        address[] memory parties = new address[](nets.length);
        for (uint256 i = 0; i < nets.length; ++i) parties[i] = nets[i].party;
        if (
            word.status() != CycleStatus.SecondRound ||
            cycle.settleBy > word.deadline() ||
            !word.isOf(_hashParties(cycle.token, parties))
        ) revert SecondRoundInvalid(id, cycle.previous);
        _cycles[cycle.previous] = CycleWordLib.ended(CycleStatus.Replaced);
    }

    // --- after the cut-off ---

    /// @inheritdoc INettingCycle
    function secondRound(Cycle calldata cycle, Net[] calldata nets, Slice[] calldata slices) external {
        bytes32 id = _load(cycle, nets);
        _requireSlices(cycle, id, slices);
        if (cycle.secondBy == 0) revert CycleInvalid(id);
        if (block.timestamp < cycle.cutOff) revert CycleNotDue(id, cycle.cutOff);
        if (block.timestamp >= cycle.settleBy) revert CycleTimePassed(id, cycle.settleBy);
        _requireStatus(id, _cycles[id], CycleStatus.Open);
        uint256 absent = _missing(cycle, id, nets, slices);
        if (absent == 0) revert NobodyMissing(id);

        address[] memory staying = _drop(id, nets, absent);
        _cycles[id] = CycleWordLib.secondRound(_hashParties(cycle.token, staying), cycle.secondBy);
        emit SecondRoundOpened(id, staying, cycle.secondBy);
        _releaseAll(cycle, id, nets, slices);
    }

    function _drop(bytes32 id, Net[] calldata nets, uint256 absent) private returns (address[] memory staying) {
        staying = new address[](nets.length);
        uint256 count;
        for (uint256 i = 0; i < nets.length; ++i) {
            if (absent & (1 << i) == 0) staying[count++] = nets[i].party;
            else emit PartyDropped(id, nets[i].party);
        }
        // The list ends with the last who stays.
        assembly ("memory-safe") {
            mstore(staying, count)
        }
    }

    /// @inheritdoc INettingCycle
    function close(Cycle calldata cycle, Net[] calldata nets, Slice[] calldata slices) external {
        bytes32 id = _load(cycle, nets);
        _requireSlices(cycle, id, slices);
        CycleWord word = _cycles[id];
        uint256 from = cycle.settleBy;
        if (word.status() == CycleStatus.SecondRound) {
            from = cycle.secondBy;
        } else {
            _requireStatus(id, word, CycleStatus.Open);
            // After the cut-off nothing that is missing can come any more.
            if (cycle.round == 2 && block.timestamp >= cycle.cutOff && _missing(cycle, id, nets, slices) != 0)
                from = cycle.cutOff;
        }
        if (block.timestamp < from) revert CycleNotDue(id, from);
        _cycles[id] = CycleWordLib.ended(CycleStatus.Closed);
        emit CycleClosed(id, cycle.grossRoot);
        _releaseAll(cycle, id, nets, slices);
    }

    // --- views ---

    /// @inheritdoc INettingCycle
    function cycleOf(bytes32 id) external view returns (CycleWord) {
        return _cycles[id];
    }

    /// @inheritdoc INettingCycle
    function isInGross(
        bytes32 grossRoot,
        Obligation calldata obligation,
        bytes32[] calldata proof
    ) public pure returns (bool) {
        // Hashed twice, as OpenZeppelin's StandardMerkleTree does: a leaf can never be taken for a node.
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(obligation))));
        return MerkleProof.verifyCalldata(proof, grossRoot, leaf);
    }

    /// @inheritdoc INettingCycle
    function isDischarged(
        Cycle calldata cycle,
        Obligation calldata obligation,
        bytes32[] calldata proof
    ) external view returns (bool) {
        return
            _cycles[hashCycle(cycle)].status() == CycleStatus.Settled && isInGross(cycle.grossRoot, obligation, proof);
    }

    // --- shared ---

    function _hashParties(address token, address[] memory parties) private pure returns (bytes32) {
        return keccak256(abi.encode(token, parties));
    }

    function _requireCount(uint256 expected, bytes[] calldata signatures) private pure {
        if (signatures.length != expected) revert SignaturesMiscounted(expected, signatures.length);
    }
}
