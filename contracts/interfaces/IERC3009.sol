// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title ERC-3009, transfer with authorisation
/// @notice Gas-free payment by signature, with random 32-byte nonces as USDC's clients send them.
/// @dev Each function has a `v, r, s` form and a `bytes` form; both accept an EOA's signature and, where the signer is
/// a contract, ERC-1271. Anyone not blocked may submit; the rules of a transfer apply to payer and payee.
/// Never use these for settlement of two legs: one leg could be run alone. Use signed holds.
interface IERC3009 {
    event AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce);
    event AuthorizationCanceled(address indexed authorizer, bytes32 indexed nonce);

    /// @notice This nonce was used or cancelled before.
    error AuthorizationAlreadyUsed(address authorizer, bytes32 nonce);
    /// @notice Outside the signed window: valid strictly after `validAfter` and strictly before `validBefore`.
    error AuthorizationNotValidNow(uint256 validAfter, uint256 validBefore);
    /// @notice `receiveWithAuthorization` may be submitted by the payee only.
    error CallerMustBePayee(address caller, address payee);

    /// @notice Whether the nonce was used or cancelled.
    function authorizationState(address authorizer, bytes32 nonce) external view returns (bool);

    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;

    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;

    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;

    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;

    function cancelAuthorization(address authorizer, bytes32 nonce, uint8 v, bytes32 r, bytes32 s) external;

    function cancelAuthorization(address authorizer, bytes32 nonce, bytes calldata signature) external;
}
