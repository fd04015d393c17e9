import type { Mutation } from "./mutations.js";

/* Wrong values in the section `gateway` of the demo's bank file, and every line that the reader must then say. */

export const GATEWAY: Mutation[] = [
  [
    "nobody who owns what is left over",
    (f) => delete f.gateway.owner,
    "gateway.owner: is missing; write the team that owns what a person has to decide",
  ],
  [
    "a section that does not exist",
    (f) => (f.gateway.batching = {}),
    "gateway.batching: is not a known field; correct its name or remove it",
  ],
  [
    "a policy in a currency without a token",
    (f) => (f.gateway.minting.policyUpTo.JPY = "1000"),
    "gateway.minting.policyUpTo.JPY: is not the currency of a token; use one of USD, EUR",
  ],
  [
    "an amount as a number",
    (f) => (f.gateway.finality.smallUpTo.USD = 1000),
    'gateway.finality.smallUpTo.USD: 1000 is not an amount; write a decimal text, such as "1000.00"',
  ],
  [
    "an amount with more decimals than the currency has",
    (f) => (f.gateway.reconciliation = { materialAbove: { EUR: "0.001" } }),
    'gateway.reconciliation.materialAbove.EUR: 0.001 has more decimals than EUR has minor units (2); write a decimal amount, such as "1000.00"',
  ],
  [
    "a negative amount",
    (f) => (f.gateway.redemption.policyUpTo.USD = "-1.00"),
    'gateway.redemption.policyUpTo.USD: "-1.00" is not a decimal amount; write a decimal amount, such as "1000.00"',
  ],
  [
    "a finality that no chain has",
    (f) => (f.gateway.finality.large = "soon"),
    'gateway.finality.large: "soon" is not a finality; write "finalized", or a number of blocks where the chain does not say',
  ],
  [
    "batches that no block holds",
    (f) => (f.gateway.minting.batchItems = 5_000),
    "gateway.minting.batchItems: 5000 is not a number of deposits; write a whole number from 1 to 500",
  ],
  [
    "a payment message that pays nothing",
    (f) => (f.gateway.redemption.message = "pacs.009"),
    'gateway.redemption.message: "pacs.009" is not a message; write "pain.001" or "pacs.008"',
  ],
  [
    "payments without the town that they must name",
    (f) => delete f.gateway.redemption.debtor.townName,
    "gateway.redemption.debtor.townName: is missing; write the town of the bank's seat",
  ],
  [
    "a country that does not exist",
    (f) => (f.gateway.redemption.debtor.country = "ZZ"),
    'gateway.redemption.debtor.country: "ZZ" is not a country of ISO 3166-1; write its two letters, such as DE',
  ],
];
