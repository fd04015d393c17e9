import { PROFILE_FIELDS } from "../../src/bank/profiles.js";
import { testAccount } from "../../src/bank/testAccounts.js";
import { type Loose, person } from "./support.js";

/** What is changed in a good file, and every line that the reader must then say. */
export type Mutation = [title: string, change: (file: Loose) => void, ...lines: string[]];

const ZONE_FIX = "write a whole number from 1 to 14 (0 is the bank itself, 15 does not exist)";
const SIGNER_FIX = "write the address of a key of the bank";
const issuer = person("ISSUER");

const NO_COUNTRIES = [
  'countries: is missing; write { "resident": {}, "controlled": {} }',
  'countries.resident: is missing; write { "DE": "EU" }',
  'countries.controlled: is missing; write { "DE": "EU" }',
  "countries.sanctioned: is missing; write a list, [] if there is nothing in it",
  "custodyAccounts: belong to the bank, whose country (US, by its BIC) is not in countries.resident; give the country a zone, or leave custodyAccounts out",
];

/** Turns a file with sections of its own into one that takes over the profile, with these changes. */
function takeOver(file: Loose, changes: object): void {
  for (const section of PROFILE_FIELDS) delete file[section];
  Object.assign(file, { profile: "default" }, changes);
}

/** Wrong bank files, by what is wrong in them. */
export const IDENTITY: Mutation[] = [
  [
    "a name that is no file name",
    (f) => (f.name = "../demo"),
    'name: "../demo" is not a name for files; write lower case letters, digits and hyphens, such as "demo"',
  ],
  ["no legal name", (f) => delete f.legalName, "legalName: is missing; write the name in the register of companies"],
  [
    "an empty legal name",
    (f) => (f.legalName = "  "),
    'legalName: "  " is empty, padded or longer than 140; write the name in the register of companies',
  ],
  [
    "a short LEI",
    (f) => (f.lei = "984500MERIDIAN"),
    `lei: "984500MERIDIAN" is not an LEI; write its 20 characters from the LEI register`,
  ],
  [
    "an LEI with a wrong digit",
    (f) => (f.lei = "984500MERIDIANTRD057"),
    `lei: "984500MERIDIANTRD057" has wrong LEI check digits; write its 20 characters from the LEI register`,
  ],
  [
    "a BIC of nine",
    (f) => (f.bic = "VSTRUS33X"),
    'bic: "VSTRUS33X" is not a BIC; write 8 or 11 characters, such as VSTRUS33',
  ],
  [
    "local as a text",
    (f) => (f.local = "no"),
    'local: "no" is neither true nor false; write true only for a local test chain',
  ],
  [
    "a field nobody knows",
    (f) => (f.legalname = "x"),
    "legalname: is not a known field; use one of $schema, name, legalName, lei, bic, local, profile, zones, corridors, " +
      "countries, programmeZones, institutions, tokens, limits, roles, admins, quotas, custodyAccounts, desks, notaries, " +
      "settlementAssets, counterparties, safes, networks, customers, approvalId, gateway",
  ],
];

export const ZONES: Mutation[] = [
  ["zone 15", (f) => (f.zones.CN = 15), `zones.CN: 15 is not a zone; ${ZONE_FIX}`],
  ["zone 0", (f) => (f.zones.CN = 0), `zones.CN: 0 is not a zone; ${ZONE_FIX}`],
  [
    "a number used twice",
    (f) => (f.zones.CN = 1),
    "zones.CN: has the number of zones.US; give every zone a number of its own",
  ],
  [
    "a corridor to nowhere",
    (f) => f.corridors.allow.push(["US", "MARS"]),
    'corridors.allow[16]: "MARS" is not a zone; use one of US, EU, HK, SG, CN, CN-controlled',
  ],
  [
    "a corridor of three",
    (f) => (f.corridors.review[0] = ["US", "EU", "HK"]),
    'corridors.review[0]: a list is not a corridor; write a pair of zone names, such as ["US", "EU"]',
  ],
  [
    "a corridor allowed and under review",
    (f) => f.corridors.review.push(["US", "EU"]),
    "corridors.review[8]: is corridors.allow[1] again; name a corridor once: allowed or under review",
  ],
  [
    "minting to a zone nobody named",
    (f) => f.corridors.mint.push("UK"),
    'corridors.mint[5]: "UK" is not a zone; use one of US, EU, HK, SG, CN, CN-controlled',
  ],
  [
    "no review list",
    (f) => delete f.corridors.review,
    "corridors.review: is missing; write a list, [] if there is nothing in it",
  ],
];

