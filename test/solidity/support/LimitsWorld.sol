// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILimits, Movement, MovementKind} from "../../../contracts/interfaces/ILimits.sol";
import {PartyProfile} from "../../../contracts/types/PartyProfile.sol";

/// @notice Answers what Limits asks of a register, from plain mappings.
contract RegisterStub {
    mapping(address wallet => uint64) public partyOf;
    mapping(uint64 party => PartyProfile) public profileOf;
    mapping(uint64 party => address[]) private lists;

    function isToken(address) external pure returns (bool) {
        return true;
    }

    function walletsOf(uint64 party) external view returns (address[] memory) {
        return lists[party];
    }

    function add(uint64 party, uint8 homeBank, address wallet) external {
        partyOf[wallet] = party;
        // Resident in and controlled from country 1.
        profileOf[party] = PartyProfile.wrap(uint32(1 + 2 ** 10 + uint256(homeBank) * 2 ** 24));
        lists[party].push(wallet);
    }

    function remove(address wallet) external {
        address[] storage list = lists[partyOf[wallet]];
        for (uint256 i = 0; i < list.length; ++i) {
            if (list[i] != wallet) continue;
            list[i] = list[list.length - 1];
            list.pop();
            return;
        }
    }
}

/// @notice Moves balances without a rule of its own, then asks Limits as a token does: last.
contract LedgerStub {
    mapping(address wallet => uint256) public balanceOf;
    ILimits private limits;

    function setLimits(ILimits limits_) external {
        limits = limits_;
    }

    function give(address wallet, uint256 amount) external {
        balanceOf[wallet] += amount;
    }

    function move(Movement calldata m) external {
        bool moves =
            m.kind == MovementKind.Transfer || m.kind == MovementKind.HoldExecuted || m.kind == MovementKind.Mint;
        if (moves) {
            if (m.payer != address(0)) balanceOf[m.payer] -= m.amount;
            balanceOf[m.payee] += m.amount;
        }
        limits.record(m);
    }
}
