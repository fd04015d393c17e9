// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {EvidenceClearing} from "./EvidenceClearing.sol";

/// @title InterbankClearing
/// @notice The notary of payments at par between banks. Shared: no owner, no upgrade, no balance. The paying bank's token
/// admits it as notary, burner and clearing contract, the receiving bank's too, the settlement token as notary.
contract InterbankClearing is EvidenceClearing {
    constructor() EIP712("Vostro Interbank Clearing", "1") {}
}
