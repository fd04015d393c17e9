// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {ERC20Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/ERC20Upgradeable.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {IERC7943Fungible} from "../interfaces/IERC7943Fungible.sol";
import {Causes, ILimits, Movement, MovementKind} from "../interfaces/ILimits.sol";
import {AccountWord} from "../types/AccountWord.sol";
import {Operation, PolicyWord} from "../types/PolicyWord.sol";
import {Reason} from "../types/Reason.sol";
import {TokenStorage} from "./TokenStorage.sol";

/// @title TokenLedger
/// @notice The choke point: the rules of a movement, and the only places where a balance is written.
/// @dev OpenZeppelin's ERC-20 is inherited for everything but the ledger; its own balances and supply stay zero. No
/// extension that reads them, or that calls `super._update`, may ever be added.
abstract contract TokenLedger is
    TokenStorage,
    ERC20Upgradeable,
    AccessManagedUpgradeable,
    IERC7943Fungible,
    IDepositToken
{
    /// @inheritdoc ERC20Upgradeable
    function balanceOf(address account) public view override returns (uint256) {
        return _word(account).balance();
    }

    /// @inheritdoc ERC20Upgradeable
    function totalSupply() public view override returns (uint256) {
        return _ledger().supply.totalSupply();
    }

    /// @dev Every transfer of the caller's or of a signer's own money ends here.
    function _update(address from, address to, uint256 amount) internal override {
        Ledger storage $ = _ledger();
        Account storage payer = $.accounts[from];
        Account storage payee = $.accounts[to];
        AccountWord payerWord = payer.word;
        AccountWord payeeWord = payee.word;

        // The fast road takes what no rule could refuse and falls through to the full rules for all else.
        if (
            payerWord.isPlainPayer() &&
            payeeWord.isPlain() &&
            amount <= payerWord.balance() &&
            $.policy.allowsTransfer(payerWord.zone(), payeeWord.zone()) &&
            from != to
        ) {
            payer.word = payerWord.debit(amount);
            payee.word = payeeWord.credit(amount);
            emit Transfer(from, to, amount);
        } else {
            _updateByFullRules(from, to, amount);
        }
    }

    function _updateByFullRules(address from, address to, uint256 amount) private {
        Ledger storage $ = _ledger();
        AccountWord payer = _word(from);
        AccountWord payee = _word(to);

        _requireSender(from, payer.mayAct());
        bool underReview = _requirePayee(Operation.Transfer, payer, payee, from, to, amount);
        _requireAvailable(from, payer, amount);

        bool moves = from != to && amount != 0;
        if (moves) {
            $.accounts[from].word = payer.debit(amount);
            $.accounts[to].word = payee.credit(amount);
        }
        emit Transfer(from, to, amount);
        _askLimits(MovementKind.Transfer, from, to, amount, _causes(payer, payee, underReview), moves);
    }

    /// @dev Pays held or seized money: the caller has checked every rule, from != to, and amount <= balance.
    /// @param payer The payer's word, its holds and liens already reduced.
    /// @return word The payee's word before (zero on a burn).
    function _settle(address from, AccountWord payer, address to, uint256 amount) internal returns (AccountWord word) {
        Ledger storage $ = _ledger();
        $.accounts[from].word = payer.debit(amount);
        if (to == address(0)) {
            $.supply = $.supply.burnt(amount);
            $.flows = $.flows.addBurned(amount);
        } else {
            Account storage payee = $.accounts[to];
            word = payee.word;
            payee.word = word.credit(amount);
        }
        emit Transfer(from, to, amount);
    }

    /// @dev Liens give way to `amount`, as ERC-7943 wants it: frozen is reduced by what exceeds the unfrozen money.
    function _thaw(address account, AccountWord word, uint256 amount) internal returns (AccountWord) {
        uint256 unfrozen = word.unfrozen();
        if (amount <= unfrozen) return word;
        unchecked {
            uint256 frozen = word.frozen() - (amount - unfrozen);
            return _freeze(account, word, frozen);
        }
    }

    function _freeze(address account, AccountWord word, uint256 amount) internal returns (AccountWord) {
        emit Frozen(account, amount);
        return word.withFrozen(amount);
    }

    // --- rules ---

    function _word(address account) internal view returns (AccountWord) {
        return _ledger().accounts[account].word;
    }

    function _requireNotPaused(Operation operation) internal view {
        _requireRunning(_ledger().policy, operation);
    }

    function _requireRunning(PolicyWord policy, Operation operation) internal pure {
        if (policy.isPaused(operation)) revert OperationPaused(operation);
    }

    function _requireSender(address account, bool allowed) internal pure {
        if (!allowed) revert ERC7943CannotSend(account);
    }

    function _requireReceiver(address account, bool allowed) internal pure {
        if (!allowed) revert ERC7943CannotReceive(account);
    }

    function _refuse(address from, address to, uint256 amount) internal pure {
        revert ERC7943CannotTransfer(from, to, amount);
    }

    function _requireBalance(address account, AccountWord word, uint256 amount) internal pure {
        if (amount > word.balance()) revert ERC20InsufficientBalance(account, word.balance(), amount);
    }

    /// @dev The operation is not paused, the payee may receive now, and the corridor is allowed or under review.
    function _requirePayee(
        Operation operation,
        AccountWord payer,
        AccountWord payee,
        address from,
        address to,
        uint256 amount
    ) internal view returns (bool underReview) {
        PolicyWord policy = _ledger().policy;
        _requireRunning(policy, operation);
        _requireReceiver(to, payee.mayAct());
        bool denied;
        (denied, underReview) = _corridor(policy, payer.zone(), payee.zone());
        if (denied) _refuse(from, to, amount);
    }

    /// @dev The review word is read only when the policy does not allow; a pair in neither is denied.
    function _corridor(
        PolicyWord policy,
        uint256 from,
        uint256 to
    ) internal view returns (bool denied, bool underReview) {
        if (!policy.allows(from, to)) {
            underReview = _ledger().review.allows(from, to);
            denied = !underReview;
        }
    }

    /// @dev ERC-6093 above the balance, ERC-7943 when liens are short, our own error when only holds are.
    function _requireAvailable(address account, AccountWord word, uint256 amount) internal pure {
        uint256 available = word.available();
        if (amount <= available) return;
        _requireBalance(account, word, amount);
        _requireUnfrozen(account, word, amount);
        revert InsufficientAvailable(account, amount, available);
    }

    function _requireUnfrozen(address account, AccountWord word, uint256 amount) internal pure {
        uint256 unfrozen = word.unfrozen();
        if (amount > unfrozen) revert ERC7943InsufficientUnfrozenBalance(account, amount, unfrozen);
    }

    function _requireAdmitted(bool admitted) internal view {
        if (!admitted) revert CallerNotAdmitted(msg.sender);
    }

    function _requireRelayer() internal view {
        if (_word(msg.sender).isBlocked()) revert RelayerBlocked(msg.sender);
    }

    // --- the call-out ---

    /// @dev Stands for the side whose limits do not count.
    AccountWord internal constant NOBODY = AccountWord.wrap(0);

    /// @dev Why the Limits contract must be asked; zero for nearly every movement.
    function _causes(AccountWord payer, AccountWord payee, bool underReview) internal pure returns (uint256 causes) {
        // PAYER_LIMITED is 1 and PAYEE_LIMITED 2.
        causes = payer.limitedBit() | (payee.limitedBit() << 1);
        if (underReview) causes |= Causes.UNDER_REVIEW;
    }

    /// @dev Last of all, the one call-out. `moves` false (self or zero): every rule applies, nothing is counted. A release
    /// gives the payer's limit back, and nothing stops a release, whatever the Limits contract answers.
    function _askLimits(
        MovementKind kind,
        address from,
        address to,
        uint256 amount,
        uint256 causes,
        bool moves
    ) internal {
        if (causes == 0) return;
        address limits_ = _ledger().limits;
        if (moves && limits_ != address(0)) {
            bytes memory record = abi.encodeCall(ILimits.record, (Movement(kind, from, to, amount, causes)));
            if (!LowLevelCall.callNoReturn(limits_, record) && kind != MovementKind.HoldReleased) {
                LowLevelCall.bubbleRevert();
            }
        } else if (_assess(kind, from, to, amount, causes) != Reason.Ok) {
            _refuse(from, to, amount);
        }
    }

    /// @dev No Limits contract means no limited party and no pair under review can move: default deny.
    function _assess(
        MovementKind kind,
        address from,
        address to,
        uint256 amount,
        uint256 causes
    ) internal view returns (Reason) {
        if (causes == 0) return Reason.Ok;
        address limits_ = _ledger().limits;
        if (limits_ == address(0)) return Reason.LimitsMissing;
        bytes memory question = abi.encodeCall(
            ILimits.assess,
            (address(this), Movement(kind, from, to, amount, causes))
        );
        (bool answered, bytes32 code, ) = LowLevelCall.staticcallReturn64Bytes(limits_, question);
        // No answer, half an answer, or one that this version does not know is a refusal; the views that ask never revert.
        if (!answered || LowLevelCall.returnDataSize() < 32 || uint256(code) > uint256(type(Reason).max)) {
            return Reason.LimitsUnavailable;
        }
        return Reason(uint256(code));
    }
}
