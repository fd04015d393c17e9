// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositToken} from "../../../contracts/token/DepositToken.sol";
import {Hold, HoldStatus, HoldWord} from "../../../contracts/types/HoldWord.sol";
import {FlowWord} from "../../../contracts/types/SupplyWord.sol";
import {assertEq, assertTrue} from "../support/Assertions.sol";
import {HoldSigning} from "../support/HoldSigning.sol";
import {vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";
import {IssuanceActions} from "./IssuanceActions.sol";

/// @notice What is true after every call, whatever the calls were. Shared by the fuzzed and the fixed walk.
abstract contract Invariants {
    Handler internal handler;
    DepositToken internal token;

    uint256 private constant PARTIES = 7;
    // keccak256(abi.encode(uint256(keccak256("openzeppelin.storage.ERC20")) - 1)) & ~0xff: balances, +2 the supply
    uint256 private constant OZ_ERC20 = 0x52c63247e1f47db19d5ce0460030c497f067ca4cebf71ba98eeadabe20bace00;

    function _begin(Handler handler_) internal {
        handler = handler_;
        token = handler.token();
    }

    function _checkSupplyIsSumOfBalances() internal view {
        uint256 sum = 0;
        for (uint256 i = 0; i < PARTIES; ++i) sum += token.balanceOf(handler.parties(i));
        assertEq(sum, token.totalSupply(), "sum of balances");
        assertEq(handler.ghostMinted() - handler.ghostBurned(), token.totalSupply(), "minted - burned");
    }

    function _checkFlows() internal view {
        (, FlowWord flows) = token.supplyWords();
        assertEq(flows.burned(), handler.ghostBurned(), "burned");
        assertEq(flows.received(), handler.ghostReceived(), "received from other banks");
    }

    function _checkHeldIsSumOfOpenHolds() internal view {
        uint256[] memory sums = new uint256[](PARTIES);
        uint256 count = handler.holds();
        for (uint256 i = 0; i < count; ++i) {
            Hold memory h = handler.holdAt(i);
            HoldWord word = token.holdWord(HoldSigning.idOf(h));
            if (word.status() != HoldStatus.Open && word.status() != HoldStatus.Sealed) continue;
            assertTrue(word.remaining() != 0, "an open hold holds something");
            for (uint256 p = 0; p < PARTIES; ++p) if (handler.parties(p) == h.payer) sums[p] += word.remaining();
        }
        for (uint256 p = 0; p < PARTIES; ++p) {
            address party = handler.parties(p);
            assertEq(token.heldOf(party), sums[p], "held");
            assertTrue(token.heldOf(party) <= token.balanceOf(party), "held <= balance");
        }
    }

    function _checkClosedHoldsStayClosed() internal view {
        uint256 count = handler.holds();
        for (uint256 i = 0; i < count; ++i) {
            bytes32 id = HoldSigning.idOf(handler.holdAt(i));
            uint256 end = handler.finalWord(id);
            if (end != 0) assertEq(HoldWord.unwrap(token.holdWord(id)), end, "a closed or voided hold");
        }
    }

    /// @dev Tried, not argued: block, lien, pause, expiry and dismissal may all have come since the seal.
    function _checkSealedHoldsCanBeBurned() internal {
        uint256 count = handler.holds();
        for (uint256 i = 0; i < count; ++i) {
            Hold memory h = handler.holdAt(i);
            HoldWord word = token.holdWord(HoldSigning.idOf(h));
            if (word.status() != HoldStatus.Sealed) continue;
            uint256 before = token.totalSupply();
            uint256 snapshot = vm.snapshotState();
            vm.prank(h.notary);
            token.executeHold(h, word.remaining());
            assertEq(token.totalSupply(), before - word.remaining(), "a sealed hold burns whole");
            vm.revertToState(snapshot);
        }
    }

    function _checkReferencesAreMintedOnce() internal view {
        uint256 count = handler.references();
        for (uint256 i = 0; i < count; ++i) {
            (bytes32 ref, IssuanceActions.FirstUse memory first) = handler.referenceAt(i);
            assertEq(first.mints, 1, "mints of a reference");
            uint256 expected = uint256(uint160(first.payee)) * 2 ** 96 + first.amount * 2 ** 32 + first.blockNumber;
            assertEq(token.depositReference(ref), expected, "first use of a reference");
        }
    }

    function _checkOpenZeppelinsLedgerIsEmpty() internal view {
        address ledger = address(token);
        assertEq(vm.load(ledger, bytes32(OZ_ERC20 + 2)), bytes32(0), "OpenZeppelin's supply");
        for (uint256 i = 0; i < PARTIES; ++i) {
            bytes32 slot = keccak256(abi.encode(handler.parties(i), OZ_ERC20));
            assertEq(vm.load(ledger, slot), bytes32(0), "OpenZeppelin's balance");
        }
    }

    function _checkNoIllegalMovement() internal view {
        assertEq(handler.illegalPayments(), 0, "payments between parties that may not pay each other");
        assertEq(handler.illegalMints(), 0, "mints beyond backing or on a stale attestation");
    }

    function _checkEverything() internal {
        handler.compareWords();
        handler.compareHolds();
        _checkSupplyIsSumOfBalances();
        _checkFlows();
        _checkHeldIsSumOfOpenHolds();
        _checkClosedHoldsStayClosed();
        _checkSealedHoldsCanBeBurned();
        _checkReferencesAreMintedOnce();
        _checkOpenZeppelinsLedgerIsEmpty();
        _checkNoIllegalMovement();
    }
}
