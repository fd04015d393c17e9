import { testAccount } from "../../src/bank/testAccounts.js";
import type { Mutation } from "./mutations.js";
import { type Loose, person } from "./support.js";

/* Wrong values in the sections of `settlementFile`, and every line that the reader must then say. */

const line = (file: Loose, index = 0): Loose => file.counterparties[0].lines[index];

export const DESKS: Mutation[] = [
  [
    "a desk that does not exist",
    (f) => f.desks.push("Escrow"),
    'desks[2]: "Escrow" is not a desk of settlement; use one of OrderEscrow, Receivables, FxDesk, NettingCycle, InterbankClearing, SignedPayouts',
  ],
  ["a desk twice", (f) => f.desks.push("OrderEscrow"), "desks[2]: is desks[0] again; name a desk once"],
  [
    "counterparties without the desk that clears",
    (f) => f.desks.pop(),
    'desks: has no InterbankClearing, but there are counterparties; add "InterbankClearing"',
  ],
  [
    "nobody who operates clearing",
    (f) => delete f.roles.CLEARING_OPERATOR,
    "roles.CLEARING_OPERATOR: has no member, but the bank clears with others; name at least one signer",
  ],
  [
    "one key for both people of clearing",
    (f) => (f.roles.CLEARING_APPROVER = f.roles.CLEARING_OPERATOR),
    "roles.CLEARING_APPROVER[0].signer: 0xF1B42dfD6166E32244801406158d6A162B3509E1 is also CLEARING_OPERATOR, and one key would be both people of a statement on a payment between banks; name another signer",
  ],
  [
    "a clearing approver who attests",
    (f) => (f.roles.CLEARING_APPROVER[0].signer = person("ATTESTOR")),
    "roles.ATTESTOR[0].signer: 0x35F0B4271DB00DCa763701D712ff539f697e1326 is also CLEARING_APPROVER, and who states that money came must not say what backs it; name another signer",
  ],
  [
    "a delay on what cannot wait",
    (f) => (f.roles.CLEARING_OPERATOR[0].delay = 60),
    "roles.CLEARING_OPERATOR[0].delay: 60 is not 0, but a statement on a payment between banks is refused of who holds the role with a delay; write 0",
  ],
];

export const NOTARIES: Mutation[] = [
  [
    "a notary that mints",
    (f) => (f.notaries[0].powers = ["NOTARY", "ISSUER"]),
    'notaries[0].powers[1]: "ISSUER" is no power of a notary; use NOTARY (executes holds) or BURNER (burns what it executes)',
  ],
  [
    "a notary without powers",
    (f) => (f.notaries[0].powers = []),
    'notaries[0].powers: is empty; write its powers, such as ["NOTARY"]',
  ],
  [
    "a notary in a currency without a token",
    (f) => (f.notaries[0].currencies = ["USD", "GBP"]),
    'notaries[0].currencies[1]: "GBP" is not the currency of a token; use one of USD, EUR',
  ],
  [
    "a notary that is an officer's key",
    (f) => (f.notaries[0].contract = person("ISSUER")),
    "notaries[0].contract: 0x2152AE5Aaad1D974B8a4021C59477bCc846ccC1e is also ISSUER, and a notary is a contract with no other power; name the contract",
  ],
  [
    "a notary that is an admin's key",
    (f) => (f.notaries[0].contract = person("admin")),
    "notaries[0].contract: 0x05127efCD2FC6A781bfed49188da1081670b22d8 is also an admin, and a notary is a contract with no other power; name the contract",
  ],
  [
    "a notary that keeps seized money",
    (f) => (f.notaries[0].contract = person("custody")),
    "notaries[0].contract: 0xF47997D7860cE546DC9f3Adf8e4A2B5c85627844 is also a custody account, and a notary is a contract with no other power; name the contract",
  ],
  [
    "a notary twice",
    (f) => f.notaries.push({ ...f.notaries[0], name: "Again" }),
    "notaries[1].contract: is that of notaries[0]; name a contract once, with all its currencies",
  ],
  [
    "a notary with a wrong checksum",
    (f) => (f.notaries[0].contract = person("port escrow").toLowerCase()),
    "notaries[0].contract: 0xe081caca9d10700a6845c7931153b378316e363b is not a checksummed address; write 0xE081cACa9D10700a6845c7931153B378316e363B",
  ],
];

