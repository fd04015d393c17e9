// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hold} from "../../../contracts/types/HoldWord.sol";
import {vm} from "./Vm.sol";

/// @notice EIP-712 of a hold by the book: what a wallet computes from the type, the domain and nothing of our code.
library HoldSigning {
    bytes32 internal constant HOLD_TYPEHASH = keccak256(
        "Hold(address payer,address payee,address notary,uint256 amount,uint256 expiry,uint256 placeBy,bool assignable,bytes32 terms)"
    );
    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );

    function idOf(Hold memory hold) internal pure returns (bytes32) {
        return keccak256(abi.encode(HOLD_TYPEHASH, hold));
    }

    function digest(address token, bytes32 structHash) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(DOMAIN_TYPEHASH, keccak256("Vostro Deposit Token"), keccak256("1"), block.chainid, token)
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function sign(uint256 key, address token, bytes32 structHash) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest(token, structHash));
        return abi.encodePacked(r, s, v);
    }

    /// @dev Address zero for anything but a well-formed 65-byte signature.
    function signerOf(address token, bytes32 structHash, bytes memory signature) internal view returns (address) {
        if (signature.length != 65) return address(0);
        bytes32 r;
        bytes32 s;
        assembly ("memory-safe") {
            r := mload(add(signature, 0x20))
            s := mload(add(signature, 0x40))
        }
        return ecrecover(digest(token, structHash), uint8(signature[64]), r, s);
    }
}
