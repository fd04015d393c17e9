// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositToken} from "../../contracts/token/DepositToken.sol";
import {Hold} from "../../contracts/types/HoldWord.sol";
import {Operation} from "../../contracts/types/PolicyWord.sol";
import {Standing} from "../../contracts/types/Standing.sol";
import {assertEq} from "./support/Assertions.sol";
import {HoldSigning} from "./support/HoldSigning.sol";
import {TokenFixture} from "./support/TokenFixture.sol";
import {vm} from "./support/Vm.sol";

/// @notice The golden picture of the token's raw storage. A layout checker sees structs and slots but not the bits
/// inside a word: an upgrade that moves one fails here. Never edit an expected value for a token that is deployed.
contract StorageLayoutTest {
    uint256 private constant LEDGER = 0x3b481fc3301cffa83a198cafa25ad4ce96836626918771a70ed818e6f9075400;

    address private constant ADA = 0xADa0000000000000000000000000000000000001;
    address private constant BEN = 0xBE00000000000000000000000000000000000002;
    address private constant CY = 0xC100000000000000000000000000000000000003;
    address private constant DEE = 0xDee0000000000000000000000000000000000009;
    address private constant NOTARY = 0xa000000000000000000000000000000000000004;
    address private constant DESK = 0xa000000000000000000000000000000000000005;
    address private constant CLEARING = 0xa000000000000000000000000000000000000006;
    address private constant ISSUER = 0xA000000000000000000000000000000000000007;
    address private constant LIMITS = 0x1100000000000000000000000000000000000008;

    uint256 private constant KEY = 0x7e57;

    DepositToken private token;
    bytes32 private payment;
    bytes32 private redemption;
    bytes32 private voided;

    /// @dev A fixed story that puts something into every field of every word.
    function setUp() public {
        vm.warp(TokenFixture.START);
        vm.roll(77);
        token = TokenFixture.deploy(address(this), address(this));
        _admit(ADA, 0x12_9999_9999); // zone 2, admitted
        _admit(BEN, 0x1e_7fff_ffff); // zone 14, admitted
        _admit(CY, 0x31_8888_8888); // zone 1, admitted, blocked
        _admit(DEE, 0x91_8888_8888); // zone 1, admitted, retired
        token.admitContract(NOTARY, TokenFixture.NOTARY);
        token.admitContract(DESK, TokenFixture.NOTARY | TokenFixture.BURNER);
        token.admitContract(CLEARING, TokenFixture.CLEARING);
        token.admitContract(ISSUER, TokenFixture.ISSUER);
        token.openCorridors(
            (2 ** 2) | (2 ** (2 * 15 + 14)) | (2 ** (14 * 15 + 2)) | (2 ** (3 * 15 + 2)),
            2 ** (14 * 15 + 14)
        );
        token.attest(1_000_000, TokenFixture.START - 5, 0, 0);

        vm.prank(ISSUER);
        token.mint(ADA, 500_000, "deposit");
        vm.prank(CLEARING);
        token.mintInterbank(ADA, 7_000, "uetr", 3);
        _hold();
        token.blockWallet(CY);
        token.setFrozenTokens(BEN, 0x1234);
        token.pause(Operation.Mint);
        vm.etch(LIMITS, hex"00");
        token.setLimits(LIMITS);
        _cancelAuthorization();
    }

    function test_BaseIsTheERC7201SlotOfItsName() public pure {
        bytes32 inner = keccak256(abi.encode(uint256(keccak256("vostro.storage.DepositToken")) - 1));
        assertEq(uint256(inner) - (uint256(inner) % 256), LEDGER, "erc7201");
    }

    function test_AccountWords() public view {
        // local bits | standing | held | frozen | balance
        _golden(_account(ADA), 0x0000001299999999_00000000000003e0_0000000000000000_000000000007b944, "a customer");
        _golden(_account(BEN), 0x0000001e7fffffff_0000000000000000_0000000000001234_0000000000000140, "with a lien");
        _golden(_account(CY), 0x0000103188888888_0000000000000000_0000000000000000_0000000000000000, "blocked twice");
        _golden(_account(DEE), 0x0000009188888888_0000000000000000_0000000000000000_0000000000000000, "lost");
        _golden(_account(NOTARY), 0x0000010000000000_0000000000000000_0000000000000000_0000000000000000, "notary");
        _golden(_account(DESK), 0x0000050000000000_0000000000000000_0000000000000000_0000000000000000, "desk");
        _golden(_account(CLEARING), 0x0000080000000000_0000000000000000_0000000000000000_0000000000000000, "clearing");
        _golden(_account(ISSUER), 0x0000020000000000_0000000000000000_0000000000000000_0000000000000000, "issuer");
    }

    function test_PolicyAndReviewWords() public view {
        // mint paused, 14 -> 2, 2 -> 14 and 3 -> 2, 0 -> 2; under review 14 -> 14
        _golden(LEDGER + 1, 0x0000001000100000_0000000000000000_0000000000000000_0000900000000004, "policy");
        _golden(LEDGER + 2, 0x0000000100000000_0000000000000000_0000000000000000_0000000000000000, "review");
    }

    function test_SupplyAndFlowWords() public view {
        // maxAge 604,800 | attestedAt | backing 1,006,500 | supply 506,500
        _golden(LEDGER + 3, 0x0000000000000000_00093a806b49d1fb_00000000000f5ba4_000000000007ba84, "supply");
        // received 7,000 | burned 500
        _golden(LEDGER + 4, 0x0000000000000000_0000000000001b58_0000000000000000_00000000000001f4, "flows");
    }

    function test_HoldWords() public view {
        // assignee | clearance (1 bit) and hour of placing (15) | hours of extension (13) and status (3) | remaining
        _golden(_slot(payment, 5), 0xbe00000000000000000000000000000000000002_2120_0181_00000000000003c0, "open");
        _golden(_slot(redemption, 5), 0x0000000000000000000000000000000000000000_2120_0002_0000000000000020, "sealed");
        _golden(_slot(voided, 5), 0x0000000000000000000000000000000000000000_2120_0004_0000000000000000, "voided");
    }

    function test_ReferencesNameFirstPayeeAmountAndBlock() public view {
        _golden(_slot("deposit", 6), 0xada0000000000000000000000000000000000001_000000000007a120_0000004d, "deposit");
        _golden(_slot("uetr", 6), 0xada0000000000000000000000000000000000001_0000000000001b58_0000004d, "uetr");
    }

    function test_AuthorizationsRegistryDecimalsLimits() public view {
        bytes32 ofSigner = keccak256(abi.encode(vm.addr(KEY), LEDGER + 7));
        _golden(uint256(keccak256(abi.encode(bytes32("nonce"), ofSigner))), 1, "authorization used");
        _golden(LEDGER + 8, uint160(address(this)) + 2 * 2 ** 160, "registry and decimals");
        _golden(LEDGER + 9, uint160(LIMITS), "limits");
        _golden(LEDGER + 10, 0, "nothing behind");
    }

    // --- the story ---

    function _admit(address wallet, uint40 standing) private {
        address[] memory wallets = new address[](1);
        wallets[0] = wallet;
        token.setStanding(wallets, Standing.wrap(standing));
    }

    function _hold() private {
        Hold memory h = Hold(
            ADA,
            CY,
            NOTARY,
            1_280,
            TokenFixture.START + 10 days,
            TokenFixture.START + 1 days,
            true,
            "order"
        );
        _admit(CY, 0x1e_7fff_ffff);
        vm.prank(ADA);
        payment = token.placeHold(h);
        vm.prank(ADA);
        token.extendHold(h, 48);
        _admit(CY, 0x12_7fff_ffff);
        vm.prank(CY);
        token.assignHold(h, BEN);
        _admit(CY, 0x31_8888_8888);
        vm.prank(NOTARY);
        token.executeHold(h, 320);

        h = Hold(ADA, address(0), DESK, 500, h.expiry, h.placeBy, false, "paid out");
        vm.prank(ADA);
        token.placeHold(h);
        vm.prank(DESK);
        token.executeHold(h, 500);
        h.amount = 32;
        h.terms = "submitted";
        vm.prank(ADA);
        redemption = token.placeHold(h);
        vm.prank(DESK);
        token.sealHold(h);
        h.terms = "never placed";
        vm.prank(ADA);
        token.voidHold(h);
        voided = HoldSigning.idOf(h);
    }

    function _cancelAuthorization() private {
        bytes32 typeHash = keccak256("CancelAuthorization(address authorizer,bytes32 nonce)");
        bytes32 structHash = keccak256(abi.encode(typeHash, vm.addr(KEY), bytes32("nonce")));
        bytes memory signature = HoldSigning.sign(KEY, address(token), structHash);
        token.cancelAuthorization(vm.addr(KEY), "nonce", signature);
    }

    // --- slots ---

    function _account(address account) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(account, LEDGER)));
    }

    function _slot(bytes32 key, uint256 mappingAt) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(key, LEDGER + mappingAt)));
    }

    function _golden(uint256 slot, uint256 expected, string memory what) private view {
        assertEq(uint256(vm.load(address(token), bytes32(slot))), expected, what);
    }
}
