import type { Place } from "../layout/place.js";
import type { Json } from "../layout/slots.js";
import { sumFits } from "../transferRules.js";
import { netOf } from "./summary.js";
import type { HolderEntry } from "./types.js";

/** Rules between the fields of a statement. What is not readable is the business of its field, and passed over here. */
export function checkStatement(record: Json, at: Place): void {
  const { entries } = record;
  const items = (Array.isArray(entries) ? entries : []).map((item) => (isRecord(item) ? item : {}));
  checkTimes(record, items, at);
  checkClosing(record, items, at);
  sumFits(
    items.map((item) => ({ ...item, currency: record["currency"] })),
    at.field("entries"),
  );
}

const isRecord = (value: unknown): value is Json => typeof value === "object" && value !== null;

/** Milliseconds; NaN for what is no moment, and NaN compares with nothing. */
const moment = (value: unknown): number => (typeof value === "string" ? Date.parse(value.trim()) : NaN);

function checkTimes(record: Json, items: readonly Json[], at: Place): void {
  const from = moment(record["from"]);
  const to = moment(record["to"]);
  if (from > to) at.field("to").report("period", record["to"], "is before from", "Give the end of the period.");
  if (moment(record["createdAt"]) < to) {
    const fix = "Write it when the period is over, or end the period earlier.";
    at.field("createdAt").report("period", record["createdAt"], "is before the end of the period", fix);
  }
  let last = -Infinity;
  items.forEach(({ bookingTime }, i) => {
    const booked = moment(bookingTime);
    const place = at.field("entries").item(i).field("bookingTime");
    if (booked < from || booked > to) {
      place.report(
        "period",
        bookingTime,
        "is outside the statement's period",
        "Put it into the statement of its time.",
      );
    }
    if (booked < last)
      place.report("period", bookingTime, "is before the entry above", "Give entries in the chain's order.");
    if (booked > last) last = booked;
  });
}

/** Opening plus entries is closing. Checked only where every figure of it is there. */
function checkClosing(record: Json, items: readonly Json[], at: Place): void {
  const { opening, closing } = record;
  const readable = items.every(
    ({ amount, creditDebit }) => typeof amount === "bigint" && (creditDebit === "CRDT" || creditDebit === "DBIT"),
  );
  if (typeof opening !== "bigint" || typeof closing !== "bigint" || !readable) return;
  const computed = opening + netOf(items as unknown as readonly HolderEntry[]);
  if (computed === closing) return;
  const problem = `is not opening plus entries, which is ${computed}`;
  at.field("closing").report(
    "balance",
    closing,
    problem,
    "Find the entry that is missing or too many; never adjust it.",
  );
}
