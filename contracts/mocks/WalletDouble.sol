// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @notice How a `WalletDouble` answers a question about a signature.
enum Manner {
    Honest,
    WrongAnswer,
    Reverts,
    BurnsGas,
    ReturnBomb,
    ShortAnswer
}

/// @notice A smart account of one owner, that may also misbehave in one chosen manner.
contract WalletDouble is IERC1271 {
    address public immutable owner;
    Manner public immutable manner;

    error CallFailed();

    constructor(address owner_, Manner manner_) {
        owner = owner_;
        manner = manner_;
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        if (manner == Manner.WrongAnswer) return 0xffffffff;
        if (manner == Manner.Reverts) revert CallFailed();
        if (manner == Manner.BurnsGas) while (true) {}
        if (manner == Manner.ReturnBomb) {
            // 300 KB of zeros.
            assembly {
                return(0x80, 300000)
            }
        }
        if (manner == Manner.ShortAnswer) {
            // The right four bytes and no more: not the 32 bytes that the ABI asks for.
            bytes4 right = IERC1271.isValidSignature.selector;
            assembly {
                mstore(0x00, right)
                return(0x00, 0x04)
            }
        }
        (address signer, , ) = ECDSA.tryRecover(digest, signature);
        return signer == owner ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }

    function execute(address target, bytes calldata data) external {
        (bool success, bytes memory answer) = target.call(data);
        if (!success) {
            assembly {
                revert(add(answer, 0x20), mload(answer))
            }
        }
    }
}