const ZONE_NAMES = "use one of US, EU, HK, SG, CN, CN-controlled";

export const COUNTRIES: Mutation[] = [
  [
    "a country in a zone nobody named",
    (f) => (f.countries.resident.GB = "UK"),
    `countries.resident.GB: "UK" is not a zone; ${ZONE_NAMES}`,
  ],
  [
    "control in a zone nobody named",
    (f) => (f.countries.controlled.RU = "RU-controlled"),
    `countries.controlled.RU: "RU-controlled" is not a zone; ${ZONE_NAMES}`,
  ],
  [
    "a country that is none",
    (f) => (f.countries.resident.UK = "EU"),
    'countries.resident.UK: "UK" is not a country of ISO 3166-1; write its two letters, such as DE',
  ],
  [
    "a country in small letters",
    (f) => (f.countries.controlled.cn = "CN-controlled"),
    'countries.controlled.cn: "cn" is not a country; write two capital letters as ISO 3166-1 has them, such as DE',
  ],
  [
    "a sanctioned territory that is no country",
    (f) => f.countries.sanctioned.push("XX"),
    'countries.sanctioned[4]: "XX" is not a country of ISO 3166-1; write its two letters, such as DE',
  ],
  [
    "a country served and sanctioned",
    (f) => f.countries.sanctioned.push("SG"),
    "countries.sanctioned[4]: SG is also countries.resident.SG; serve the country or sanction it",
  ],
  [
    "a country looked through to and sanctioned",
    (f) => (f.countries.controlled.IR = "CN-controlled"),
    "countries.sanctioned[1]: IR is also countries.controlled.IR; serve the country or sanction it",
  ],
  [
    "a sanctioned country twice",
    (f) => f.countries.sanctioned.push("KP"),
    "countries.sanctioned[4]: is countries.sanctioned[2] again; name it once",
  ],
  [
    "no word on sanctions",
    (f) => delete f.countries.sanctioned,
    "countries.sanctioned: is missing; write a list, [] if there is nothing in it",
  ],
  ["no countries", (f) => delete f.countries, ...NO_COUNTRIES],
  [
    "a list of countries nobody knows",
    (f) => (f.countries.blocked = ["RU"]),
    "countries.blocked: is not a known field; use one of resident, controlled, sanctioned",
  ],
  [
    "a programme for a zone nobody named",
    (f) => f.programmeZones.push("HK-programme"),
    `programmeZones[1]: "HK-programme" is not a zone; ${ZONE_NAMES}`,
  ],
  [
    "a programme twice",
    (f) => f.programmeZones.push("CN-controlled"),
    "programmeZones[1]: is programmeZones[0] again; name it once",
  ],
];

/** Of a file that takes over the default profile. */
export const PROFILES: Mutation[] = [
  [
    "a profile that is not there",
    (f) => (f.profile = "offshore"),
    'profile: "offshore" is not a profile; use one of default, offshore-renminbi (deploy/profiles)',
  ],
  [
    "a profile outside the folder",
    (f) => (f.profile = "../banks/demo"),
    'profile: "../banks/demo" is not a profile; use one of default, offshore-renminbi (deploy/profiles)',
  ],
  [
    "a profile that is no name",
    (f) => (f.profile = 1),
    'profile: 1 is not a profile; write the name of a profile, such as "default"',
  ],
  [
    "a zone taken out that corridors and countries need",
    (f) => takeOver(f, { zones: { SG: null } }),
    ...[
      "allow[3]",
      "allow[7]",
      "allow[11]",
      "allow[12]",
      "allow[13]",
      "allow[14]",
      "allow[15]",
      "review[3]",
      "review[7]",
    ].map((at) => `corridors.${at}: "SG" is not a zone; use one of US, EU, HK, CN, CN-controlled`),
    'corridors.mint[3]: "SG" is not a zone; use one of US, EU, HK, CN, CN-controlled',
    'countries.resident.SG: "SG" is not a zone; use one of US, EU, HK, CN, CN-controlled',
  ],
  [
    "a corridor to nowhere",
    (f) => takeOver(f, { corridors: { review: [["US", "MARS"]] } }),
    `corridors.review[0]: "MARS" is not a zone; ${ZONE_NAMES}`,
  ],
  [
    "a served country that the profile sanctions",
    (f) => takeOver(f, { countries: { resident: { CU: "US" } } }),
    "countries.sanctioned[0]: CU is also countries.resident.CU; serve the country or sanction it",
  ],
];

