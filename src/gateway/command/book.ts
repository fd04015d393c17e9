import type { Context, Outcome } from "../../chain/commands/context.js";
import { InputError } from "../../chain/commands/exitCodes.js";
import { formatAmount, parseSigned } from "./signedAmount.js";
import { VostroError } from "../../errors/index.js";
import { record, toJson, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { openingMints } from "./opening.js";
import type { Opened } from "./opened.js";

const KINDS = ["opening", "interest", "correction"] as const;
type Kind = (typeof KINDS)[number];

/** Why a case of this reason is there: two people book something. */
export const BOOKING = "booking";

interface Proposal {
  readonly kind: Kind;
  readonly currency: string;
  /** minor units, signed, as decimal text */
  readonly amount: string;
  readonly subject: string;
  readonly note: string;
  /** opening: all mints up to this block, one entry each */
  readonly upTo?: number;
}

/**
 * First of two people: a case that says what is to be booked in the tokenised-deposit control account. An opening balance or
 * interest that was minted by hand names its deposit reference, so that the reconciliation finds it.
 */
export async function book(context: Context, { gateway }: Opened, person: string): Promise<Outcome> {
  const { currency } = context;
  if (context.flag("allMints")) return bookOpening(context, gateway, person);
  const kind = KINDS.find((one) => one === context.required("kind"));
  if (kind === undefined) {
    throw new InputError(
      "--kind",
      `${JSON.stringify(context.text("kind"))} is not possible`,
      `Use ${KINDS.join(", ")}.`,
    );
  }
  const amount = context.read("amount", (text) => parseSigned(text, currency));
  if (amount === 0n || (amount < 0n && kind !== "correction")) {
    throw new InputError(
      "--amount",
      `${formatAmount(amount, currency)} cannot be booked as ${kind}`,
      "Write what was booked.",
    );
  }
  const subject = context.required("reference");
  return propose(gateway, person, {
    kind,
    currency,
    amount: amount.toString(),
    subject,
    note: context.required("reason"),
  });
}

/** All mints that the gateway did not make, as the opening balance of a bank that had its token before its gateway. */
async function bookOpening(context: Context, gateway: Gateway, person: string): Promise<Outcome> {
  const { currency } = context;
  const { block, total } = await openingMints(gateway.store, currency);
  if (total === 0n) {
    throw refusal(
      "NothingToBook",
      `Every mint of ${currency} that was watched is explained.`,
      "Nothing is to be done.",
    );
  }
  const subject = `mints up to block ${block}`;
  const amount = total.toString();
  return propose(gateway, person, {
    kind: "opening",
    currency,
    amount,
    subject,
    upTo: block,
    note: context.required("reason"),
  });
}

async function propose(gateway: Gateway, person: string, proposal: Proposal): Promise<Outcome> {
  const { kind, currency, subject, amount } = proposal;
  const message = `${kind} of ${formatAmount(BigInt(amount), currency)} ${currency} for ${subject}`;
  const id = await gateway.store.transaction().execute(async (trx) => {
    const row = await trx
      .insertInto("suspense")
      .values({
        reason: BOOKING,
        message,
        owner: gateway.settings.owner,
        proposed_by: person,
        proposal: toJson(proposal),
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    await record(trx, { actor: person, act: "booking proposed", subject: `case:${row.id}`, data: { ...proposal } });
    return row.id;
  });
  const text = `${person} proposes, as case ${id}: ${message}. Another person confirms it.`;
  return { text, data: { case: id, ...proposal, person } };
}

/** Whether a case is a booking. */
export async function isBooking({ store }: Gateway, id: number): Promise<boolean> {
  const row = await store.selectFrom("suspense").select("reason").where("id", "=", id).executeTakeFirst();
  return row?.reason === BOOKING;
}

/**
 * Second person: it is booked.
 * @throws VostroError CaseClosed, SamePerson
 */
export async function confirmBooking({ store }: Gateway, person: string, id: number): Promise<void> {
  await store.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom("suspense")
      .select(["proposed_by", "proposal", "closed_by"])
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (row.closed_by !== null) {
      throw refusal("CaseClosed", `Case ${id} was closed by ${row.closed_by}.`, "List the open cases.");
    }
    if (row.proposed_by === person) {
      throw refusal("SamePerson", `${person} proposed the booking of case ${id}.`, "Another person confirms it.");
    }
    const { kind, currency, amount, subject, note, upTo } = row.proposal as Proposal;
    const entry = { currency, kind, amount: BigInt(amount), subject, by: row.proposed_by!, second_by: person, note };
    await trx
      .insertInto("control_entry")
      .values(upTo === undefined ? entry : await openingEntries(trx, entry, upTo))
      .execute();
    await trx
      .updateTable("suspense")
      .set({ closed_at: new Date(), closed_by: person, resolution: "booked" })
      .where("id", "=", id)
      .execute();
    await record(trx, {
      actor: person,
      act: "booked",
      subject: `case:${id}`,
      data: { kind, currency, amount, subject },
    });
  });
}

/** @throws VostroError OpeningChanged when other mints are unexplained now than were proposed */
async function openingEntries<T extends { readonly currency: string; readonly amount: bigint }>(
  trx: Trx,
  entry: T,
  upTo: number,
): Promise<(T & { readonly subject: string })[]> {
  const { total, mints } = await openingMints(trx, entry.currency, upTo);
  if (total !== entry.amount) {
    throw refusal("OpeningChanged", "The unexplained mints are not those that were proposed.", "Propose it again.");
  }
  return mints.map(({ reference, amount }) => ({ ...entry, subject: reference, amount }));
}

const refusal = (name: string, sentence: string, fix: string): VostroError => new VostroError({ name, sentence, fix });
