// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

import {DepositToken} from "../../../contracts/token/DepositToken.sol";

/// @notice A token as a bank deploys it: behind its proxy, under an AccessManager.
library TokenFixture {
    uint256 internal constant START = 1_800_000_000;
    uint32 internal constant MAX_AGE = 7 days;

    uint256 internal constant NOTARY = 2 ** 232;
    uint256 internal constant ISSUER = 2 ** 233;
    uint256 internal constant BURNER = 2 ** 234;
    uint256 internal constant CLEARING = 2 ** 235;

    /// @dev `admin` keeps ADMIN_ROLE, under which every restricted call of these tests passes.
    function deploy(address admin, address registry) internal returns (DepositToken) {
        return
            DepositToken(
                address(
                    new ERC1967Proxy(
                        address(new DepositToken()),
                        abi.encodeCall(
                            DepositToken.initialize,
                            ("Deposit Dollar", "dUSD", 2, address(new AccessManager(admin)), registry, MAX_AGE)
                        )
                    )
                )
            );
    }
}
