import { z } from "zod";

import { DIFFERENCE_CLASSES } from "./classes.js";

/*
 * The report of one reconciliation: what is signed, stored and shown. Amounts are minor units of the currency as decimal text, so that
 * no reader makes floats of them; times are ISO 8601, ages seconds, counts and blocks numbers.
 */

/** Changes whenever a field changes its meaning. */
export const REPORT_SCHEMA = "vostro/reconciliation/1";

const amount = z.string().regex(/^-?(0|[1-9][0-9]*)$/);
const count = z.int().nonnegative();
const differenceClass = z.enum(DIFFERENCE_CLASSES);
const time = z.iso.datetime();

export const AGES = ["under an hour", "under a day", "under a week", "a week or more"] as const;

const difference = z.strictObject({
  class: differenceClass,
  /** "mint:0x...", "deposit:12", "redemption:0x...", "wallet:0x...", "statement:3", "totals:..." */
  subject: z.string(),
  amount,
  message: z.string(),
  /** since when the item itself stands; where the books do not know, when it was first found */
  since: time,
  ageSeconds: count,
  /** the team or person who has to clear it */
  owner: z.string(),
  material: z.boolean(),
  /** who has closed this very difference as explained; it is listed and stops nothing */
  acceptedBy: z.string().nullable(),
});

export const reportSchema = z.strictObject({
  schema: z.literal(REPORT_SCHEMA),
  bank: z.string(),
  chainId: count,
  currency: z.string(),
  token: z.string(),
  /** everything on the chain is as of this block; the bank's own books as of `at` */
  block: count,
  blockHash: z.string(),
  blockTime: time,
  at: time,
  /** a block before the watcher's: told, but no break is opened or closed by it */
  historic: z.boolean(),
  /** issuing stops, or stays stopped */
  material: z.boolean(),
  /** the token's own storage */
  chain: z.strictObject({
    supply: amount,
    backing: amount,
    burned: amount,
    received: amount,
    /** unix seconds, 0 for never */
    attestedAt: amount,
    mintPaused: z.boolean(),
  }),
  /** rebuilt from the token's events */
  subledger: z.strictObject({
    minted: amount,
    burned: amount,
    balances: amount,
    holders: count,
    movements: count,
    interbank: amount,
    returned: amount,
    redeemed: amount,
    cleared: amount,
  }),
  /** the tokenised-deposit control account */
  control: z.strictObject({ figure: amount, credits: amount, payouts: amount, bookings: amount, entry: count }),
  /** from control.figure to subledger supply, signed */
  bridge: z.strictObject({
    unminted: amount,
    unmintedBookings: amount,
    unbookedBurns: amount,
    interbank: amount,
    cleared: amount,
    unbackedMints: amount,
    orphanBurns: amount,
    amountDifferences: amount,
    controlDifferences: amount,
    unexplained: amount,
  }),
  wallets: z.strictObject({ compared: count, all: z.boolean(), different: count }),
  accounts: z.array(
    z.strictObject({
      account: z.string(),
      statements: count,
      opening: amount.nullable(),
      credits: amount,
      debits: amount,
      closing: amount.nullable(),
    }),
  ),
  verdicts: z.array(
    z.strictObject({ verdict: z.string(), creditDebit: z.string().nullable(), entries: count, amount }),
  ),
  payouts: z.strictObject({ filed: amount, booked: amount, paid: amount }),
  /** those that came since the reconciliation before this */
  statements: z.strictObject({
    after: count,
    upTo: count,
    count,
    listed: z.array(z.strictObject({ id: count, statementId: z.string(), account: z.string(), sha256: z.string() })),
  }),
  findings: z.array(z.strictObject({ statement: z.string(), message: z.string() })),
  differences: z.strictObject({
    count,
    classes: z.array(z.strictObject({ class: differenceClass, count, amount, material: z.boolean() })),
    ages: z.array(z.strictObject({ class: differenceClass, age: z.enum(AGES), count, amount })),
    /** at most 1,000, the largest of each class first; the store has all */
    listed: z.array(difference),
  }),
  /** earlier reconciliations, oldest first */
  history: z.array(z.strictObject({ block: count, at: time, supply: amount, backing: amount, control: amount })),
});

export type Report = z.infer<typeof reportSchema>;
