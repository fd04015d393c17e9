import { getAddress, hexlify, toUtf8Bytes, toUtf8String, ZeroHash } from "ethers";

import { countryOf } from "../../bank/countries.js";
import { MAX_ZONE } from "../../bank/zones.js";
import { countryTable, DENIED } from "../countries.js";
import { CUSTODY_PARTY, custodyAdmission } from "../custody.js";
import { decodeStanding } from "../words.js";
import { addressOf, type CheckContext, expectSame, subjectOf } from "./context.js";
import { eventsOf } from "./logs.js";
import { type Remedy, remedy } from "./remedy.js";

const REGISTER = "PartyRegistry";

/** What the law asks is as in the file: countries, programmes, institutions, travel-rule thresholds, custody accounts. */
export async function checkLaw(context: CheckContext): Promise<void> {
  await checkCountries(context);
  await checkProgrammes(context);
  await checkInstitutions(context);
  await checkThresholds(context);
  await checkCustody(context);
  await checkCustodyParty(context);
}

/** Whoever was ever written into the table is asked about: a country nobody wrote down may lead to an open zone. */
async function checkCountries(context: CheckContext): Promise<void> {
  const { bank, suite } = context;
  const wanted = new Map(countryTable(bank).map(({ code, ...row }) => [code, row]));
  const events = await eventsOf(context, suite.partyRegistry, "CountrySet");
  const codes = new Set([...wanted.keys(), ...events.map(({ args }) => Number(args["code"]))]);
  const names = new Map(Object.entries(bank.zones).map(([name, zone]) => [zone, name]));
  const nameOf = (zone: number): string => names.get(zone) ?? `zone ${zone}`;
  const describe = (resident: number, controlled: number): string => {
    const reach = { 0: "its control does not matter", [DENIED]: "nobody controlled from there is served" }[controlled];
    const residents = resident === 0 ? "its residents are not served" : `its residents are in ${nameOf(resident)}`;
    return `${residents}, ${reach ?? `who is controlled from there is in ${nameOf(controlled)}`}`;
  };
  for (const code of codes) {
    const [resident, controlled] = (await suite.partyRegistry.countryOf(code)).map(Number) as [number, number];
    const want = wanted.get(code) ?? { resident: 0, controlled: 0 };
    if (resident === want.resident && controlled === want.controlled) continue;
    const country = countryOf(code) ?? `country ${code}`;
    const file = describe(want.resident, want.controlled);
    context.report(REGISTER, `${country}: ${describe(resident, controlled)}; in the file ${file}`, {
      now: `${country}: ${describe(resident, controlled)}`,
      wanted: file,
      remedies: countryRemedies(context, code, { resident, want }, country),
    });
  }
}

/** Who should not be served is shut out at once, by compliance; every other row is the policy admin's. */
function countryRemedies(
  { suite }: CheckContext,
  code: number,
  { resident, want }: { resident: number; want: { resident: number; controlled: number } },
  country: string,
): Remedy[] {
  const close = remedy(`Closes ${country}`, "COMPLIANCE", suite.partyRegistry, "closeCountries", [[code]]);
  const set = remedy(`Sets ${country} as in the file`, "POLICY_ADMIN", suite.partyRegistry, "setCountries", [
    [{ code, ...want }],
  ]);
  if (want.resident === 0 && want.controlled === DENIED) return [close];
  return want.resident === 0 && resident !== 0 ? [close, set] : [set];
}

async function checkProgrammes({ bank, suite, report }: CheckContext): Promise<void> {
  for (let zone = 1; zone <= MAX_ZONE; zone++) {
    const name = Object.keys(bank.zones).find((known) => bank.zones[known] === zone);
    const wanted = name !== undefined && bank.programmeZones.includes(name);
    const found = await suite.partyRegistry.isProgrammeRequired(zone);
    if (found === wanted) continue;
    const says = (needs: boolean): string => (needs ? "needs a programme" : "needs no programme");
    const does = `Says that ${name ?? `zone ${zone}`} ${says(wanted)}`;
    report(REGISTER, `${name ?? `zone ${zone}`} ${says(found)}, but ${says(wanted)} in the file`, {
      now: says(found),
      wanted: says(wanted),
      remedies: [
        wanted
          ? remedy(does, "COMPLIANCE", suite.partyRegistry, "requireProgramme", [zone])
          : remedy(does, "POLICY_ADMIN", suite.partyRegistry, "waiveProgramme", [zone]),
      ],
    });
  }
}

