import type { Future, IgnitionModuleBuilder } from "@nomicfoundation/ignition-core";

import type { BankConfig } from "../../src/bank/bankFile.js";
import { corridorWords } from "../../src/chain/corridors.js";
import { POWERS } from "../../src/bank/roles.js";
import { currencyCode } from "../../src/settlement/clearing/book.js";
import { DESKS, deskAddress } from "../../src/settlement/desks.js";
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
      ...contractsOf(bank, currency).map(({ id, contract, powers }) =>
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

/** Contracts that are not the suite's, with what they may do in a token: the desks and notaries of the file. */
function contractsOf({ desks, notaries }: BankConfig, currency: string) {
  const admitted = desks
    .map((name) => ({ id: name as string, contract: deskAddress(name), powers: DESKS[name].powers as bigint }))
    .filter(({ powers }) => powers !== 0n);
  const others = notaries
    .filter(({ currencies }) => currencies.includes(currency))
    .map(({ contract, powers }) => ({
      id: `Notary_${contract}`,
      contract,
      powers: powers.reduce((bits, power) => bits | POWERS[power], 0n),
    }));
  return [...admitted, ...others];
}

/** Each token's currency at the clearing desk, which asks the AccessManager of the token: still the deployer's. */
export function declareCurrencies(m: IgnitionModuleBuilder, bank: BankConfig, { tokens }: Contracts): Future[] {
  if (!bank.desks.includes("InterbankClearing")) return [];
  const desk = m.contractAt("InterbankClearing", deskAddress("InterbankClearing"));
  return bank.tokens.map(({ currency }) =>
    m.call(desk, "declareCurrency", [tokens[currency]!, currencyCode(currency)], { id: `${currency}Declared` }),
  );
}
