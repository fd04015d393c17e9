import { readClosings } from "../../bank/index.js";
import { VostroError } from "../../errors/index.js";
import { closePartiesCall, planClosing, type StillOwed } from "../partiesClose.js";
import type { Context, Outcome } from "./context.js";
import { bulkInput, type BulkItem, bulkOutcome, runPages } from "./partyBulk.js";
import { count, every } from "./progress.js";

/** Ends the relationship with parties that are empty in every token; who still has money is listed with what it has. */
export async function close(context: Context): Promise<Outcome> {
  const { bank } = context;
  const same = (item: BulkItem): BulkItem => item;
  const { items, errors } = await bulkInput(context, readClosings, (_, item) => item, same);
  const plan = await planClosing(bank, items, every(1_000, items.length, "looked at", context));
  if (context.text("file") === undefined && plan.owed[0] !== undefined) throw stillOwed(context, plan.owed[0]);
  const run = await runPages(context, plan.pages, "closed", (page) =>
    closePartiesCall(
      bank,
      page.map(({ party }) => party),
    ),
  );
  return bulkOutcome({
    does:
      `Closes ${count(run.done.length)} parties for good; ${count(plan.owed.length)} still have money, ` +
      `${count(plan.unchanged.length)} were closed before.`,
    verb: "CLOSED",
    ...{ run, errors, refused: plan.refused },
    lineOf: ({ label, party }) => `${label} (${party})`,
    notes: plan.owed.map((owed) => `STILL OWED, ${where(owed.item)}${owed.item.label}: ${moneyOf(context, owed)}`),
    // A list that could not be closed whole needs a person.
    failed: plan.owed.length > 0,
    data: {
      closed: run.done.map(({ party }) => party),
      unchanged: plan.unchanged.map(({ party }) => party),
      owed: plan.owed.map(({ item, holdings }) => ({ line: item.line, party: item.party, holdings })),
    },
  });
}

const where = ({ line }: BulkItem): string => (line === undefined ? "" : `line ${line}, `);

const moneyOf = (context: Context, { holdings }: StillOwed<BulkItem>): string =>
  holdings
    .map(({ wallet, currency, balance, held }) => {
      const onHold = held === 0n ? "" : `, ${context.money(held, currency)} of it on hold`;
      return `${context.money(balance, currency)} in ${wallet}${onHold}`;
    })
    .join("; ");

function stillOwed(context: Context, owed: StillOwed<BulkItem>): VostroError {
  return new VostroError({
    name: "AccountNotEmpty",
    args: { party: owed.item.party, holdings: owed.holdings },
    sentence: `Party ${owed.item.party} still has ${moneyOf(context, owed)}.`,
    fix: "Have the customer redeem it or pay it out first.",
  });
}
