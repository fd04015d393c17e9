import { type CommandDefinition, CURRENCY, BANK_FILE, DELAYED } from "./options.js";

/** Who may pay whom, and which contracts a token trusts. */
export const POLICY = {
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
  desk: {
    description: "The desks of settlement: deploy them, admit or dismiss one in a token, show them",
    steps: ["deploy", "admit", "dismiss", "show"],
    sends: true,
    dangerous: ["admit", "dismiss"],
    options: {
      desk: { description: "OrderEscrow, Receivables, FxDesk, InterbankClearing or NettingCycle" },
      currency: CURRENCY,
      ...DELAYED,
    },
  },
} as const satisfies Record<string, CommandDefinition>;
