// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {IDepositToken} from "../../../contracts/interfaces/IDepositToken.sol";
import {IERC7699} from "../../../contracts/interfaces/IERC7699.sol";
import {IERC7943Fungible} from "../../../contracts/interfaces/IERC7943Fungible.sol";
import {ILimits, Movement, MovementKind} from "../../../contracts/interfaces/ILimits.sol";
import {MintItem} from "../../../contracts/types/MintItem.sol";
import {Operation} from "../../../contracts/types/PolicyWord.sol";
import {Reason} from "../../../contracts/types/Reason.sol";
import {Standing} from "../../../contracts/types/Standing.sol";
import {PlainAccount, PlainAccounts} from "./PlainAccount.sol";
import {PlainHolds} from "./PlainHolds.sol";
import {PlainLedger} from "./PlainLedger.sol";

/// @notice The reference model of the deposit token: issuance and policy, on top of payments and holds.
/// @dev Roles are not modelled (the AccessManager has its own tests): every restricted call may be made by anyone.
contract PlainToken is PlainHolds {
    mapping(bytes32 => bool) public isUsed;
    mapping(bytes32 => address) public firstPayee;
    mapping(bytes32 => uint256) public firstAmount;
    mapping(bytes32 => uint256) public firstBlock;

    uint256 public received;
    uint256 public attestedAt;
    uint256 public maxAge;
    address public registry;

    constructor(address token, address registry_, uint256 maxAge_) PlainLedger(token) {
        registry = registry_;
        maxAge = maxAge_;
    }

    // --- issuance ---

    function attest(uint256 figure, uint256 asOf, uint256 burned_, uint256 received_) external {
        bool valid = figure < 2 ** 64 && asOf <= block.timestamp && asOf > attestedAt;
        if (!valid || burned_ > burned || received_ > received) revert IDepositToken.AttestationInvalid();
        uint256 deposits = figure + received - received_;
        uint256 paidSince = burned - burned_;
        backing = deposits < paidSince ? 0 : deposits - paidSince;
        if (backing >= 2 ** 64) backing = 2 ** 64 - 1;
        attestedAt = asOf;
        emit IDepositToken.Attested(figure, asOf, burned_, received_, backing);
        if (backing < supply) emit IDepositToken.BackingShortfall(supply, backing);
    }

    function mint(address payee, uint256 amount, bytes32 ref) external {
        _openMint(_accounts[msg.sender].issuer);
        _mintOrRevert(0, payee, amount, ref);
    }

    function mintInterbank(address payee, uint256 amount, bytes32 uetr, uint256 originZone) external {
        _openMint(_accounts[msg.sender].clearing);
        if (originZone == 0 || originZone > 14) revert IDepositToken.ZoneInvalid(originZone);
        backing = backing + amount >= 2 ** 64 ? 2 ** 64 - 1 : backing + amount;
        received += amount;
        emit IDepositToken.InterbankReceived(uetr, payee, amount, originZone);
        _mintOrRevert(originZone, payee, amount, uetr);
    }

    function mintBatch(MintItem[] calldata items) external returns (uint256 minted) {
        _openMint(_accounts[msg.sender].issuer);
        for (uint256 i = 0; i < items.length; ++i) {
            MintItem calldata item = items[i];
            (Reason reason, Movement memory movement) = _judge(0, item.payee, item.amount, item.depositReference);
            if (reason == Reason.Ok) {
                _credit(movement, item.depositReference);
                minted += item.amount;
            } else {
                emit IDepositToken.MintRefused(item.depositReference, item.payee, item.amount, reason);
            }
        }
    }

    function _openMint(bool callerMay) private view {
        if (!callerMay) revert IDepositToken.CallerNotAdmitted(msg.sender);
        _checkNotPaused(Operation.Mint);
        if (block.timestamp > attestedAt + maxAge) revert IDepositToken.AttestationStale(attestedAt, maxAge);
    }

    function _mintOrRevert(uint256 origin, address payee, uint256 amount, bytes32 ref) private {
        (Reason reason, Movement memory movement) = _judge(origin, payee, amount, ref);
        if (reason == Reason.Ok) return _credit(movement, ref);
        if (reason == Reason.ZeroAmount) revert IDepositToken.MintZeroAmount(ref);
        if (reason == Reason.ReferenceUsed) {
            revert IDepositToken.DepositReferenceUsed(ref, firstPayee[ref], firstAmount[ref], firstBlock[ref]);
        }
        if (reason == Reason.BackingExceeded) revert IDepositToken.BackingExceeded(supply, backing, amount);
        bool payeeAtFault = !_mayAct(payee);
        if (payeeAtFault) revert IERC7943Fungible.ERC7943CannotReceive(payee);
        revert IERC7943Fungible.ERC7943CannotTransfer(address(0), payee, amount);
    }

    function _judge(
        uint256 origin,
        address payee,
        uint256 amount,
        bytes32 ref
    ) private view returns (Reason, Movement memory movement) {
        PlainAccount storage a = _accounts[payee];
        if (amount == 0) return (Reason.ZeroAmount, movement);
        if (isUsed[ref]) return (Reason.ReferenceUsed, movement);
        if (!a.admitted) return (Reason.PayeeNotAdmitted, movement);
        if (a.blocked || a.localBlock) return (Reason.PayeeBlocked, movement);
        if (a.retired) return (Reason.PayeeRetired, movement);
        if (block.timestamp > a.validUntil) return (Reason.PayeeExpired, movement);
        bool underReview = !allowed[origin][a.zone];
        if (underReview && !review[origin][a.zone]) return (Reason.CorridorDenied, movement);
        if (supply + amount > backing) return (Reason.BackingExceeded, movement);
        movement = Movement(MovementKind.Mint, address(0), payee, amount, _causesOf(false, a.limited, underReview));
        return (_assess(movement), movement);
    }

    function _credit(Movement memory movement, bytes32 ref) private {
        isUsed[ref] = true;
        firstPayee[ref] = movement.payee;
        firstAmount[ref] = movement.amount;
        firstBlock[ref] = block.number;
        supply += movement.amount;
        _accounts[movement.payee].balance += movement.amount;
        emit IERC7699.TransferReference(ref);
        emit IERC20.Transfer(address(0), movement.payee, movement.amount);
        _askLimits(movement, true);
    }

    // --- policy ---

    function setStanding(address[] calldata wallets, Standing standing) external {
        if (msg.sender != registry) revert IDepositToken.CallerNotAdmitted(msg.sender);
        PlainAccount memory pushed;
        PlainAccounts.unpackStanding(pushed, Standing.unwrap(standing));
        bool malformed = pushed.zone == 15 || (pushed.admitted && pushed.zone == 0);
        for (uint256 i = 0; i < wallets.length; ++i) {
            PlainAccount memory a = _accounts[wallets[i]];
            bool contractOfSuite = a.notary || a.issuer || a.burner || a.clearing;
            if (malformed || contractOfSuite || wallets[i] == address(0) || wallets[i] == TOKEN) {
                revert IDepositToken.StandingInvalid(wallets[i], standing);
            }
            PlainAccounts.unpackStanding(a, Standing.unwrap(standing));
            _accounts[wallets[i]] = a;
            emit IDepositToken.StandingSet(wallets[i], standing);
        }
    }

    function openCorridors(uint256 allow, uint256 reviewed) external {
        _eachCorridor(allow, reviewed, true);
    }

    function closeCorridors(uint256 corridors) external {
        _eachCorridor(corridors, corridors, false);
    }

    function _eachCorridor(uint256 allow, uint256 reviewed, bool open) private {
        if ((allow | reviewed) >= 2 ** 225) revert IDepositToken.ZoneInvalid(15);
        uint256 allowedNow;
        uint256 reviewNow;
        for (uint256 bit = 0; bit < 225; ++bit) {
            (uint256 from, uint256 to) = (bit / 15, bit % 15);
            if ((allow / 2 ** bit) % 2 == 1) allowed[from][to] = open;
            if ((reviewed / 2 ** bit) % 2 == 1) review[from][to] = open;
            if (allowed[from][to]) allowedNow += 2 ** bit;
            if (review[from][to]) reviewNow += 2 ** bit;
        }
        emit IDepositToken.CorridorsSet(allowedNow, reviewNow);
    }

    function pause(Operation operation) external {
        paused[operation] = true;
        emit IDepositToken.Paused(operation, msg.sender);
    }

    function unpause(Operation operation) external {
        paused[operation] = false;
        emit IDepositToken.Unpaused(operation, msg.sender);
    }

    function admitContract(address account, uint256 powers) external {
        _checkPowers(account, powers);
        if (
            account == address(0) || account == TOKEN || _accounts[account].admitted || _accounts[account].balance != 0
        ) {
            revert IDepositToken.LocalBitsInvalid(account, powers);
        }
        _setPowers(account, powers, true);
    }

    function dismissContract(address account, uint256 powers) external {
        _checkPowers(account, powers);
        _setPowers(account, powers, false);
    }

    function _checkPowers(address account, uint256 powers) private pure {
        if (powers == 0 || powers % 2 ** 232 != 0 || powers >= 2 ** 236) {
            revert IDepositToken.LocalBitsInvalid(account, powers);
        }
    }

    function _setPowers(address account, uint256 powers, bool value) private {
        PlainAccount storage a = _accounts[account];
        if ((powers / 2 ** 232) % 2 == 1) a.notary = value;
        if ((powers / 2 ** 233) % 2 == 1) a.issuer = value;
        if ((powers / 2 ** 234) % 2 == 1) a.burner = value;
        if ((powers / 2 ** 235) % 2 == 1) a.clearing = value;
        _emitLocalBits(account);
    }

    function blockWallet(address wallet) external {
        _accounts[wallet].localBlock = true;
        _emitLocalBits(wallet);
    }

    function unblockWallet(address wallet) external {
        _accounts[wallet].localBlock = false;
        _emitLocalBits(wallet);
    }

    function _emitLocalBits(address account) private {
        uint256 word = PlainAccounts.pack(_accounts[account]);
        emit IDepositToken.LocalBitsSet(account, ((word / 2 ** 232) % 32) * 2 ** 232);
    }

    function setLimits(address limits_) external {
        limits = ILimits(limits_);
        emit IDepositToken.LimitsSet(limits_);
    }

    // --- under a legal order ---

    function setFrozenTokens(address account, uint256 amount) external returns (bool) {
        _accounts[account].frozen = amount < 2 ** 64 ? amount : 2 ** 64 - 1;
        emit IERC7943Fungible.Frozen(account, _accounts[account].frozen);
        return true;
    }

    function forcedTransfer(address from, address to, uint256 amount) external returns (bool) {
        // To nobody it burns: another bank has taken the claim over.
        if (to != address(0) && (to == from || !_mayAct(to))) revert IERC7943Fungible.ERC7943CannotReceive(to);
        PlainAccount storage payer = _accounts[from];
        if (amount > payer.balance) revert IERC20Errors.ERC20InsufficientBalance(from, payer.balance, amount);
        uint256 unheld = payer.balance - payer.held;
        if (amount > unheld) revert IDepositToken.HeldBalance(from, amount, unheld);
        _thaw(from, amount);
        _moveOrBurn(from, to, amount);
        emit IERC7943Fungible.ForcedTransfer(from, to, amount);
        return true;
    }
}
