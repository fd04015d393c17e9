// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccountWord} from "../types/AccountWord.sol";
import {HoldWord} from "../types/HoldWord.sol";
import {PolicyWord} from "../types/PolicyWord.sol";
import {FlowWord, SupplyWord} from "../types/SupplyWord.sol";

/// @title TokenStorage
/// @notice The one namespaced struct (ERC-7201) of the token. Its layout, and that of the words, is frozen by a test.
abstract contract TokenStorage {
    /// @dev A struct, so that its slot is computed once and then read and written through a pointer.
    struct Account {
        AccountWord word;
    }

    /// @dev First use of a deposit reference or UETR: payee 160 | amount 64 | block number 32.
    struct FirstUse {
        uint256 word;
    }

    /// @custom:storage-location erc7201:vostro.storage.DepositToken
    struct Ledger {
        mapping(address account => Account) accounts;
        PolicyWord policy;
        PolicyWord review;
        SupplyWord supply;
        FlowWord flows;
        mapping(bytes32 id => HoldWord) holds;
        mapping(bytes32 depositReference => FirstUse) references;
        mapping(address authorizer => mapping(bytes32 nonce => bool)) authorizations;
        address registry;
        uint8 decimals;
        address limits;
    }

    // keccak256(abi.encode(uint256(keccak256("vostro.storage.DepositToken")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant LEDGER = 0x3b481fc3301cffa83a198cafa25ad4ce96836626918771a70ed818e6f9075400;

    function _ledger() internal pure returns (Ledger storage $) {
        assembly ("memory-safe") {
            $.slot := LEDGER
        }
    }
}
