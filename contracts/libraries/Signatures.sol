// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title Signatures
/// @notice One rule for every signature of the suite: the key first, then ERC-1271 with capped gas.
/// @dev The key first, because an EOA that delegated its code (EIP-7702) still signs with its key. The cap keeps a
/// customer's wallet from burning the gas of a batch or of the other leg; 300,000 covers a passkey verified in Solidity.
library Signatures {
    uint256 internal constant ERC1271_GAS = 300_000;

    function isValid(address signer, bytes32 digest, bytes memory signature) internal view returns (bool) {
        if (signer == address(0)) return false;
        (address recovered, ECDSA.RecoverError problem, ) = ECDSA.tryRecover(digest, signature);
        if (problem == ECDSA.RecoverError.NoError && recovered == signer) return true;

        bytes memory question = abi.encodeCall(IERC1271.isValidSignature, (digest, signature));
        bool answered;
        bytes32 answer;
        // Assembly, because only the first word of the answer may be copied: a wallet could return megabytes.
        assembly ("memory-safe") {
            answered := staticcall(ERC1271_GAS, signer, add(question, 0x20), mload(question), 0x00, 0x20)
            answered := and(answered, gt(returndatasize(), 0x1f))
            answer := mload(0x00)
        }
        return answered && answer == bytes32(IERC1271.isValidSignature.selector);
    }
}
