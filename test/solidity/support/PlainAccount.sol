// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice An account with one member a field: what the packed word means, without any of its tricks.
struct PlainAccount {
    uint256 balance;
    uint256 frozen;
    uint256 held;
    uint256 validUntil;
    uint256 zone;
    bool admitted;
    bool blocked;
    bool limited;
    bool retired;
    bool notary;
    bool issuer;
    bool burner;
    bool clearing;
    bool localBlock;
    uint256 spare;
}

/// @notice Reads and writes the drawn layout with divisions only, so that it shares no mask or shift with the code.
library PlainAccounts {
    function unpack(uint256 word) internal pure returns (PlainAccount memory a) {
        a.balance = word % 2 ** 64;
        a.frozen = (word / 2 ** 64) % 2 ** 64;
        a.held = (word / 2 ** 128) % 2 ** 64;
        unpackStanding(a, (word / 2 ** 192) % 2 ** 40);
        a.notary = _bit(word, 232);
        a.issuer = _bit(word, 233);
        a.burner = _bit(word, 234);
        a.clearing = _bit(word, 235);
        a.localBlock = _bit(word, 236);
        a.spare = word / 2 ** 237;
    }

    function unpackStanding(PlainAccount memory a, uint256 standing) internal pure {
        a.validUntil = standing % 2 ** 32;
        a.zone = (standing / 2 ** 32) % 16;
        a.admitted = _bit(standing, 36);
        a.blocked = _bit(standing, 37);
        a.limited = _bit(standing, 38);
        a.retired = _bit(standing, 39);
    }

    function pack(PlainAccount memory a) internal pure returns (uint256 word) {
        word = a.balance + a.frozen * 2 ** 64 + a.held * 2 ** 128 + packStanding(a) * 2 ** 192;
        word += _at(a.notary, 232) + _at(a.issuer, 233) + _at(a.burner, 234) + _at(a.clearing, 235);
        word += _at(a.localBlock, 236) + a.spare * 2 ** 237;
    }

    function packStanding(PlainAccount memory a) internal pure returns (uint256) {
        return
            a.validUntil +
            a.zone * 2 ** 32 +
            _at(a.admitted, 36) +
            _at(a.blocked, 37) +
            _at(a.limited, 38) +
            _at(a.retired, 39);
    }

    function _bit(uint256 word, uint256 position) private pure returns (bool) {
        return (word / 2 ** position) % 2 == 1;
    }

    function _at(bool flag, uint256 position) private pure returns (uint256) {
        return flag ? 2 ** position : 0;
    }
}
