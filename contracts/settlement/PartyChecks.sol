// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {AccountWord} from "../types/AccountWord.sol";
import {PolicyWord} from "../types/PolicyWord.sol";
import {Consents} from "./Consents.sol";

/// @title PartyChecks
/// @notice What a desk asks of the people behind a deal where no money moves, and the token therefore does not ask.
abstract contract PartyChecks is Consents {
    /// @notice The party is blocked: it decides nothing about what is due to it or from it.
    error DeciderBlocked(address party);

    /// @dev Consent of a party that is free to dispose: a block also stops it from waiving or selling a claim.
    function _requireDecision(
        IDepositToken token,
        address party,
        bytes32 structHash,
        bytes calldata signature
    ) internal view {
        _requireConsent(token, party, structHash, signature);
        address decider = _present(token, party);
        if (token.accountWord(decider).isBlocked()) revert DeciderBlocked(decider);
    }

    /// @dev Both may act now, and the bank's policy lets one pay the other; pauses, limits and amounts are not asked.
    /// @param reviewToo Whether a corridor under review will do, because a payment that needs a clearance is to follow.
    function _isCorridor(IDepositToken token, address from, address to, bool reviewToo) internal view returns (bool) {
        AccountWord payer = token.accountWord(from);
        AccountWord payee = token.accountWord(to);
        if (!payer.mayAct() || !payee.mayAct()) return false;
        (PolicyWord policy, PolicyWord review) = token.policyWords();
        if (policy.allows(payer.zone(), payee.zone())) return true;
        return reviewToo && review.allows(payer.zone(), payee.zone());
    }
}
