import { type CommandDefinition, PARTY, BANK_FILE } from "./options.js";

/** Customers: the register of parties. */
export const CUSTOMERS = {
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
  party: {
    description: "Renews, reclassifies, closes or shows parties, and changes their wallets and accounts",
    steps: ["show", "renew", "reclassify", "rezone", "close", "add-wallet", "remove-wallet", "account"],
    sends: true,
    dangerous: ["close"],
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
} as const satisfies Record<string, CommandDefinition>;
