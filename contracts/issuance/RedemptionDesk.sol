// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import {Approvals} from "../access/Approvals.sol";
import {Roles} from "../access/Roles.sol";
import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {IRedemptionDesk, RedemptionState, RedemptionTerms} from "../interfaces/IRedemptionDesk.sol";
import {Signatures} from "../libraries/Signatures.sol";
import {Hold, HoldWordLib} from "../types/HoldWord.sol";

/// @title RedemptionDesk
/// @notice The notary of redemptions. UUPS, behind a proxy; a token admits it as notary, burner and issuer (re-mints).
contract RedemptionDesk is IRedemptionDesk, Approvals, UUPSUpgradeable {
    using HoldWordLib for Hold;

    bytes32 private constant TERMS_TYPEHASH = keccak256(
        "RedemptionTerms(address token,bytes32 settlementAccount,bytes32 salt)"
    );
    bytes32 private constant CANCEL_TYPEHASH = keccak256("CancelRedemption(address token,bytes32 hold)");
    bytes32 private constant REJECT_TYPEHASH = keccak256(
        "RejectRedemption(address token,bytes32 hold,bytes4 reason,uint256 expiry)"
    );
    bytes32 private constant RETURN_TYPEHASH = keccak256(
        "ReturnRedemption(address token,bytes32 hold,uint256 amount,bytes32 returnReference,uint256 expiry)"
    );

    struct Redemption {
        RedemptionState state;
        bytes16 uetr;
    }

    /// @custom:storage-location erc7201:vostro.storage.RedemptionDesk
    struct Desk {
        /// Two tokens may hold under the same id: a redemption is known by both.
        mapping(address token => mapping(bytes32 id => Redemption)) redemptions;
        mapping(bytes16 uetr => bool) uetrs;
        IPartyRegistry registry;
    }

    // keccak256(abi.encode(uint256(keccak256("vostro.storage.RedemptionDesk")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant DESK = 0xa8abf4c61a3b53d027fa7ff7dc5df7b6b8fe83c5c512d8d71d991e73bfa5bf00;

    function _desk() private pure returns (Desk storage $) {
        assembly ("memory-safe") {
            $.slot := DESK
        }
    }

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    /// @param authority_ The bank's AccessManager.
    /// @param registry_ The bank's PartyRegistry: its tokens, and its customers' own bank accounts.
    function initialize(address authority_, IPartyRegistry registry_) external initializer {
        __AccessManaged_init(authority_);
        _desk().registry = registry_;
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _EIP712Name() internal pure override returns (string memory) {
        return "Vostro Redemption Desk";
    }

    function _nameHash() internal pure override returns (bytes32) {
        return keccak256("Vostro Redemption Desk");
    }

    // --- the customer ---

    /// @inheritdoc IRedemptionDesk
    function request(Hold calldata hold, RedemptionTerms calldata terms, bytes calldata signature) external {
        bytes32 id = _requireRedemption(hold, terms);
        _requireRelayer(terms.token);
        IDepositToken(terms.token).placeHoldWithAuthorization(hold, signature);
        emit RedemptionRequested(terms.token, id, hold.payer, hold.amount, terms.settlementAccount, terms.salt);
    }

    /// @inheritdoc IRedemptionDesk
    function cancel(address token, Hold calldata hold) external {
        if (msg.sender != hold.payer) revert NotThePayer(msg.sender, hold.payer);
        _cancel(token, hold, hold.id());
    }

    /// @inheritdoc IRedemptionDesk
    function cancelWithAuthorization(address token, Hold calldata hold, bytes calldata signature) external {
        bytes32 id = hold.id();
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(CANCEL_TYPEHASH, token, id)));
        if (!Signatures.isValid(hold.payer, digest, signature)) revert NotThePayer(msg.sender, hold.payer);
        _requireRelayer(token);
        _cancel(token, hold, id);
    }

    function _cancel(address token, Hold calldata hold, bytes32 id) private {
        _move(token, id, RedemptionState.None, RedemptionState.Cancelled);
        emit RedemptionCancelled(token, id);
        IDepositToken(token).releaseHold(hold, hold.amount);
    }

    // --- the bank ---

    /// @inheritdoc IRedemptionDesk
    function submit(Hold calldata hold, RedemptionTerms calldata terms, bytes16 uetr) external restricted {
        bytes32 id = _requireRedemption(hold, terms);
        Desk storage $ = _desk();
        if (uetr == 0 || $.uetrs[uetr]) revert UetrUsed(uetr);
        $.uetrs[uetr] = true;
        _move(terms.token, id, RedemptionState.None, RedemptionState.Submitted);
        $.redemptions[terms.token][id].uetr = uetr;
        emit RedemptionSubmitted(terms.token, id, uetr, hold.amount);
        IDepositToken(terms.token).sealHold(hold);
        // Settling and rejecting close the whole hold, so what was sealed must be whole.
        if (IDepositToken(terms.token).holdWord(id).remaining() != hold.amount) revert RedemptionInvalid(id);
    }

    /// @inheritdoc IRedemptionDesk
    function settle(address token, Hold calldata hold) external restricted {
        bytes32 id = hold.id();
        _move(token, id, RedemptionState.Submitted, RedemptionState.Settled);
        emit RedemptionSettled(token, id, hold.amount);
        IDepositToken(token).executeHold(hold, hold.amount);
    }

    /// @inheritdoc IRedemptionDesk
    function reject(
        address token,
        Hold calldata hold,
        bytes4 reason,
        uint256 expiry,
        address approver,
        bytes calldata approval
    ) external restricted {
        bytes32 id = hold.id();
        _requireNotExpired(expiry);
        _requireApproval(
            Roles.REDEMPTION_APPROVER,
            approver,
            keccak256(abi.encode(REJECT_TYPEHASH, token, id, reason, expiry)),
            approval
        );
        _move(token, id, RedemptionState.Submitted, RedemptionState.Rejected);
        emit RedemptionRejected(token, id, reason, approver);
        IDepositToken(token).releaseHold(hold, hold.amount);
    }

    /// @inheritdoc IRedemptionDesk
    function remint(
        address token,
        Hold calldata hold,
        uint256 amount,
        bytes32 returnReference,
        uint256 expiry,
        address approver,
        bytes calldata approval
    ) external restricted {
        bytes32 id = hold.id();
        if (amount == 0 || amount > hold.amount) revert ReturnAmount(amount, hold.amount);
        _requireNotExpired(expiry);
        _requireApproval(
            Roles.REDEMPTION_APPROVER,
            approver,
            keccak256(abi.encode(RETURN_TYPEHASH, token, id, amount, returnReference, expiry)),
            approval
        );
        _move(token, id, RedemptionState.Settled, RedemptionState.Returned);
        emit RedemptionReturned(token, id, returnReference, amount, approver);
        // What is due to a wallet that was lost meanwhile goes to its successor.
        IDepositToken(token).mint(_desk().registry.successorOf(hold.payer), amount, returnReference);
    }

    // --- views and rules ---

    /// @inheritdoc IRedemptionDesk
    function redemptionOf(address token, bytes32 id) external view returns (RedemptionState, bytes16) {
        Redemption storage redemption = _desk().redemptions[token][id];
        return (redemption.state, redemption.uetr);
    }

    /// @inheritdoc IRedemptionDesk
    function hashTerms(RedemptionTerms calldata terms) public pure returns (bytes32) {
        return keccak256(abi.encode(TERMS_TYPEHASH, terms));
    }

    /// @dev The hold was signed for these terms: this token, this desk, and the customer's own registered account.
    function _requireRedemption(Hold calldata hold, RedemptionTerms calldata terms) private view returns (bytes32 id) {
        id = hold.id();
        IPartyRegistry registry = _desk().registry;
        if (!registry.isToken(terms.token)) revert TokenNotListed(terms.token);
        if (hold.payee != address(0) || hold.notary != address(this) || hold.terms != hashTerms(terms)) {
            revert RedemptionInvalid(id);
        }
        if (terms.settlementAccount == 0 || registry.settlementAccountOf(hold.payer) != terms.settlementAccount)
            revert SettlementAccountInvalid(hold.payer, terms.settlementAccount);
    }

    /// @dev The token sees this desk as the relayer, so the desk looks at who stands behind it.
    function _requireRelayer(address token) private view {
        if (IDepositToken(token).accountWord(msg.sender).isBlocked()) revert IDepositToken.RelayerBlocked(msg.sender);
    }

    function _move(address token, bytes32 id, RedemptionState from, RedemptionState to) private {
        Redemption storage redemption = _desk().redemptions[token][id];
        if (redemption.state != from) revert RedemptionInState(id, redemption.state);
        redemption.state = to;
    }
}
