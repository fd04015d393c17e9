// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositToken} from "../../../contracts/token/DepositToken.sol";
import {IDepositToken} from "../../../contracts/interfaces/IDepositToken.sol";
import {Hold, HoldStatus} from "../../../contracts/types/HoldWord.sol";
import {Operation} from "../../../contracts/types/PolicyWord.sol";
import {Standing} from "../../../contracts/types/Standing.sol";
import {assertEq} from "../support/Assertions.sol";
import {HoldSigning} from "../support/HoldSigning.sol";
import {TokenFixture} from "../support/TokenFixture.sol";
import {vm} from "../support/Vm.sol";

/// @notice Once a redemption is sealed the bank may have paid out: any combination of later acts, then the burn.
contract SealedRedemptionTest {
    address private constant PAYER = address(0xF1);
    address private constant OTHER = address(0xF2);
    address private constant DESK = address(0xA1);
    address private constant ISSUER = address(0xA2);

    uint256 private constant BALANCE = 1_000;
    uint256 private constant SEALED = 700;

    DepositToken private token;
    Hold private hold;
    bytes32 private id;

    function setUp() public {
        vm.warp(TokenFixture.START);
        token = TokenFixture.deploy(address(this), address(this));
        _push(PAYER, 1, 2 ** 36, 300 days);
        _push(OTHER, 1, 2 ** 36, 900 days);
        token.admitContract(DESK, TokenFixture.NOTARY | TokenFixture.BURNER);
        token.admitContract(ISSUER, TokenFixture.ISSUER);
        token.openCorridors(2 ** 225 - 1, 0);
        token.attest(BALANCE, TokenFixture.START, 0, 0);
        vm.prank(ISSUER);
        token.mint(PAYER, BALANCE, "deposit");

        hold = Hold(
            PAYER,
            address(0),
            DESK,
            SEALED,
            TokenFixture.START + 30 days,
            TokenFixture.START + 1 days,
            false,
            "redemption"
        );
        vm.prank(PAYER);
        id = token.placeHold(hold);
        vm.prank(DESK);
        token.sealHold(hold);
    }

    /// hardhat-config: fuzz.runs = 200
    function testFuzz_NothingStopsTheBurn(uint256 acts) public {
        uint256 left = BALANCE - _interfere(acts);
        uint256 supply = token.totalSupply();
        vm.prank(DESK);
        token.executeHold(hold, SEALED);
        assertEq(token.balanceOf(PAYER), left - SEALED, "burned from the payer");
        assertEq(token.heldOf(PAYER), 0, "no longer held");
        assertEq(token.totalSupply(), supply - SEALED, "burned from the supply");
        assertEq(uint256(token.holdWord(id).status()), uint256(HoldStatus.Closed), "closed");
    }

    /// hardhat-config: fuzz.runs = 200
    function testFuzz_NothingStopsTheRejection(uint256 acts) public {
        uint256 left = BALANCE - _interfere(acts);
        vm.prank(DESK);
        token.releaseHold(hold, SEALED);
        assertEq(token.balanceOf(PAYER), left, "the money stays");
        assertEq(token.heldOf(PAYER), 0, "and is free of the hold");
    }

    /// hardhat-config: fuzz.runs = 200
    function testFuzz_RevertWhen_AnyoneElseWantsItBack(uint256 acts, address stranger) public {
        _interfere(acts);
        if (stranger == DESK) stranger = PAYER;
        vm.expectRevert(abi.encodeWithSelector(IDepositToken.HoldUnauthorized.selector, id, stranger));
        vm.prank(stranger);
        token.releaseHold(hold, SEALED);
    }

    function test_RevertWhen_BurnedInParts() public {
        vm.expectRevert(abi.encodeWithSelector(IDepositToken.HoldAmount.selector, id, SEALED - 1, SEALED));
        vm.prank(DESK);
        token.executeHold(hold, SEALED - 1);
    }

    function test_RevertWhen_ForceReleased() public {
        vm.expectRevert(abi.encodeWithSelector(IDepositToken.HoldNotOpen.selector, id));
        token.forceRelease(hold);
    }

    function test_RevertWhen_ForcedTransferWantsSealedMoney() public {
        uint256 unheld = BALANCE - SEALED;
        vm.expectRevert(abi.encodeWithSelector(IDepositToken.HeldBalance.selector, PAYER, unheld + 1, unheld));
        token.forcedTransfer(PAYER, OTHER, unheld + 1);
    }

    function test_LienGivesWayToTheBurnByWhatItMust() public {
        token.setFrozenTokens(PAYER, 900);
        vm.prank(DESK);
        token.executeHold(hold, SEALED);
        assertEq(token.getFrozenTokens(PAYER), 300, "what is left of the balance stays frozen");
    }

    /// @return taken What a forced transfer took away.
    function _interfere(uint256 acts) private returns (uint256 taken) {
        if (_bit(acts, 0)) _push(PAYER, 1, 2 ** 36 + 2 ** 37, 300 days); // party blocked
        if (_bit(acts, 1)) _push(PAYER, 0, 0, 0); // no customer any more
        if (_bit(acts, 2)) _push(PAYER, 2, 2 ** 36 + 2 ** 38, 0); // another zone, limited, expired
        if (_bit(acts, 3)) token.blockWallet(PAYER);
        if (_bit(acts, 4)) token.setFrozenTokens(PAYER, acts % 2_000);
        if (_bit(acts, 5)) token.setFrozenTokens(PAYER, type(uint256).max);
        for (uint256 i = 0; i < 4; ++i) if (_bit(acts, 6 + i)) token.pause(Operation(i));
        if (_bit(acts, 10)) token.closeCorridors(2 ** 225 - 1);
        if (_bit(acts, 11)) token.dismissContract(DESK, TokenFixture.NOTARY);
        if (_bit(acts, 12)) token.dismissContract(DESK, TokenFixture.BURNER);
        if (_bit(acts, 13)) token.blockWallet(DESK);
        if (_bit(acts, 14)) _attestNothing();
        if (_bit(acts, 15)) {
            taken = BALANCE - SEALED;
            // Seized, or burned in a resolution.
            token.forcedTransfer(PAYER, _bit(acts, 18) ? address(0) : OTHER, taken);
        }
        if (_bit(acts, 17)) _push(PAYER, 1, 2 ** 36 + 2 ** 39, 300 days); // lost
        if (_bit(acts, 16)) vm.warp(TokenFixture.START + 31 days + (acts % 500 days));
    }

    /// @dev A run on the bank: nothing backs the supply any more.
    function _attestNothing() private {
        vm.warp(TokenFixture.START + 1);
        token.attest(0, TokenFixture.START + 1, 0, 0);
    }

    function _bit(uint256 acts, uint256 position) private pure returns (bool) {
        return (acts / 2 ** position) % 2 == 1;
    }

    function _push(address wallet, uint256 zone, uint256 flags, uint256 validFor) private {
        address[] memory wallets = new address[](1);
        wallets[0] = wallet;
        uint256 standing = TokenFixture.START + validFor + zone * 2 ** 32 + flags;
        token.setStanding(wallets, Standing.wrap(uint40(standing)));
    }
}
