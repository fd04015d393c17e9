import { testAccount } from "../../src/bank/testAccounts.js";
import { type Loose, person } from "./support.js";

/** What is changed in a good file, and every line that the reader must then say. */
export type Mutation = [title: string, change: (file: Loose) => void, ...lines: string[]];

const ZONE_FIX = "write a whole number from 1 to 14 (0 is the bank itself, 15 does not exist)";
const SIGNER_FIX = "write the address of a key of the bank";
const issuer = person("ISSUER");

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
    `lei: "984500MERIDIAN" is not an LEI; write the bank's 20 characters from the LEI register`,
  ],
  [
    "an LEI with a wrong digit",
    (f) => (f.lei = "984500MERIDIANTRD057"),
    `lei: "984500MERIDIANTRD057" has wrong LEI check digits; write the bank's 20 characters from the LEI register`,
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
    "legalname: is not a known field; use one of name, legalName, lei, bic, local, zones, corridors, tokens, roles, admins, quotas",
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

export const TOKENS: Mutation[] = [
  [
    "a currency that is none",
    (f) => (f.tokens[1].currency = "EUX"),
    'tokens[1].currency: "EUX" is not a currency that accounts are kept in; write a current ISO 4217 code, such as USD',
  ],
  [
    "a currency twice",
    (f) => (f.tokens[1].currency = "USD"),
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
  ["no tokens", (f) => ((f.tokens = []), (f.quotas = [])), "tokens: is empty; write at least one token"],
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
    "the one who pauses unpauses",
    (f) => (f.roles.POLICY_ADMIN[0].signer = person("GUARDIAN")),
    `roles.POLICY_ADMIN[0].signer: ${person("GUARDIAN")} is also GUARDIAN, and who pauses must not unpause; name another signer`,
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
      "GUARDIAN, POLICY_ADMIN, REDEMPTION_OPERATOR, REDEMPTION_APPROVER, LEGAL_ORDERS, UPGRADER",
  ],
];

export const ADMINS_AND_QUOTAS: Mutation[] = [
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
