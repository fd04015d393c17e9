import type { Future, IgnitionModuleBuilder } from "@nomicfoundation/ignition-core";

import type { BankConfig } from "../../src/bank/bankFile.js";
import { corridorWords } from "../../src/chain/corridors.js";
import { DESK_POWERS } from "../../src/chain/setup.js";
import type { Contracts } from "./contracts.js";

/**
 * Puts the tokens in order: corridors, the desks' powers, the register's list, the issuers' quotas.
 *
 * This happens before a single function has a role. Until then every restricted function belongs to the AccessManager's
 * admin, who is the deployer: so the deployer never needs POLICY_ADMIN, and there is no temporary grant to forget.
 */
export function configureTokens(m: IgnitionModuleBuilder, bank: BankConfig, contracts: Contracts): Future[] {
  const { registry, issuanceDesk, redemptionDesk, tokens } = contracts;
  const { allowed, review } = corridorWords(bank);
  const settings = bank.tokens.flatMap(({ currency }) => {
    const token = tokens[currency]!;
    return [
      m.call(token, "openCorridors", [allowed, review], { id: `${currency}Corridors` }),
      m.call(token, "admitContract", [issuanceDesk, DESK_POWERS.IssuanceDesk], { id: `${currency}IssuanceDesk` }),
      m.call(token, "admitContract", [redemptionDesk, DESK_POWERS.RedemptionDesk], { id: `${currency}RedemptionDesk` }),
      m.call(registry, "listToken", [token], { id: `${currency}Listed` }),
    ];
  });
  const quotas = bank.quotas.map(({ issuer, currency, limit }) =>
    m.call(issuanceDesk, "raiseQuota", [issuer, tokens[currency]!, limit], { id: `${currency}Quota_${issuer}` }),
  );
  return [...settings, ...quotas];
}
