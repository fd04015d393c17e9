import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

import { isHexString } from "ethers";

import { isoDate, VostroError } from "../../errors/index.js";
import { caseHash, legalOrderId } from "../identity.js";
import { buildLegalOrder, type LegalOrderRequest, readLegalOrder } from "../law/index.js";
import { readReference } from "../reference.js";
import type { LegalOrder } from "../typedData.js";
import type { Context } from "./context.js";
import { flagOf } from "./definitions.js";
import { InputError } from "./exitCodes.js";
import type { Fact } from "./perform.js";

/** The options that describe an order beside its number; left out once the order is on file. */
const DESCRIPTION = ["authority", "document", "issued", "validUntil"] as const;

/** The option behind each field, for messages. */
const OPTIONS: Readonly<Record<keyof LegalOrder, string>> = {
  id: "order",
  authority: "authority",
  documentHash: "document",
  issuedAt: "issued",
  validUntil: "validUntil",
};

/** The same for approvals. */
export const ORDER_FLAGS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(OPTIONS).map(([field, option]) => [`order.${field}`, flagOf(option)]),
);

/** The order's id: as it stands, or the salted hash of the bank's number. */
export const orderIdIn = (context: Context): Promise<string> => saltedIn(context, "order", legalOrderId);

/** What a lift is based on, or a clearance is about. */
export const caseIn = (context: Context, option: string): Promise<string> => saltedIn(context, option, caseHash);

/** bytes32: hexadecimal digits as they are, or the salted hash of a text. */
export async function saltedIn(
  context: Context,
  option: string,
  hash: (salt: string, text: string) => string,
): Promise<string> {
  const text = context.required(option);
  if (isHexString(text, 32)) return text.toLowerCase();
  if (!/^0x[0-9a-fA-F]*$/.test(text)) return hash(await context.salt(), text);
  const fix = "Write 0x and 64 hexadecimal digits, or a text.";
  throw new InputError(flagOf(option), `${JSON.stringify(text)} is not 32 bytes`, fix);
}

/** The order under which to act: by its number alone once it is on file, else described in full. */
export async function orderIn(context: Context): Promise<LegalOrder> {
  const { bank } = context;
  const id = await orderIdIn(context);
  const isDescribed = DESCRIPTION.some((option) => context.text(option) !== undefined);
  const filed = isDescribed ? undefined : await readLegalOrder(bank, id);
  const request = filed ?? (await described(context, id));
  try {
    return await buildLegalOrder(bank, request);
  } catch (error) {
    if (!(error instanceof VostroError) || error.args["field"] === undefined) throw error;
    const option = OPTIONS[error.args["field"] as keyof LegalOrder];
    throw new InputError(flagOf(option), `${error.sentence.replace(/\.$/, "")}`, error.fix);
  }
}

async function described(context: Context, id: string): Promise<LegalOrderRequest> {
  for (const option of ["authority", "document", "issued"] as const) {
    if (context.text(option) !== undefined) continue;
    const fix = "The order is not on file yet: describe it by --authority, --document, --issued and --valid-until.";
    throw new InputError(flagOf(option), "is missing", fix);
  }
  return {
    id,
    authority: context.required("authority"),
    documentHash: await documentHash(context.required("document")),
    issuedAt: context.read("issued", (text) => timeOf(text, "--issued", "00:00:00")),
    // The last day counts to its last second.
    validUntil: context.readIf("validUntil", (text) => timeOf(text, "--valid-until", "23:59:59")),
  };
}

/** SHA-256 of the file as served, which any tool can compute again; or the digits themselves. */
async function documentHash(text: string): Promise<string> {
  if (/^0x[0-9a-fA-F]*$/.test(text)) return text;
  try {
    return `0x${createHash("sha256")
      .update(await readFile(text))
      .digest("hex")}`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const fix = "Name the file of the document as served, or give its SHA-256 as 0x and 64 digits.";
    throw new InputError("--document", `${text} cannot be read (${code ?? String(error)})`, fix);
  }
}

/** A day (in UTC) or a time with its zone, as unix seconds. */
export function timeOf(text: string, flag: string, timeOfDay: string): bigint {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const milliseconds =
    isDay || /T.*(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(isDay ? `${text}T${timeOfDay}Z` : text) : NaN;
  if (!Number.isNaN(milliseconds)) return BigInt(Math.floor(milliseconds / 1000));
  const fix = "Write a day as 2026-11-30, or a time as 2026-11-30T17:00:00Z.";
  throw new InputError(flag, `${JSON.stringify(text)} is no day or time`, fix);
}

/** The order in words, for whoever signs. */
export function orderFacts(context: Context, order: LegalOrder): Fact[] {
  const given = context.required("order");
  return [
    ["order", given.toLowerCase() === order.id ? order.id : `${given} (${order.id})`],
    ["authority", readReference(order.authority)],
    ["document", order.documentHash],
    ["issued", isoDate(order.issuedAt)],
    ["in force", order.validUntil === 0n ? "until lifted" : `until ${isoDate(order.validUntil)}`],
  ];
}
