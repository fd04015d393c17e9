// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {HoldActions} from "./HoldActions.sol";
import {IssuanceActions} from "./IssuanceActions.sol";
import {PaymentActions} from "./PaymentActions.sol";
import {PolicyActions} from "./PolicyActions.sol";
import {RetireActions} from "./RetireActions.sol";

/// @notice All actions, with their names for the table of calls. Each takes one number and derives every choice of it.
contract Handler is PaymentActions, RetireActions, IssuanceActions, PolicyActions {
    string[] private _names;
    bytes4[] private _selectors;

    constructor() {
        _add("mint", IssuanceActions.mint.selector);
        _add("mintBatch", IssuanceActions.mintBatch.selector);
        _add("mintInterbank", IssuanceActions.mintInterbank.selector);
        _add("attest", IssuanceActions.attest.selector);
        _add("approve", PaymentActions.approve.selector);
        _add("transfer", PaymentActions.transfer.selector);
        _add("transferWithReference", PaymentActions.transferWithReference.selector);
        _add("transferFrom", PaymentActions.transferFrom.selector);
        _add("transferBatch", PaymentActions.transferBatch.selector);
        _add("placeHold", HoldActions.placeHold.selector);
        _add("placeRedemption", HoldActions.placeRedemption.selector);
        _add("placeHoldWithAuthorization", HoldActions.placeHoldWithAuthorization.selector);
        _add("executeSigned", HoldActions.executeSigned.selector);
        _add("executeHold", HoldActions.executeHold.selector);
        _add("releaseByNotary", HoldActions.releaseByNotary.selector);
        _add("releaseByPayee", HoldActions.releaseByPayee.selector);
        _add("releaseByStranger", HoldActions.releaseByStranger.selector);
        _add("extendHold", HoldActions.extendHold.selector);
        _add("assignHold", HoldActions.assignHold.selector);
        _add("loseWallet", RetireActions.loseWallet.selector);
        _add("paySuccessor", RetireActions.paySuccessor.selector);
        _add("releaseAsSuccessor", RetireActions.releaseAsSuccessor.selector);
        _add("assignAsSuccessor", RetireActions.assignAsSuccessor.selector);
        _add("voidHold", HoldActions.voidHold.selector);
        _add("sealHold", HoldActions.sealHold.selector);
        _add("executeSealed", HoldActions.executeSealed.selector);
        _add("rejectSealed", HoldActions.rejectSealed.selector);
        _add("forceRelease", HoldActions.forceRelease.selector);
        _add("setFrozenTokens", PolicyActions.setFrozenTokens.selector);
        _add("forcedTransfer", PolicyActions.forcedTransfer.selector);
        _add("renew", PolicyActions.renew.selector);
        _add("changeZone", PolicyActions.changeZone.selector);
        _add("blockParty", PolicyActions.blockParty.selector);
        _add("blockWallet", PolicyActions.blockWallet.selector);
        _add("unblockWallet", PolicyActions.unblockWallet.selector);
        _add("admitContract", PolicyActions.admitContract.selector);
        _add("dismissContract", PolicyActions.dismissContract.selector);
        _add("openCorridors", PolicyActions.openCorridors.selector);
        _add("closeCorridors", PolicyActions.closeCorridors.selector);
        _add("pause", PolicyActions.pause.selector);
        _add("unpause", PolicyActions.unpause.selector);
        _add("changeLimits", PolicyActions.changeLimits.selector);
        _add("letTimePass", PolicyActions.letTimePass.selector);
    }

    function _add(string memory name, bytes4 selector) private {
        _names.push(name);
        _selectors.push(selector);
    }

    function actions() external view returns (bytes4[] memory) {
        return _selectors;
    }

    function nameOf(uint256 action) external view returns (string memory) {
        return _names[action];
    }
}
