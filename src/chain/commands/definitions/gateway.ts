import { BANK_FILE, type CommandDefinition, CURRENCY } from "./options.js";

const PLACE = {
  bankFile: BANK_FILE,
  data: { description: "Folder of the gateway: files, reports, and the database where DATABASE_URL names none" },
} as const;
const PEOPLE = {
  people: { description: "File that says who may do what; the person's token is in VOSTRO_GATEWAY_TOKEN" },
  by: { description: "Name of the person (local chains only, without --people)" },
} as const;
const ROLES = {
  roles: { description: "Roles whose keys are at hand (VOSTRO_KEY_<ROLE>), with commas; local chains: all" },
} as const;

/** Between the bank's core and the chain. */
export const GATEWAY = {
  gateway: {
    description: "Runs the bank's gateway: payment files in and out; asks it, and decides what it leaves to people",
    steps: [
      ...["run", "import", "customers", "status", "suspense", "propose", "confirm"],
      ...["approve", "release", "return", "recalls", "recall", "book", "explain", "lift", "statement"],
    ],
    sends: false,
    options: {
      ...PLACE,
      ...PEOPLE,
      ...ROLES,
      customers: { description: "run, customers: customer file whose customers the deposits are matched with" },
      screening: { description: "run: CSV of names and accounts that a person looks at first" },
      port: { description: "run: port of the HTTP intake, health and metrics (default: none)" },
      host: { description: "run: address to listen at (default: 127.0.0.1)" },
      reconcileEvery: { description: "run: seconds between reconciliations (default: a day)" },
      claims: {
        description: "run: commit attestations to the holders' claims, kept in the reports folder",
        flag: true,
      },
      file: { description: "import: payment file" },
      limit: { description: "suspense, recalls: how many cases (default: 100)" },
      case: { description: "propose, confirm: number of the case" },
      do: { description: "propose: mint, dismiss or take; recall: lien, confirm or close" },
      customer: { description: "propose mint: the customer whose deposit it is" },
      owner: { description: "propose take: who looks after it from now on" },
      reason: { description: "propose dismiss, recall close, book, explain: why, without personal data" },
      batch: { description: "approve: number of the batch" },
      redemption: { description: "release: id of its hold" },
      outcome: {
        description: "release: paid or refused, where messages are in doubt; return: again, ordinary or dismissed",
      },
      return: { description: "return: number of the return" },
      recall: { description: "recall: its number, as recalls lists it" },
      order: {
        description: "recall lien: the bank's number of the paper it acts on; with the next three until it is on file",
      },
      authority: { description: "recall lien: code or LEI of who issued it" },
      document: {
        description: "recall lien: the document as received: a file (SHA-256 is taken), or 0x and 64 digits",
      },
      issued: { description: "recall lien: day or time of issue, such as 2026-11-30" },
      validUntil: { description: "recall lien: last day on which the bank may act under it (default: until lifted)" },
      halt: { description: "lift: issuing or redemption (default: issuing)" },
      currency: CURRENCY,
      kind: { description: "book: opening, interest or correction" },
      amount: {
        description:
          "book: decimal amount; a correction may be negative; recall lien: less than is recalled, with --currency",
      },
      reference: { description: "book: deposit reference, or the ledger's own" },
      allMints: { description: "book: every mint so far that no file brought, as the opening balance", flag: true },
      break: { description: "explain: number of the break" },
      wallet: { description: "statement: the holder's wallet" },
      from: { description: "statement: first moment, ISO 8601 with zone" },
      to: { description: "statement: last moment, ISO 8601 with zone" },
      number: { description: "statement: its number in the holder's sequence (default: 1)" },
      out: { description: "statement: the new camt.053 file" },
    },
  },
  reconcile: {
    description: "Compares chain, subledger and control account at a final block; a material break stops issuing",
    sends: false,
    options: {
      ...PLACE,
      ...PEOPLE,
      ...ROLES,
      currency: { description: "ISO 4217 code of the token (default: every one)" },
      block: { description: "Block number (default: the last final one)" },
      full: {
        description: "Ask the chain for every wallet, not only those that moved since the last time",
        flag: true,
      },
    },
  },
} as const satisfies Record<string, CommandDefinition>;
