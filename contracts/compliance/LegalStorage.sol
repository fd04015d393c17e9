// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Lien} from "../interfaces/ILegalOrders.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";

/// @title LegalStorage
/// @notice The one namespaced struct (ERC-7201) of LegalOrders.
abstract contract LegalStorage {
    /// @dev The liens of one account, in one word.
    struct Burden {
        /// Sum of the liens whose money is, or would be, here.
        uint128 total;
        /// Of the liens placed here, or on a lost wallet that this one replaced: what has gone on to this one's heir.
        uint128 handedOn;
    }

    /// @custom:storage-location erc7201:vostro.storage.LegalOrders
    struct Book {
        IPartyRegistry registry;
        mapping(bytes32 id => bytes32) orders;
        mapping(bytes32 orderId => mapping(uint64 party => bool)) blocks;
        mapping(uint64 party => uint256) liveBlocks;
        mapping(address account => bool) custody;
        mapping(bytes32 lienId => Lien) liens;
        mapping(address token => mapping(address account => Burden)) burdens;
        /// Where the liens of a lost wallet went when the first of them went on.
        mapping(address lost => address) heirs;
    }

    // keccak256(abi.encode(uint256(keccak256("vostro.storage.LegalOrders")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant BOOK = 0x5e753dd7bac7126ef529e584463688eec00e0fce253a955e569670a828523f00;

    function _book() internal pure returns (Book storage $) {
        assembly ("memory-safe") {
            $.slot := BOOK
        }
    }
}
