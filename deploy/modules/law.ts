import type { Future, IgnitionModuleBuilder } from "@nomicfoundation/ignition-core";
import { hexlify, toUtf8Bytes } from "ethers";

import type { BankConfig } from "../../src/bank/bankFile.js";
import { countryTable } from "../../src/chain/countries.js";
import { CUSTODY_PARTY, custodyAdmission } from "../../src/chain/custody.js";
import type { Contracts } from "./contracts.js";

/**
 * What the law asks to be known before the first customer: countries, programmes, other institutions, from which amount a
 * travel-rule record is needed, and where seized money goes.
 * @param listed the register's list of tokens is complete: whom it admits before, no token knows
 */
export function configureLaw(
  m: IgnitionModuleBuilder,
  bank: BankConfig,
  contracts: Contracts,
  listed: Future[],
): Future[] {
  const { singles, tokens } = contracts;
  const registry = singles.PartyRegistry;
  const countries = m.call(registry, "setCountries", [countryTable(bank).map((row) => ({ ...row }))], {
    id: "Countries",
  });
  const programmes = bank.programmeZones.map((zone) =>
    m.call(registry, "requireProgramme", [bank.zones[zone]!], { id: `Programme_${bank.zones[zone]}` }),
  );
  const institutions = bank.institutions.map(({ homeBank, lei }) =>
    m.call(registry, "setInstitution", [homeBank, hexlify(toUtf8Bytes(lei))], { id: `Institution_${homeBank}` }),
  );
  // Zero is where the contract begins: a record is always needed.
  const thresholds = bank.limits
    .filter(({ travelThreshold }) => travelThreshold > 0n)
    .map(({ currency, travelThreshold }) =>
      m.call(singles.Limits, "raiseTravelThreshold", [tokens[currency]!, travelThreshold], {
        id: `${currency}TravelThreshold`,
        after: listed,
      }),
    );
  return [...programmes, ...institutions, ...thresholds, ...custody(m, bank, contracts, [countries, ...listed])];
}

function custody(m: IgnitionModuleBuilder, bank: BankConfig, { singles }: Contracts, after: Future[]): Future[] {
  const [first, ...further] = bank.custodyAccounts;
  if (first === undefined) return after;
  const registry = singles.PartyRegistry;
  const admitted = m.call(registry, "admit", [[custodyAdmission(bank)]], { id: "CustodyParty", after });
  const grown =
    further.length === 0
      ? admitted
      : m.call(registry, "addWallets", [CUSTODY_PARTY, further], { id: "CustodyAccounts", after: [admitted] });
  return bank.custodyAccounts.map((account) =>
    m.call(singles.LegalOrders, "addCustodyAccount", [account], { id: `Custody_${account}`, after: [grown] }),
  );
}
