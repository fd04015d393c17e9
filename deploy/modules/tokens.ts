import type { Future, IgnitionModuleBuilder } from "@nomicfoundation/ignition-core";

import type { BankConfig } from "../../src/bank/bankFile.js";
import { corridorWords } from "../../src/chain/corridors.js";
import { POWERFUL } from "../../src/chain/setup.js";
import type { Contracts } from "./contracts.js";

/** Puts the tokens in order: corridors, limits, the powers of desks and notaries, the register's list, the issuers' quotas. */
export function configureTokens(m: IgnitionModuleBuilder, bank: BankConfig, contracts: Contracts): Future[] {
  const { singles, tokens } = contracts;
  const { allowed, review } = corridorWords(bank);
  const settings = bank.tokens.flatMap(({ currency }) => {
    const token = tokens[currency]!;
    return [
      m.call(token, "openCorridors", [allowed, review], { id: `${currency}Corridors` }),
      m.call(token, "setLimits", [singles.Limits], { id: `${currency}Limits` }),
      ...POWERFUL.map(([name, powers]) =>
        m.call(token, "admitContract", [singles[name], powers], { id: `${currency}${name}` }),
      ),
      m.call(singles.PartyRegistry, "listToken", [token], { id: `${currency}Listed` }),
    ];
  });
  const quotas = bank.quotas.map(({ issuer, currency, limit }) =>
    m.call(singles.IssuanceDesk, "raiseQuota", [issuer, tokens[currency]!, limit], {
      id: `${currency}Quota_${issuer}`,
    }),
  );
  return [...settings, ...quotas];
}
