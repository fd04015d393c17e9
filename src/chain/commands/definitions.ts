/*
 * The acts of tasks and scripts and their options, as data without imports: tasks are defined from it on every start of
 * Hardhat, so it must cost nothing to load. A name here in camel case is a flag in kebab case: `dryRun` is --dry-run.
 */

import { TRANSACTIONS } from "./definitions/transactions.js";
import { VERIFY } from "./definitions/verify.js";

export interface OptionDefinition {
  readonly description: string;
  /** a switch without a value */
  readonly flag?: true;
}

export interface CommandDefinition {
  readonly description: string;
  /** the words that may follow the name, where the act has steps */
  readonly steps?: readonly string[];
  /** sends transactions: takes --as and --dry-run */
  readonly sends: boolean;
  /** two people do it, at two machines if they wish: takes --approve and --approval */
  readonly isJoint?: true;
  readonly options: Readonly<Record<string, OptionDefinition>>;
}

const CURRENCY = { description: "ISO 4217 code of the token, such as USD" };
const AMOUNT = { description: "Decimal amount in the currency, such as 1250.00" };
const APPROVER_AS = { description: "Index of the test account that approves (local chains only)" };
const PARTY = { description: "The bank's customer number, or the party's id on chain as a number" };
const WALLET = { description: "Any wallet of the party, instead of --party" };
const OPERATION = { description: "transfer, place, execute or mint" };
const GROUNDS = { description: "The decision to lift: its number or a text (hashed), or 0x and 64 digits" };
const ORDER = { description: "Id of the legal order: a text (hashed) or 0x and 64 digits" };

const SALTED = "a text (salted with VOSTRO_SALT and hashed), or 0x and 64 digits";
const PAYER = { description: "Wallet of the payer" };
const PAYEE = { description: "Wallet of the payee" };
const LIMIT = "none for no limit; left out to keep it as it is";
const BANK_FILE = {
  description: "Bank file with the names of zones (default: deploy/banks/<bank>.json, if there is one)",
};

/** Acts of a role that may be held with a delay take these too. */
const DELAYED = {
  execute: { description: "Carry out what was scheduled before (roles held with a delay)", flag: true },
  cancel: { description: "Take back what was scheduled before", flag: true },
  proposer: { description: "cancel: who scheduled it, if the guardian cancels" },
} as const;

/** Every act takes these. */
export const COMMON: Readonly<Record<string, OptionDefinition>> = {
  bank: { description: "Name of the deployed bank (default: demo)" },
  deployments: { description: "Folder of deployment records (default: deploy/deployments)" },
  json: {
    description: "Print one JSON object: amounts in minor units and times in unix seconds, as strings",
    flag: true,
  },
};

/** Acts that send take these too. */
export const SENDING: Readonly<Record<string, OptionDefinition>> = {
  as: { description: "Index of the test account that sends (local chains only); elsewhere VOSTRO_KEY_<ROLE>" },
  dryRun: { description: "Say what would change and who must sign; send nothing", flag: true },
};

/** Acts of two people take these too. */
export const JOINT: Readonly<Record<string, OptionDefinition>> = {
  approve: {
    description: "Approve the act instead of sending it: sign exactly it, into the file of --out",
    flag: true,
  },
  out: { description: "With --approve: the new file to write the approval to" },
  hours: { description: "Hours for which the approval is good" },
  approval: { description: "Send the act with the approval in this file; all other options as they were approved" },
  approverAs: { description: "Index of the test account that approves (local chains only)" },
};

