// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MintItem} from "../../../contracts/types/MintItem.sol";
import {FlowWord, SupplyWord} from "../../../contracts/types/SupplyWord.sol";
import {World} from "./World.sol";

/// @notice The bank attests its deposits and mints against them.
abstract contract IssuanceActions is World {
    struct FirstUse {
        address payee;
        uint256 amount;
        uint256 blockNumber;
        uint256 mints;
    }

    bytes32[] internal _references;
    mapping(bytes32 ref => FirstUse) internal _firstUse;

    function references() external view returns (uint256) {
        return _references.length;
    }

    function referenceAt(uint256 index) external view returns (bytes32 ref, FirstUse memory first) {
        ref = _references[index];
        first = _firstUse[ref];
    }

    function mint(uint256 seed) external ordinaryDay(seed) {
        _maybeLapse(seed);
        (address payee, uint256 amount, bytes32 ref) = _order(seed);
        bool backed = _isBacked(amount, 0);
        address caller = _roll(seed, "impostor", 20) == 0 ? CLEARING : ISSUER;
        if (_act(caller, abi.encodeCall(token.mint, (payee, amount, ref)))) _noteMint(ref, payee, amount, backed);
    }

    function mintInterbank(uint256 seed) external ordinaryDay(seed) {
        _maybeLapse(seed);
        (address payee, uint256 amount, bytes32 uetr) = _order(seed);
        bool backed = _isBacked(amount, amount);
        uint256 zone = _roll(seed, "odd zone", 16) == 0 ? _roll(seed, "origin", 17) : 1 + _roll(seed, "origin", 3);
        address caller = _roll(seed, "impostor", 20) == 0 ? ISSUER : CLEARING;
        if (_act(caller, abi.encodeCall(token.mintInterbank, (payee, amount, uetr, zone)))) {
            _noteMint(uetr, payee, amount, backed);
            ghostReceived += amount;
        }
    }

    function mintBatch(uint256 seed) external ordinaryDay(seed) {
        _maybeLapse(seed);
        MintItem[] memory items = new MintItem[](1 + _roll(seed, "items", 4));
        bool[] memory used = new bool[](items.length);
        for (uint256 i = 0; i < items.length; ++i) {
            (address payee, uint256 amount, bytes32 ref) = _order(uint256(keccak256(abi.encode(seed, i))));
            items[i] = MintItem(payee, amount, ref);
            used[i] = token.depositReference(ref) != 0;
        }
        uint256 supply = token.totalSupply();
        if (!_act(ISSUER, abi.encodeCall(token.mintBatch, (items)))) return;
        // Backed as a whole means backed at every item: supply only grows within a batch.
        bool backed = token.totalSupply() == supply || _isBacked(0, 0);
        for (uint256 i = 0; i < items.length; ++i) {
            MintItem memory item = items[i];
            bool minted = !used[i] && token.depositReference(item.depositReference) != 0;
            for (uint256 j = 0; j < i; ++j) {
                if (items[j].depositReference == item.depositReference) minted = false;
            }
            if (minted) _noteMint(item.depositReference, item.payee, item.amount, backed);
        }
    }

    /// @dev What a bank's night job posts: deposits as booked, which lag behind the chain by what it names.
    function attest(uint256 seed) external ordinaryDay(seed) {
        (SupplyWord supply, FlowWord flows) = token.supplyWords();
        uint256 lag = flows.burned() < 100 ? 0 : _roll(seed, "lag", 100);
        uint256 credits = flows.received() < 100 ? 0 : _roll(seed, "credits", 100);
        uint256 figure = supply.totalSupply() + lag + _roll(seed, "room", 400_000);
        figure = figure > credits ? figure - credits : 0;
        if (_roll(seed, "shortfall", 16) == 0) figure /= 2;
        uint256 asOf = block.timestamp - _roll(seed, "age", block.timestamp - supply.attestedAt() + 1);
        if (_roll(seed, "wrong", 12) == 0) asOf = block.timestamp + 1;
        uint256 burned = flows.burned() - lag + (_roll(seed, "ahead", 12) == 0 ? 200 : 0);
        _act(address(this), abi.encodeCall(token.attest, (figure, asOf, burned, flows.received() - credits)));
    }

    /// @dev Now and then a mint comes at the last second of the attestation, or one too late.
    function _maybeLapse(uint256 seed) private {
        uint256 edge = _roll(seed, "edge", 30);
        uint256 last = model.attestedAt() + model.maxAge();
        if (edge < 2 && block.timestamp < last) _warp(last + edge - block.timestamp);
    }

    function _order(uint256 seed) private view returns (address payee, uint256 amount, bytes32 ref) {
        payee = _someone(seed, "payee");
        uint256 kind = _roll(seed, "kind of amount", 30);
        amount = 1 + _roll(seed, "amount", 20_000);
        if (kind == 0) amount = 0;
        if (kind == 1) amount = type(uint64).max;
        ref = bytes32(seed);
        if (_references.length != 0 && _roll(seed, "old", 14) == 0) {
            ref = _references[_roll(seed, "reference", _references.length)];
        }
    }

    /// @dev Read from the raw words before a mint (or after a batch): fresh, and within the deposits.
    function _isBacked(uint256 amount, uint256 broughtAlong) private view returns (bool) {
        (SupplyWord word, ) = token.supplyWords();
        uint256 raw = SupplyWord.unwrap(word);
        uint256 supply = raw % 2 ** 64;
        uint256 backing = ((raw / 2 ** 64) % 2 ** 64) + broughtAlong;
        if (backing >= 2 ** 64) backing = 2 ** 64 - 1;
        uint256 lapses = ((raw / 2 ** 128) % 2 ** 32) + ((raw / 2 ** 160) % 2 ** 32);
        return supply + amount <= backing && block.timestamp <= lapses;
    }

    function _noteMint(bytes32 ref, address payee, uint256 amount, bool backed) private {
        if (!backed) ++illegalMints;
        ghostMinted += amount;
        FirstUse storage first = _firstUse[ref];
        if (first.mints++ != 0) return;
        _references.push(ref);
        (first.payee, first.amount, first.blockNumber) = (payee, amount, block.number);
    }
}
