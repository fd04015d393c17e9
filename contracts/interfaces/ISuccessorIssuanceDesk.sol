// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IIssuanceDesk} from "./IIssuanceDesk.sol";

/// @title ISuccessorIssuanceDesk
/// @notice The issuance desk of a bank that took over another bank's book: a deposit that the other bank has minted is not
/// minted again.
/// @dev It holds only as far as both banks derive a deposit's reference alike: for the accounts taken over, with the other
/// bank's scope and salt.
interface ISuccessorIssuanceDesk is IIssuanceDesk {
    /// @notice References used at `predecessor` are refused for `token` from now on.
    event PredecessorAdded(address indexed token, address indexed predecessor);

    /// @notice The deposit was minted at this predecessor of the token (`predecessor.depositReference` says when, to whom).
    error ReferenceUsedAtPredecessor(bytes32 depositReference, address predecessor);
    /// @notice The token itself, not a token, named before, or one more than `MAX_PREDECESSORS`.
    error PredecessorInvalid(address token, address predecessor);

    /// @notice Names a token whose book this bank took over into `token`. There is no way back: what was minted there stays
    /// minted. Who may call: policy admin.
    /// @dev From then on `mint` fails with `ReferenceUsedAtPredecessor`, and so does `mintBatch` for any item, whole and
    /// with its approval unspent: the items are what an approver signed, and a desk that left one out would mint something
    /// else. A predecessor in resolution uses no new references, so the answer can be had before sending.
    function addPredecessor(address token, address predecessor) external;

    /// @notice In the order in which they were added.
    function predecessorsOf(address token) external view returns (address[] memory);
}
