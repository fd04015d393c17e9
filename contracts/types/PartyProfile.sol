// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What a party is to the bank.
enum PartyKind {
    /// The bank's own customer.
    Client,
    /// A customer of another institution that is itself the bank's customer (its home bank).
    ClientOfClient,
    Bank,
    Escrow,
    FxDesk
}

/// @title PartyProfile
/// @notice What the bank knows of a party that its zone is derived from, and who serves it: 32 bits of a `PartyWord`.
/// @dev Layout, lowest bit on the right. Countries are ISO 3166-1 numeric codes.
///
/// ```text
/// 31..24          23          22..20    19..10         9..0
/// +--------------+-----------+---------+--------------+----------------+
/// | homeBank (8) | programme | kind (3)| control (10) | residency (10) |
/// +--------------+-----------+---------+--------------+----------------+
/// ```
///
/// `homeBank` 0 is the issuing bank itself, else an institution of the register. `programme` tells that an approval id of
/// a programme is on record (in the events): it is written by the register, never taken from a caller.
type PartyProfile is uint32;

using PartyProfileLib for PartyProfile global;

/// @notice Pure accessors of `PartyProfile`.
library PartyProfileLib {
    uint256 private constant CONTROL = 10;
    uint256 private constant KIND = 20;
    uint256 private constant HOME_BANK = 24;
    uint256 private constant COUNTRY_MASK = (1 << 10) - 1;
    uint32 private constant PROGRAMME = 1 << 23;

    /// @notice Highest country code of ISO 3166-1 numeric.
    uint256 internal constant MAX_COUNTRY = 999;

    /// @notice A known kind, two countries that may exist, and a home bank exactly for the client of a client.
    function isWellFormed(PartyProfile p) internal pure returns (bool) {
        uint256 k = _kind(p);
        return
            k <= uint256(type(PartyKind).max) &&
            _isCountry(residency(p)) &&
            _isCountry(control(p)) &&
            (k == uint256(PartyKind.ClientOfClient)) == (homeBank(p) != 0);
    }

    /// @notice Country in which the party resides.
    function residency(PartyProfile p) internal pure returns (uint256) {
        return PartyProfile.unwrap(p) & COUNTRY_MASK;
    }

    /// @notice Country from which the party is controlled: rules look through to it.
    function control(PartyProfile p) internal pure returns (uint256) {
        return (PartyProfile.unwrap(p) >> CONTROL) & COUNTRY_MASK;
    }

    /// @dev The profile is well formed.
    function kind(PartyProfile p) internal pure returns (PartyKind) {
        return PartyKind(_kind(p));
    }

    function hasProgramme(PartyProfile p) internal pure returns (bool) {
        return PartyProfile.unwrap(p) & PROGRAMME != 0;
    }

    /// @notice Number of the institution that serves the party, 0 for the issuing bank.
    function homeBank(PartyProfile p) internal pure returns (uint8) {
        return uint8(PartyProfile.unwrap(p) >> HOME_BANK);
    }

    function withProgramme(PartyProfile p, bool programme) internal pure returns (PartyProfile) {
        uint32 bits = PartyProfile.unwrap(p);
        return PartyProfile.wrap(programme ? bits | PROGRAMME : bits & ~PROGRAMME);
    }

    /// @notice Same kind and same home bank: what never changes while a party lives.
    function sameService(PartyProfile p, PartyProfile other) internal pure returns (bool) {
        return _kind(p) == _kind(other) && homeBank(p) == homeBank(other);
    }

    function _kind(PartyProfile p) private pure returns (uint256) {
        return (PartyProfile.unwrap(p) >> KIND) & 7;
    }

    function _isCountry(uint256 code) private pure returns (bool) {
        return code != 0 && code <= MAX_COUNTRY;
    }
}
