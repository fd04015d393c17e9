// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {Roles} from "../access/Roles.sol";
import {SecondPerson} from "../access/SecondPerson.sol";
import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {IERC7943Fungible} from "../interfaces/IERC7943Fungible.sol";
import {Acceptance, Claim, ILiabilityTransfer} from "../interfaces/ILiabilityTransfer.sol";
import {Causes, ILimits, Movement, MovementKind} from "../interfaces/ILimits.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {Committed, IResolution} from "../interfaces/IResolution.sol";
import {HolderLeaf} from "../libraries/HolderLeaf.sol";
import {AccountWord} from "../types/AccountWord.sol";
import {PolicyWord} from "../types/PolicyWord.sol";
import {Reason} from "../types/Reason.sol";

/// @title LiabilityTransfer
/// @notice Burns at a bank in resolution and mints at its successor, row by row of the committed register.
/// @dev It never has money of its own: each burn and its mint are one step, of one amount, of one holder.
contract LiabilityTransfer is ILiabilityTransfer, SecondPerson {
    bytes32 private constant ACCEPTANCE_TYPEHASH = keccak256(
        "Acceptance(bytes32 root,uint256 total,bytes32 instrument,uint256 expiry)"
    );
    /// @dev Keeps these references apart from any hash that a bank makes of a deposit.
    bytes32 private constant REFERENCE_DOMAIN = keccak256("Vostro Liability Transfer reference");

    IResolution private immutable RESOLUTION;
    IDepositToken private immutable OLD;
    IDepositToken private immutable NEW;

    bytes32 public acceptedRoot;
    uint256 public moved;
    mapping(address wallet => uint256) public movedOf;

    /// @dev What the successor's token says of every item of a page alike.
    struct Successor {
        PolicyWord policy;
        PolicyWord review;
        address limits;
    }

    /// @param resolution_ The old bank's Resolution.
    /// @param oldToken_ The token in resolution.
    /// @param newToken_ The successor bank's token of the same currency.
    constructor(IResolution resolution_, IDepositToken oldToken_, IDepositToken newToken_) {
        if (
            address(oldToken_) == address(newToken_) ||
            IERC20Metadata(address(oldToken_)).decimals() != IERC20Metadata(address(newToken_)).decimals() ||
            _managerOf(address(resolution_)) != _managerOf(address(oldToken_))
        ) revert TransferInvalid(address(oldToken_), address(newToken_));
        RESOLUTION = resolution_;
        OLD = oldToken_;
        NEW = newToken_;
    }

    function _EIP712Name() internal pure override returns (string memory) {
        return "Vostro Liability Transfer";
    }

    function _nameHash() internal pure override returns (bytes32) {
        return keccak256("Vostro Liability Transfer");
    }

    // --- the successor bank ---

    /// @inheritdoc ILiabilityTransfer
    function accept(Acceptance calldata acceptance, address approver, bytes calldata approval) external {
        address manager = _managerOf(address(NEW));
        _requireResolution(manager);
        _requireNotExpired(acceptance.expiry);
        bytes32 structHash = keccak256(abi.encode(ACCEPTANCE_TYPEHASH, acceptance));
        _requireApprovalAt(manager, Roles.COMPLIANCE_APPROVER, approver, structHash, approval);

        if (acceptedRoot != 0) revert AlreadyAccepted(acceptedRoot);
        Committed memory register = RESOLUTION.registerOf(address(OLD));
        if (register.root == 0 || acceptance.root != register.root || acceptance.total != register.total) {
            revert AcceptanceMismatch(acceptance.root, acceptance.total, register.root, register.total);
        }
        acceptedRoot = acceptance.root;
        emit LiabilityAccepted(acceptance.root, acceptance.instrument, acceptance.total, approver);
    }

    // --- the old bank ---

    /// @inheritdoc ILiabilityTransfer
    function move(Claim[] calldata claims) external returns (uint256 amount) {
        _requireResolution(_managerOf(address(OLD)));
        bytes32 root = acceptedRoot;
        if (root == 0) revert NotAccepted();
        (PolicyWord policy, PolicyWord review) = NEW.policyWords();
        Successor memory successor = Successor(policy, review, NEW.limits());
        for (uint256 i = 0; i < claims.length; ++i) amount += _move(claims[i], root, successor);
        moved += amount;
    }

    function _move(Claim calldata claim, bytes32 root, Successor memory successor) private returns (uint256) {
        address wallet = claim.wallet;
        bytes32 leaf = HolderLeaf.hash(claim.party, wallet, claim.balance);
        if (!MerkleProof.verifyCalldata(claim.proof, root, leaf)) {
            revert NotInRegister(claim.party, wallet, claim.balance);
        }
        uint256 before = movedOf[wallet];
        (Reason reason, address holder, uint256 amount) = _movable(wallet, claim.balance, before);
        AccountWord payee = NEW.accountWord(holder);
        if (reason == Reason.Ok) reason = _receivable(holder, payee, amount, successor);
        if (reason != Reason.Ok) {
            emit NotMoved(claim.party, wallet, reason);
            return 0;
        }
        bytes32 reference_ = referenceOf(wallet, before);
        movedOf[wallet] = before + amount;
        emit LiabilityMoved(claim.party, wallet, holder, amount, claim.balance - before - amount, reference_);
        IERC7943Fungible(address(OLD)).forcedTransfer(holder, address(0), amount);
        NEW.mintInterbank(holder, amount, reference_, payee.zone());
        return amount;
    }

    /// @dev How much of the row its holder could dispose of at the old bank now. Its KYC may have lapsed: the successor
    /// knows its customers itself.
    function _movable(
        address wallet,
        uint256 balance,
        uint256 before
    ) private view returns (Reason reason, address holder, uint256 amount) {
        holder = wallet;
        AccountWord word = OLD.accountWord(wallet);
        if (word.isRetired()) {
            holder = IPartyRegistry(OLD.registry()).successorOf(wallet);
            word = OLD.accountWord(holder);
        }
        uint256 available = word.available();
        if (before >= balance) {
            reason = Reason.ZeroAmount;
        } else if (word.isBlocked()) {
            reason = Reason.PayerBlocked;
        } else if (word.balance() == 0) {
            reason = Reason.InsufficientBalance;
        } else if (word.unfrozen() == 0) {
            reason = Reason.InsufficientUnfrozen;
        } else if (available == 0) {
            reason = Reason.InsufficientAvailable;
        } else {
            uint256 left = balance - before;
            amount = left < available ? left : available;
        }
    }

    /// @dev The rules of the successor's mint, asked beforehand. The holder's own zone stands for where the money comes
    /// from: it moves from the holder to itself.
    function _receivable(
        address holder,
        AccountWord payee,
        uint256 amount,
        Successor memory successor
    ) private view returns (Reason) {
        if (!payee.mayAct()) {
            if (!payee.isAdmitted()) return Reason.PayeeNotAdmitted;
            if (payee.isBlocked()) return Reason.PayeeBlocked;
            return payee.isRetired() ? Reason.PayeeRetired : Reason.PayeeExpired;
        }
        uint256 zone = payee.zone();
        uint256 causes = payee.limitedBit() * Causes.PAYEE_LIMITED;
        if (!successor.policy.allows(zone, zone)) {
            if (!successor.review.allows(zone, zone)) return Reason.CorridorDenied;
            causes |= Causes.UNDER_REVIEW;
        }
        if (causes == 0) return Reason.Ok;
        if (successor.limits == address(0)) return Reason.LimitsMissing;
        // No answer fails the page: it may be for want of gas.
        uint8 code = ILimits(successor.limits).assess(
            address(NEW),
            Movement(MovementKind.Mint, address(0), holder, amount, causes)
        );
        return code > uint8(type(Reason).max) ? Reason.LimitsUnavailable : Reason(code);
    }

    // --- who ---

    function _requireResolution(address manager) private view {
        (bool member, uint32 delay) = IAccessManager(manager).hasRole(Roles.RESOLUTION, msg.sender);
        if (!member || delay != 0) revert CallerLacksRole(msg.sender, Roles.RESOLUTION, manager);
    }

    /// @dev Asked each time: a token may be given another AccessManager.
    function _managerOf(address managed) private view returns (address) {
        return IAccessManaged(managed).authority();
    }

    // --- views ---

    /// @inheritdoc ILiabilityTransfer
    function resolution() external view returns (address) {
        return address(RESOLUTION);
    }

    /// @inheritdoc ILiabilityTransfer
    function oldToken() external view returns (address) {
        return address(OLD);
    }

    /// @inheritdoc ILiabilityTransfer
    function newToken() external view returns (address) {
        return address(NEW);
    }

    /// @inheritdoc ILiabilityTransfer
    function referenceOf(address wallet, uint256 movedBefore) public view returns (bytes32) {
        return keccak256(abi.encode(REFERENCE_DOMAIN, address(this), address(OLD), wallet, movedBefore));
    }
}