export const COMMANDS = {
  admit: {
    description: "Admits customers and their wallets: a customer file, or one customer",
    sends: true,
    options: {
      file: { description: "Customer file (CSV); see src/bank/customers.ts" },
      customer: { description: "The bank's customer number" },
      wallets: { description: "Wallets of the customer, several with a comma; the first receives deposits" },
      residency: { description: "Country of residency, ISO 3166-1, such as US" },
      control: { description: "Country from which the customer is controlled (default: its residency)" },
      kind: { description: "client, client-of-client, bank, escrow or fx-desk (default: client)" },
      homeBank: { description: "Number of the institution that serves a client-of-client" },
      lei: { description: "Legal Entity Identifier; it is public" },
      programme: { description: "Approval id of a programme; only its salted hash is public" },
      validUntil: { description: "Last day of the KYC, YYYY-MM-DD" },
      limited: { description: "Limits apply to the customer", flag: true },
      settlementAccount: { description: "The customer's own bank account (IBAN or other id), to which redemptions go" },
    },
  },
  mint: {
    description: "Mints against booked deposits: one order, or a batch file; issuer and approver are two people",
    sends: true,
    options: {
      currency: CURRENCY,
      to: { description: "Wallet of the customer" },
      amount: AMOUNT,
      deposit: { description: "Deposit: 0x and 64 digits, or its key (salted with VOSTRO_SALT)" },
      batch: { description: "CSV with the columns wallet, amount, deposit, instead of one order" },
      approverAs: APPROVER_AS,
    },
  },
  attest: {
    description: "Attests the bank's tokenised deposits, which back the supply",
    sends: true,
    options: {
      currency: CURRENCY,
      figure: { description: "Deposits as a decimal amount" },
      asOf: { description: "Time of the books, ISO 8601 with zone (default: now on chain)" },
      burned: { description: "Running total of burns that the figure reflects (default: all)" },
      received: { description: "Running total of interbank credits that the figure reflects (default: all)" },
    },
  },
  block: {
    description: "Blocks a party in every token at once",
    sends: true,
    options: { party: PARTY, wallet: WALLET, order: ORDER },
  },
  unblock: {
    description: "Lifts one block that `block` placed; releaser and approver are two people",
    sends: true,
    options: { party: PARTY, wallet: WALLET, grounds: GROUNDS, approverAs: APPROVER_AS },
  },
  pause: {
    description: "Stops one operation of a token at once; redemption and release go on",
    sends: true,
    options: { currency: CURRENCY, operation: OPERATION },
  },
  unpause: {
    description: "Lets a token run an operation again; releaser and approver are two people",
    sends: true,
    options: { currency: CURRENCY, operation: OPERATION, reason: GROUNDS, approverAs: APPROVER_AS },
  },
  legal: {
    description: "Acts under an order of a court or authority, and lifts; each takes two people",
    steps: [
      "block",
      "lien",
      "seize",
      "recover",
      "release",
      "lift-block",
      "lift-lien",
      "unblock-wallet",
      "sweep",
      "refreeze",
      "show",
    ],
    sends: true,
    isJoint: true,
    options: {
      order: { description: `The bank's number of the order: ${SALTED}` },
      authority: { description: "Code or LEI of who issued it; with the next three only until the order is on file" },
      document: { description: "The document as served: a file (SHA-256 is taken), or 0x and 64 digits" },
      issued: { description: "Day or time of issue, such as 2026-11-30" },
      validUntil: { description: "Last day on which the bank may act under it (default: until lifted)" },
      party: PARTY,
      wallet: { description: "block: any wallet of the party; recover, sweep: the lost wallet; else the account" },
      currency: CURRENCY,
      amount: { description: "lien, seize: decimal amount; lift-lien: a part (default: all that is left)" },
      custody: { description: "seize: the custody account that receives it" },
      lien: { description: "seize: the order's own lien, which gives way first; lift-lien: the lien" },
      successor: { description: "recover: another wallet of the same party" },
      hold: { description: "release: the hold's id, with --currency" },
      file: { description: "release: file that `hold place` or `redeem request` wrote, instead of --hold" },
      grounds: { description: `lifts: the decision to lift: ${SALTED}` },
      again: { description: "lien, seize, lifts: do once more what was done before with the same content", flag: true },
    },
  },
  desk: {
    description: "The desks of settlement: deploy them, admit or dismiss one in a token, show them",
    steps: ["deploy", "admit", "dismiss", "show"],
    sends: true,
    options: {
      desk: { description: "OrderEscrow, Receivables, FxDesk, InterbankClearing or NettingCycle" },
      currency: CURRENCY,
      ...DELAYED,
    },
  },
  custody: {
    description: "Registers or takes off a custody account, to which seized money goes",
    steps: ["add", "remove"],
    sends: true,
    options: { wallet: { description: "The account: a wallet of the bank's own party" }, ...DELAYED },
  },
  limits: {
    description: "Raises, cuts or shows limits of parties: one, or a file",
    steps: ["raise", "cut", "show"],
    sends: true,
    options: {
      currency: CURRENCY,
      party: PARTY,
      wallet: WALLET,
      perPayment: { description: `Most in one payment or hold; ${LIMIT}` },
      windowValue: { description: `Most in any window, payments and holds together; ${LIMIT}` },
      windowCount: { description: `Most payments and holds in any window, at most 1023; ${LIMIT}` },
      windowHours: { description: "Length of the window: an even number of hours from 2 to 8760" },
      holdingCap: { description: `Most that the party's wallets may have together; ${LIMIT}` },
      file: { description: "CSV: party,per_payment,window_value,window_count,window_hours,holding_cap" },
    },
  },
  clearance: {
    description: "Lets one payment pass a corridor under review; granting takes two people",
    steps: ["grant", "revoke", "show"],
    sends: true,
    isJoint: true,
    options: {
      currency: CURRENCY,
      from: { description: "Wallet of the payer; left out for a mint" },
      to: PAYEE,
      amount: AMOUNT,
      case: { description: `grant: the bank's number of the case: ${SALTED}` },
    },
  },
  travel: {
    description: "Files or shows a travel-rule record; sets from which amount one is needed",
    steps: ["file", "show", "raise-threshold", "lower-threshold"],
    sends: true,
    options: {
      currency: CURRENCY,
      from: PAYER,
      to: { description: "Wallet of the payee; left out for a hold that a clearing contract burns" },
      amount: AMOUNT,
      record: { description: `file: what the institutions exchanged: ${SALTED}` },
      hours: { description: "file: hours until it lapses (default: 24, at most 720)" },
      threshold: { description: "raise-threshold, lower-threshold: decimal amount from which a record is needed" },
    },
  },
  pay: {
    description: "Pays from the sender's account",
    sends: true,
    options: {
      currency: CURRENCY,
      to: { description: "Wallet of the payee" },
      amount: AMOUNT,
      reference: { description: "Payment reference: up to 32 bytes of text, or 0x and 64 digits. It is public" },
    },
  },
  hold: {
    description: "Places, executes, releases or shows a hold",
    steps: ["place", "execute", "release", "show"],
    sends: true,
    options: {
      currency: CURRENCY,
      to: { description: "place: wallet of the payee" },
      notary: { description: "place: the contract that may execute it" },
      amount: { description: "place: its amount; execute and release: a part (default: all)" },
      terms: { description: "place: what it is for, a text (hashed) or 0x and 64 digits" },
      days: { description: "place: days until it lapses (default: 30, at most 400)" },
      assignable: { description: "place: the payee may assign what is due to it", flag: true },
      out: { description: "place: file to write the hold to, which the other steps need" },
      file: { description: "execute, release, show: file that `place` wrote" },
    },
  },
  redeem: {
    description: "Requests, cancels, submits, settles, rejects or shows a redemption",
    steps: ["request", "cancel", "submit", "settle", "reject", "show"],
    sends: true,
    options: {
      currency: CURRENCY,
      amount: { description: "request: decimal amount" },
      relayerAs: { description: "request: index of the test account that pays the gas (default: the customer itself)" },
      out: { description: "request: file to write the redemption to, which the other steps need" },
      file: { description: "cancel, submit, settle, reject, show: file that `request` wrote" },
      uetr: { description: "submit: the payment's UETR, a UUID of version 4" },
      reason: { description: "reject: ISO 20022 reason code, such as AC04" },
      approverAs: APPROVER_AS,
    },
  },
  party: {
    description: "Renews, reclassifies, closes or shows parties, and changes their wallets and accounts",
    steps: ["show", "renew", "reclassify", "rezone", "close", "add-wallet", "remove-wallet", "account"],
    sends: true,
    options: {
      party: PARTY,
      wallet: { description: "Any wallet of the party, instead of --party; remove-wallet: the wallet itself" },
      file: { description: "renew, close: CSV of many parties instead; see src/bank/partyRows.ts" },
      validUntil: { description: "renew: last day of the KYC, YYYY-MM-DD" },
      residency: { description: "reclassify: country of residency, two letters of ISO 3166-1" },
      control: { description: "reclassify: country from which the party is controlled" },
      limits: { description: "reclassify: yes or no, whether limits apply" },
      lei: { description: "reclassify: Legal Entity Identifier, or none" },
      programme: { description: "reclassify: approval id of a programme, or none" },
      country: { description: "rezone: every party that has to do with these countries, several with a comma" },
      wallets: { description: "add-wallet: the new wallets, several with a comma" },
      settlementAccount: { description: "account: the customer's own bank account (IBAN or other id)" },
      bankFile: BANK_FILE,
    },
  },
  corridor: {
    description: "Opens, closes or shows the corridors of a token",
    steps: ["open", "close", "show"],
    sends: true,
    options: {
      currency: CURRENCY,
      allow: { description: "open: pairs of zones, payer first, by name or number, such as US:EU,EU:US" },
      review: { description: "open: the same, for payments that need a clearance of two people" },
      corridors: { description: "close: pairs of zones" },
      bankFile: BANK_FILE,
      ...DELAYED,
    },
  },
  country: {
    description: "Sets, closes or shows what countries lead to, and which zones need a programme",
    steps: ["set", "close", "require-programme", "waive-programme", "show"],
    sends: true,
    options: {
      country: { description: "Two letters of ISO 3166-1; close, show: several with a comma" },
      resident: { description: "set: zone of its residents, by name or number, or none (not served)" },
      controlled: { description: "set: zone of those controlled from there, none (it does not matter) or denied" },
      zone: { description: "require-programme, waive-programme: the zone" },
      bankFile: BANK_FILE,
      ...DELAYED,
    },
  },
  institution: {
    description: "Names or shows institutions whose customers the bank serves as clients of a client",
    steps: ["set", "show"],
    sends: true,
    options: {
      homeBank: { description: "set: its number, 1 to 255" },
      lei: { description: "set: its Legal Entity Identifier" },
      ...DELAYED,
    },
  },
  resolution: {
    description: "Winds a token down: declares, exports and commits the register of holders, moves the liability",
    steps: ["declare", "register", "commit", "accept", "move", "prove", "show"],
    sends: true,
    options: {
      currency: CURRENCY,
      instrument: { description: "declare, accept: the authority's instrument, 0x and 64 digits, or a text (hashed)" },
      authority: { description: "declare: code or LEI of the resolution authority" },
      agent: { description: "declare: address of who pays redemptions from now on" },
      block: { description: "register: block number (default: the latest)" },
      csv: { description: "register: file for its rows as CSV" },
      file: { description: "commit, accept, move, prove: file that `register` wrote" },
      transfer: { description: "accept, move, show: address of the LiabilityTransfer contract" },
      wallets: { description: "move: those rows only, several with a comma" },
      wallet: { description: "prove: the holder's wallet" },
      ...JOINT,
      out: { description: "register, prove: new file to write; with --approve: the same for the approval" },
    },
  },
  books: {
    description: "Rebuilds the bank's books at a block from events alone, and compares them with storage",
    sends: false,
    options: {
      block: { description: "Block number (default: the latest)" },
      out: { description: "New folder for the export: books.json and CSV files" },
      check: { description: "Compare every word with storage; exit code 1 on a difference", flag: true },
    },
  },
  token: {
    description: "Shows a token: supply, backing, attestation, corridors, pauses",
    sends: false,
    options: { currency: CURRENCY },
  },
  account: {
    description: "Shows an account: money, standing, party, blocks",
    sends: false,
    options: { currency: CURRENCY, wallet: { description: "The account's address" } },
  },
  supply: {
    description: "Rebuilds supply, backing and pending items from events and compares them with storage",
    sends: false,
    options: { currency: CURRENCY, block: { description: "Block number (default: the latest)" } },
  },
  payout: {
    description: "Pays everyone in a file from the sender's account, with a result for each payment",
    sends: true,
    options: {
      currency: CURRENCY,
      file: { description: "CSV with the columns payee, amount, reference" },
      lenient: { description: "Leave out what is refused and pay the rest (default: all or nothing)", flag: true },
    },
  },
  why: {
    description: "Explains whether a payment would succeed now and, if not, why",
    sends: false,
    options: {
      currency: CURRENCY,
      from: { description: "Wallet of the payer" },
      to: { description: "Wallet of the payee" },
      amount: AMOUNT,
      spender: { description: "Who sends it, if not the payer" },
      reference: { description: "Payment reference, to be checked too" },
    },
  },
  ...TRANSACTIONS,
  ...VERIFY,
} as const satisfies Record<string, CommandDefinition>;

export type CommandName = keyof typeof COMMANDS;

/** All options of an act. */
export function optionsOf(name: CommandName): Readonly<Record<string, OptionDefinition>> {
  const { options, sends, isJoint } = COMMANDS[name] as CommandDefinition;
  return { ...options, ...(isJoint === true ? JOINT : {}), ...(sends ? SENDING : {}), ...COMMON };
}

/** "dryRun" as it is typed: "--dry-run". */
export const flagOf = (option: string): string =>
  `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
