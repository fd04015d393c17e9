// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IPartyLimits} from "../interfaces/IPartyLimits.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {MemberWord, MemberWordLib} from "../types/MemberWord.sol";
import {PartyProfile} from "../types/PartyProfile.sol";

/// @title PartyWallets
/// @notice Which wallets are one party, copied from the register: a payment then reads one word instead of asking twice.
/// @dev A wallet's party and home bank never change in the register, so a copy cannot go wrong; at worst it is not complete.
/// Whoever calls, only the register's answers are written.
abstract contract PartyWallets is IPartyLimits {
    IPartyRegistry private immutable REGISTRY;

    mapping(address wallet => MemberWord) private _members;

    constructor(IPartyRegistry registry_) {
        REGISTRY = registry_;
    }

    // --- enrolling ---

    /// @inheritdoc IPartyLimits
    function enrol(uint64[] calldata parties) external {
        for (uint256 i = 0; i < parties.length; ++i) _enrol(parties[i]);
    }

    function _enrol(uint64 party) internal {
        PartyProfile profile = REGISTRY.profileOf(party);
        if (PartyProfile.unwrap(profile) == 0) revert PartyNotRegistered(party);
        address[] memory wallets = REGISTRY.walletsOf(party);
        _forgetRing(wallets);
        for (uint256 i = 0; i < wallets.length; ++i) {
            address next = wallets[i + 1 == wallets.length ? 0 : i + 1];
            _members[wallets[i]] = MemberWordLib.pack(next, party, profile.homeBank());
        }
        emit PartyEnrolled(party, wallets);
    }

    /// @dev A wallet that the register has removed would lead into the new ring and never be met again: the whole old ring
    /// goes. All wallets of the list that are enrolled are in one ring, since each enrolling takes the whole list.
    function _forgetRing(address[] memory wallets) private {
        for (uint256 i = 0; i < wallets.length; ++i) {
            address wallet = wallets[i];
            address next = _members[wallet].next();
            while (next != address(0)) {
                _members[wallet] = MemberWord.wrap(0);
                wallet = next;
                next = _members[wallet].next();
            }
        }
    }

    // --- reading ---

    /// @dev As enrolled; else as the register says, without a place in the ring; zero if the register does not know it.
    function _memberOf(address wallet) internal view returns (MemberWord member) {
        member = _members[wallet];
        if (member.isEnrolled()) return member;
        uint64 party = REGISTRY.partyOf(wallet);
        if (party != 0) member = MemberWordLib.pack(address(0), party, REGISTRY.profileOf(party).homeBank());
    }

    /// @dev As enrolled, zero if it is not: asks nobody, so it cannot fail.
    function _enrolled(address wallet) internal view returns (MemberWord) {
        return _members[wallet];
    }

    /// @dev What the wallet's party has in the token, minor units: no sum of balances passes the supply's 64 bits.
    function _holdingOf(address token, address wallet, MemberWord member) internal view returns (uint256 holding) {
        if (!member.isEnrolled()) return _holdingByRegister(token, member.party());
        holding = IERC20(token).balanceOf(wallet);
        for (address next = member.next(); next != wallet; next = _members[next].next()) {
            holding += IERC20(token).balanceOf(next);
        }
    }

    /// @dev The same before the party is enrolled.
    function _holdingByRegister(address token, uint64 party) private view returns (uint256 holding) {
        address[] memory wallets = REGISTRY.walletsOf(party);
        for (uint256 i = 0; i < wallets.length; ++i) holding += IERC20(token).balanceOf(wallets[i]);
    }

    function _requireListed(address token) internal view {
        if (!REGISTRY.isToken(token)) revert TokenNotListed(token);
    }

    // --- views ---

    /// @inheritdoc IPartyLimits
    function partyOf(address wallet) external view returns (uint64 party, uint8 homeBank) {
        MemberWord member = _members[wallet];
        return (member.party(), member.homeBank());
    }

    /// @inheritdoc IPartyLimits
    function walletsWith(address wallet) external view returns (address[] memory wallets) {
        if (!_members[wallet].isEnrolled()) return wallets;
        uint256 count = 1;
        for (address next = _members[wallet].next(); next != wallet; next = _members[next].next()) ++count;
        wallets = new address[](count);
        for (uint256 i = 0; i < count; ++i) {
            wallets[i] = wallet;
            wallet = _members[wallet].next();
        }
    }

    /// @inheritdoc IPartyLimits
    function registry() external view returns (address) {
        return address(REGISTRY);
    }
}
