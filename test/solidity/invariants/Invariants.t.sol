// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Handler} from "./Handler.sol";
import {Invariants} from "./Invariants.sol";

/// @dev Of this file, because Hardhat writes the artifacts of test files only when it is asked for one of them, and the
/// fuzzer knows a target by its artifact.
contract FuzzedHandler is Handler {}

/// @notice The invariants after every call of fuzzed sequences. The handler fails of itself where token and model part.
contract InvariantsTest is Invariants {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    function setUp() public {
        _begin(new FuzzedHandler());
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(handler), handler.actions());
    }

    /// hardhat-config: invariant.runs = 4
    /// hardhat-config: invariant.depth = 60
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_TokenEqualsModel() public view {
        handler.compareWords();
        handler.compareHolds();
    }

    /// hardhat-config: invariant.runs = 3
    /// hardhat-config: invariant.depth = 60
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_SupplyIsSumOfBalancesIsMintedMinusBurned() public view {
        _checkSupplyIsSumOfBalances();
    }

    /// hardhat-config: invariant.runs = 3
    /// hardhat-config: invariant.depth = 60
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_HeldIsSumOfOpenHoldsAndNeverExceedsBalance() public view {
        _checkHeldIsSumOfOpenHolds();
    }

    /// hardhat-config: invariant.runs = 3
    /// hardhat-config: invariant.depth = 60
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_ClosedOrVoidedHoldNeverReopens() public view {
        _checkClosedHoldsStayClosed();
    }

    /// hardhat-config: invariant.runs = 4
    /// hardhat-config: invariant.depth = 60
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_SealedHoldCanAlwaysBeBurned() public {
        _checkSealedHoldsCanBeBurned();
    }

    /// hardhat-config: invariant.runs = 3
    /// hardhat-config: invariant.depth = 60
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_ReferenceIsMintedOnceAndNamesItsFirstUse() public view {
        _checkReferencesAreMintedOnce();
    }

    /// hardhat-config: invariant.runs = 3
    /// hardhat-config: invariant.depth = 60
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_NoPaymentBetweenDeniedPairsNoMintBeyondBacking() public view {
        _checkNoIllegalMovement();
    }

    /// hardhat-config: invariant.runs = 3
    /// hardhat-config: invariant.depth = 60
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_FlowsAreRunningTotalsOfBurnsAndCredits() public view {
        _checkFlows();
    }

    /// hardhat-config: invariant.runs = 2
    /// hardhat-config: invariant.depth = 60
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_OpenZeppelinsOwnLedgerStaysEmpty() public view {
        _checkOpenZeppelinsLedgerIsEmpty();
    }
}
