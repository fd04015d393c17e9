// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Operation} from "../../../contracts/types/PolicyWord.sol";
import {PlainAccount} from "../support/PlainAccount.sol";
import {TokenFixture} from "../support/TokenFixture.sol";
import {World} from "./World.sol";

/// @notice The bank's officers: standing, blocks, liens, seizures, corridors, pauses, contracts, and time itself.
/// @dev Whatever tightens has its loosening beside it, and a call of either is likely to find something to do.
abstract contract PolicyActions is World {
    // --- the register ---

    function renew(uint256 seed) external ordinaryDay(seed) {
        address party = parties[_roll(seed, "party", PARTIES)];
        _restand(seed, party, false, _account(party).zone == 0 ? 1 : _account(party).zone);
    }

    function changeZone(uint256 seed) external ordinaryDay(seed) {
        uint256 zone = _roll(seed, "odd zone", 8) == 0 ? _roll(seed, "zone", 16) : 1 + _roll(seed, "zone", 4);
        _restand(seed, parties[_roll(seed, "party", PARTIES)], false, zone);
    }

    function blockParty(uint256 seed) external ordinaryDay(seed) {
        address party = parties[_roll(seed, "party", PARTIES)];
        if (_roll(seed, "mercy", 2) == 0) _restand(seed, party, true, 1 + _roll(seed, "zone", 4));
        else _restand(seed, party, false, 1 + _roll(seed, "zone", 4));
    }

    function _restand(uint256 seed, address party, bool blocked, uint256 zone) private {
        uint256 validFor = _roll(seed, "short", 4) == 0 ? _roll(seed, "days", 3 days) : 200 days;
        bool admitted = _roll(seed, "dismissed", 12) != 0;
        bool limited = _roll(seed, "limited", 4) == 0;
        if (_setStanding(party, validFor, zone, admitted, blocked, limited)) ++succeeded[msg.sig];
        else ++refused[msg.sig];
    }

    // --- compliance ---

    function blockWallet(uint256 seed) external ordinaryDay(seed) {
        _act(address(this), abi.encodeCall(token.blockWallet, (parties[_roll(seed, "party", PARTIES)])));
    }

    function unblockWallet(uint256 seed) external ordinaryDay(seed) {
        address wallet = _blocked(seed);
        _act(address(this), abi.encodeCall(token.unblockWallet, (wallet)));
    }

    function _blocked(uint256 seed) private view returns (address wallet) {
        uint256 first = _roll(seed, "wallet", PARTIES);
        for (uint256 i = 0; i < PARTIES; ++i) {
            wallet = parties[(first + i) % PARTIES];
            if (_account(wallet).localBlock) return wallet;
        }
    }

    function setFrozenTokens(uint256 seed) external ordinaryDay(seed) {
        address account = parties[_roll(seed, "party", PARTIES)];
        uint256 amount = _roll(seed, "lien", token.balanceOf(account) / 2 + 1);
        if (_roll(seed, "lifted", 2) == 0) amount = 0;
        if (_roll(seed, "everything", 12) == 0) amount = type(uint256).max;
        _act(address(this), abi.encodeCall(token.setFrozenTokens, (account, amount)));
    }

    function forcedTransfer(uint256 seed) external ordinaryDay(seed) {
        address from = parties[_roll(seed, "from", PARTIES)];
        uint256 amount = _roll(seed, "amount", token.balanceOf(from) / 3 + 2);
        if (_roll(seed, "everything", 8) == 0) amount = token.balanceOf(from);
        // Now and then to nobody, as in a resolution.
        address to = _roll(seed, "resolution", 5) == 0 ? address(0) : _someone(seed, "to");
        uint256 supply = token.totalSupply();
        _act(address(this), abi.encodeCall(token.forcedTransfer, (from, to, amount)));
        ghostBurned += supply - token.totalSupply();
    }

    // --- corridors and pauses ---

    function openCorridors(uint256 seed) external ordinaryDay(seed) {
        uint256 corridor = _corridor(_roll(seed, "from", 5), 1 + _roll(seed, "to", 4));
        if (_roll(seed, "above", 12) == 0) corridor = 2 ** (225 + _roll(seed, "bit", 31));
        bool review = _roll(seed, "review", 2) == 0;
        _act(address(this), abi.encodeCall(token.openCorridors, (review ? 0 : corridor, review ? corridor : 0)));
    }

    function closeCorridors(uint256 seed) external ordinaryDay(seed) {
        uint256 corridor = _corridor(_roll(seed, "from", 5), 1 + _roll(seed, "to", 4));
        if (_roll(seed, "above", 12) == 0) corridor = 2 ** (225 + _roll(seed, "bit", 31));
        _act(address(this), abi.encodeCall(token.closeCorridors, (corridor)));
    }

    function pause(uint256 seed) external ordinaryDay(seed) {
        _act(address(this), abi.encodeCall(token.pause, (Operation(_roll(seed, "operation", 4)))));
    }

    function unpause(uint256 seed) external ordinaryDay(seed) {
        _act(address(this), abi.encodeCall(token.unpause, (Operation(_roll(seed, "operation", 4)))));
    }

    // --- contracts ---

    function admitContract(uint256 seed) external ordinaryDay(seed) {
        // A customer may never be given powers.
        if (_roll(seed, "customer", 8) == 0) {
            address party = parties[_roll(seed, "party", PARTIES - 1)];
            _act(address(this), abi.encodeCall(token.admitContract, (party, TokenFixture.NOTARY)));
        } else {
            _admitAll(true);
        }
    }

    function dismissContract(uint256 seed) external ordinaryDay(seed) {
        _admitAll(false);
        address account = _roll(seed, "which", 2) == 0 ? NOTARY : DESK;
        uint256 powers = _roll(seed, "burner only", 2) == 0 ? TokenFixture.BURNER : TokenFixture.NOTARY;
        _act(address(this), abi.encodeCall(token.dismissContract, (account, powers)));
    }

    function _admitAll(bool counted) private {
        bytes memory notary = abi.encodeCall(token.admitContract, (NOTARY, TokenFixture.NOTARY));
        bytes memory desk = abi.encodeCall(token.admitContract, (DESK, TokenFixture.NOTARY | TokenFixture.BURNER));
        _do(address(this), notary);
        if (counted) _act(address(this), desk);
        else _do(address(this), desk);
    }

    /// @dev The bank's Limits contract says no, or is taken away; most of the time it is there and says yes.
    function changeLimits(uint256 seed) external ordinaryDay(seed) {
        _changeLimits(_roll(seed, "absent", 4) != 0, _roll(seed, "closed", 4) == 0);
        ++succeeded[msg.sig];
    }

    function letTimePass(uint256 seed) external ordinaryDay(seed) {
        _warp(_roll(seed, "long", 6) == 0 ? _roll(seed, "days", 6 days) : _roll(seed, "hours", 8 hours));
        ++succeeded[msg.sig];
    }
}
