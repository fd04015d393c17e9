import { calendarDay } from "../../field.js";
import { type Content, leaf } from "./content.js";

const DAY = /^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$/;
const TIME =
  /^[12][0-9]{3}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])$/;

const isDay = (text: string): boolean => DAY.test(text) && calendarDay(text) !== undefined;
const isTime = (text: string): boolean => TIME.test(text) && calendarDay(text) !== undefined;

/** `ISODate` without a zone: a calendar day. */
export const date: Content<string> = leaf((value, at) => {
  if (isDay(value)) return value;
  at.report("date", value, "is not a calendar day", "Give a day that exists, such as 2026-11-30.");
  return undefined;
});

/** `ISODateTime` with its zone: without one, two banks would read two moments. */
export const dateTime: Content<string> = leaf((value, at) => {
  if (isTime(value)) return value;
  at.report("time", value, "is not a moment", "Give date, time and zone, such as 2026-11-30T09:30:00Z.");
  return undefined;
});

/** `DateAndDateTime2Choice`: a day, or a moment where the time of day matters. */
export const dayOrTime: Content<string> = {
  write(value, at) {
    const isMoment = typeof value === "string" && value.includes("T");
    const written = (isMoment ? dateTime : date).write(value, at);
    return written && { content: [{ tag: isMoment ? "DtTm" : "Dt", ...written }] };
  },
  read: (field) => (field.find("Dt") ?? field.need("DtTm")).needText(),
};
