import { z } from "zod";

import { bic, country, lei, rule } from "./bankFileSchema.js";

/* Shapes of the section `gateway`: how the bank's payment files become tokens and redemptions become payments. */

const words = (what: string, max: number) =>
  z
    .string({ error: rule("is not a text", `write ${what}`) })
    .refine((value) => value === value.trim() && value !== "" && value.length <= max, {
      error: rule(`is empty, padded or longer than ${max}`, `write ${what}`),
    });

const whole = (what: string, least: number, most: number) => {
  const error = rule(`is not ${what}`, `write a whole number from ${least} to ${most}`);
  return z.int({ error }).min(least, { error }).max(most, { error });
};

/** Decimal texts by currency. */
const amounts = z.record(
  z.string(),
  z.string({ error: rule("is not an amount", 'write a decimal text, such as "1000.00"') }),
  { error: rule("is not a list of amounts", 'write amounts by currency, such as { "USD": "1000.00" }') },
);

const finality = z.strictObject(
  {
    smallUpTo: amounts.optional().describe("Amounts that need not wait for the chain's finality."),
    smallBlocks: whole("a number of blocks", 0, 1_000).optional().describe("Blocks on top for those; 1 if left out."),
    large: z
      .union([z.literal("finalized"), whole("a number of blocks", 0, 100_000)], {
        error: rule("is not a finality", 'write "finalized", or a number of blocks where the chain does not say'),
      })
      .optional()
      .describe('"finalized" if left out.'),
  },
  { error: rule("is not a finality", "write smallUpTo, smallBlocks and large") },
);

const minting = z.strictObject(
  {
    batchItems: whole("a number of deposits", 1, 500).optional().describe("In one transaction; 100 if left out."),
    batchesAtOnce: whole("a number of batches", 1, 16).optional().describe("On their way at once; 8 if left out."),
    approvalSeconds: whole("a number of seconds", 60, 604_800).optional().describe("An hour if left out."),
    policyUpTo: amounts.optional().describe("A larger deposit is approved by a person."),
    bumpSeconds: whole("a number of seconds", 5, 86_400).optional().describe("A minute if left out."),
    attestSeconds: whole("a number of seconds", 10, 604_800).optional().describe("An hour if left out."),
  },
  { error: rule("is not a section", "write policyUpTo and what else differs from the usual") },
);

const debtor = z.strictObject(
  {
    name: words("the bank's name in payments", 140).optional().describe("The legal name if left out."),
    townName: words("the town of the bank's seat", 35),
    country,
    lei: lei.optional().describe("The bank's if left out."),
    bic: bic.optional().describe("The bank's if left out."),
  },
  { error: rule("is not a party", 'write { "townName": ..., "country": ... }') },
);

const interbank = z.strictObject(
  {
    instructedBic: bic.describe("The bank that takes the payments and passes them on."),
    clearingSystem: words("a code of the ISO 20022 list, such as TGT", 3).optional(),
  },
  { error: rule("is no way between banks", 'write { "instructedBic": ... }') },
);

const redemption = z.strictObject(
  {
    message: z
      .enum(["pain.001", "pacs.008"], { error: rule("is not a message", 'write "pain.001" or "pacs.008"') })
      .optional()
      .describe("What pays redemptions out; pain.001 if left out."),
    fileItems: whole("a number of payments", 1, 10_000).optional().describe("In one file; 500 if left out."),
    policyUpTo: amounts.optional().describe("A larger redemption is released by a person."),
    debtor,
    interbank: interbank.optional().describe("For pacs.008 only."),
  },
  { error: rule("is not a section", 'write "debtor" and what else differs from the usual') },
);

const reconciliation = z.strictObject(
  {
    materialAbove: amounts.optional().describe("A larger difference stops issuing; any does if left out."),
    lateSeconds: whole("a number of seconds", 60, 2_592_000).optional().describe("A day if left out."),
  },
  { error: rule("is not a section", "write materialAbove and lateSeconds") },
);

export const gateway = z.strictObject(
  {
    owner: words("the team that owns what a person has to decide", 70),
    finality: finality.optional(),
    minting: minting.optional(),
    redemption,
    reconciliation: reconciliation.optional(),
  },
  { error: rule("is not a section", "write owner, redemption and what else differs from the usual") },
);

export type GatewayDraft = z.output<typeof gateway>;
