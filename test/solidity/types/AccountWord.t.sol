// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountWord, AccountWordLib} from "../../../contracts/types/AccountWord.sol";
import {Standing} from "../../../contracts/types/Standing.sol";
import {assertEq} from "../support/Assertions.sol";
import {PlainAccount, PlainAccounts} from "../support/PlainAccount.sol";
import {vm} from "../support/Vm.sol";

/// @notice Every accessor of an account's word against an account with one member a field.
contract AccountWordTest {
    uint256 private constant MAX = 2 ** 64 - 1;

    function testFuzz_EveryGetterReadsItsOwnField(uint256 bits, uint256 time) public {
        AccountWord w = AccountWord.wrap(bits);
        PlainAccount memory a = PlainAccounts.unpack(bits);
        assertEq(w.balance(), a.balance, "balance");
        assertEq(w.frozen(), a.frozen, "frozen");
        assertEq(w.held(), a.held, "held");
        assertEq(w.zone(), a.zone, "zone");
        assertEq(w.isAdmitted(), a.admitted, "admitted");
        assertEq(w.isBlocked(), a.blocked || a.localBlock, "blocked as a party or locally");
        assertEq(w.isLimited(), a.limited, "limited");
        assertEq(w.isRetired(), a.retired, "retired");
        assertEq(w.mayHold(), a.admitted || a.balance != 0, "may hold");
        assertEq(w.limitedBit(), a.limited ? 1 : 0, "limited as a number");
        bool customer = a.admitted && !a.blocked && !a.localBlock;
        assertEq(w.isCustomer(), customer, "customer, lost or not");
        assertEq(w.mayRedeem(), customer && !a.retired, "may redeem");
        assertEq(Standing.unwrap(w.standing()), PlainAccounts.packStanding(a), "standing");
        _judgeAt(w, a, time % 2 ** 33);
        // The edge itself: the last second of a KYC counts, the next does not.
        _judgeAt(w, a, a.validUntil);
        _judgeAt(w, a, a.validUntil + 1);
    }

    function _judgeAt(AccountWord w, PlainAccount memory a, uint256 time) private {
        vm.warp(time);
        bool valid = time <= a.validUntil;
        bool customer = a.admitted && !a.blocked && !a.localBlock && !a.retired;
        bool plain = customer && valid && !a.limited;
        assertEq(w.mayAct(), customer && valid, "may act");
        assertEq(w.isPlain(), plain, "plain");
        assertEq(w.isPlainPayer(), plain && a.frozen == 0 && a.held == 0, "plain payer");
    }

    function testFuzz_EveryLocalBitIsReadAlone(uint256 bits) public pure {
        AccountWord w = AccountWord.wrap(bits);
        PlainAccount memory a = PlainAccounts.unpack(bits);
        assertEq(w.has(AccountWordLib.NOTARY), a.notary, "notary");
        assertEq(w.has(AccountWordLib.ISSUER), a.issuer, "issuer");
        assertEq(w.has(AccountWordLib.BURNER), a.burner, "burner");
        assertEq(w.has(AccountWordLib.CLEARING), a.clearing, "clearing");
        assertEq(w.has(AccountWordLib.LOCAL_BLOCK), a.localBlock, "local block");
        assertEq(w.has(AccountWordLib.POWERS), a.notary || a.issuer || a.burner || a.clearing, "any power");
    }

    function testFuzz_UnfrozenAndAvailableNeverGoBelowZero(uint256 bits) public pure {
        AccountWord w = AccountWord.wrap(bits);
        PlainAccount memory a = PlainAccounts.unpack(bits);
        assertEq(w.unfrozen(), a.balance > a.frozen ? a.balance - a.frozen : 0, "unfrozen");
        uint256 earmarked = a.frozen + a.held;
        assertEq(w.available(), a.balance > earmarked ? a.balance - earmarked : 0, "available");
    }

    function testFuzz_CreditChangesOnlyTheBalance(uint256 bits, uint256 amount) public pure {
        PlainAccount memory a = PlainAccounts.unpack(bits);
        amount = amount % (MAX - a.balance + 1);
        a.balance += amount;
        _same(AccountWord.wrap(bits).credit(amount), a, "credit");
    }

    function testFuzz_DebitChangesOnlyTheBalance(uint256 bits, uint256 amount) public pure {
        PlainAccount memory a = PlainAccounts.unpack(bits);
        amount = amount % (a.balance + 1);
        a.balance -= amount;
        _same(AccountWord.wrap(bits).debit(amount), a, "debit");
    }

    function testFuzz_HoldChangesOnlyHeld(uint256 bits, uint256 amount) public pure {
        PlainAccount memory a = PlainAccounts.unpack(bits);
        amount = amount % (MAX - a.held + 1);
        a.held += amount;
        _same(AccountWord.wrap(bits).hold(amount), a, "hold");
    }

    function testFuzz_UnholdChangesOnlyHeld(uint256 bits, uint256 amount) public pure {
        PlainAccount memory a = PlainAccounts.unpack(bits);
        amount = amount % (a.held + 1);
        a.held -= amount;
        _same(AccountWord.wrap(bits).unhold(amount), a, "unhold");
    }

    function testFuzz_WithFrozenChangesOnlyFrozen(uint256 bits, uint64 amount) public pure {
        PlainAccount memory a = PlainAccounts.unpack(bits);
        a.frozen = amount;
        _same(AccountWord.wrap(bits).withFrozen(amount), a, "with frozen");
    }

    function testFuzz_WithStandingLeavesMoneyAndLocalBits(uint256 bits, uint40 standing) public pure {
        PlainAccount memory a = PlainAccounts.unpack(bits);
        PlainAccounts.unpackStanding(a, standing);
        _same(AccountWord.wrap(bits).withStanding(Standing.wrap(standing)), a, "with standing");
    }

    function testFuzz_WithLocalLeavesMoneyAndStanding(uint256 bits, uint256 choice) public pure {
        PlainAccount memory a = PlainAccounts.unpack(bits);
        uint256 set = choice % 2 == 0 ? AccountWordLib.LOCAL_BLOCK : AccountWordLib.NOTARY | AccountWordLib.BURNER;
        uint256 clear = choice % 3 == 0 ? AccountWordLib.ISSUER | AccountWordLib.CLEARING : 0;
        if (choice % 2 == 0) a.localBlock = true;
        else (a.notary, a.burner) = (true, true);
        if (choice % 3 == 0) (a.issuer, a.clearing) = (false, false);
        _same(AccountWord.wrap(bits).withLocal(set, clear), a, "with local");
    }

    function test_FieldsAtTheirMaximumTouchNoNeighbour() public pure {
        PlainAccount memory a;
        (a.balance, a.frozen, a.held) = (MAX - 1, MAX, MAX - 1);
        AccountWord w = AccountWord.wrap(PlainAccounts.pack(a));
        w = w.credit(1).hold(1);
        (a.balance, a.held) = (MAX, MAX);
        _same(w, a, "full");
        assertEq(w.available(), 0, "nothing is available");
        (a.balance, a.frozen, a.held) = (0, 0, 0);
        _same(w.debit(MAX).unhold(MAX).withFrozen(0), a, "empty again");
    }

    function test_PowersAreTheFourBitsOfContracts() public pure {
        assertEq(AccountWordLib.POWERS, 15 * 2 ** 232, "notary, issuer, burner, clearing");
        assertEq(AccountWordLib.LOCAL_BLOCK, 2 ** 236, "a block is no power");
    }

    function _same(AccountWord got, PlainAccount memory expected, string memory what) private pure {
        assertEq(AccountWord.unwrap(got), PlainAccounts.pack(expected), what);
    }
}
