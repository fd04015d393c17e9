import { lastSecondOf, readRenewals, type RenewalRow } from "../../bank/index.js";
import { isoDate } from "../../errors/index.js";
import { planRenewals, renewPartiesCall } from "../partiesRenew.js";
import { chainTime } from "../send.js";
import type { Context, Outcome } from "./context.js";
import { InputError } from "./exitCodes.js";
import { bulkInput, type BulkItem, bulkOutcome, runPages } from "./partyBulk.js";
import { count, every } from "./progress.js";

interface RenewalItem extends BulkItem {
  readonly validUntil: bigint;
}

/** Gives the KYC of parties a new end: a file of them, or one. */
export async function renew(context: Context): Promise<Outcome> {
  const { bank } = context;
  const today = isoDate(await chainTime(bank)).slice(0, 10);
  const single = context.text("file") === undefined ? dayIn(context, today) : "";
  const { items, errors } = await bulkInput<RenewalRow, RenewalItem>(
    context,
    (text, file) => readRenewals(text, file, today),
    (row, item) => ({ ...item, validUntil: lastSecondOf(row.validUntil) }),
    (item) => ({ ...item, validUntil: lastSecondOf(single) }),
  );
  const plan = await planRenewals(bank, items, every(5_000, items.length, "compared", context));
  const run = await runPages(context, plan.pages, "renewed", (page) =>
    renewPartiesCall(
      bank,
      page.map(({ party }) => party),
      page[0]!.validUntil,
    ),
  );
  return bulkOutcome({
    does: `Renews ${count(run.done.length)} parties; ${count(plan.unchanged.length)} are valid until their day already.`,
    verb: "RENEWED",
    ...{ run, errors, refused: plan.refused },
    lineOf: ({ label, party, validUntil }) => `${label} (${party}) until ${isoDate(validUntil)}`,
    data: {
      renewed: run.done.map(({ party, validUntil }) => ({ party, validUntil })),
      unchanged: plan.unchanged.map(({ party }) => party),
    },
  });
}

/** --valid-until goes through the very checks of a file. */
function dayIn(context: Context, today: string): string {
  return context.read("validUntil", (day) => {
    const { errors } = readRenewals(`party,valid_until\n1,"${day.replaceAll('"', '""')}"`, "--valid-until", today);
    const [error] = errors;
    if (error === undefined) return day;
    throw new InputError("--valid-until", `${JSON.stringify(day)} ${error.problem}`, error.fix);
  });
}