export const INSTITUTIONS: Mutation[] = [
  [
    "number 0, which is the bank itself",
    (f) => (f.institutions[0].homeBank = 0),
    "institutions[0].homeBank: 0 is not an institution's number; write a whole number from 1 to 255 (0 is the bank itself)",
  ],
  [
    "an LEI with a wrong digit",
    (f) => (f.institutions[0].lei = "984500QUAYSIDESAVB54"),
    'institutions[0].lei: "984500QUAYSIDESAVB54" has wrong LEI check digits; write its 20 characters from the LEI register',
  ],
  [
    "the bank itself",
    (f) => (f.institutions[0].lei = f.lei),
    "institutions[0].lei: 984500MERIDIANTRD056 is the bank's own; its customers are home bank 0 without an entry",
  ],
  [
    "a number and an LEI twice",
    (f) => f.institutions.push({ ...f.institutions[0], name: "Another" }),
    "institutions[1].homeBank: is that of institutions[0]; give every institution a number of its own",
    "institutions[1].lei: is that of institutions[0]; name an institution once",
  ],
  [
    "no name",
    (f) => delete f.institutions[0].name,
    "institutions[0].name: is missing; write the name in the register of companies",
  ],
];

const AMOUNT_FIX = 'write a decimal amount, such as "1000.00"';

export const LIMITS: Mutation[] = [
  [
    "limits in a currency without a token",
    (f) => (f.limits.JPY = { travelThreshold: "100000" }),
    'limits.JPY: "JPY" is not the currency of a token; use one of USD, EUR',
  ],
  [
    "an amount as a number",
    (f) => (f.limits.USD.default.perPayment = 10_000),
    'limits.USD.default.perPayment: 10000 is not an amount in quotes; write a decimal text, such as "1000.00"',
  ],
  [
    "an amount with too many decimals",
    (f) => (f.limits.USD.default.holdingCap = "1.005"),
    `limits.USD.default.holdingCap: 1.005 has more decimals than USD has minor units (2); ${AMOUNT_FIX}`,
  ],
  [
    "a limit of nothing",
    (f) => (f.limits.USD.default.windowValue = "0.00"),
    `limits.USD.default.windowValue: 0.00 would stop every payment; ${AMOUNT_FIX}`,
  ],
  [
    "a payment that the window would never let through",
    (f) => (f.limits.EUR.default.perPayment = "25000.01"),
    "limits.EUR.default.perPayment: 25000.01 could never be paid: the window allows 25000.00; write at most windowValue",
  ],
  [
    "an odd window",
    (f) => (f.limits.USD.default.windowHours = 23),
    "limits.USD.default.windowHours: 23 is not a window; write an even number of hours from 2 to 8760",
  ],
  [
    "a window of more than a year",
    (f) => (f.limits.USD.default.windowHours = 8_762),
    "limits.USD.default.windowHours: 8762 is not a window; write an even number of hours from 2 to 8760",
  ],
  [
    "no window",
    (f) => delete f.limits.USD.default.windowHours,
    "limits.USD.default.windowHours: is missing; write an even number of hours from 2 to 8760",
  ],
  [
    "more payments than can be counted",
    (f) => (f.limits.USD.default.windowCount = 1_024),
    "limits.USD.default.windowCount: 1024 is not a number of payments; write a whole number from 1 to 1023, or leave it out",
  ],
  [
    "limits that limit nothing",
    (f) => (f.limits.USD.default = { windowHours: 24 }),
    "limits.USD.default: limits nothing; write perPayment, windowValue, windowCount or holdingCap",
  ],
  [
    "a mistyped limit",
    (f) => (f.limits.USD.default.perpayment = "1.00"),
    "limits.USD.default.perpayment: is not a known field; correct its name or remove it",
  ],
  [
    "a threshold of an amount that is none",
    (f) => (f.limits.EUR.travelThreshold = "1,000"),
    `limits.EUR.travelThreshold: "1,000" is not a decimal amount; ${AMOUNT_FIX}`,
  ],
  [
    "no threshold in a currency that has no usual one",
    (f) => {
      f.tokens[1] = { ...f.tokens[1], currency: "JPY" };
      delete f.limits.EUR;
    },
    'limits.JPY.travelThreshold: is missing; write from which amount payments need a travel-rule record, such as "100000"',
  ],
];

