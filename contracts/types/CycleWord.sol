// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Life of a netting cycle.
enum CycleStatus {
    /// Nobody knows of it, or consents are being gathered.
    Open,
    /// Every slice was paid: its gross obligations are discharged.
    Settled,
    /// Parties dropped out: only a second cycle of those who stay may settle.
    SecondRound,
    /// A second cycle was settled in its stead: those obligations, not these, are discharged.
    Replaced,
    /// Never settled: every obligation stays open gross.
    Closed
}

/// @title CycleWord
/// @notice The state of one netting cycle, in one storage word.
/// @dev Layout, lowest bit on the right.
///
/// ```text
/// 255..8                                              7..0
/// +--------------------------------------------------+-----------+
/// | Open: consents, bit i for party i of the nets    | status (8)|
/// | SecondRound: who stays (208), deadline (40)      |           |
/// +--------------------------------------------------+-----------+
/// ```
///
/// `who stays` is cut from the hash of the list of parties: 208 bits, far beyond finding another list of equal hash.
type CycleWord is uint256;

using CycleWordLib for CycleWord global;

/// @notice Pure accessors of `CycleWord`.
library CycleWordLib {
    uint256 private constant STATUS_MASK = 0xff;
    uint256 private constant CONSENTS = 8;
    uint256 private constant DEADLINE = 8;
    uint256 private constant STAYING = 48;

    /// @notice As many as there are bits for.
    uint256 internal constant MAX_PARTIES = 248;

    function status(CycleWord w) internal pure returns (CycleStatus) {
        return CycleStatus(CycleWord.unwrap(w) & STATUS_MASK);
    }

    /// @notice Who consented, bit i for party i. Only of an open cycle.
    function consents(CycleWord w) internal pure returns (uint256) {
        return CycleWord.unwrap(w) >> CONSENTS;
    }

    /// @dev The cycle is open and party < MAX_PARTIES.
    function withConsent(CycleWord w, uint256 party) internal pure returns (CycleWord) {
        return CycleWord.wrap(CycleWord.unwrap(w) | (1 << (CONSENTS + party)));
    }

    function ended(CycleStatus status_) internal pure returns (CycleWord) {
        return CycleWord.wrap(uint256(status_));
    }

    /// @notice A second round of these parties (hash of the list), settled strictly before `deadline` (unix seconds, 40 bits).
    function secondRound(bytes32 parties, uint64 deadline_) internal pure returns (CycleWord) {
        return
            CycleWord.wrap(
                uint256(CycleStatus.SecondRound) |
                    (uint256(deadline_) << DEADLINE) |
                    ((uint256(parties) >> STAYING) << STAYING)
            );
    }

    function deadline(CycleWord w) internal pure returns (uint256) {
        return uint40(CycleWord.unwrap(w) >> DEADLINE);
    }

    function isOf(CycleWord w, bytes32 parties) internal pure returns (bool) {
        return CycleWord.unwrap(w) >> STAYING == uint256(parties) >> STAYING;
    }
}
