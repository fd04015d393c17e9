// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IDepositToken} from "../../../contracts/interfaces/IDepositToken.sol";
import {IERC7943Fungible} from "../../../contracts/interfaces/IERC7943Fungible.sol";
import {Causes, Movement, MovementKind} from "../../../contracts/interfaces/ILimits.sol";
import {Hold, HoldStatus} from "../../../contracts/types/HoldWord.sol";
import {Operation} from "../../../contracts/types/PolicyWord.sol";
import {PlainAccount} from "./PlainAccount.sol";
import {PlainLedger} from "./PlainLedger.sol";
import {HoldSigning} from "./HoldSigning.sol";

struct PlainHold {
    HoldStatus status;
    uint256 remaining;
    uint256 extension;
    bool cleared;
    address assignee;
    uint256 placedHour;
}

/// @notice The rules of holds, written plainly.
abstract contract PlainHolds is PlainLedger {
    mapping(bytes32 id => PlainHold) internal _holds;

    uint256 public supply;
    uint256 public backing;
    uint256 public burned;

    /// The register's book of lost wallets, each with the wallet that was named for it.
    mapping(address wallet => bool) public isLost;
    mapping(address wallet => address) public heirs;

    uint256 private constant LONGEST = 400 days;
    uint256 private constant MOST_HOURS = 8_191;

    function holdOf(bytes32 id) external view returns (PlainHold memory) {
        return _holds[id];
    }

    /// @notice The word that the token should have, by its drawing.
    function holdWordOf(bytes32 id) external view returns (uint256) {
        PlainHold memory h = _holds[id];
        uint256 word = h.remaining + uint256(h.status) * 2 ** 64 + h.extension * 2 ** 67;
        word += (h.placedHour % 2 ** 15) * 2 ** 80 + uint256(uint160(h.assignee)) * 2 ** 96;
        return h.cleared ? word + 2 ** 95 : word;
    }

    function lose(address wallet, address heir) external {
        isLost[wallet] = true;
        heirs[wallet] = heir;
    }

    function find(address wallet) external {
        isLost[wallet] = false;
    }

    // --- placing ---

    function placeHold(Hold calldata h) external returns (bytes32 id) {
        id = HoldSigning.idOf(h);
        _only(id, h.payer);
        _place(h, id);
    }

    function placeHoldWithAuthorization(Hold calldata h, bytes calldata signature) external returns (bytes32 id) {
        PlainAccount storage relayer = _accounts[msg.sender];
        if (relayer.blocked || relayer.localBlock) revert IDepositToken.RelayerBlocked(msg.sender);
        id = HoldSigning.idOf(h);
        _checkSignature(h.payer, id, signature);
        _place(h, id);
    }

    function voidHold(Hold calldata h) external {
        bytes32 id = HoldSigning.idOf(h);
        _only(id, h.payer);
        _is(id, HoldStatus.None);
        _holds[id].status = HoldStatus.Voided;
        _holds[id].placedHour = block.timestamp / 1 hours;
        emit IDepositToken.HoldVoided(id, msg.sender);
    }

    function _place(Hold calldata h, bytes32 id) private {
        if (_isUntouched(h, id)) return;
        _is(id, HoldStatus.None);
        bool underReview = _checkPlacement(h, id);
        _holds[id] = PlainHold(HoldStatus.Open, h.amount, 0, underReview, address(0), block.timestamp / 1 hours);
        _accounts[h.payer].held += h.amount;
        _recordPlacement(h, id, underReview);
    }

    function _isUntouched(Hold calldata h, bytes32 id) private view returns (bool) {
        return _holds[id].status == HoldStatus.Open && _holds[id].remaining == h.amount;
    }

    function _checkPlacement(Hold calldata h, bytes32 id) private view returns (bool underReview) {
        uint256 deadline = h.placeBy < h.expiry ? h.placeBy : h.expiry;
        if (block.timestamp >= deadline) revert IDepositToken.HoldExpired(id, deadline);
        if (h.amount == 0 || h.payee == h.payer) revert IDepositToken.HoldInvalid(id);
        if (h.expiry > block.timestamp + LONGEST) revert IDepositToken.HoldInvalid(id);
        if (h.payee == address(0) && h.assignable) revert IDepositToken.HoldInvalid(id);

        bool customer = _checkNotary(h.notary, h.payee) ? _mayRedeem(h.payer) : _mayAct(h.payer);
        if (!customer) revert IERC7943Fungible.ERC7943CannotSend(h.payer);
        underReview = _checkPayment(Operation.Place, h, h.payee, h.amount);
        _checkAvailable(h.payer, h.amount);
    }

    /// @return redemption The customer's own redemption: neither lapsed KYC nor a pause stops it.
    function _checkNotary(address notary, address payee) private view returns (bool redemption) {
        PlainAccount storage n = _accounts[notary];
        if (!n.notary) revert IDepositToken.NotaryNotAdmitted(notary);
        if (payee != address(0)) return false;
        if (!n.burner) revert IDepositToken.NotaryNotAdmitted(notary);
        return !n.clearing;
    }

    function _checkPayment(
        Operation operation,
        Hold calldata h,
        address payee,
        uint256 amount
    ) private view returns (bool underReview) {
        if (payee != address(0)) return _checkArrival(operation, h.payer, payee, amount);
        if (_accounts[h.notary].clearing) _checkNotPaused(operation);
    }

    function _recordPlacement(Hold calldata h, bytes32 id, bool underReview) private {
        emit IDepositToken.HoldPlaced(
            id,
            h.payer,
            h.payee,
            h.notary,
            h.amount,
            h.expiry,
            h.placeBy,
            h.assignable,
            h.terms
        );
        if (_isRedemption(h)) return;
        _record(MovementKind.HoldPlaced, h.payer, h.payee, h.amount, _accounts[h.payer].limited, false, underReview);
    }

    function _isRedemption(Hold calldata h) private view returns (bool) {
        return h.payee == address(0) && !_accounts[h.notary].clearing;
    }

    // --- executing ---

    function executeSigned(Hold calldata h, bytes calldata signature) external returns (bytes32 id) {
        id = HoldSigning.idOf(h);
        _only(id, h.notary);
        if (_isUntouched(h, id)) {
            _execute(h, id, h.amount);
            return id;
        }
        _is(id, HoldStatus.None);
        _checkSignature(h.payer, id, signature);
        bool underReview = _checkPlacement(h, id);
        if (h.payee != address(0) || _accounts[h.notary].clearing) _checkNotPaused(Operation.Execute);
        _holds[id] = PlainHold(HoldStatus.Closed, 0, 0, underReview, address(0), block.timestamp / 1 hours);
        _recordPlacement(h, id, underReview);
        _settle(h, id, h.payee, h.amount, false);
    }

    function executeHold(Hold calldata h, uint256 amount) external {
        bytes32 id = HoldSigning.idOf(h);
        _only(id, h.notary);
        _execute(h, id, amount);
    }

    function _execute(Hold calldata h, bytes32 id, uint256 amount) private {
        PlainHold storage hold = _holds[id];
        address payee = _payeeOf(h, id);
        bool underReview;
        if (hold.status != HoldStatus.Sealed) _checkOpen(h, id);
        _checkDraw(id, amount);
        if (hold.status == HoldStatus.Sealed) {
            _thaw(h.payer, amount);
        } else {
            underReview = _checkExecution(h, payee, amount) && !hold.cleared;
        }
        _draw(h, id, amount);
        _settle(h, id, payee, amount, underReview);
    }

    function _checkExecution(Hold calldata h, address payee, uint256 amount) private view returns (bool underReview) {
        _checkNotary(h.notary, payee);
        if (!_isCustomer(h.payer)) revert IERC7943Fungible.ERC7943CannotSend(h.payer);
        underReview = _checkPayment(Operation.Execute, h, payee, amount);
        _checkUnfrozen(h.payer, amount);
    }

    function _settle(Hold calldata h, bytes32 id, address payee, uint256 amount, bool underReview) private {
        emit IDepositToken.HoldExecuted(id, amount);
        _moveOrBurn(h.payer, payee, amount);
        if (payee == address(0)) return;
        _record(MovementKind.HoldExecuted, h.payer, payee, amount, false, _accounts[payee].limited, underReview);
    }

    /// @dev The caller has checked every rule.
    function _moveOrBurn(address from, address to, uint256 amount) internal {
        _accounts[from].balance -= amount;
        if (to == address(0)) {
            supply -= amount;
            burned += amount;
            backing = backing < amount ? 0 : backing - amount;
        } else {
            _accounts[to].balance += amount;
        }
        emit IERC20.Transfer(from, to, amount);
    }

    // --- sealing, letting go, changing ---

    function sealHold(Hold calldata h) external {
        bytes32 id = HoldSigning.idOf(h);
        _only(id, h.notary);
        if (h.payee != address(0)) revert IDepositToken.HoldInvalid(id);
        _checkOpen(h, id);
        // Liens must leave all that the payer has on hold.
        _checkExecution(h, address(0), _accounts[h.payer].held);
        _holds[id].status = HoldStatus.Sealed;
        emit IDepositToken.HoldSealed(id);
    }

    function releaseHold(Hold calldata h, uint256 amount) external {
        bytes32 id = HoldSigning.idOf(h);
        PlainHold storage hold = _holds[id];
        if (hold.status == HoldStatus.Sealed) {
            _only(id, h.notary);
        } else {
            _is(id, HoldStatus.Open);
            bool lapsed = block.timestamp >= h.expiry + hold.extension * 1 hours;
            bool anyone = lapsed && amount == hold.remaining;
            if (!anyone && msg.sender != _payeeOf(h, id)) _only(id, h.notary);
        }
        _release(h, id, amount);
    }

    function forceRelease(Hold calldata h) external {
        bytes32 id = HoldSigning.idOf(h);
        _is(id, HoldStatus.Open);
        _release(h, id, _holds[id].remaining);
    }

    function _release(Hold calldata h, bytes32 id, uint256 amount) private {
        _draw(h, id, amount);
        emit IDepositToken.HoldReleased(id, amount);
        if (_isRedemption(h) || address(limits) == address(0) || !_accounts[h.payer].limited) return;
        uint256 causes = Causes.PAYER_LIMITED + (_holds[id].placedHour % 2 ** 15) * 2 ** Causes.PLACED_HOUR;
        // Nothing stops a release, a Limits contract that refuses included.
        try limits.record(Movement(MovementKind.HoldReleased, h.payer, h.payee, amount, causes)) {} catch {}
    }

    function extendHold(Hold calldata h, uint256 hours_) external {
        bytes32 id = HoldSigning.idOf(h);
        _only(id, h.payer);
        if (!_mayRedeem(msg.sender)) revert IERC7943Fungible.ERC7943CannotSend(msg.sender);
        _checkOpen(h, id);
        if (hours_ == 0 || _holds[id].extension + hours_ > MOST_HOURS) revert IDepositToken.HoldInvalid(id);
        _holds[id].extension += hours_;
        uint256 expiry = h.expiry + _holds[id].extension * 1 hours;
        if (expiry > block.timestamp + LONGEST) revert IDepositToken.HoldInvalid(id);
        emit IDepositToken.HoldExtended(id, expiry);
    }

    function assignHold(Hold calldata h, address newPayee) external {
        bytes32 id = HoldSigning.idOf(h);
        _only(id, _payeeOf(h, id));
        if (!h.assignable || newPayee == h.payer) revert IDepositToken.HoldInvalid(id);
        _checkOpen(h, id);
        if (!_mayAct(msg.sender)) revert IERC7943Fungible.ERC7943CannotSend(msg.sender);
        if (!_isCustomer(h.payer)) revert IERC7943Fungible.ERC7943CannotSend(h.payer);
        uint256 amount = _holds[id].remaining;

        bool underReview = _checkArrival(Operation.Place, h.payer, newPayee, amount);
        _holds[id].assignee = newPayee;
        _holds[id].cleared = underReview;
        emit IDepositToken.HoldAssigned(id, msg.sender, newPayee);
        _record(MovementKind.HoldAssigned, h.payer, newPayee, amount, false, false, underReview);
        underReview = _checkArrival(Operation.Place, msg.sender, newPayee, amount);
        _record(MovementKind.HoldAssigned, msg.sender, newPayee, amount, false, false, underReview);
    }

    // --- shared ---

    function _thaw(address account, uint256 amount) internal {
        uint256 unfrozen = _unfrozen(account);
        if (amount <= unfrozen) return;
        _accounts[account].frozen -= amount - unfrozen;
        emit IERC7943Fungible.Frozen(account, _accounts[account].frozen);
    }

    function _checkDraw(bytes32 id, uint256 amount) private view {
        PlainHold storage hold = _holds[id];
        bool whole = amount == hold.remaining;
        if (amount == 0 || amount > hold.remaining || (hold.status == HoldStatus.Sealed && !whole)) {
            revert IDepositToken.HoldAmount(id, amount, hold.remaining);
        }
    }

    function _draw(Hold calldata h, bytes32 id, uint256 amount) private {
        _checkDraw(id, amount);
        PlainHold storage hold = _holds[id];
        hold.remaining -= amount;
        if (hold.remaining == 0) hold.status = HoldStatus.Closed;
        _accounts[h.payer].held -= amount;
    }

    function _checkOpen(Hold calldata h, bytes32 id) private view {
        _is(id, HoldStatus.Open);
        uint256 expiry = h.expiry + _holds[id].extension * 1 hours;
        if (block.timestamp >= expiry) revert IDepositToken.HoldExpired(id, expiry);
    }

    /// @dev Assigned or not, what is due to a lost wallet is due to whoever stands for it now.
    function _payeeOf(Hold calldata h, bytes32 id) private view returns (address payee) {
        payee = _holds[id].assignee == address(0) ? h.payee : _holds[id].assignee;
        if (!_accounts[payee].retired) return payee;
        while (isLost[payee]) payee = heirs[payee];
    }

    function _only(bytes32 id, address entitled) private view {
        if (msg.sender != entitled) revert IDepositToken.HoldUnauthorized(id, msg.sender);
    }

    function _is(bytes32 id, HoldStatus status) private view {
        if (_holds[id].status != status) revert IDepositToken.HoldNotOpen(id);
    }

    function _checkSignature(address signer, bytes32 id, bytes calldata signature) private view {
        if (HoldSigning.signerOf(TOKEN, id, signature) != signer) revert IDepositToken.InvalidSignature(signer);
    }
}
