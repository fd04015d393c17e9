import { getAddress, ZeroAddress } from "ethers";
import { z } from "zod";
import { MoneyError, minorUnits } from "../money/index.js";
import { hasValidIbanCheck, looksLikeIban } from "./accounts.js";
import { isCountry } from "./countries.js";
import { hasValidLeiCheck, looksLikeBic, looksLikeLei } from "./identifiers.js";
import { TEST_ACCOUNTS, testAccount } from "./testAccounts.js";
import { MAX_ZONE } from "./zones.js";

/*
 * The shapes of a bank file's values. Every message is "problem; fix" and starts with the value found. Rules between
 * values are in bankFileRules.ts.
 */

/** AccessManager keeps delays in 32 bits. */
const MAX_DELAY = 2 ** 32 - 1;

/** What the Limits contract can count: payments in 10 bits, a window of at most a year. */
const MAX_WINDOW_COUNT = 1_023;
const MAX_WINDOW_HOURS = 8_760;
const LIMIT_FIELDS = "perPayment, windowValue, windowCount, windowHours and holdingCap";

type Found = { readonly input?: unknown };
type Say = (found: Found) => string;

/** A value as the message shows it: short, and never a whole object. */
export function show(value: unknown): string {
  if (value !== null && typeof value === "object") return Array.isArray(value) ? "a list" : "an object";
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** Messages are "problem; fix". A value that is not there is always "is missing". */
export const rule =
  (problem: string, fix: string): Say =>
  ({ input }) =>
    input === undefined ? `is missing; ${fix}` : `${show(input)} ${problem}; ${fix}`;

/** A trimmed, non-empty text. */
const text = (what: string, max: number) =>
  z
    .string({ error: rule("is not a text", `write ${what}`) })
    .refine((value) => value === value.trim() && value !== "" && value.length <= max, {
      error: rule(`is empty, padded or longer than ${max}`, `write ${what}`),
    });

const pattern = (expression: RegExp, problem: string, fix: string) =>
  z.string({ error: rule(problem, fix) }).regex(expression, { error: rule(problem, fix) });

export const bankName = pattern(
  /^[a-z][a-z0-9-]{0,31}$/,
  "is not a name for files",
  'write lower case letters, digits and hyphens, such as "demo"',
);

export const legalName = text("the name in the register of companies", 140);

const LEI_FIX = "write its 20 characters from the LEI register";
export const lei = z
  .string({ error: rule("is not an LEI", LEI_FIX) })
  .refine(looksLikeLei, { error: rule("is not an LEI", LEI_FIX), abort: true })
  .refine(hasValidLeiCheck, { error: rule("has wrong LEI check digits", LEI_FIX) });

export const bic = z
  .string({ error: rule("is not a BIC", "write 8 or 11 characters, such as VSTRUS33") })
  .refine(looksLikeBic, { error: rule("is not a BIC", "write 8 or 11 characters, such as VSTRUS33") });

export const local = z.boolean({ error: rule("is neither true nor false", "write true only for a local test chain") });

const ZONE_FIX = `write a whole number from 1 to ${MAX_ZONE} (0 is the bank itself, 15 does not exist)`;
export const zone = z
  .int({ error: rule("is not a zone", ZONE_FIX) })
  .min(1, { error: rule("is not a zone", ZONE_FIX) })
  .max(MAX_ZONE, { error: rule("is not a zone", ZONE_FIX) });

const PAIR = rule("is not a corridor", 'write a pair of zone names, such as ["US", "EU"]');
export const corridor = z.tuple([z.string({ error: PAIR }), z.string({ error: PAIR })], { error: PAIR });
export const zoneName = z.string({ error: rule("is not a zone name", "write a name from zones") });

export const profile = z.string({ error: rule("is not a profile", 'write the name of a profile, such as "default"') });

export const country = pattern(
  /^[A-Z]{2}$/,
  "is not a country",
  "write two capital letters as ISO 3166-1 has them, such as DE",
).refine(isCountry, { error: rule("is not a country of ISO 3166-1", "write its two letters, such as DE") });

const HOME_BANK_FIX = "write a whole number from 1 to 255 (0 is the bank itself)";
const homeBank = z
  .int({ error: rule("is not an institution's number", HOME_BANK_FIX) })
  .min(1, { error: rule("is not an institution's number", HOME_BANK_FIX) })
  .max(255, { error: rule("is not an institution's number", HOME_BANK_FIX) });

export const institution = z.strictObject(
  { homeBank, lei, name: legalName },
  { error: rule("is not an institution", "write homeBank, lei and name") },
);

const account = z.strictObject(
  {
    id: text("the account's IBAN or number", 34).refine((id) => !looksLikeIban(id) || hasValidIbanCheck(id), {
      error: rule("has wrong IBAN check digits", "copy it from the core system again"),
    }),
    servicerBic: bic.optional(),
  },
  { error: rule("is not an account", 'write { "id": ..., "servicerBic": ... }') },
);

const AGE = "write seconds, such as 86400 for a day";
export const token = z.strictObject(
  {
    currency: z.string({ error: rule("is not a currency", "write an ISO 4217 code, such as USD") }).refine(isMoney, {
      error: rule("is not a currency that accounts are kept in", "write a current ISO 4217 code, such as USD"),
    }),
    name: text("the token's name as wallets show it", 64),
    symbol: pattern(/^[A-Za-z0-9.]{1,11}$/, "is not a symbol", "write 1 to 11 letters and digits"),
    attestationMaxAge: z
      .int({ error: rule("is not a number of seconds", AGE) })
      .min(1, { error: rule("would never let the bank mint", AGE) })
      .max(MAX_DELAY, { error: rule("does not fit 32 bits", AGE) }),
    accounts: z
      .array(account, { error: rule("is not a list of accounts", "write the bank's own deposit accounts") })
      .min(1, { error: () => "is empty; write the account at the core on which these deposits arrive" }),
  },
  { error: rule("is not a token", "write currency, name, symbol, attestationMaxAge and accounts") },
);

function isMoney(currency: string): boolean {
  try {
    minorUnits(currency);
    return true;
  } catch (error) {
    if (error instanceof MoneyError) return false;
    throw error;
  }
}

/** The fix of a currency that is not one of the tokens'. */
export const CURRENCY_OF_TOKEN = "write the currency of one of the tokens";

/** A person or contract with a role: its checksummed address and its execution delay in seconds. */
export interface Member {
  readonly signer: string;
  readonly delay: number;
}

const DELAY_FIX = "write whole seconds from 0 to 4294967295";
const delay = z
  .int({ error: rule("is not a delay", DELAY_FIX) })
  .min(0, { error: rule("is not a delay", DELAY_FIX) })
  .max(MAX_DELAY, { error: rule("is not a delay", DELAY_FIX) })
  .default(0);

/** @param isLocal whether the file may name public test accounts */
export const member = (isLocal: boolean) =>
  z.strictObject(
    { signer: signer(isLocal), delay },
    { error: rule("is not a member", 'write { "signer": "0x...", "delay": seconds }') },
  );

export const quota = (isLocal: boolean) =>
  z.strictObject(
    {
      issuer: signer(isLocal),
      currency: z.string({ error: rule("is not a currency", CURRENCY_OF_TOKEN) }),
      limit: z.string({ error: rule("is not an amount in quotes", 'write a decimal text, such as "1000000.00"') }),
    },
    { error: rule("is not a quota", "write issuer, currency and limit") },
  );

const amountText = z.string({ error: rule("is not an amount in quotes", 'write a decimal text, such as "1000.00"') });

const COUNT = rule(
  "is not a number of payments",
  `write a whole number from 1 to ${MAX_WINDOW_COUNT}, or leave it out`,
);
const HOURS = rule("is not a window", `write an even number of hours from 2 to ${MAX_WINDOW_HOURS}`);

const limitSet = z.strictObject(
  {
    perPayment: amountText.optional(),
    windowValue: amountText.optional(),
    windowCount: z.int({ error: COUNT }).min(1, { error: COUNT }).max(MAX_WINDOW_COUNT, { error: COUNT }).optional(),
    windowHours: z
      .int({ error: HOURS })
      .min(2, { error: HOURS })
      .max(MAX_WINDOW_HOURS, { error: HOURS })
      .multipleOf(2, {
        error: HOURS,
      }),
    holdingCap: amountText.optional(),
  },
  { error: rule("is not a set of limits", `write ${LIMIT_FIELDS}`) },
);

export const limits = z.strictObject(
  { travelThreshold: amountText.optional(), default: limitSet.optional() },
  { error: rule("is not the limits of a token", "write travelThreshold and default, or one of them") },
);

/** An address with its ERC-55 checksum or, in local files, `{ "testAccount": n }`; read as an address. */
export function signer(isLocal: boolean) {
  const anything = z.unknown().transform((value, context) => {
    const judged = judgeSigner(value, isLocal);
    if ("address" in judged) return judged.address;
    context.addIssue({ code: "custom", message: judged.message, input: value });
    return z.NEVER;
  });
  // For the published JSON Schema, which cannot run code.
  return anything.meta({ isSigner: true });
}

function judgeSigner(value: unknown, isLocal: boolean): { address: string } | { message: string } {
  const fix = isLocal
    ? `write an address, or { "testAccount": 0 to ${TEST_ACCOUNTS - 1} }`
    : "write the address of a key of the bank";
  if (value === undefined) return { message: `is missing; ${fix}` };
  if (typeof value !== "string") return judgeTestAccount(value, isLocal, fix);
  if (!/^0x[0-9a-fA-F]{40}$/.test(value)) return { message: `${show(value)} is not an address; ${fix}` };
  const address = getAddress(value.toLowerCase());
  if (address === ZeroAddress) return { message: `${value} is the zero address; ${fix}` };
  if (address !== value) return { message: `${value} is not a checksummed address; write ${address}` };
  if (!isLocal && isPublicKey(address)) {
    return { message: `${value} is a public test account, anyone can sign for it; ${fix}` };
  }
  return { address };
}

function judgeTestAccount(value: unknown, isLocal: boolean, fix: string): { address: string } | { message: string } {
  const index = (value as { testAccount?: unknown } | null)?.testAccount;
  const isAlone = value !== null && typeof value === "object" && Object.keys(value).join() === "testAccount";
  if (!isAlone || typeof index !== "number") return { message: `${show(value)} is not a signer; ${fix}` };
  if (!isLocal) return { message: `test account ${index} is public, anyone can sign for it; ${fix}` };
  if (!Number.isInteger(index) || index < 0 || index >= TEST_ACCOUNTS) {
    return { message: `test account ${index} does not exist; ${fix}` };
  }
  return { address: testAccount(index).address };
}

const isPublicKey = (address: string): boolean =>
  Array.from({ length: TEST_ACCOUNTS }, (_, i) => testAccount(i).address).includes(address);
