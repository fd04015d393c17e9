// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title MemberWord
/// @notice One wallet as the Limits contract knows it: a copy of what never changes in the register.
/// @dev Layout, lowest bit on the right. The wallets of a party form a ring, so that from any of them all are found.
///
/// ```text
/// 255..232  231..224      223..160     159..0
/// +--------+-------------+------------+------------------+
/// | spare  | homeBank (8)| party (64) | next wallet (160)|
/// +--------+-------------+------------+------------------+
/// ```
type MemberWord is uint256;

using MemberWordLib for MemberWord global;

/// @notice Pure accessors of `MemberWord`.
library MemberWordLib {
    uint256 private constant PARTY = 160;
    uint256 private constant HOME_BANK = 224;

    /// @param next_ The next wallet of the ring; zero for a wallet that is not enrolled.
    function pack(address next_, uint64 party_, uint8 homeBank_) internal pure returns (MemberWord) {
        return
            MemberWord.wrap(uint160(next_) | (uint256(party_) << PARTY) | (uint256(homeBank_) << HOME_BANK));
    }

    function isEnrolled(MemberWord w) internal pure returns (bool) {
        return next(w) != address(0);
    }

    function next(MemberWord w) internal pure returns (address) {
        return address(uint160(MemberWord.unwrap(w)));
    }

    /// @notice Zero if the register does not know the wallet, or nobody asked it.
    function party(MemberWord w) internal pure returns (uint64) {
        return uint64(MemberWord.unwrap(w) >> PARTY);
    }

    /// @notice Number of the institution that serves the party, 0 for the issuing bank.
    function homeBank(MemberWord w) internal pure returns (uint8) {
        return uint8(MemberWord.unwrap(w) >> HOME_BANK);
    }
}
