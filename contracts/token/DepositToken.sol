// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/ERC20Upgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

import {IDepositToken, Payment} from "../interfaces/IDepositToken.sol";
import {IERC7699} from "../interfaces/IERC7699.sol";
import {IERC7943Fungible} from "../interfaces/IERC7943Fungible.sol";
import {MovementKind} from "../interfaces/ILimits.sol";
import {AccountWord} from "../types/AccountWord.sol";
import {HoldWord} from "../types/HoldWord.sol";
import {Operation, PolicyWord} from "../types/PolicyWord.sol";
import {Reason} from "../types/Reason.sol";
import {FlowWord, SupplyWord, SupplyWordLib} from "../types/SupplyWord.sol";
import {TokenHolds} from "./TokenHolds.sol";
import {TokenIssuance} from "./TokenIssuance.sol";
import {TokenPolicy} from "./TokenPolicy.sol";

/// @title DepositToken
/// @notice One bank's deposits in one currency: an ERC-20 held only by customers the bank knows. UUPS, behind an
/// ERC-1967 proxy. What each function needs, emits and fails with is on the interfaces.
/// @custom:security-contact see SECURITY.md
contract DepositToken is TokenHolds, TokenIssuance, TokenPolicy, UUPSUpgradeable, IERC165 {
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    /// @notice Run by the proxy's constructor, so that nobody can come first.
    /// @param decimals_ The ISO 4217 minor units of the currency.
    /// @param authority_ The bank's AccessManager.
    /// @param registry_ The bank's PartyRegistry: the only writer of standing.
    /// @param attestationMaxAge Seconds for which an attestation allows minting.
    function initialize(
        string calldata name_,
        string calldata symbol_,
        uint8 decimals_,
        address authority_,
        address registry_,
        uint32 attestationMaxAge
    ) external initializer {
        __ERC20_init(name_, symbol_);
        __AccessManaged_init(authority_);
        Ledger storage $ = _ledger();
        $.decimals = decimals_;
        $.registry = registry_;
        $.supply = SupplyWordLib.pack(0, 0, 0, attestationMaxAge);
    }

    function _authorizeUpgrade(address) internal override restricted {}

    // --- ERC-20 ---

    /// @inheritdoc ERC20Upgradeable
    function decimals() public view override returns (uint8) {
        return _ledger().decimals;
    }

    /// @inheritdoc ERC20Upgradeable
    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        // Another's allowance is used by customers only: a blocked spender moves nobody's money.
        if (!_word(msg.sender).mayAct()) revert SpenderNotAllowed(msg.sender);
        return super.transferFrom(from, to, amount);
    }

    /// @inheritdoc IDepositToken
    function transferBatch(Payment[] calldata payments) external returns (bool) {
        for (uint256 i = 0; i < payments.length; ++i) {
            Payment calldata payment = payments[i];
            if (payment.paymentReference != 0) emit TransferReference(payment.paymentReference);
            _transfer(msg.sender, payment.payee, payment.amount);
        }
        return true;
    }

    // --- ERC-7699 ---

    /// @inheritdoc IERC7699
    function transfer(address to, uint256 amount, bytes calldata transferReference) external returns (bool) {
        _logReference(transferReference);
        return transfer(to, amount);
    }

    /// @inheritdoc IERC7699
    function transferFrom(
        address from,
        address to,
        uint256 amount,
        bytes calldata transferReference
    ) external returns (bool) {
        _logReference(transferReference);
        return transferFrom(from, to, amount);
    }

    /// @dev The first 32 bytes, zero-padded: a 32-byte reference is logged as it is.
    function _logReference(bytes calldata transferReference) private {
        if (transferReference.length != 0) emit TransferReference(bytes32(transferReference));
    }

    // --- ERC-7943 ---

    /// @inheritdoc IERC7943Fungible
    function canSend(address account) external view returns (bool) {
        return _word(account).mayAct();
    }

    /// @inheritdoc IERC7943Fungible
    function canReceive(address account) external view returns (bool) {
        return _word(account).mayAct();
    }

    /// @inheritdoc IERC7943Fungible
    function canTransfer(address from, address to, uint256 amount) external view returns (bool) {
        AccountWord payer = _word(from);
        AccountWord payee = _word(to);
        PolicyWord policy = _ledger().policy;
        (bool denied, bool underReview) = _corridor(policy, payer.zone(), payee.zone());
        if (denied || !payer.mayAct() || !payee.mayAct() || policy.isPaused(Operation.Transfer)) return false;
        if (amount <= payer.balance() && amount > payer.unfrozen()) return false;
        return _assess(MovementKind.Transfer, from, to, amount, _causes(payer, payee, underReview)) == Reason.Ok;
    }

    /// @inheritdoc IERC7943Fungible
    function getFrozenTokens(address account) external view returns (uint256) {
        return _word(account).frozen();
    }

    // --- views ---

    /// @inheritdoc IDepositToken
    function availableOf(address account) external view returns (uint256) {
        return _word(account).available();
    }

    /// @inheritdoc IDepositToken
    function heldOf(address account) external view returns (uint256) {
        return _word(account).held();
    }

    /// @inheritdoc IDepositToken
    function accountWord(address account) external view returns (AccountWord) {
        return _word(account);
    }

    /// @inheritdoc IDepositToken
    function policyWords() external view returns (PolicyWord, PolicyWord) {
        return (_ledger().policy, _ledger().review);
    }

    /// @inheritdoc IDepositToken
    function supplyWords() external view returns (SupplyWord, FlowWord) {
        return (_ledger().supply, _ledger().flows);
    }

    /// @inheritdoc IDepositToken
    function holdWord(bytes32 id) external view returns (HoldWord) {
        return _ledger().holds[id];
    }

    /// @inheritdoc IDepositToken
    function depositReference(bytes32 reference_) external view returns (uint256) {
        return _ledger().references[reference_].word;
    }

    /// @inheritdoc IDepositToken
    function registry() external view returns (address) {
        return _ledger().registry;
    }

    /// @inheritdoc IDepositToken
    function limits() external view returns (address) {
        return _ledger().limits;
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return
            interfaceId == type(IERC165).interfaceId ||
            interfaceId == type(IERC7943Fungible).interfaceId ||
            interfaceId == type(IERC7699).interfaceId ||
            interfaceId == type(IERC20).interfaceId;
    }
}