export const CUSTODY: Mutation[] = [
  [
    "who decides a seizure keeps what was seized",
    (f) => (f.custodyAccounts[0] = person("COMPLIANCE")),
    `custodyAccounts[0]: ${person("COMPLIANCE")} is also COMPLIANCE, and seized money is kept by nobody with a role; name another account`,
  ],
  [
    "an admin's key",
    (f) => (f.custodyAccounts[0] = person("admin")),
    `custodyAccounts[0]: ${person("admin")} is also an admin, and seized money is kept by nobody with a role; name another account`,
  ],
  [
    "an account twice",
    (f) => f.custodyAccounts.push(person("custody")),
    "custodyAccounts[1]: is custodyAccounts[0] again; name an account once",
  ],
  [
    "a test account",
    (f) => (f.custodyAccounts[0] = { testAccount: 25 }),
    `custodyAccounts[0]: test account 25 is public, anyone can sign for it; ${SIGNER_FIX}`,
  ],
  [
    "a bank in a country that it does not serve",
    (f) => (f.bic = "VSTRGB22"),
    "custodyAccounts: belong to the bank, whose country (GB, by its BIC) is not in countries.resident; give the country a zone, or leave custodyAccounts out",
  ],
];

export const TOKENS: Mutation[] = [
  [
    "a currency that is none",
    (f) => ((f.tokens[1].currency = "EUX"), delete f.limits.EUR),
    'tokens[1].currency: "EUX" is not a currency that accounts are kept in; write a current ISO 4217 code, such as USD',
  ],
  [
    "a currency twice",
    (f) => ((f.tokens[1].currency = "USD"), delete f.limits.EUR),
    "tokens[1].currency: is that of tokens[0]; a bank has one token a currency",
  ],
  [
    "a symbol twice, in other letters",
    (f) => (f.tokens[1].symbol = "musd"),
    "tokens[1].symbol: is that of tokens[0]; a bank has one token a symbol",
  ],
  [
    "an attestation that never counts",
    (f) => (f.tokens[0].attestationMaxAge = 0),
    "tokens[0].attestationMaxAge: 0 would never let the bank mint; write seconds, such as 86400 for a day",
  ],
  [
    "no account",
    (f) => (f.tokens[0].accounts = []),
    "tokens[0].accounts: is empty; write the account at the core on which these deposits arrive",
  ],
  [
    "an IBAN with a wrong digit",
    (f) => (f.tokens[0].accounts[0].id = "DE46700000000123456788"),
    'tokens[0].accounts[0].id: "DE46700000000123456788" has wrong IBAN check digits; copy it from the core system again',
  ],
  [
    "an account twice",
    (f) => f.tokens[0].accounts.push({ id: "81 0020 0300", servicerBic: "VSTRUS33" }),
    "tokens[0].accounts[1]: is tokens[0].accounts[0] again; name an account once a currency",
  ],
  [
    "a token field nobody knows",
    (f) => (f.tokens[0].decimals = 6),
    "tokens[0].decimals: is not a known field; correct its name or remove it",
  ],
  [
    "no tokens",
    (f) => Object.assign(f, { tokens: [], quotas: [], limits: {} }),
    "tokens: is empty; write at least one token",
  ],
];