export const SETTLEMENT_ASSETS: Mutation[] = [
  [
    "an asset in a currency without a token",
    (f) => (f.settlementAssets[1].currency = "GBP"),
    'settlementAssets[1].currency: "GBP" is not the currency of a token; use one of USD, EUR',
    "counterparties[0].lines[1].settlement: rtgs-usd is GBP, and the line is USD; settle at par, in the same currency",
  ],
  [
    "an id twice",
    (f) => (f.settlementAssets[1].id = "house-eur"),
    "settlementAssets[1].id: is that of settlementAssets[0]; give every settlement asset an id of its own",
  ],
  [
    "the bank's own money",
    (f) => (f.settlementAssets[0].token = { bank: "demo" }),
    "settlementAssets[0].token.bank: demo is this bank, and its own money settles nothing between banks; name another bank",
  ],
  [
    "a token that says neither bank nor address",
    (f) => (f.settlementAssets[0].token = {}),
    'settlementAssets[0].token: an object does not say which token; write { "address": "0x..." }, or { "bank": "its name" } for a bank deployed from here',
  ],
];

export const COUNTERPARTIES: Mutation[] = [
  [
    "itself by its LEI",
    (f) => (f.counterparties[0].lei = f.lei),
    "counterparties[0].lei: 984500MERIDIANTRD056 is the bank's own; name another bank",
  ],
  [
    "itself by its BIC",
    (f) => (f.counterparties[0].bic = f.bic),
    "counterparties[0].bic: VSTRUS33XXX is the bank's own; name another bank",
  ],
  [
    "an LEI with a wrong digit",
    (f) => (f.counterparties[0].lei = "984500QUAYSIDESAVB54"),
    'counterparties[0].lei: "984500QUAYSIDESAVB54" has wrong LEI check digits; write its 20 characters from the LEI register',
  ],
  [
    "one bank twice",
    (f) => f.counterparties.push({ ...f.counterparties[0], bic: "QYSDDEFFYYY", lines: [line(f, 1)] }),
    "counterparties[1].lei: is that of counterparties[0]; name a counterparty once, with all its lines",
    "counterparties[1].lines[0]: is counterparties[0].lines[1] again; write one line for both",
  ],
  [
    "no line",
    (f) => (f.counterparties[0].lines = []),
    "counterparties[0].lines: is empty; write a line for each currency in which you pay each other",
  ],
  [
    "a line in a currency without a token",
    (f) => (line(f, 1).currency = "GBP"),
    'counterparties[0].lines[1].currency: "GBP" is not the currency of a token; use one of USD, EUR',
    "counterparties[0].lines[1].settlement: rtgs-usd is USD, and the line is GBP; settle at par, in the same currency",
  ],
  [
    "a line with itself",
    (f) => (line(f, 1).token = { bank: "demo" }),
    "counterparties[0].lines[1].token.bank: demo is this bank, and a bank does not clear with itself; name another bank",
  ],
  [
    "an asset nobody described",
    (f) => (line(f).settlement = "house-usd"),
    'counterparties[0].lines[0].settlement: "house-usd" is not a settlement asset; use one of house-eur, rtgs-usd',
  ],
  [
    "an asset of another currency",
    (f) => (line(f, 1).settlement = "house-eur"),
    "counterparties[0].lines[1].settlement: house-eur is EUR, and the line is USD; settle at par, in the same currency",
    "counterparties[0].lines[1].payingAccount: is missing; write the bank's account at Settlement House, which this line settles on",
  ],
  [
    "two lines with one token",
    (f) => f.counterparties[0].lines.push({ ...line(f) }),
    "counterparties[0].lines[2]: is counterparties[0].lines[0] again; write one line for both",
  ],
  [
    "no account to pay from",
    (f) => delete line(f).payingAccount,
    "counterparties[0].lines[0].payingAccount: is missing; write the bank's account at Settlement House, which this line settles on",
  ],
  [
    "no account to be paid into",
    (f) => delete line(f).receivingAccount,
    "counterparties[0].lines[0].receivingAccount: is missing; write the bank's account at Settlement House, which this line settles on",
  ],
  [
    "an account off chain",
    (f) => (line(f, 1).payingAccount = person("treasury")),
    "counterparties[0].lines[1].payingAccount: 0x62480241424Dd9a65F9f3284101A01cD099Ad8aC is of no use: the asset is off chain; remove it",
  ],
  [
    "an account for the other direction",
    (f) => (line(f).direction = "send"),
    "counterparties[0].lines[0].receivingAccount: 0x62480241424Dd9a65F9f3284101A01cD099Ad8aC is of no use: the line does not go that way; remove it",
    "counterparties[0].lines[0].zones: is of no use: the line only sends; remove it",
    "counterparties[0].lines[0].cap: is of no use: the line only sends; remove it",
  ],
  [
    "zones nobody has",
    (f) => (line(f).zones = { "0": "EU", "15": "HK", "2": "MARS" }),
    'counterparties[0].lines[0].zones.0: "0" is not a zone of the other bank; use its numbers, 1 to 14',
    'counterparties[0].lines[0].zones.2: "MARS" is not a zone; use one of US, EU, HK, SG, CN, CN-controlled',
    'counterparties[0].lines[0].zones.15: "15" is not a zone of the other bank; use its numbers, 1 to 14',
  ],
  [
    "no zones",
    (f) => delete line(f).zones,
    'counterparties[0].lines[0].zones: admits nobody; map the other bank\'s zones to yours, such as { "3": "HK" }',
  ],
  [
    "no cap",
    (f) => delete line(f).cap,
    "counterparties[0].lines[0].cap: is missing; write what may be minted a day on the other bank's word",
  ],
  [
    "a cap of nothing",
    (f) => (line(f).cap = "0"),
    'counterparties[0].lines[0].cap: 0 lets nothing in; write a decimal amount above zero, such as "1000000.00"',
  ],
  [
    "a cap with too many decimals",
    (f) => (line(f).cap = "1.001"),
    'counterparties[0].lines[0].cap: 1.001 has more decimals than EUR has minor units (2); write a decimal amount above zero, such as "1000000.00"',
  ],
  [
    "a direction nobody goes",
    (f) => (line(f).direction = "back"),
    'counterparties[0].lines[0].direction: "back" is not a direction; write both, send or receive, as seen from this bank',
  ],
  [
    "settlement in the very money that is paid",
    (f) => (f.settlementAssets[0].token = { address: person("quayside EUR") }),
    "counterparties[0].lines[0].settlement: house-eur leads back to the token of this line: each side would settle in the other's promise; settle in money that neither counterparty issues",
  ],
  [
    "two counterparties that settle in each other's money",
    (f) => {
      f.settlementAssets.push({ id: "quay-eur", currency: "EUR", issuer: "Quayside", token: { bank: "quay" } });
      f.settlementAssets[0].token = { bank: "house" };
      line(f).token = { bank: "quay" };
      f.counterparties.push({
        name: "Settlement House",
        lei: "984500CLEARINGHK0091",
        bic: "STLHHKHHXXX",
        lines: [{ ...line(f), token: { bank: "house" }, settlement: "quay-eur" }],
      });
    },
    "counterparties[0].lines[0].settlement: house-eur leads back to the token of this line: each side would settle in the other's promise; settle in money that neither counterparty issues",
    "counterparties[1].lines[0].settlement: quay-eur leads back to the token of this line: each side would settle in the other's promise; settle in money that neither counterparty issues",
  ],
];

