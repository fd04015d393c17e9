import type { Future, IgnitionModuleBuilder } from "@nomicfoundation/ignition-core";

import type { BankConfig } from "../../src/bank/bankFile.js";
import { corridorWords } from "../../src/chain/corridors.js";
import { currencyCode } from "../../src/settlement/clearing/book.js";
import { deskAddress } from "../../src/settlement/desks.js";
import { admittedContracts, POWERFUL } from "../../src/chain/setup.js";
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
      ...admittedContracts(bank, currency).map(({ id, contract, powers }) =>
        m.call(token, "admitContract", [contract, powers], { id: `${currency}${id}` }),
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

/** Each token's currency at the clearing desk, which asks the AccessManager of the token: still the deployer's. */
export function declareCurrencies(m: IgnitionModuleBuilder, bank: BankConfig, { tokens }: Contracts): Future[] {
  if (!bank.desks.includes("InterbankClearing")) return [];
  const desk = m.contractAt("InterbankClearing", deskAddress("InterbankClearing"));
  return bank.tokens.map(({ currency }) =>
    m.call(desk, "declareCurrency", [tokens[currency]!, currencyCode(currency)], { id: `${currency}Declared` }),
  );
}
