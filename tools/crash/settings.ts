import type { GatewaySettings } from "../../src/gateway/settings.js";

/** Blocks after which nothing is taken back: more than the six that a reorganisation of the campaign drops. */
export const DEEP_BLOCKS = 8;
export const CURRENCIES = ["USD", "EUR"] as const;
export type Currency = (typeof CURRENCIES)[number];

/** The bank's own accounts of the demo's file. */
export const ACCOUNTS: Readonly<Record<Currency, string>> = { USD: "8100200300", EUR: "8100200301" };

/** Up to this amount one block is final enough: reorganisations take such deposits and burns back after they counted. */
export const SMALL_UP_TO = 1_000_00n;

/** Everything is decided by the policy, and what waits does so for seconds. */
export const SETTINGS: GatewaySettings = {
  owner: "payment-operations",
  finality: { smallUpTo: { USD: SMALL_UP_TO, EUR: SMALL_UP_TO }, smallBlocks: 1, large: DEEP_BLOCKS },
  minting: {
    batchItems: 20,
    batchesAtOnce: 4,
    approvalSeconds: 3_600,
    policyUpTo: { USD: 1_000_000_00n, EUR: 1_000_000_00n },
    bumpSeconds: 5,
    attestSeconds: 3_600,
  },
  redemption: {
    message: "pain.001",
    fileItems: 10,
    policyUpTo: { USD: 1_000_000_00n, EUR: 1_000_000_00n },
    debtor: {
      name: "Meridian Trade Bank",
      townName: "New York",
      country: "US",
      lei: "984500MERIDIANTRD056",
      bic: "VSTRUS33XXX",
    },
  },
  reconciliation: { materialAbove: {}, lateSeconds: 3_600 },
};
