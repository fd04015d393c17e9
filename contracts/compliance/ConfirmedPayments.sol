// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Approvals} from "../access/Approvals.sol";
import {Roles} from "../access/Roles.sol";
import {IConfirmedPayments, PayeeConfirmation, PaymentTerms} from "../interfaces/IConfirmedPayments.sol";
import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {Hold, HoldWordLib} from "../types/HoldWord.sol";

/// @title ConfirmedPayments
/// @notice The notary of payments that need the payee's name confirmed. It never has a balance; a token admits it as notary.
contract ConfirmedPayments is IConfirmedPayments, Approvals {
    using HoldWordLib for Hold;

    bytes32 private constant TERMS_TYPEHASH = keccak256("PaymentTerms(address token,bytes32 nameHash,bytes32 salt)");
    bytes32 private constant CONFIRMATION_TYPEHASH = keccak256(
        "PayeeConfirmation(address token,address payee,bytes32 nameHash,uint256 expiry)"
    );

    IPartyRegistry private immutable REGISTRY;

    /// @param authority_ The bank's AccessManager: who confirms is a role of it.
    /// @param registry_ The bank's PartyRegistry: which tokens are the bank's.
    constructor(address authority_, IPartyRegistry registry_) initializer {
        __AccessManaged_init(authority_);
        REGISTRY = registry_;
    }

    function _EIP712Name() internal pure override returns (string memory) {
        return "Vostro Confirmed Payments";
    }

    function _nameHash() internal pure override returns (bytes32) {
        return keccak256("Vostro Confirmed Payments");
    }

    /// @inheritdoc IConfirmedPayments
    function pay(
        Hold calldata hold,
        PaymentTerms calldata terms,
        bytes calldata holdSignature,
        PayeeConfirmation calldata confirmation,
        address confirmer,
        bytes calldata confirmationSignature
    ) external {
        bytes32 id = hold.id();
        // Of another token the payer's signature would say nothing: a fake one could report any payment.
        _requireListed(terms.token);
        // An assignable hold might pay somebody else than was confirmed.
        if (hold.terms != hashTerms(terms) || hold.assignable) revert PaymentInvalid(id);
        if (
            confirmation.token != terms.token ||
            confirmation.payee != hold.payee ||
            confirmation.nameHash != terms.nameHash
        ) revert ConfirmationMismatch(id);
        _requireNotExpired(confirmation.expiry);
        _requireApproval(
            Roles.PAYEE_CONFIRMER,
            confirmer,
            keccak256(abi.encode(CONFIRMATION_TYPEHASH, confirmation)),
            confirmationSignature
        );
        _requireRelayer(terms.token);
        emit PaymentConfirmed(terms.token, id, hold.payee, hold.amount, terms.nameHash, confirmer);
        IDepositToken(terms.token).executeSigned(hold, holdSignature);
    }

    /// @inheritdoc IConfirmedPayments
    function cancel(address token, Hold calldata hold) external {
        if (msg.sender != hold.payer) revert NotThePayer(msg.sender, hold.payer);
        _requireListed(token);
        bytes32 id = hold.id();
        emit PaymentCancelled(token, id);
        // Not the signed amount: the payee may have let go of a part.
        IDepositToken(token).releaseHold(hold, IDepositToken(token).holdWord(id).remaining());
    }

    /// @inheritdoc IConfirmedPayments
    function hashTerms(PaymentTerms calldata terms) public pure returns (bytes32) {
        return keccak256(abi.encode(TERMS_TYPEHASH, terms));
    }

    /// @inheritdoc IConfirmedPayments
    function registry() external view returns (address) {
        return address(REGISTRY);
    }

    function _requireListed(address token) private view {
        if (!REGISTRY.isToken(token)) revert TokenNotListed(token);
    }

    /// @dev The token sees this contract as the relayer, so it looks itself at who stands behind it.
    function _requireRelayer(address token) private view {
        if (IDepositToken(token).accountWord(msg.sender).isBlocked()) revert IDepositToken.RelayerBlocked(msg.sender);
    }
}
