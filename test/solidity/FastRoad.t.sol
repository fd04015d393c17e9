// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositToken} from "../../contracts/token/DepositToken.sol";
import {AccountWord} from "../../contracts/types/AccountWord.sol";
import {Operation} from "../../contracts/types/PolicyWord.sol";
import {assertEq} from "./support/Assertions.sol";
import {LimitsStub} from "./support/LimitsStub.sol";
import {LongTest} from "./support/LongTest.sol";
import {PlainAccount, PlainAccounts} from "./support/PlainAccount.sol";
import {PlainToken} from "./support/PlainToken.sol";
import {TokenFixture} from "./support/TokenFixture.sol";
import {vm} from "./support/Vm.sol";

/// @notice A transfer by the fast road and one by the full rules are the same transfer: for any two words and policy,
/// the token answers as the plain model does, error and words included.
contract FastRoadTest is LongTest("FAST_ROAD") {
    uint256 private constant LEDGER = 0x3b481fc3301cffa83a198cafa25ad4ce96836626918771a70ed818e6f9075400;
    address private constant FROM = address(0xF1);
    address private constant TO = address(0xF2);
    address private constant SPENDER = address(0xF3);

    DepositToken private token;
    PlainToken private model;
    LimitsStub private limitsOfToken = new LimitsStub();
    LimitsStub private limitsOfModel = new LimitsStub();

    /// First four bytes of the error, or zero for a success; counted by the test of coverage.
    mapping(bytes4 outcome => uint256) private outcomes;
    uint256 private plainRoads;

    function setUp() public {
        vm.warp(TokenFixture.START);
        token = TokenFixture.deploy(address(this), address(this));
        model = new PlainToken(address(token), address(this), TokenFixture.MAX_AGE);
    }

    /// hardhat-config: fuzz.runs = 600
    function testFuzz_TransferEqualsPlainModel(uint256 payer, uint256 payee, uint256 policy, uint256 seed) public {
        _compare(payer, payee, policy, seed);
    }

    /// hardhat-config: fuzz.runs = 200
    function testFuzz_TransferEqualsPlainModelForWordsOfAnyBits(
        uint256 payer,
        uint256 payee,
        uint256 policy,
        uint256 amount
    ) public {
        _run(_wild(payer), _wild(payee), policy, amount % 2 == 0 ? policy / 3 : 0, FROM, TO, amount);
    }

    /// hardhat-config: fuzz.runs = 200
    function testFuzz_SpenderOfAnAllowanceMustItselfBeAllowedToAct(uint256 spender, uint256 seed) public {
        _write(SPENDER, PlainAccounts.pack(_likely(spender, seed)));
        _write(FROM, _plainCustomer());
        _write(TO, _plainCustomer());
        _writePolicy(2 ** 225 - 1, 0, FROM, TO);
        _send(FROM, FROM, TO, abi.encodeCall(token.approve, (SPENDER, seed % 2 == 0 ? 40 : type(uint256).max)));
        for (uint256 i = 0; i < 3; ++i) {
            bytes memory data = abi.encodeWithSignature("transferFrom(address,address,uint256)", FROM, TO, 30);
            _send(SPENDER, FROM, TO, data);
            assertEq(token.allowance(FROM, SPENDER), model.allowance(FROM, SPENDER), "allowance left");
        }
    }

    function test_EveryOutcomeIsReachedOften() public neverReplayed {
        for (uint256 i = 0; i < 1_000; ++i) {
            try this.compare(_hash(i, "payer"), _hash(i, "payee"), _hash(i, "policy"), _hash(i, "seed")) {} catch (
                bytes memory problem
            ) {
                _stop(vm.toString(problem));
            }
        }
        _stopUnless(plainRoads > 100, "fast roads");
        _stopUnless(outcomes[0] > plainRoads, "successes by the full rules too");
        _reached("ERC7943CannotSend(address)");
        _reached("ERC7943CannotReceive(address)");
        _reached("ERC7943CannotTransfer(address,address,uint256)");
        _reached("ERC7943InsufficientUnfrozenBalance(address,uint256,uint256)");
        _reached("ERC20InsufficientBalance(address,uint256,uint256)");
        _reached("InsufficientAvailable(address,uint256,uint256)");
        _reached("OperationPaused(uint8)");
        _reached("Refused()");
    }

    function test_RevertWhen_PayeeIsAddressZero() public {
        _run(_plainCustomer(), 0, type(uint256).max, 0, FROM, address(0), 1);
    }

    function _reached(string memory error_) private {
        _stopUnless(outcomes[bytes4(keccak256(bytes(error_)))] >= 5, error_);
    }

    /// @dev A call of its own, so that memory does not grow with the number of cases.
    function compare(uint256 payer, uint256 payee, uint256 policy, uint256 seed) external {
        _compare(payer, payee, policy, seed);
    }

    // --- the comparison ---

    /// @dev Bends random words so that about half of the cases could pass.
    function _compare(uint256 payer, uint256 payee, uint256 policy, uint256 seed) private {
        PlainAccount memory from = _likely(payer, _hash(seed, "payer"));
        PlainAccount memory to = _likely(payee, _hash(seed, "payee"));
        uint256 corridor = 2 ** (from.zone * 15 + to.zone);
        uint256 dice = _hash(seed, "policy");
        uint256 transferPause = 2 ** 225;
        if (dice % 8 != 0 && (policy / corridor) % 2 == 0) policy += corridor;
        if (dice % 7 != 0 && (policy / transferPause) % 2 == 1) policy -= transferPause;
        uint256 review = dice % 5 < 2 ? policy / 2 : type(uint256).max % 2 ** 225;

        uint256 amount = _hash(seed, "amount");
        uint256 kind = _hash(seed, "kind") % 8;
        if (kind == 0) amount = 0;
        else if (kind == 1) amount = from.balance;
        else if (kind == 2) amount = from.balance + 1;
        else if (kind == 3) amount = from.balance - from.held;
        else if (kind != 7) amount = amount % (from.balance + 1);

        address payeeAddress = _hash(seed, "self") % 12 == 0 ? FROM : TO;
        _setLimits(_hash(seed, "limits") % 4, address(limitsOfToken), address(limitsOfModel));
        _run(PlainAccounts.pack(from), PlainAccounts.pack(to), policy, review, FROM, payeeAddress, amount);
    }

    function _run(
        uint256 fromWord,
        uint256 toWord,
        uint256 policy,
        uint256 review,
        address from,
        address to,
        uint256 amount
    ) private {
        _write(from, to == from ? toWord : fromWord);
        if (to != from) _write(to, toWord);
        _writePolicy(policy, review % 2 ** 225, from, to);

        _send(from, from, to, abi.encodeWithSignature("transfer(address,uint256)", to, amount));
    }

    function _send(address caller, address from, address to, bytes memory data) private {
        vm.prank(caller);
        (bool allowed, bytes memory expected) = address(model).call(data);
        vm.prank(caller);
        (bool ok, bytes memory answer) = address(token).call(data);

        assertEq(answer, expected, "answer or error");
        assertEq(ok, allowed, "outcome");
        assertEq(AccountWord.unwrap(token.accountWord(from)), model.wordOf(from), "payer's word");
        assertEq(AccountWord.unwrap(token.accountWord(to)), model.wordOf(to), "payee's word");
        assertEq(limitsOfToken.trail(), limitsOfModel.trail(), "what the limits contract was told");
        _count(ok, answer, from, to);
    }

    function _count(bool ok, bytes memory answer, address from, address to) private {
        ++outcomes[ok ? bytes4(0) : bytes4(answer)];
        PlainAccount memory payer = model.accountOf(from);
        PlainAccount memory payee = model.accountOf(to);
        // A success has no lost wallet in it.
        if (ok) assertEq(payer.retired || payee.retired, false, "nobody lost pays or is paid");
        bool unusual = payer.limited || payee.limited || payer.frozen != 0 || payer.held != 0 || from == to;
        if (ok && !unusual && model.allowed(payer.zone, payee.zone)) ++plainRoads;
    }

    // --- raw storage: the fast road is judged on what stands in the slots ---

    function _write(address account, uint256 word) private {
        vm.store(address(token), keccak256(abi.encode(account, LEDGER)), bytes32(word));
        model.setAccount(account, word);
    }

    function _writePolicy(uint256 policy, uint256 review, address from, address to) private {
        vm.store(address(token), bytes32(LEDGER + 1), bytes32(policy));
        vm.store(address(token), bytes32(LEDGER + 2), bytes32(review));
        (uint256 origin, uint256 target) = (model.accountOf(from).zone, model.accountOf(to).zone);
        uint256 corridor = 2 ** (origin * 15 + target);
        model.setCorridor(origin, target, (policy / corridor) % 2 == 1, (review / corridor) % 2 == 1);
        model.setPaused(Operation.Transfer, (policy / 2 ** 225) % 2 == 1);
    }

    /// @param kind 0: no Limits contract; 1: one that refuses; else one that agrees.
    function _setLimits(uint256 kind, address ofToken, address ofModel) private {
        token.setLimits(kind == 0 ? address(0) : ofToken);
        model.setLimits(kind == 0 ? address(0) : ofModel);
        limitsOfToken.setClosed(kind == 1);
        limitsOfModel.setClosed(kind == 1);
    }

    // --- words ---

    /// @dev Each flag that would refuse is kept in one case of eight; amounts are those a token can reach.
    function _likely(uint256 word, uint256 dice) private pure returns (PlainAccount memory a) {
        a = PlainAccounts.unpack(_wild(word));
        if (dice % 8 != 0) a.admitted = true;
        if ((dice / 2 ** 8) % 8 != 0) a.blocked = false;
        if ((dice / 2 ** 16) % 8 != 0) a.localBlock = false;
        if ((dice / 2 ** 72) % 8 != 0) a.retired = false;
        if ((dice / 2 ** 24) % 4 != 0) a.limited = false;
        if ((dice / 2 ** 32) % 8 != 0) a.validUntil = TokenFixture.START + ((dice / 2 ** 40) % 3) * 1000;
        if ((dice / 2 ** 48) % 4 != 0) a.held = 0;
        if ((dice / 2 ** 56) % 4 != 0) a.frozen = 0;
        else if ((dice / 2 ** 64) % 2 == 0) a.frozen = a.frozen % (a.balance + 1);
    }

    /// @dev Any bits, but within what the token keeps true: zone below 15, held <= balance, supply within 64 bits.
    function _wild(uint256 word) private pure returns (uint256) {
        PlainAccount memory a = PlainAccounts.unpack(word);
        a.zone = a.zone % 15;
        a.balance = a.balance % 2 ** 63;
        a.held = a.held % (a.balance + 1);
        return PlainAccounts.pack(a);
    }

    function _plainCustomer() private pure returns (uint256) {
        PlainAccount memory a;
        a.balance = 100;
        a.validUntil = TokenFixture.START;
        a.zone = 1;
        a.admitted = true;
        return PlainAccounts.pack(a);
    }

    function _hash(uint256 seed, string memory what) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, what)));
    }
}
