import { buildModule } from "@nomicfoundation/ignition-core";

import type { BankConfig } from "../../src/bank/bankFile.js";
import { ADMIN_ROLE } from "../../src/chain/setup.js";
import { deployContracts } from "./contracts.js";
import { configureLaw } from "./law.js";
import { wireRoles } from "./roles.js";
import { configureTokens, declareCurrencies } from "./tokens.js";

/**
 * One bank's suite, complete but for the handover: the deployer is still admin.
 *
 * Everything is configured before a single function has a role. Until then every restricted function belongs to the
 * AccessManager's admin, who is the deployer: so the deployer never needs a role, and there is no temporary grant to forget.
 */
export function bankModule(bank: BankConfig, deployer: string) {
  return buildModule("Bank", (m) => {
    const contracts = deployContracts(m, bank, deployer);
    const settings = configureTokens(m, bank, contracts);
    const law = configureLaw(m, bank, contracts, settings);
    wireRoles(m, bank, contracts, [...settings, ...law, ...declareCurrencies(m, bank, contracts)]);
    return { manager: contracts.manager };
  });
}

/**
 * The deployer gives up its last power. A module of its own, because it is sent only once the suite has been read back
 * and found to be as the bank file says: nobody could repair it as quickly afterwards.
 * @param accessManager the suite's, as deployed
 */
export function handoverModule(accessManager: string, deployer: string) {
  return buildModule("Handover", (m) => {
    const manager = m.contractAt("AccessManager", accessManager);
    m.call(manager, "renounceRole", [ADMIN_ROLE, deployer], { id: "DeployerLeaves" });
    return { manager };
  });
}