export const PLACES: Mutation[] = [
  [
    "a local chain in a file for service",
    (f) => (f.networks.local = { chainId: 31337 }),
    'networks.local.chainId: 31337 is a local test chain; name a real chain, or write "local": true',
  ],
  [
    "a chain twice",
    (f) => (f.networks.again = { chainId: 8453 }),
    "networks.again.chainId: is that of networks.base-mainnet; name a chain once",
  ],
  [
    "no chain id",
    (f) => (f.networks["base-mainnet"] = {}),
    "networks.base-mainnet.chainId: is missing; write the chain's id, a whole number, such as 8453",
  ],
  [
    "no confirmations to wait for",
    (f) => (f.networks["base-mainnet"].confirmations = 0),
    "networks.base-mainnet.confirmations: 0 is not a number of blocks; write how many blocks to wait for each transaction, from 1 to 1000",
  ],
  [
    "a Safe whose owners can never sign",
    (f) => (f.safes[0].threshold = 4),
    "safes[0].threshold: 4 of 3 owners can never sign; write fewer",
  ],
  [
    "a Safe in which one owner is enough",
    (f) => (f.safes[0].threshold = 1),
    "safes[0].threshold: 1 lets every owner act alone, and a dangerous act takes two people; write at least 2",
  ],
  [
    "an owner twice",
    (f) => f.safes[0].owners.push(person("owner 1")),
    "safes[0].owners[3]: is safes[0].owners[0] again; name an owner once: each has one signature",
  ],
  [
    "a Safe among its own owners",
    (f) => (f.safes[0].owners[2] = person("POLICY_ADMIN")),
    "safes[0].owners[2]: 0xc73b2339dDa6010f9E019620b129fee07eAe6fD8 is a Safe itself; name a person's key",
  ],
  [
    "a Safe twice",
    (f) => f.safes.push({ ...f.safes[0], name: "again" }),
    "safes[1].address: is that of safes[0]; name a Safe once",
  ],
  [
    "an owner whose key is public",
    (f) => (f.safes[0].owners[0] = testAccount(3).address),
    "safes[0].owners[0]: 0x90F79bf6EB2c4f870365E785982E1f101E93b906 is a public test account, anyone can sign for it; write the address of a key of the bank",
  ],
  [
    "a customer file that is none",
    (f) => (f.customers = "customers.xlsx"),
    'customers: "customers.xlsx" is not a customer file; name a .csv file; a relative path begins at the bank file',
  ],
  [
    "an approval id with a blank",
    (f) => Object.assign(f, { profile: "offshore-renminbi", approvalId: "to do" }),
    'approvalId: "to do" is not an approval id; write 6 to 64 visible characters, as the authority gave it',
  ],
];
