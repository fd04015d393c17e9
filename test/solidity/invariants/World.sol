// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositToken} from "../../../contracts/token/DepositToken.sol";
import {Operation, PolicyWord} from "../../../contracts/types/PolicyWord.sol";
import {AccountWord} from "../../../contracts/types/AccountWord.sol";
import {SupplyWord, FlowWord} from "../../../contracts/types/SupplyWord.sol";
import {Standing} from "../../../contracts/types/Standing.sol";
import {assertEq} from "../support/Assertions.sol";
import {LimitsStub} from "../support/LimitsStub.sol";
import {PlainAccount, PlainAccounts} from "../support/PlainAccount.sol";
import {PlainToken} from "../support/PlainToken.sol";
import {TokenFixture} from "../support/TokenFixture.sol";
import {Vm, vm} from "../support/Vm.sol";

/// @notice A bank with customers, contracts and a register, and beside its token the plain model of it.
/// @dev Every call goes to both with the same caller and calldata; any difference of outcome, answer, error or event
/// fails at once. This contract is the administrator and, as far as the token asks one, the register.
abstract contract World {
    DepositToken public immutable token;
    PlainToken public immutable model;
    LimitsStub internal immutable limitsOfToken = new LimitsStub();
    LimitsStub internal immutable limitsOfModel = new LimitsStub();

    uint256 internal constant PARTIES = 7;
    address[] public parties;
    address internal constant NOTARY = address(0xA01);
    address internal constant DESK = address(0xA02);
    address internal constant CLEARING = address(0xA03);
    address internal constant ISSUER = address(0xA04);

    mapping(bytes4 action => uint256) public succeeded;
    mapping(bytes4 action => uint256) public refused;

    // What invariants need to know of the past.
    uint256 public ghostMinted;
    uint256 public ghostBurned;
    uint256 public ghostReceived;
    uint256 public illegalPayments;
    uint256 public illegalMints;

    /// The register's book of lost wallets. The token does not know of one before it is pushed.
    mapping(address wallet => address) internal _heirs;

    uint256 private _clock = TokenFixture.START;

    constructor() {
        vm.warp(_clock);
        token = TokenFixture.deploy(address(this), address(this));
        model = new PlainToken(address(token), address(this), TokenFixture.MAX_AGE);

        for (uint256 i = 0; i < PARTIES; ++i) parties.push(vm.addr(i + 1));
        // Two in zone 1, two in zone 2; the fifth has limits, the sixth a KYC of days, the seventh is a stranger.
        for (uint256 i = 0; i < PARTIES - 1; ++i) {
            _setStanding(parties[i], i == 5 ? 5 days : 300 days, 1 + (i % 4), true, false, i == 4);
        }
        _do(address(this), abi.encodeCall(token.admitContract, (NOTARY, TokenFixture.NOTARY)));
        _do(address(this), abi.encodeCall(token.admitContract, (DESK, TokenFixture.NOTARY | TokenFixture.BURNER)));
        _do(
            address(this),
            abi.encodeCall(
                token.admitContract,
                (CLEARING, TokenFixture.NOTARY | TokenFixture.BURNER | TokenFixture.CLEARING)
            )
        );
        _do(address(this), abi.encodeCall(token.admitContract, (ISSUER, TokenFixture.ISSUER)));
        _openUsualCorridors();
        _changeLimits(true, false);
        _attestAmply();
    }

    // --- the register, as the token sees it ---

    /// @notice The live wallet that stands for this one.
    function successorOf(address wallet) public view returns (address) {
        return _heirs[wallet] == address(0) ? wallet : successorOf(_heirs[wallet]);
    }

    function _lose(address wallet, address heir) internal {
        _heirs[wallet] = heir;
        model.lose(wallet, heir);
    }

    /// @dev A register never does this: it gives the customer a new wallet. Here the new one has the old one's address.
    function _replace(address wallet) internal {
        _heirs[wallet] = address(0);
        model.find(wallet);
    }

    // --- the two, side by side ---

    /// @dev Counts for the table of calls, under the selector of the action.
    function _act(address caller, bytes memory data) internal returns (bool ok) {
        ok = _do(caller, data);
        if (ok) ++succeeded[msg.sig];
        else ++refused[msg.sig];
    }

    function _do(address caller, bytes memory data) internal returns (bool ok) {
        bytes memory expected;
        bytes memory answer;
        bool allowed;

        vm.recordLogs();
        vm.prank(caller);
        (allowed, expected) = address(model).call(data);
        Vm.Log[] memory expectedLogs = vm.getRecordedLogs();

        vm.recordLogs();
        vm.prank(caller);
        (ok, answer) = address(token).call(data);
        Vm.Log[] memory logs = vm.getRecordedLogs();

        if (ok != allowed) assertEq(answer, expected, "token and model disagree");
        assertEq(ok, allowed, "outcome");
        assertEq(answer, expected, "answer or error");
        if (ok) _compareLogs(logs, expectedLogs);
    }

    function _compareLogs(Vm.Log[] memory logs, Vm.Log[] memory expected) private pure {
        assertEq(logs.length, expected.length, "number of events");
        for (uint256 i = 0; i < logs.length; ++i) {
            assertEq(abi.encode(logs[i].topics), abi.encode(expected[i].topics), "event's topics");
            assertEq(logs[i].data, expected[i].data, "event's data");
        }
    }

    /// @notice Every word of the token means what the model says.
    function compareWords() public view {
        for (uint256 i = 0; i < PARTIES; ++i) _compareAccount(parties[i]);
        _compareAccount(NOTARY);
        _compareAccount(DESK);
        _compareAccount(CLEARING);
        _compareAccount(ISSUER);
        (SupplyWord supply, FlowWord flows) = token.supplyWords();
        assertEq(
            SupplyWord.unwrap(supply),
            model.supply() + model.backing() * 2 ** 64 + model.attestedAt() * 2 ** 128 + model.maxAge() * 2 ** 160,
            "supply word"
        );
        assertEq(FlowWord.unwrap(flows), model.burned() + model.received() * 2 ** 128, "flow word");
        assertEq(limitsOfToken.trail(), limitsOfModel.trail(), "what the limits contract was told");
    }

    function _compareAccount(address account) private view {
        assertEq(AccountWord.unwrap(token.accountWord(account)), model.wordOf(account), "account word");
    }

    // --- what raw words say, for checks that do not trust the model either ---

    function _account(address account) internal view returns (PlainAccount memory) {
        return PlainAccounts.unpack(AccountWord.unwrap(token.accountWord(account)));
    }

    /// @param held An open hold is paid: the payer's KYC may have lapsed since, and its wallet may be lost.
    function _canPay(address from, address to, bool held) internal view returns (bool) {
        PlainAccount memory payer = _account(from);
        if (!payer.admitted || payer.blocked || payer.localBlock) return false;
        if (!held && (payer.retired || block.timestamp > payer.validUntil)) return false;
        return _canReach(from, to);
    }

    /// @dev The payee may receive, and the corridor from where the payer stands is open or under review.
    function _canReach(address from, address to) internal view returns (bool) {
        PlainAccount memory payee = _account(to);
        if (!payee.admitted || payee.blocked || payee.localBlock || payee.retired) return false;
        if (block.timestamp > payee.validUntil) return false;
        (PolicyWord policy, PolicyWord review) = token.policyWords();
        uint256 corridor = 2 ** (_account(from).zone * 15 + payee.zone);
        return (PolicyWord.unwrap(policy) / corridor) % 2 == 1 || (PolicyWord.unwrap(review) / corridor) % 2 == 1;
    }

    // --- the run of things ---

    /// @dev Before every action minutes pass, and often an officer puts one thing right: a party renewed and unblocked,
    /// a pause lifted, the usual corridors, the Limits contract. Without it nothing could move after a hundred calls.
    modifier ordinaryDay(uint256 seed) {
        _warp(1 + _roll(seed, "minutes", 10 minutes));
        uint256 event_ = _roll(seed, "put right", 12);
        if (event_ < 6) _restore(_roll(seed, "restored", PARTIES - 1), _roll(seed, "new wallet", 4) == 0);
        if (event_ > 8) _unpauseAll();
        if (event_ == 8) _attestAmply();
        if (event_ == 6) _openUsualCorridors();
        if (event_ == 7) _changeLimits(true, false);
        _;
    }

    function _restore(uint256 i, bool replaced) private {
        PlainAccount memory a = _account(parties[i]);
        bool wellZoned = a.zone != 0 && a.zone < 5;
        if (replaced) _replace(parties[i]);
        bool asBooked = a.retired == (_heirs[parties[i]] != address(0));
        bool current = a.admitted && !a.blocked && asBooked && block.timestamp <= a.validUntil;
        if (!current) _setStanding(parties[i], 200 days, wellZoned ? a.zone : 1 + (i % 4), true, false, a.limited);
        if (a.localBlock) _do(address(this), abi.encodeCall(token.unblockWallet, (parties[i])));
        if (a.frozen > a.balance / 2) _do(address(this), abi.encodeCall(token.setFrozenTokens, (parties[i], 0)));
    }

    function _attestAmply() private {
        (uint256 burned, uint256 received) = (model.burned(), model.received());
        bytes memory call_ = abi.encodeCall(token.attest, (token.totalSupply() + 500_000, _clock, burned, received));
        _do(address(this), call_);
    }

    function _unpauseAll() private {
        for (uint256 i = 0; i < 4; ++i) {
            if (model.paused(Operation(i))) _do(address(this), abi.encodeCall(token.unpause, (Operation(i))));
        }
    }

    function _changeLimits(bool present, bool closed) internal {
        token.setLimits(present ? address(limitsOfToken) : address(0));
        model.setLimits(present ? address(limitsOfModel) : address(0));
        limitsOfToken.setClosed(closed);
        limitsOfModel.setClosed(closed);
    }

    // --- acts that several actions need ---

    function _setStanding(
        address wallet,
        uint256 validFor,
        uint256 zone,
        bool admitted,
        bool blocked,
        bool limited
    ) internal returns (bool) {
        PlainAccount memory a;
        a.validUntil = block.timestamp + validFor;
        a.zone = zone;
        a.admitted = admitted;
        a.blocked = blocked;
        a.limited = limited;
        a.retired = _heirs[wallet] != address(0);
        address[] memory wallets = new address[](1);
        wallets[0] = wallet;
        Standing standing = Standing.wrap(uint40(PlainAccounts.packStanding(a)));
        return _do(address(this), abi.encodeCall(token.setStanding, (wallets, standing)));
    }

    /// @dev Zones 0..4 pay zones 1..4, but 1 -> 4 is denied and 4 -> 1, 2 -> 3 and mints for 4 are under review.
    function _openUsualCorridors() internal {
        uint256 all;
        for (uint256 from = 0; from <= 4; ++from) {
            for (uint256 to = 1; to <= 4; ++to) all += _corridor(from, to);
        }
        uint256 review = _corridor(4, 1) + _corridor(2, 3) + _corridor(0, 4);
        uint256 denied = _corridor(1, 4);
        _do(address(this), abi.encodeCall(token.closeCorridors, (denied + review)));
        _do(address(this), abi.encodeCall(token.openCorridors, (all - denied - review, review)));
    }

    function _corridor(uint256 from, uint256 to) internal pure returns (uint256) {
        return 2 ** (from * 15 + to);
    }

    function _warp(uint256 by) internal {
        // Our own clock: the optimizer may take block.timestamp for a constant of the call.
        _clock += by;
        vm.warp(_clock);
        vm.roll(block.number + 1 + by / 12);
    }

    // --- choices ---

    function _roll(uint256 seed, string memory what, uint256 sides) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, what))) % sides;
    }

    /// @dev Nearly always somebody who may act now, so that most calls succeed; sometimes just anybody.
    function _someone(uint256 seed, string memory role) internal view returns (address) {
        uint256 first = _roll(seed, role, PARTIES);
        if (_roll(seed, string.concat(role, " whoever"), 20) == 0) return parties[first];
        for (uint256 i = 0; i < PARTIES; ++i) {
            address party = parties[(first + i) % PARTIES];
            if (token.canSend(party)) return party;
        }
        return parties[first];
    }

    /// @dev Nearly always somebody who may act and has money to dispose of.
    function _payer(uint256 seed, string memory role) internal view returns (address) {
        uint256 first = _roll(seed, role, PARTIES);
        if (_roll(seed, string.concat(role, " whoever"), 20) == 0) return parties[first];
        for (uint256 i = 0; i < PARTIES; ++i) {
            address party = parties[(first + i) % PARTIES];
            if (token.canSend(party) && token.availableOf(party) > 10) return party;
        }
        return parties[first];
    }

    /// @dev Nearly always a payee whom `from` may pay now; sometimes itself, sometimes anybody.
    function _payeeFor(uint256 seed, string memory role, address from) internal view returns (address) {
        uint256 first = _roll(seed, role, PARTIES);
        if (_roll(seed, string.concat(role, " itself"), 20) == 0) return from;
        if (_roll(seed, string.concat(role, " whoever"), 20) == 0) return parties[first];
        for (uint256 i = 0; i < PARTIES; ++i) {
            address party = parties[(first + i) % PARTIES];
            if (party != from && _canPay(from, party, true)) return party;
        }
        return parties[first];
    }

    /// @dev Nearly always a part of what is available; sometimes nothing, all, or one too much.
    function _amount(uint256 seed, address payer) internal view returns (uint256) {
        uint256 available = token.availableOf(payer);
        uint256 kind = _roll(seed, "kind of amount", 40);
        if (kind == 0) return 0;
        if (kind == 1) return available;
        if (kind == 2) return available + 1;
        if (kind == 3) return token.balanceOf(payer) + 1;
        return 1 + _roll(seed, "amount", available / 6 + 1);
    }
}