export const ROLES: Mutation[] = [
  [
    "an address in small letters",
    (f) => (f.roles.ISSUER[0].signer = issuer.toLowerCase()),
    `roles.ISSUER[0].signer: ${issuer.toLowerCase()} is not a checksummed address; write ${issuer}`,
  ],
  [
    "half an address",
    (f) => (f.roles.GUARDIAN[0].signer = "0x1234"),
    `roles.GUARDIAN[0].signer: "0x1234" is not an address; ${SIGNER_FIX}`,
  ],
  [
    "the zero address",
    (f) => (f.roles.GUARDIAN[0].signer = `0x${"0".repeat(40)}`),
    `roles.GUARDIAN[0].signer: 0x${"0".repeat(40)} is the zero address; ${SIGNER_FIX}`,
  ],
  [
    "a test account in service",
    (f) => (f.roles.GUARDIAN[0].signer = { testAccount: 7 }),
    `roles.GUARDIAN[0].signer: test account 7 is public, anyone can sign for it; ${SIGNER_FIX}`,
  ],
  [
    "a test account's address in service",
    (f) => (f.roles.GUARDIAN[0].signer = testAccount(7).address),
    `roles.GUARDIAN[0].signer: ${testAccount(7).address} is a public test account, anyone can sign for it; ${SIGNER_FIX}`,
  ],
  ["a role without members", (f) => (f.roles.GUARDIAN = []), "roles.GUARDIAN: has no member; name at least one signer"],
  ["a role left out", (f) => delete f.roles.ATTESTOR, "roles.ATTESTOR: has no member; name at least one signer"],
  [
    "a member twice",
    (f) => f.roles.GUARDIAN.push(f.roles.GUARDIAN[0]),
    "roles.GUARDIAN[1].signer: is roles.GUARDIAN[0] again; name a member once a role",
  ],
  [
    "maker and checker in one key",
    (f) => (f.roles.APPROVER[0].signer = issuer),
    `roles.APPROVER[0].signer: ${issuer} is also ISSUER, and one key would be both people of a mint; name another signer`,
  ],
  [
    "the one who pauses loosens",
    (f) => (f.roles.POLICY_ADMIN[0].signer = person("GUARDIAN")),
    `roles.POLICY_ADMIN[0].signer: ${person("GUARDIAN")} is also GUARDIAN, and who pauses must not loosen; name another signer`,
  ],
  [
    "both people of a legal order in one key",
    (f) => (f.roles.COMPLIANCE_APPROVER[0].signer = person("COMPLIANCE")),
    `roles.COMPLIANCE_APPROVER[0].signer: ${person("COMPLIANCE")} is also COMPLIANCE, and one key would be both people of a legal order; name another signer`,
  ],
  [
    "limits raised by who issues",
    (f) => (f.roles.LIMITS_OFFICER[0].signer = issuer),
    `roles.ISSUER[0].signer: ${issuer} is also LIMITS_OFFICER, and who raises limits must not issue; name another signer`,
  ],
  [
    "a resolution declared and approved by one key",
    (f) => (f.roles.RESOLUTION[0].signer = person("COMPLIANCE_APPROVER")),
    `roles.COMPLIANCE_APPROVER[0].signer: ${person("COMPLIANCE_APPROVER")} is also RESOLUTION, and one key would be both people of a resolution; name another signer`,
  ],
  [
    "a person where the LegalOrders contract belongs",
    (f) => (f.roles.LEGAL_ORDERS = [{ signer: person("bailiff") }]),
    "roles.LEGAL_ORDERS: is held by the contract LegalOrders alone, and the deployment gives it; remove its members",
  ],
  [
    "a person where the PauseControl contract belongs",
    (f) => (f.roles.UNPAUSER = [{ signer: person("GUARDIAN") }]),
    "roles.UNPAUSER: is held by the contract PauseControl alone, and the deployment gives it; remove its members",
  ],
  [
    "a delayed signer of legal orders",
    (f) => (f.roles.COMPLIANCE_APPROVER[0].delay = 60),
    "roles.COMPLIANCE_APPROVER[0].delay: 60 is not 0, but a legal order refuses the signature of an approver who holds the role with a delay; write 0",
  ],
  [
    "a delayed travel-rule service",
    (f) => (f.roles.TRAVEL_RULE[0].delay = 60),
    "roles.TRAVEL_RULE[0].delay: 60 is not 0, but a payment waits for its record, and its customer with it; write 0",
  ],
  [
    "nobody to declare a resolution",
    (f) => delete f.roles.RESOLUTION,
    "roles.RESOLUTION: has no member; name at least one signer",
  ],
  [
    "a delayed approver",
    (f) => (f.roles.APPROVER[0].delay = 60),
    "roles.APPROVER[0].delay: 60 is not 0, but the desk refuses the signature of an approver who holds the role with a delay; write 0",
  ],
  [
    "a delayed guardian",
    (f) => (f.roles.GUARDIAN[0].delay = 1),
    "roles.GUARDIAN[0].delay: 1 is not 0, but a pause cannot wait; write 0",
  ],
  [
    "an upgrade at once",
    (f) => (f.roles.UPGRADER[0].delay = 0),
    "roles.UPGRADER[0].delay: 0 leaves no time to stop a stolen UPGRADER key; write seconds, such as 172800 for two days",
  ],
  [
    "loosening at once",
    (f) => delete f.roles.POLICY_ADMIN[0].delay,
    "roles.POLICY_ADMIN[0].delay: 0 leaves no time to stop a stolen POLICY_ADMIN key; write seconds, such as 172800 for two days",
  ],
  [
    "a negative delay",
    (f) => (f.roles.UPGRADER[0].delay = -1),
    "roles.UPGRADER[0].delay: -1 is not a delay; write whole seconds from 0 to 4294967295",
  ],
  [
    "a role nobody knows",
    (f) => (f.roles.MINTER = []),
    "roles.MINTER: is not a known field; use one of ISSUER, APPROVER, ATTESTOR, REGISTRAR, COMPLIANCE, COMPLIANCE_RELEASER, " +
      "GUARDIAN, POLICY_ADMIN, REDEMPTION_OPERATOR, REDEMPTION_APPROVER, LEGAL_ORDERS, UPGRADER, COMPLIANCE_APPROVER, " +
      "LIMITS_OFFICER, TRAVEL_RULE, UNPAUSER, RESOLUTION, PAYEE_CONFIRMER, CLEARING_OPERATOR, CLEARING_APPROVER",
  ],
];

