// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {Signatures} from "../libraries/Signatures.sol";

/// @title Consents
/// @notice Who decides for a party of a deal: the party in its own call, or anyone who brings its signature.
/// @dev For desks that are shared between banks: no owner, no roles, no upgrade. A desk's deals name their token, and a
/// token that somebody made up can hurt only those who signed for it.
abstract contract Consents is EIP712 {
    /// @notice `party` neither sends this nor has signed exactly this content.
    error ConsentMissing(address party);

    /// @dev The wallet that decides for `party` now consents to the content of `structHash`.
    function _requireConsent(
        IDepositToken token,
        address party,
        bytes32 structHash,
        bytes calldata signature
    ) internal view {
        party = _present(token, party);
        if (msg.sender == party) return;
        if (!Signatures.isValid(party, _hashTypedDataV4(structHash), signature)) revert ConsentMissing(party);
    }

    /// @dev The token sees the desk as the relayer, so the desk looks itself at who stands behind it.
    function _requireRelayer(IDepositToken token) internal view {
        if (token.accountWord(msg.sender).isBlocked()) revert IDepositToken.RelayerBlocked(msg.sender);
    }

    /// @dev A wallet that was lost decides nothing any more: its successor in the bank's register does.
    function _present(IDepositToken token, address wallet) internal view returns (address) {
        if (!token.accountWord(wallet).isRetired()) return wallet;
        return IPartyRegistry(token.registry()).successorOf(wallet);
    }
}
