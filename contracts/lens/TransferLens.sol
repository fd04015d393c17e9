// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {Causes, ILimits, Movement, MovementKind} from "../interfaces/ILimits.sol";
import {AccountWord, AccountWordLib} from "../types/AccountWord.sol";
import {Hold, HoldStatus, HoldWord, HoldWordLib} from "../types/HoldWord.sol";
import {Operation, PolicyWord} from "../types/PolicyWord.sol";
import {Reason} from "../types/Reason.sol";

/// @title TransferLens
/// @notice Explains before it happens: why a payment would fail, and how much of a hold would execute now.
/// @dev Reads only, owns nothing, one for all tokens. It lives outside the token because explaining costs code and the
/// token has none to spare. A property test proves that `Ok` and success are the same thing.
contract TransferLens {
    using HoldWordLib for Hold;

    /// @notice Why `spender` could not move `amount` minor units of `token` from `from` to `to` now; `Ok` if it could.
    /// @param spender `from` itself for `transfer`; another for `transferFrom`.
    function checkTransfer(
        IDepositToken token,
        address spender,
        address from,
        address to,
        uint256 amount
    ) external view returns (Reason) {
        AccountWord payer = token.accountWord(from);
        AccountWord payee = token.accountWord(to);
        (PolicyWord policy, PolicyWord review) = token.policyWords();
        if (spender != from) {
            if (!token.accountWord(spender).mayAct()) return Reason.SpenderNotAllowed;
            if (IERC20(address(token)).allowance(from, spender) < amount) return Reason.InsufficientAllowance;
        }
        if (to == address(0)) return Reason.InvalidPayee;
        if (policy.isPaused(Operation.Transfer)) return Reason.Paused;
        Reason reason = _checkPayer(payer);
        if (reason == Reason.Ok) reason = _checkPayee(payee);
        if (reason != Reason.Ok) return reason;
        bool underReview = !policy.allows(payer.zone(), payee.zone());
        if (underReview && !review.allows(payer.zone(), payee.zone())) return Reason.CorridorDenied;
        if (amount > payer.balance()) return Reason.InsufficientBalance;
        if (amount > payer.unfrozen()) return Reason.InsufficientUnfrozen;
        if (amount > payer.available()) return Reason.InsufficientAvailable;
        return
            _checkLimits(token, Movement(MovementKind.Transfer, from, to, amount, _causes(payer, payee, underReview)));
    }

    /// @notice How much of the hold its notary could execute now, in minor units; 0 when a rule stops it.
    /// @dev A hold is an earmark, not a guarantee: liens come first. Limits of the payee are not asked.
    function executable(IDepositToken token, Hold calldata hold) external view returns (uint256) {
        HoldWord word = token.holdWord(hold.id());
        uint256 remaining = word.remaining();
        if (word.isIn(HoldStatus.Sealed)) return remaining;
        if (!word.isIn(HoldStatus.Open) || block.timestamp >= word.expiryOf(hold)) return 0;

        AccountWord payer = token.accountWord(hold.payer);
        AccountWord notary = token.accountWord(hold.notary);
        address payee = word.payeeOf(hold);
        if (token.accountWord(payee).isRetired()) payee = IPartyRegistry(token.registry()).successorOf(payee);
        (PolicyWord policy, PolicyWord review) = token.policyWords();
        bool burns = payee == address(0);
        bool redemption = burns && !notary.has(AccountWordLib.CLEARING);
        if (!notary.has(AccountWordLib.NOTARY) || !payer.isCustomer()) return 0;
        if (burns && !notary.has(AccountWordLib.BURNER)) return 0;
        if (!redemption && policy.isPaused(Operation.Execute)) return 0;
        if (!burns) {
            AccountWord payeeWord = token.accountWord(payee);
            if (!payeeWord.mayAct()) return 0;
            // Under review it executes only if a clearance was used for this pair; a fresh one is not looked for.
            bool open =
                policy.allows(payer.zone(), payeeWord.zone()) ||
                    (word.isCleared() && review.allows(payer.zone(), payeeWord.zone()));
            if (!open) return 0;
        }
        uint256 unfrozen = payer.unfrozen();
        return remaining < unfrozen ? remaining : unfrozen;
    }

    function _checkPayer(AccountWord payer) private view returns (Reason) {
        if (!payer.isAdmitted()) return Reason.PayerNotAdmitted;
        if (payer.isBlocked()) return Reason.PayerBlocked;
        if (payer.isRetired()) return Reason.PayerRetired;
        return payer.mayAct() ? Reason.Ok : Reason.PayerExpired;
    }

    function _checkPayee(AccountWord payee) private view returns (Reason) {
        if (!payee.isAdmitted()) return Reason.PayeeNotAdmitted;
        if (payee.isBlocked()) return Reason.PayeeBlocked;
        if (payee.isRetired()) return Reason.PayeeRetired;
        return payee.mayAct() ? Reason.Ok : Reason.PayeeExpired;
    }

    function _causes(AccountWord payer, AccountWord payee, bool underReview) private pure returns (uint256 causes) {
        if (payer.isLimited()) causes |= Causes.PAYER_LIMITED;
        if (payee.isLimited()) causes |= Causes.PAYEE_LIMITED;
        if (underReview) causes |= Causes.UNDER_REVIEW;
    }

    function _checkLimits(IDepositToken token, Movement memory movement) private view returns (Reason) {
        if (movement.causes == 0) return Reason.Ok;
        address limits = token.limits();
        if (limits == address(0)) return Reason.LimitsMissing;
        try ILimits(limits).assess(address(token), movement) returns (uint8 code) {
            return code <= uint8(type(Reason).max) ? Reason(code) : Reason.LimitsUnavailable;
        } catch {
            return Reason.LimitsUnavailable;
        }
    }
}