export const ADMINS_AND_QUOTAS: Mutation[] = [
  [
    "one admin's key",
    (f) => f.admins.pop(),
    "admins: is one key, and what a thief schedules with it nobody else can cancel; name a second admin, or one Safe that is listed in safes",
  ],
  ["no admin", (f) => (f.admins = []), "admins: is empty; name who hands out roles once the deployer has left"],
  [
    "an admin with a role",
    (f) => (f.admins[0].signer = issuer),
    `admins[0].signer: ${issuer} is also ISSUER, and who hands out roles must hold none; name another signer`,
  ],
  [
    "an admin at once",
    (f) => (f.admins[0].delay = 0),
    "admins[0].delay: 0 leaves no time to stop a stolen admin key; write seconds, such as 259200",
  ],
  [
    "an admin sooner than the upgrader",
    (f) => (f.admins[0].delay = 3600),
    "admins[0].delay: 3600 is shorter than the longest delay of POLICY_ADMIN and UPGRADER; write at least 259200",
  ],
  [
    "a quota of somebody else",
    (f) => (f.quotas[0].issuer = person("stranger")),
    `quotas[0].issuer: ${person("stranger")} is not an ISSUER; name one of roles.ISSUER`,
  ],
  [
    "a quota in another currency",
    (f) => (f.quotas[0].currency = "JPY"),
    'quotas[0].currency: "JPY" is not the currency of a token; use one of USD, EUR',
  ],
  [
    "a quota with too many decimals",
    (f) => (f.quotas[0].limit = "1.005"),
    "quotas[0].limit: 1.005 has more decimals than USD has minor units (2); write what the issuer may mint a day, such as 1000000.00",
  ],
  [
    "a quota of nothing",
    (f) => (f.quotas[0].limit = "0.00"),
    "quotas[0].limit: 0.00 lets the issuer mint nothing; write what the issuer may mint a day, such as 1000000.00",
  ],
  [
    "a quota as a number",
    (f) => (f.quotas[0].limit = 1e6),
    'quotas[0].limit: 1000000 is not an amount in quotes; write a decimal text, such as "1000000.00"',
  ],
  [
    "a quota twice",
    (f) => f.quotas.push(f.quotas[0]),
    "quotas[1]: is for the issuer and currency of quotas[0]; write one quota for both",
  ],
];