async function checkInstitutions(context: CheckContext): Promise<void> {
  const { bank, suite } = context;
  const events = await eventsOf(context, suite.partyRegistry, "InstitutionSet");
  const wanted = new Map(bank.institutions.map(({ homeBank, lei }) => [homeBank, lei]));
  for (const homeBank of new Set([...wanted.keys(), ...events.map(({ args }) => Number(args["homeBank"]))])) {
    const found = await suite.partyRegistry.institutionOf(homeBank);
    const want = wanted.get(homeBank);
    if (found === (want === undefined ? NO_LEI : hexlify(toUtf8Bytes(want)))) continue;
    const name = found === NO_LEI ? "nobody" : readable(found);
    // The register never takes an institution off: its customers would be nobody's.
    const put = (lei: string) =>
      remedy(`Makes ${lei} institution ${homeBank}`, "POLICY_ADMIN", suite.partyRegistry, "setInstitution", [
        ...[homeBank, hexlify(toUtf8Bytes(lei))],
      ]);
    context.report(REGISTER, `institution ${homeBank} is ${name}, not ${want ?? "nobody"}`, {
      now: name,
      wanted: want ?? "nobody",
      remedies: want === undefined ? [] : [put(want)],
    });
  }
}

const NO_LEI = `0x${"0".repeat(40)}`;

/** What stands in the register, whatever it is. */
function readable(bytes: string): string {
  try {
    return toUtf8String(bytes);
  } catch {
    return bytes;
  }
}

async function checkThresholds(context: CheckContext): Promise<void> {
  for (const { currency, travelThreshold } of context.bank.limits) {
    const { limits } = context.suite;
    const token = addressOf(context, currency);
    const found = await limits.travelThresholdOf(token);
    const what = "the travel-rule threshold, minor units,";
    const raise = travelThreshold > found;
    expectSame(context, subjectOf(currency), what, found, travelThreshold, () => [
      remedy(
        `${raise ? "Raises" : "Lowers"} the travel-rule threshold of ${currency} to ${travelThreshold} minor units`,
        raise ? "LIMITS_OFFICER" : "COMPLIANCE",
        limits,
        raise ? "raiseTravelThreshold" : "lowerTravelThreshold",
        [token, travelThreshold],
        currency,
      ),
    ]);
  }
}

/** Seized money goes to the file's accounts and to no others, and they are the bank's own. */
async function checkCustody(context: CheckContext): Promise<void> {
  const { bank, suite, report } = context;
  const events = await eventsOf(context, suite.legalOrders, "CustodySet");
  const named = events.map(({ args }) => getAddress(String(args["account"])));
  for (const account of new Set([...bank.custodyAccounts, ...named])) {
    const [found, wanted] = [await suite.legalOrders.isCustody(account), bank.custodyAccounts.includes(account)];
    if (found && !wanted)
      report("LegalOrders", `${account} is a custody account, but not in the file`, {
        now: `${account}: custody`,
        wanted: "no custody account",
        remedies: [
          remedy(`Takes ${account} off the custody accounts`, "COMPLIANCE", suite.legalOrders, "removeCustodyAccount", [
            account,
          ]),
        ],
      });
    if (!found && wanted)
      report("LegalOrders", `${account} is no custody account, as in the file`, {
        now: `${account}: no custody account`,
        wanted: "custody",
        remedies: [
          ...(await joinCustody(context, account)),
          remedy(`Makes ${account} a custody account`, "POLICY_ADMIN", suite.legalOrders, "addCustodyAccount", [
            account,
          ]),
        ],
      });
    if (found && (await suite.partyRegistry.partyOf(account)) !== CUSTODY_PARTY) {
      report("LegalOrders", `the custody account ${account} is not of the bank's own party`);
    }
  }
}

/** What is seized is paid out by two people: the account's key, and the limits officer who says how much. */
async function checkCustodyParty({ bank, suite, report }: CheckContext): Promise<void> {
  const { partyRegistry } = suite;
  const { admitted, limited } = decodeStanding(await partyRegistry.standingOf(CUSTODY_PARTY));
  if (!admitted || limited) return;
  const args = [
    CUSTODY_PARTY,
    await partyRegistry.profileOf(CUSTODY_PARTY),
    true,
    hexlify(toUtf8Bytes(bank.lei)),
    ZeroHash,
  ];
  report(REGISTER, "the bank's own party has no limits: the key of a custody account pays out what was seized alone", {
    now: "not limited",
    wanted: "limited",
    remedies: [remedy("Puts limits on the bank's own party", "REGISTRAR", partyRegistry, "reclassify", args)],
  });
}

/** A custody account is the bank's own first. */
async function joinCustody({ bank, suite }: CheckContext, account: string): Promise<Remedy[]> {
  const { partyRegistry } = suite;
  if ((await partyRegistry.partyOf(account)) === CUSTODY_PARTY) return [];
  const does = `Admits ${account} as the bank's own`;
  const isThere = (await partyRegistry.walletsOf(CUSTODY_PARTY)).length > 0;
  return [
    isThere
      ? remedy(does, "REGISTRAR", partyRegistry, "addWallets", [CUSTODY_PARTY, [account]])
      : remedy(does, "REGISTRAR", partyRegistry, "admit", [
          [custodyAdmission({ ...bank, custodyAccounts: [account] })],
        ]),
  ];
}
