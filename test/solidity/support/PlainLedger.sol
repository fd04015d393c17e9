// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {IDepositToken, Payment} from "../../../contracts/interfaces/IDepositToken.sol";
import {IERC7699} from "../../../contracts/interfaces/IERC7699.sol";
import {IERC7943Fungible} from "../../../contracts/interfaces/IERC7943Fungible.sol";
import {Causes, ILimits, Movement, MovementKind} from "../../../contracts/interfaces/ILimits.sol";
import {Operation} from "../../../contracts/types/PolicyWord.sol";
import {Reason} from "../../../contracts/types/Reason.sol";
import {PlainAccount, PlainAccounts} from "./PlainAccount.sol";

/// @notice The rules of a payment written plainly: one variable a fact, one check a line, no fast road.
/// @dev The reference model takes the token's own calldata from the token's own callers, so that a test can send both
/// the same call and expect the same answer, the same events and the same error, to the last argument.
abstract contract PlainLedger {
    mapping(address account => PlainAccount) internal _accounts;
    mapping(address owner => mapping(address spender => uint256)) public allowance;

    mapping(uint256 from => mapping(uint256 to => bool)) public allowed;
    mapping(uint256 from => mapping(uint256 to => bool)) public review;
    mapping(Operation operation => bool) public paused;

    /// The token it stands for: names the domain of signatures, and is what the Limits contract is asked about.
    address internal immutable TOKEN;
    ILimits public limits;

    constructor(address token) {
        TOKEN = token;
    }

    // --- set and read by tests ---

    function setAccount(address account, uint256 word) external {
        _accounts[account] = PlainAccounts.unpack(word);
    }

    function setCorridor(uint256 from, uint256 to, bool allowed_, bool review_) external {
        allowed[from][to] = allowed_;
        review[from][to] = review_;
    }

    function setPaused(Operation operation, bool paused_) external {
        paused[operation] = paused_;
    }

    function accountOf(address account) external view returns (PlainAccount memory) {
        return _accounts[account];
    }

    function wordOf(address account) external view returns (uint256) {
        return PlainAccounts.pack(_accounts[account]);
    }

    // --- payments ---

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        emit IERC20.Approval(msg.sender, spender, amount);
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        _pay(msg.sender, to, amount);
        return true;
    }

    function transfer(address to, uint256 amount, bytes calldata transferReference) external returns (bool) {
        if (transferReference.length != 0) emit IERC7699.TransferReference(bytes32(transferReference));
        _pay(msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        if (!_mayAct(msg.sender)) revert IDepositToken.SpenderNotAllowed(msg.sender);
        uint256 left = allowance[from][msg.sender];
        if (left < amount) revert IERC20Errors.ERC20InsufficientAllowance(msg.sender, left, amount);
        if (left != type(uint256).max) allowance[from][msg.sender] = left - amount;
        _pay(from, to, amount);
        return true;
    }

    function transferBatch(Payment[] calldata payments) external returns (bool) {
        for (uint256 i = 0; i < payments.length; ++i) {
            if (payments[i].paymentReference != 0) emit IERC7699.TransferReference(payments[i].paymentReference);
            _pay(msg.sender, payments[i].payee, payments[i].amount);
        }
        return true;
    }

    function _pay(address from, address to, uint256 amount) internal {
        if (to == address(0)) revert IERC20Errors.ERC20InvalidReceiver(address(0));
        if (!_mayAct(from)) revert IERC7943Fungible.ERC7943CannotSend(from);
        bool underReview = _checkArrival(Operation.Transfer, from, to, amount);
        _checkAvailable(from, amount);

        bool moves = from != to && amount != 0;
        if (moves) {
            _accounts[from].balance -= amount;
            _accounts[to].balance += amount;
        }
        emit IERC20.Transfer(from, to, amount);
        uint256 causes = _causesOf(_accounts[from].limited, _accounts[to].limited, underReview);
        _askLimits(Movement(MovementKind.Transfer, from, to, amount, causes), moves);
    }

    function _causesOf(bool payerLimited, bool payeeLimited, bool underReview) internal pure returns (uint256 causes) {
        if (payerLimited) causes += Causes.PAYER_LIMITED;
        if (payeeLimited) causes += Causes.PAYEE_LIMITED;
        if (underReview) causes += Causes.UNDER_REVIEW;
    }

    // --- rules ---

    function _isCustomer(address account) internal view returns (bool) {
        PlainAccount storage a = _accounts[account];
        return a.admitted && !a.blocked && !a.localBlock;
    }

    /// @dev A customer that still acts through this wallet: one that was lost signs nothing, whoever has its key.
    function _mayRedeem(address account) internal view returns (bool) {
        return _isCustomer(account) && !_accounts[account].retired;
    }

    function _mayAct(address account) internal view returns (bool) {
        return _mayRedeem(account) && block.timestamp <= _accounts[account].validUntil;
    }

    function _unfrozen(address account) internal view returns (uint256) {
        PlainAccount storage a = _accounts[account];
        return a.frozen >= a.balance ? 0 : a.balance - a.frozen;
    }

    function _checkNotPaused(Operation operation) internal view {
        if (paused[operation]) revert IDepositToken.OperationPaused(operation);
    }

    function _checkArrival(
        Operation operation,
        address from,
        address to,
        uint256 amount
    ) internal view returns (bool underReview) {
        _checkNotPaused(operation);
        if (!_mayAct(to)) revert IERC7943Fungible.ERC7943CannotReceive(to);
        uint256 origin = _accounts[from].zone;
        uint256 target = _accounts[to].zone;
        if (allowed[origin][target]) return false;
        if (review[origin][target]) return true;
        revert IERC7943Fungible.ERC7943CannotTransfer(from, to, amount);
    }

    function _checkAvailable(address account, uint256 amount) internal view {
        PlainAccount storage a = _accounts[account];
        if (amount > a.balance) revert IERC20Errors.ERC20InsufficientBalance(account, a.balance, amount);
        _checkUnfrozen(account, amount);
        uint256 unfrozen = _unfrozen(account);
        uint256 available = a.held >= unfrozen ? 0 : unfrozen - a.held;
        if (amount > available) revert IDepositToken.InsufficientAvailable(account, amount, available);
    }

    function _checkUnfrozen(address account, uint256 amount) internal view {
        uint256 unfrozen = _unfrozen(account);
        if (amount > unfrozen) {
            revert IERC7943Fungible.ERC7943InsufficientUnfrozenBalance(account, amount, unfrozen);
        }
    }

    /// @dev What a hold tells the Limits contract.
    function _record(
        MovementKind kind,
        address payer,
        address payee,
        uint256 amount,
        bool payerLimited,
        bool payeeLimited,
        bool underReview
    ) internal {
        _askLimits(Movement(kind, payer, payee, amount, _causesOf(payerLimited, payeeLimited, underReview)), true);
    }

    function _askLimits(Movement memory movement, bool moves) internal {
        if (movement.causes == 0) return;
        if (moves && address(limits) != address(0)) {
            limits.record(movement);
        } else if (_assess(movement) != Reason.Ok) {
            revert IERC7943Fungible.ERC7943CannotTransfer(movement.payer, movement.payee, movement.amount);
        }
    }

    function _assess(Movement memory movement) internal view returns (Reason) {
        if (movement.causes == 0) return Reason.Ok;
        if (address(limits) != address(0)) return Reason(limits.assess(TOKEN, movement));
        return Reason.LimitsMissing;
    }
}
