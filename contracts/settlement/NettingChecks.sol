// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {Cycle, INettingCycle, Net, Slice} from "../interfaces/INettingCycle.sol";
import {CycleStatus, CycleWord, CycleWordLib} from "../types/CycleWord.sol";
import {Hold, HoldStatus, HoldWord, HoldWordLib} from "../types/HoldWord.sol";
import {PartyChecks} from "./PartyChecks.sol";

/// @title NettingChecks
/// @notice What a cycle is, whether its figures agree, and who has not done its part.
abstract contract NettingChecks is INettingCycle, PartyChecks {
    using HoldWordLib for Hold;

    bytes32 private constant CYCLE_TYPEHASH = keccak256(
        "Cycle(address token,bytes32 grossRoot,bytes32 netsHash,bytes32 slicesHash,uint64 cutOff,uint64 settleBy,uint64 secondBy,uint8 round,bytes32 previous,bytes32 salt)"
    );

    mapping(bytes32 id => CycleWord) internal _cycles;

    /// @inheritdoc INettingCycle
    function hashCycle(Cycle calldata cycle) public pure returns (bytes32) {
        return keccak256(abi.encode(CYCLE_TYPEHASH, cycle));
    }

    /// @inheritdoc INettingCycle
    function holdOfSlice(
        Cycle calldata cycle,
        address debtor,
        address creditor,
        uint256 amount
    ) external view returns (Hold memory) {
        return _hold(cycle, hashCycle(cycle), debtor, creditor, amount);
    }

    /// @inheritdoc INettingCycle
    function missing(
        Cycle calldata cycle,
        Net[] calldata nets,
        Slice[] calldata slices
    ) external view returns (bool[] memory absent) {
        bytes32 id = _check(cycle, nets);
        _requireSlices(cycle, id, slices);
        _requireStatus(id, _cycles[id], CycleStatus.Open);
        uint256 bits = _missing(cycle, id, nets, slices);
        absent = new bool[](nets.length);
        for (uint256 i = 0; i < nets.length; ++i) absent[i] = bits & (1 << i) != 0;
    }

    // --- content ---

    function _hold(
        Cycle calldata cycle,
        bytes32 id,
        address debtor,
        address creditor,
        uint256 amount
    ) internal view returns (Hold memory) {
        return Hold(debtor, creditor, address(this), amount, cycle.settleBy, cycle.cutOff, false, id);
    }

    function _holdOf(
        Cycle calldata cycle,
        bytes32 id,
        Net[] calldata nets,
        Slice calldata slice
    ) internal view returns (Hold memory) {
        return _hold(cycle, id, nets[slice.debtor].party, nets[slice.creditor].party, slice.amount);
    }

    /// @dev What every act looks at first.
    function _load(Cycle calldata cycle, Net[] calldata nets) internal view returns (bytes32) {
        _requireRelayer(IDepositToken(cycle.token));
        return _check(cycle, nets);
    }

    /// @dev A cycle whose own fields go together, and its nets: each party once.
    function _check(Cycle calldata cycle, Net[] calldata nets) private pure returns (bytes32 id) {
        id = hashCycle(cycle);
        bool first =
            cycle.round == 1 &&
                cycle.previous == 0 &&
                (cycle.secondBy == 0 || cycle.secondBy >= cycle.settleBy) &&
                cycle.secondBy <= type(uint40).max;
        bool second = cycle.round == 2 && cycle.previous != 0 && cycle.secondBy == 0;
        if (cycle.settleBy <= cycle.cutOff || !(first || second)) revert CycleInvalid(id);
        if (keccak256(abi.encode(nets)) != cycle.netsHash) revert CycleContentDiffers(id);
        if (nets.length < 2 || nets.length > CycleWordLib.MAX_PARTIES) revert CyclePartiesInvalid(id);
        for (uint256 i = 1; i < nets.length; ++i) {
            if (nets[i].party <= nets[i - 1].party) revert CyclePartiesInvalid(id);
        }
    }

    function _requireSlices(Cycle calldata cycle, bytes32 id, Slice[] calldata slices) internal pure {
        if (keccak256(abi.encode(slices)) != cycle.slicesHash) revert CycleContentDiffers(id);
    }

    /// @dev The slices carry every net exactly, from net debtors to net creditors.
    /// @return total What they pay together, minor units.
    function _requireBalanced(Net[] calldata nets, Slice[] calldata slices) internal pure returns (uint256 total) {
        int256 sum;
        int256[] memory settled = new int256[](nets.length);
        for (uint256 i = 0; i < nets.length; ++i) sum += nets[i].amount;
        if (sum != 0) revert NetsUnbalanced(sum);
        for (uint256 i = 0; i < slices.length; ++i) {
            Slice calldata slice = slices[i];
            (uint256 debtor, uint256 creditor, uint256 amount) = (slice.debtor, slice.creditor, slice.amount);
            if (
                debtor >= nets.length ||
                creditor >= nets.length ||
                nets[debtor].amount >= 0 ||
                nets[creditor].amount <= 0 ||
                amount == 0 ||
                amount > type(uint64).max
            ) revert SliceInvalid(i);
            settled[debtor] -= int256(amount);
            settled[creditor] += int256(amount);
            total += amount;
        }
        for (uint256 i = 0; i < nets.length; ++i) {
            if (settled[i] != nets[i].amount) revert NetDiffers(nets[i].party, nets[i].amount, settled[i]);
        }
    }

    // --- who is there ---

    /// @dev Bit i for each party that has not done its part: a slice not open and undrawn, or no consent recorded.
    function _missing(
        Cycle calldata cycle,
        bytes32 id,
        Net[] calldata nets,
        Slice[] calldata slices
    ) internal view returns (uint256 bits) {
        uint256 consents = _cycles[id].consents();
        for (uint256 i = 0; i < nets.length; ++i) {
            if (nets[i].amount >= 0 && consents & (1 << i) == 0) bits |= 1 << i;
        }
        for (uint256 i = 0; i < slices.length; ++i) {
            Slice calldata slice = slices[i];
            HoldWord word = IDepositToken(cycle.token).holdWord(_holdOf(cycle, id, nets, slice).id());
            if (!word.isUndrawn(slice.amount)) bits |= 1 << slice.debtor;
        }
    }

    /// @dev Nobody settles in the name of a party whose consent is neither recorded nor brought in time.
    function _requireConsents(
        Cycle calldata cycle,
        bytes32 id,
        Net[] calldata nets,
        bytes[] calldata signatures
    ) internal view {
        IDepositToken token = IDepositToken(cycle.token);
        uint256 recorded = _cycles[id].consents();
        for (uint256 i = 0; i < nets.length; ++i) {
            if (nets[i].amount < 0) continue;
            address party = nets[i].party;
            if (recorded & (1 << i) == 0) {
                if (signatures.length == 0 || block.timestamp >= cycle.cutOff) revert ConsentMissing(party);
                _requireConsent(token, party, id, signatures[i]);
            }
            if (nets[i].amount == 0) _requireServed(token, nets, i);
        }
    }

    /// @dev A party that is paid nothing and pays nothing meets no rule of the token: so it must be one that some other party
    /// could pay and be paid by now. Else netting would do what no payment may.
    function _requireServed(IDepositToken token, Net[] calldata nets, uint256 index) private view {
        address party = _present(token, nets[index].party);
        for (uint256 i = 0; i < nets.length; ++i) {
            address other = nets[i].party;
            if (i != index && _isCorridor(token, party, other, false) && _isCorridor(token, other, party, false))
                return;
        }
        revert PartyNotServed(party);
    }

    /// @dev Lets go of what is still held for the cycle.
    function _releaseAll(Cycle calldata cycle, bytes32 id, Net[] calldata nets, Slice[] calldata slices) internal {
        IDepositToken token = IDepositToken(cycle.token);
        for (uint256 i = 0; i < slices.length; ++i) {
            Hold memory hold = _holdOf(cycle, id, nets, slices[i]);
            HoldWord word = token.holdWord(hold.id());
            if (word.isIn(HoldStatus.Open)) token.releaseHold(hold, word.remaining());
        }
    }

    function _requireStatus(bytes32 id, CycleWord word, CycleStatus status) internal pure {
        if (word.status() != status) revert CycleNotOpen(id);
    }
}
