// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Standing} from "./Standing.sol";

/// @title AccountWord
/// @notice All that a movement must know about one account of one token, in one storage word.
/// @dev Layout, lowest bit on the right. Amounts are minor units of the token's currency.
///
/// ```text
/// 255..237  236          235       234      233      232      231..192        191..128   127..64      63..0
/// +--------+------------+---------+--------+--------+--------+---------------+----------+------------+-------------+
/// | spare  | localBlock | clearing| burner | issuer | notary | Standing (40) | held (64)| frozen (64)| balance (64)|
/// +--------+------------+---------+--------+--------+--------+---------------+----------+------------+-------------+
///           <------- local bits, written by compliance -----> <-- by the registry -->
/// ```
///
/// The balance sits in the lowest bits, so a credit is one addition and a debit one subtraction. A credit cannot carry
/// into `frozen`: the supply never exceeds the width of a balance.
type AccountWord is uint256;

using AccountWordLib for AccountWord global;

/// @notice Pure accessors of `AccountWord`.
library AccountWordLib {
    uint256 internal constant AMOUNT_MASK = type(uint64).max;
    uint256 private constant FROZEN = 64;
    uint256 private constant HELD = 128;
    uint256 private constant STANDING = 192;
    uint256 private constant STANDING_MASK = uint256(type(uint40).max) << STANDING;
    uint256 private constant ZONE = 224;

    uint256 private constant ADMITTED = 1 << 228;
    uint256 private constant BLOCKED = 1 << 229;
    uint256 private constant LIMITED = 1 << 230;
    uint256 private constant RETIRED = 1 << 231;

    uint256 internal constant NOTARY = 1 << 232;
    uint256 internal constant ISSUER = 1 << 233;
    uint256 internal constant BURNER = 1 << 234;
    uint256 internal constant CLEARING = 1 << 235;
    uint256 internal constant LOCAL_BLOCK = 1 << 236;

    /// @notice The local bits that give a contract of the suite a power.
    uint256 internal constant POWERS = NOTARY | ISSUER | BURNER | CLEARING;

    uint256 private constant ANY_BLOCK = BLOCKED | LOCAL_BLOCK;
    uint256 private constant PLAIN_FLAGS = ADMITTED | ANY_BLOCK | LIMITED | RETIRED;
    uint256 private constant OWN_WILL = ADMITTED | ANY_BLOCK | RETIRED;
    uint256 private constant EARMARKS = (AMOUNT_MASK << FROZEN) | (AMOUNT_MASK << HELD);

    // --- amounts ---

    /// @notice What the bank owes this account, held and frozen money included.
    function balance(AccountWord w) internal pure returns (uint256) {
        return AccountWord.unwrap(w) & AMOUNT_MASK;
    }

    /// @notice The sum of the liens; may exceed the balance, to catch later credits.
    function frozen(AccountWord w) internal pure returns (uint256) {
        return (AccountWord.unwrap(w) >> FROZEN) & AMOUNT_MASK;
    }

    /// @notice Earmarked by open holds. Never more than the balance.
    function held(AccountWord w) internal pure returns (uint256) {
        return (AccountWord.unwrap(w) >> HELD) & AMOUNT_MASK;
    }

    /// @notice max(0, balance - frozen).
    function unfrozen(AccountWord w) internal pure returns (uint256) {
        uint256 bits = AccountWord.unwrap(w);
        uint256 b = bits & AMOUNT_MASK;
        uint256 f = (bits >> FROZEN) & AMOUNT_MASK;
        unchecked {
            return f < b ? b - f : 0;
        }
    }

    /// @notice max(0, balance - held - frozen): what its owner may dispose of now.
    function available(AccountWord w) internal pure returns (uint256) {
        uint256 bits = AccountWord.unwrap(w);
        uint256 b = bits & AMOUNT_MASK;
        unchecked {
            uint256 earmarked = ((bits >> FROZEN) & AMOUNT_MASK) + ((bits >> HELD) & AMOUNT_MASK);
            return earmarked < b ? b - earmarked : 0;
        }
    }

    /// @dev The caller has checked that the balance cannot pass its width (supply cap).
    function credit(AccountWord w, uint256 amount) internal pure returns (AccountWord) {
        unchecked {
            return AccountWord.wrap(AccountWord.unwrap(w) + amount);
        }
    }

    /// @dev The caller has checked amount <= balance.
    function debit(AccountWord w, uint256 amount) internal pure returns (AccountWord) {
        unchecked {
            return AccountWord.wrap(AccountWord.unwrap(w) - amount);
        }
    }

    /// @dev The caller has checked held + amount <= balance.
    function hold(AccountWord w, uint256 amount) internal pure returns (AccountWord) {
        unchecked {
            return AccountWord.wrap(AccountWord.unwrap(w) + (amount << HELD));
        }
    }

    /// @dev The caller has checked amount <= held.
    function unhold(AccountWord w, uint256 amount) internal pure returns (AccountWord) {
        unchecked {
            return AccountWord.wrap(AccountWord.unwrap(w) - (amount << HELD));
        }
    }

    /// @dev The caller has checked amount <= 2^64 - 1.
    function withFrozen(AccountWord w, uint256 amount) internal pure returns (AccountWord) {
        return AccountWord.wrap((AccountWord.unwrap(w) & ~(AMOUNT_MASK << FROZEN)) | (amount << FROZEN));
    }

    // --- standing ---

    function standing(AccountWord w) internal pure returns (Standing) {
        return Standing.wrap(uint40(AccountWord.unwrap(w) >> STANDING));
    }

    /// @notice The same account with the registry's bits replaced and no other bit touched.
    function withStanding(AccountWord w, Standing s) internal pure returns (AccountWord) {
        return AccountWord.wrap((AccountWord.unwrap(w) & ~STANDING_MASK) | (uint256(Standing.unwrap(s)) << STANDING));
    }

    function zone(AccountWord w) internal pure returns (uint256) {
        return (AccountWord.unwrap(w) >> ZONE) & 0xf;
    }

    function isAdmitted(AccountWord w) internal pure returns (bool) {
        return AccountWord.unwrap(w) & ADMITTED != 0;
    }

    /// @notice Admitted, or still with money: what no contract of the suite may be.
    function mayHold(AccountWord w) internal pure returns (bool) {
        return AccountWord.unwrap(w) & (ADMITTED | AMOUNT_MASK) != 0;
    }

    /// @notice Blocked as a party or locally in this token.
    function isBlocked(AccountWord w) internal pure returns (bool) {
        return AccountWord.unwrap(w) & ANY_BLOCK != 0;
    }

    function isLimited(AccountWord w) internal pure returns (bool) {
        return AccountWord.unwrap(w) & LIMITED != 0;
    }

    /// @notice 1 if the party has limits, else 0.
    function limitedBit(AccountWord w) internal pure returns (uint256) {
        return (AccountWord.unwrap(w) >> 230) & 1;
    }

    /// @notice Lost and replaced by a successor: its owner no longer acts through it, its open holds still execute.
    function isRetired(AccountWord w) internal pure returns (bool) {
        return AccountWord.unwrap(w) & RETIRED != 0;
    }

    /// @notice Admitted and not blocked: its open holds may execute. The KYC may have lapsed, the wallet be retired.
    function isCustomer(AccountWord w) internal pure returns (bool) {
        return AccountWord.unwrap(w) & (ADMITTED | ANY_BLOCK) == ADMITTED;
    }

    /// @notice A customer that still acts through this wallet; the KYC may have lapsed (redemption only needs this).
    function mayRedeem(AccountWord w) internal pure returns (bool) {
        return AccountWord.unwrap(w) & OWN_WILL == ADMITTED;
    }

    /// @notice Admitted, not blocked, not retired and valid: may send, receive and act for others.
    function mayAct(AccountWord w) internal view returns (bool) {
        uint256 bits = AccountWord.unwrap(w);
        return bits & OWN_WILL == ADMITTED && block.timestamp <= uint32(bits >> STANDING);
    }

    // --- the fast road (DepositToken proves it equal to the full rules) ---

    /// @notice Nothing is special about this account as a payee: admitted, not blocked, not retired, no limits, valid.
    function isPlain(AccountWord w) internal view returns (bool) {
        uint256 bits = AccountWord.unwrap(w);
        return bits & PLAIN_FLAGS == ADMITTED && block.timestamp <= uint32(bits >> STANDING);
    }

    /// @notice Nothing is special about this account as a payer: plain, and no lien or hold.
    function isPlainPayer(AccountWord w) internal view returns (bool) {
        uint256 bits = AccountWord.unwrap(w);
        return bits & (PLAIN_FLAGS | EARMARKS) == ADMITTED && block.timestamp <= uint32(bits >> STANDING);
    }

    // --- local bits ---

    function has(AccountWord w, uint256 localBit) internal pure returns (bool) {
        return AccountWord.unwrap(w) & localBit != 0;
    }

    /// @notice The same account with local bits set and cleared, and no other bit touched.
    function withLocal(AccountWord w, uint256 set, uint256 clear) internal pure returns (AccountWord) {
        return AccountWord.wrap((AccountWord.unwrap(w) | set) & ~clear);
    }
}
