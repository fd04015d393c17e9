// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {EIP7702Utils} from "@openzeppelin/contracts/account/utils/EIP7702Utils.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {Admission, IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {PartyWord, PartyWordLib, WalletWord, WalletWordLib} from "../types/PartyWord.sol";
import {Standing, StandingLib} from "../types/Standing.sol";

/// @title PartyRegistry
/// @notice Parties and their wallets; pushes each wallet's standing into the bank's tokens. UUPS, behind a proxy.
contract PartyRegistry is IPartyRegistry, AccessManagedUpgradeable, UUPSUpgradeable {
    /// @notice Wallets x tokens of one party stay under 1,000, so that a block always fits one transaction.
    uint256 public constant MAX_WALLETS = 100;
    uint256 public constant MAX_TOKENS = 9;

    /// @custom:storage-location erc7201:vostro.storage.PartyRegistry
    struct Register {
        mapping(uint64 party => PartyWord) parties;
        mapping(address wallet => WalletWord) wallets;
        mapping(uint64 party => bytes32) settlementAccounts;
        mapping(bytes32 codeHash => bool) walletCodes;
        mapping(address token => bool) isToken;
        address[] tokens;
    }

    // keccak256(abi.encode(uint256(keccak256("vostro.storage.PartyRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant REGISTER = 0x4a4c6a3c7967d356efe28b422a0bb06f6a946f7ad1a608e2e93386d4a1f1d100;

    function _register() private pure returns (Register storage $) {
        assembly ("memory-safe") {
            $.slot := REGISTER
        }
    }

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    /// @param authority_ The bank's AccessManager.
    function initialize(address authority_) external initializer {
        __AccessManaged_init(authority_);
    }

    function _authorizeUpgrade(address) internal override restricted {}

    // --- admitting ---

    /// @inheritdoc IPartyRegistry
    function admit(Admission[] calldata admissions) external restricted {
        Register storage $ = _register();
        address[] memory tokens_ = $.tokens;
        address[] memory run = new address[](admissions.length);
        uint256 length;
        for (uint256 i = 0; i < admissions.length; ++i) {
            Admission calldata admission = admissions[i];
            Standing standing = admission.standing;
            _admitParty(admission, standing);
            run[length++] = admission.wallet;
            // Neighbours of equal standing go to the tokens in one call.
            bool ends =
                i + 1 == admissions.length || Standing.unwrap(admissions[i + 1].standing) != Standing.unwrap(standing);
            if (ends) {
                _pushRun(tokens_, admissions[i + 1 - length:i + 1], _first(run, length), standing);
                run = new address[](admissions.length - i - 1);
                length = 0;
            }
        }
    }

    /// @dev As `_push`, for the first wallets of several new parties: what failed is reported for each of them.
    function _pushRun(
        address[] memory tokens_,
        Admission[] calldata run,
        address[] memory wallets,
        Standing standing
    ) private {
        for (uint256 i = 0; i < tokens_.length; ++i) {
            try IDepositToken(tokens_[i]).setStanding(wallets, standing) {} catch (bytes memory reason) {
                for (uint256 j = 0; j < run.length; ++j) emit PushFailed(tokens_[i], run[j].id, reason);
            }
        }
    }

    function _admitParty(Admission calldata admission, Standing standing) private {
        Register storage $ = _register();
        uint64 id = admission.id;
        if ($.parties[id].exists()) revert PartyExists(id);
        if (id == 0 || !standing.isWellFormed() || !standing.isAdmitted() || standing.isBlocked()) {
            revert AdmissionInvalid(id);
        }
        $.parties[id] = PartyWordLib.pack(admission.wallet, standing, 1);
        _recordWallet(id, admission.wallet, address(0));
        emit PartyAdmitted(id, admission.wallet, standing);
        if (admission.settlementAccount != 0) _setSettlementAccount(id, admission.settlementAccount);
    }

    /// @inheritdoc IPartyRegistry
    function addWallets(uint64 party, address[] calldata wallets) external restricted {
        Register storage $ = _register();
        PartyWord word = _requireParty(party);
        Standing standing = word.standing();
        uint256 count = word.walletCount() + wallets.length;
        if (count > MAX_WALLETS) revert TooManyWallets(party);
        address newest = word.newest();
        for (uint256 i = 0; i < wallets.length; ++i) {
            address wallet = wallets[i];
            _recordWallet(party, wallet, newest);
            emit WalletAdded(party, wallet);
            newest = wallet;
        }
        $.parties[party] = word.withWallets(newest, count);
        _push($.tokens, party, wallets, standing, standing.isBlocked());
    }

    function _recordWallet(uint64 party, address wallet, address next) private {
        Register storage $ = _register();
        if (wallet == address(0)) revert WalletInvalid(wallet);
        uint64 owner = $.wallets[wallet].party();
        if (owner != 0) revert WalletTaken(wallet, owner);
        _requireOwnAccount(wallet);
        $.wallets[wallet] = WalletWordLib.pack(party, next);
    }

    /// @dev A key, a key that delegated its code (EIP-7702), or a smart account whose code the bank has listed.
    function _requireOwnAccount(address wallet) private view {
        if (wallet.code.length == 0) return;
        bytes32 codeHash = wallet.codehash;
        if (!_register().walletCodes[codeHash] && EIP7702Utils.fetchDelegate(wallet) == address(0)) {
            revert WalletCodeNotListed(wallet, codeHash);
        }
    }

    // --- changing ---

    /// @inheritdoc IPartyRegistry
    function renew(uint64[] calldata parties, uint32 validUntil) external restricted {
        for (uint256 i = 0; i < parties.length; ++i) {
            Standing s = _requireParty(parties[i]).standing();
            _update(
                parties[i],
                StandingLib.pack(validUntil, uint8(s.zone()), s.isAdmitted(), s.isBlocked(), s.isLimited())
            );
        }
    }

    /// @inheritdoc IPartyRegistry
    function classify(uint64 party, uint8 zone, bool limited) external restricted {
        if (zone == 0 || zone > StandingLib.MAX_ZONE) revert AdmissionInvalid(party);
        Standing s = _requireParty(party).standing();
        _update(party, StandingLib.pack(s.validUntil(), zone, s.isAdmitted(), s.isBlocked(), limited));
    }

    function _update(uint64 party, Standing standing) private {
        PartyWord word = _register().parties[party].withStanding(standing);
        _register().parties[party] = word;
        emit PartyUpdated(party, standing);
        // A shorter validity, another zone or new limits tighten, so no token may be skipped here either.
        _push(_register().tokens, party, _walletsOf(word), standing, true);
    }

    /// @inheritdoc IPartyRegistry
    function setSettlementAccount(uint64 party, bytes32 settlementAccount) external restricted {
        _requireParty(party);
        _setSettlementAccount(party, settlementAccount);
    }

    function _setSettlementAccount(uint64 party, bytes32 settlementAccount) private {
        _register().settlementAccounts[party] = settlementAccount;
        emit SettlementAccountSet(party, settlementAccount);
    }

    // --- blocking ---

    /// @inheritdoc IPartyRegistry
    function blockParty(uint64 party, bytes32 orderId) external restricted {
        PartyWord word = _requireParty(party);
        if (word.blocks() == type(uint16).max) revert TooManyBlocks(party);
        word = word.withBlocks(word.blocks() + 1);
        _register().parties[party] = word;
        emit PartyBlocked(party, orderId, word.blocks());
        _push(_register().tokens, party, _walletsOf(word), word.standing(), true);
    }

    /// @inheritdoc IPartyRegistry
    function unblockParty(uint64 party, bytes32 orderId) external restricted {
        PartyWord word = _requireParty(party);
        if (word.blocks() == 0) revert NotBlocked(party);
        word = word.withBlocks(word.blocks() - 1);
        _register().parties[party] = word;
        emit PartyUnblocked(party, orderId, word.blocks());
        _push(_register().tokens, party, _walletsOf(word), word.standing(), false);
    }

    // --- tokens ---

    /// @inheritdoc IPartyRegistry
    function listToken(address token) external restricted {
        Register storage $ = _register();
        if (
            $.isToken[token] ||
            $.tokens.length == MAX_TOKENS ||
            token.code.length == 0 ||
            IDepositToken(token).registry() != address(this) ||
            $.wallets[token].party() != 0
        ) revert TokenInvalid(token);
        $.isToken[token] = true;
        $.tokens.push(token);
        emit TokenListed(token);
    }

    /// @inheritdoc IPartyRegistry
    function syncToken(address token, uint64[] calldata parties) external {
        if (!_register().isToken[token]) revert TokenInvalid(token);
        address[] memory one = new address[](1);
        one[0] = token;
        for (uint256 i = 0; i < parties.length; ++i) {
            PartyWord word = _requireParty(parties[i]);
            _push(one, parties[i], _walletsOf(word), word.standing(), true);
        }
    }

    /// @dev Token by token, so that one that fails stops no other. A tightening push that failed with too little gas left
    /// to tell starvation from a real failure reverts whole: nobody may choose, by gas, which token misses a block.
    function _push(
        address[] memory tokens_,
        uint64 party,
        address[] memory wallets,
        Standing standing,
        bool tightens
    ) private {
        for (uint256 i = 0; i < tokens_.length; ++i) {
            try IDepositToken(tokens_[i]).setStanding(wallets, standing) {} catch (bytes memory reason) {
                if (tightens && gasleft() < _starved(wallets.length)) revert GasTooLow();
                emit PushFailed(tokens_[i], party, reason);
            }
        }
    }

    /// @dev With less than this left after a failed push, the push may have failed for want of gas. A call gets 63/64 of the
    /// gas at hand and the token's proxy passes on 63/64 of that, so a push that starved leaves at most 1/31 of what it
    /// needed. It needs about 25,000 a wallet that the token never saw; 90,000 is what a coming fork may ask for it.
    function _starved(uint256 wallets) private pure returns (uint256) {
        return (100_000 + 90_000 * wallets) / 30;
    }

    // --- smart accounts ---

    /// @inheritdoc IPartyRegistry
    function allowWalletCode(bytes32 codeHash) external restricted {
        _register().walletCodes[codeHash] = true;
        emit WalletCodeSet(codeHash, true);
    }

    /// @inheritdoc IPartyRegistry
    function disallowWalletCode(bytes32 codeHash) external restricted {
        _register().walletCodes[codeHash] = false;
        emit WalletCodeSet(codeHash, false);
    }

    // --- views ---

    /// @inheritdoc IPartyRegistry
    function partyOf(address wallet) external view returns (uint64) {
        return _register().wallets[wallet].party();
    }

    /// @inheritdoc IPartyRegistry
    function standingOf(uint64 party) external view returns (Standing) {
        return _register().parties[party].standing();
    }

    /// @inheritdoc IPartyRegistry
    function blocksOf(uint64 party) external view returns (uint256) {
        return _register().parties[party].blocks();
    }

    /// @inheritdoc IPartyRegistry
    function walletsOf(uint64 party) external view returns (address[] memory) {
        return _walletsOf(_register().parties[party]);
    }

    /// @inheritdoc IPartyRegistry
    function settlementAccountOf(address wallet) external view returns (bytes32) {
        return _register().settlementAccounts[_register().wallets[wallet].party()];
    }

    /// @inheritdoc IPartyRegistry
    function tokens() external view returns (address[] memory) {
        return _register().tokens;
    }

    /// @inheritdoc IPartyRegistry
    function isToken(address token) external view returns (bool) {
        return _register().isToken[token];
    }

    // --- lists ---

    function _requireParty(uint64 party) private view returns (PartyWord word) {
        word = _register().parties[party];
        if (!word.exists()) revert PartyUnknown(party);
    }

    function _walletsOf(PartyWord word) private view returns (address[] memory wallets) {
        wallets = new address[](word.walletCount());
        address wallet = word.newest();
        for (uint256 i = 0; i < wallets.length; ++i) {
            wallets[i] = wallet;
            wallet = _register().wallets[wallet].next();
        }
    }

    /// @dev Cuts the list to its first entries, in place.
    function _first(address[] memory list, uint256 length) private pure returns (address[] memory) {
        assembly ("memory-safe") {
            mstore(list, length)
        }
        return list;
    }
}
