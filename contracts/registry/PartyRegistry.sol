// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {EIP7702Utils} from "@openzeppelin/contracts/account/utils/EIP7702Utils.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {Admission, Country, IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {AccountWord} from "../types/AccountWord.sol";
import {PartyProfile, PartyProfileLib} from "../types/PartyProfile.sol";
import {PartyWord, PartyWordLib, WalletStatus, WalletWord, WalletWordLib} from "../types/PartyWord.sol";
import {Standing, StandingLib} from "../types/Standing.sol";

/// @title PartyRegistry
/// @notice Parties and their wallets; pushes each wallet's standing into the bank's tokens. UUPS, behind a proxy.
contract PartyRegistry is IPartyRegistry, AccessManagedUpgradeable, UUPSUpgradeable {
    /// @notice Wallets x tokens of one party stay under 1,000, so that a block always fits one transaction.
    uint256 public constant MAX_WALLETS = 100;
    uint256 public constant MAX_TOKENS = 9;

    /// @dev Instead of a zone: nobody controlled from this country is served.
    uint256 private constant DENIED = 15;

    /// @custom:storage-location erc7201:vostro.storage.PartyRegistry
    struct Register {
        mapping(uint64 party => PartyWord) parties;
        mapping(address wallet => WalletWord) wallets;
        mapping(uint64 party => bytes32) settlementAccounts;
        mapping(bytes32 codeHash => bool) walletCodes;
        mapping(address token => bool) isToken;
        address[] tokens;
        mapping(address wallet => address) successors;
        /// Byte `code % 32` of word `code / 32`: zone of residents (low 4 bits), of those controlled from there (high 4).
        mapping(uint256 word => uint256) countries;
        /// Bit `zone`: its parties need a programme's approval id.
        uint16 programmeZones;
        mapping(uint8 homeBank => bytes20 lei) institutions;
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
        uint256 first;
        Standing neighbour;
        for (uint256 i = 0; i < admissions.length; ++i) {
            Standing standing = _admitParty(admissions[i]);
            // Neighbours of equal standing go to the tokens in one call.
            if (i != first && Standing.unwrap(standing) != Standing.unwrap(neighbour)) {
                _pushRun(tokens_, admissions[first:i], neighbour);
                first = i;
            }
            neighbour = standing;
        }
        _pushRun(tokens_, admissions[first:], neighbour);
    }

    /// @dev As `_push`, for the first wallets of several new parties: what failed is reported for each of them.
    function _pushRun(address[] memory tokens_, Admission[] calldata run, Standing standing) private {
        address[] memory wallets = new address[](run.length);
        for (uint256 i = 0; i < run.length; ++i) wallets[i] = run[i].wallet;
        for (uint256 i = 0; i < tokens_.length; ++i) {
            try IDepositToken(tokens_[i]).setStanding(wallets, standing) {} catch (bytes memory reason) {
                for (uint256 j = 0; j < run.length; ++j) emit PushFailed(tokens_[i], run[j].id, reason);
            }
        }
    }

    function _admitParty(Admission calldata admission) private returns (Standing standing) {
        Register storage $ = _register();
        uint64 id = admission.id;
        if ($.parties[id].exists()) revert PartyExists(id);
        PartyProfile profile = admission.profile.withProgramme(admission.programme != 0);
        _requireProfile(id, profile, admission.limited);
        if (profile.homeBank() != 0 && $.institutions[profile.homeBank()] == 0) {
            revert InstitutionUnknown(profile.homeBank());
        }
        standing = _standing(id, profile, admission.validUntil, admission.limited, false);
        $.parties[id] = PartyWordLib.pack(admission.wallet, standing, profile);
        _recordWallet(id, admission.wallet, address(0));
        emit PartyAdmitted(id, admission.wallet, standing, profile, admission.lei, admission.programme);
        if (admission.settlementAccount != 0) _setSettlementAccount(id, admission.settlementAccount);
    }

    function _requireProfile(uint64 party, PartyProfile profile, bool limited) private pure {
        if (party == 0 || !profile.isWellFormed() || (profile.homeBank() != 0 && !limited)) {
            revert AdmissionInvalid(party);
        }
    }

    /// @dev The standing of an open party: its zone as its profile leads to now.
    function _standing(
        uint64 party,
        PartyProfile profile,
        uint32 validUntil,
        bool limited,
        bool blocked
    ) private view returns (Standing) {
        // The cast is safe: zones are four bits.
        return StandingLib.pack(validUntil, uint8(zoneOf(party, profile)), true, blocked, limited);
    }

    /// @inheritdoc IPartyRegistry
    function addWallets(uint64 party, address[] calldata wallets) external restricted {
        Register storage $ = _register();
        PartyWord word = _requireOpen(party);
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
            PartyWord word = _requireOpen(parties[i]);
            _update(parties[i], word, word.standing().withValidUntil(validUntil));
        }
    }

    /// @inheritdoc IPartyRegistry
    function reclassify(
        uint64 party,
        PartyProfile profile,
        bool limited,
        bytes20 lei,
        bytes32 programme
    ) external restricted {
        PartyWord word = _requireOpen(party);
        profile = profile.withProgramme(programme != 0);
        _requireProfile(party, profile, limited);
        if (!profile.sameService(word.profile())) revert ProfileFixed(party);
        emit PartyProfiled(party, profile, lei, programme);
        Standing s = word.standing();
        _update(party, word.withProfile(profile), _standing(party, profile, s.validUntil(), limited, s.isBlocked()));
    }

    /// @inheritdoc IPartyRegistry
    function rezone(uint64[] calldata parties) external restricted {
        for (uint256 i = 0; i < parties.length; ++i) {
            PartyWord word = _requireOpen(parties[i]);
            Standing s = word.standing();
            _update(
                parties[i],
                word,
                _standing(parties[i], word.profile(), s.validUntil(), s.isLimited(), s.isBlocked())
            );
        }
    }

    function _update(uint64 party, PartyWord word, Standing standing) private {
        word = word.withStanding(standing);
        _register().parties[party] = word;
        emit PartyUpdated(party, standing);
        // A shorter validity, another zone or new limits tighten, so no token may be skipped here either.
        _pushAll(_register().tokens, party, word, true);
    }

    // --- ending ---

    /// @inheritdoc IPartyRegistry
    function close(uint64[] calldata parties) external restricted {
        Register storage $ = _register();
        address[] memory tokens_ = $.tokens;
        for (uint256 i = 0; i < parties.length; ++i) {
            uint64 party = parties[i];
            PartyWord word = _requireOpen(party);
            address[] memory wallets = _walletsOf(word);
            for (uint256 j = 0; j < wallets.length; ++j) _requireEmpty(tokens_, wallets[j]);
            emit PartyClosed(party);
            _update(party, word, word.standing().asClosed());
        }
    }

    /// @inheritdoc IPartyRegistry
    function removeWallet(address wallet) external restricted {
        Register storage $ = _register();
        uint64 party = _requireLive(wallet);
        if ($.wallets[wallet].isSuccessor()) revert WalletIsSuccessor(wallet);
        address[] memory tokens_ = $.tokens;
        _requireEmpty(tokens_, wallet);
        PartyWord word = $.parties[party];
        _unlink(party, word, wallet);
        emit WalletRemoved(party, wallet);
        address[] memory one = new address[](1);
        one[0] = wallet;
        // Out of the list no sync reaches it: every token takes this, or nothing is done.
        Standing ended = word.standing().asClosed();
        for (uint256 i = 0; i < tokens_.length; ++i) IDepositToken(tokens_[i]).setStanding(one, ended);
    }

    /// @inheritdoc IPartyRegistry
    function retireWallet(address wallet, address successor) external restricted {
        Register storage $ = _register();
        uint64 party = _requireLive(wallet);
        WalletWord heir = $.wallets[successor];
        if (successor == wallet || heir.party() != party || heir.status() != WalletStatus.Live) {
            revert SuccessorInvalid(wallet, successor);
        }
        $.wallets[successor] = heir.asSuccessor();
        $.wallets[wallet] = $.wallets[wallet].withStatus(WalletStatus.Retired);
        $.successors[wallet] = successor;
        emit WalletRetired(party, wallet, successor);
        address[] memory one = new address[](1);
        one[0] = wallet;
        _push($.tokens, party, one, $.parties[party].standing().asRetired(), true);
    }

    function _requireEmpty(address[] memory tokens_, address wallet) private view {
        for (uint256 i = 0; i < tokens_.length; ++i) {
            AccountWord word = IDepositToken(tokens_[i]).accountWord(wallet);
            // A lien waits for later credits: who could leave it behind would evade it.
            if (word.balance() != 0 || word.frozen() != 0) {
                revert AccountNotEmpty(tokens_[i], wallet);
            }
        }
    }

    /// @dev Takes the wallet out of its party's list; its own word keeps the party, so that nobody else can have it.
    function _unlink(uint64 party, PartyWord word, address wallet) private {
        Register storage $ = _register();
        address next = $.wallets[wallet].next();
        address newest = word.newest();
        if (newest == wallet) {
            newest = next;
        } else {
            address newer = newest;
            while ($.wallets[newer].next() != wallet) newer = $.wallets[newer].next();
            $.wallets[newer] = $.wallets[newer].withNext(next);
        }
        $.parties[party] = word.withWallets(newest, word.walletCount() - 1);
        $.wallets[wallet] = WalletWordLib.pack(party, address(0)).withStatus(WalletStatus.Removed);
    }

    /// @inheritdoc IPartyRegistry
    function setSettlementAccount(uint64 party, bytes32 settlementAccount) external restricted {
        _requireOpen(party);
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
        _pushAll(_register().tokens, party, word, true);
    }

    /// @inheritdoc IPartyRegistry
    function unblockParty(uint64 party, bytes32 orderId) external restricted {
        PartyWord word = _requireParty(party);
        if (word.blocks() == 0) revert NotBlocked(party);
        word = word.withBlocks(word.blocks() - 1);
        _register().parties[party] = word;
        emit PartyUnblocked(party, orderId, word.blocks());
        _pushAll(_register().tokens, party, word, false);
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
            _pushAll(one, parties[i], word, true);
        }
    }

    /// @dev The party's standing to its live wallets, and the same as retired to those that were lost.
    function _pushAll(address[] memory tokens_, uint64 party, PartyWord word, bool tightens) private {
        (address[] memory live, address[] memory retired) = _listsOf(word);
        if (live.length != 0) _push(tokens_, party, live, word.standing(), tightens);
        if (retired.length != 0) _push(tokens_, party, retired, word.standing().asRetired(), tightens);
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

    // --- the table that zones are derived from ---

    /// @inheritdoc IPartyRegistry
    function setCountries(Country[] calldata countries) external restricted {
        for (uint256 i = 0; i < countries.length; ++i) {
            Country calldata country = countries[i];
            if (country.resident > StandingLib.MAX_ZONE || country.controlled > DENIED) {
                revert CountryInvalid(country.code);
            }
            _setCountry(country.code, country.resident, country.controlled);
        }
    }

    /// @inheritdoc IPartyRegistry
    function closeCountries(uint16[] calldata codes) external restricted {
        for (uint256 i = 0; i < codes.length; ++i) _setCountry(codes[i], 0, uint8(DENIED));
    }

    function _setCountry(uint16 code, uint8 resident, uint8 controlled) private {
        if (code == 0 || code > PartyProfileLib.MAX_COUNTRY) revert CountryInvalid(code);
        uint256 shift = (code % 32) * 8;
        uint256 others = _register().countries[code / 32] & ~(uint256(0xff) << shift);
        _register().countries[code / 32] = others | (((uint256(controlled) << 4) | resident) << shift);
        emit CountrySet(code, resident, controlled);
    }

    /// @inheritdoc IPartyRegistry
    function requireProgramme(uint8 zone) external restricted {
        _setProgramme(zone, true);
    }

    /// @inheritdoc IPartyRegistry
    function waiveProgramme(uint8 zone) external restricted {
        _setProgramme(zone, false);
    }

    function _setProgramme(uint8 zone, bool required) private {
        if (zone == 0 || zone > StandingLib.MAX_ZONE) revert ZoneInvalid(zone);
        uint16 bit = uint16(1 << zone);
        uint16 zones = _register().programmeZones;
        _register().programmeZones = required ? zones | bit : zones & ~bit;
        emit ProgrammeRequiredSet(zone, required);
    }

    /// @inheritdoc IPartyRegistry
    function setInstitution(uint8 homeBank, bytes20 lei) external restricted {
        if (homeBank == 0 || lei == 0) revert InstitutionUnknown(homeBank);
        _register().institutions[homeBank] = lei;
        emit InstitutionSet(homeBank, lei);
    }

    /// @inheritdoc IPartyRegistry
    function zoneOf(uint64 party, PartyProfile profile) public view returns (uint256 zone) {
        uint256 residency = profile.residency();
        uint256 control = profile.control();
        (uint256 resident, uint256 ofOwn) = _country(residency);
        (, uint256 controlled) = _country(control);
        if (resident == 0) revert CountryNotServed(party, residency);
        zone = resident;
        if (control != residency) {
            if (controlled == DENIED) revert CountryNotServed(party, control);
            // Residents of a country that reaches abroad are its own, whoever controls them.
            if (controlled != 0 && (ofOwn == 0 || ofOwn == DENIED)) zone = controlled;
        }
        if (isProgrammeRequired(uint8(zone)) && !profile.hasProgramme()) revert ProgrammeRequired(party, zone);
    }

    function _country(uint256 code) private view returns (uint256 resident, uint256 controlled) {
        uint256 entry = _register().countries[code / 32] >> ((code % 32) * 8);
        return (entry & 0xf, (entry >> 4) & 0xf);
    }

    /// @inheritdoc IPartyRegistry
    function countryOf(uint16 code) external view returns (uint8 resident, uint8 controlled) {
        (uint256 r, uint256 c) = _country(code);
        return (uint8(r), uint8(c));
    }

    /// @inheritdoc IPartyRegistry
    function isProgrammeRequired(uint8 zone) public view returns (bool) {
        return (_register().programmeZones >> zone) & 1 != 0;
    }

    /// @inheritdoc IPartyRegistry
    function institutionOf(uint8 homeBank) external view returns (bytes20) {
        return _register().institutions[homeBank];
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
    function profileOf(uint64 party) external view returns (PartyProfile) {
        return _register().parties[party].profile();
    }

    /// @inheritdoc IPartyRegistry
    function isRetired(address wallet) external view returns (bool) {
        return _register().wallets[wallet].status() == WalletStatus.Retired;
    }

    /// @inheritdoc IPartyRegistry
    function successorOf(address wallet) external view returns (address) {
        // It ends: a successor was live when named, so no chain of lost wallets comes back to itself.
        while (_register().wallets[wallet].status() == WalletStatus.Retired) wallet = _register().successors[wallet];
        return wallet;
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

    function _requireOpen(uint64 party) private view returns (PartyWord word) {
        word = _requireParty(party);
        if (!word.standing().isAdmitted()) revert PartyIsClosed(party);
    }

    function _requireLive(address wallet) private view returns (uint64 party) {
        WalletWord word = _register().wallets[wallet];
        party = word.party();
        if (party == 0 || word.status() != WalletStatus.Live) revert WalletNotLive(wallet);
    }

    function _walletsOf(PartyWord word) private view returns (address[] memory wallets) {
        wallets = new address[](word.walletCount());
        address wallet = word.newest();
        for (uint256 i = 0; i < wallets.length; ++i) {
            wallets[i] = wallet;
            wallet = _register().wallets[wallet].next();
        }
    }

    function _listsOf(PartyWord word) private view returns (address[] memory live, address[] memory retired) {
        uint256 count = word.walletCount();
        (live, retired) = (new address[](count), new address[](count));
        uint256 living;
        uint256 lost;
        address wallet = word.newest();
        for (uint256 i = 0; i < count; ++i) {
            WalletWord w = _register().wallets[wallet];
            if (w.status() == WalletStatus.Live) live[living++] = wallet;
            else retired[lost++] = wallet;
            wallet = w.next();
        }
        _cut(live, living);
        _cut(retired, lost);
    }

    /// @dev Cuts the list to its first entries, in place.
    function _cut(address[] memory list, uint256 length) private pure {
        assembly ("memory-safe") {
            mstore(list, length)
        }
    }
}
