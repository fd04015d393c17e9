/*
 * The acts of tasks and scripts and their options, as data without imports: tasks are defined from it on every start of
 * Hardhat, so it must cost nothing to load. A name here in camel case is a flag in kebab case: `dryRun` is --dry-run.
 */

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
} as const satisfies Record<string, CommandDefinition>;

export type CommandName = keyof typeof COMMANDS;

/** All options of an act. */
export function optionsOf(name: CommandName): Readonly<Record<string, OptionDefinition>> {
  const { options, sends } = COMMANDS[name] as CommandDefinition;
  return { ...options, ...(sends ? SENDING : {}), ...COMMON };
}

/** "dryRun" as it is typed: "--dry-run". */
export const flagOf = (option: string): string =>
  `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
