import { formatAmount } from "../money/index.js";
import { readAmountText } from "./bankFileAmount.js";
import type { Problems } from "./bankFileErrors.js";
import { type Draft, values } from "./bankFileDraft.js";

/** What a limited party may do in one token, over all its wallets; undefined is no limit. Amounts are minor units. */
export interface LimitSet {
  /** of one payment or hold */
  readonly perPayment: bigint | undefined;
  /** of all payments and holds in a rolling window */
  readonly windowValue: bigint | undefined;
  /** payments and holds in a rolling window */
  readonly windowCount: number | undefined;
  readonly windowHours: number;
  /** what the party's wallets may have together when money arrives */
  readonly holdingCap: bigint | undefined;
}

/** The limits of one token. */
export interface BankLimits {
  readonly currency: string;
  /** from this amount on a payment between customers of different institutions needs a travel-rule record; minor units */
  readonly travelThreshold: bigint;
  /** what limited parties get when they are admitted; without it they move nothing until the limits officer says */
  readonly default: LimitSet | undefined;
}

/** As written: amounts are decimal texts. */
export interface LimitsDraft {
  readonly travelThreshold?: string | undefined;
  readonly default?:
    | {
        readonly perPayment?: string | undefined;
        readonly windowValue?: string | undefined;
        readonly windowCount?: number | undefined;
        readonly windowHours: number;
        readonly holdingCap?: string | undefined;
      }
    | undefined;
}

/** USD and EUR 1,000, as the FATF's recommendation 16 has it; a bank in another currency must look its own up. */
const TRAVEL_THRESHOLD: Readonly<Record<string, string>> = { USD: "1000.00", EUR: "1000.00" };

/** An account keeps amounts in 64 bits; in the Limits contract the largest value means no limit. */
const MAX_AMOUNT = 2n ** 64n - 2n;

/** The limits of every token that could be read. */
export function readLimits(draft: Draft, problems: Problems): BankLimits[] {
  const given = new Map(draft.limits.map(({ path, value: [currency, limits] }) => [currency, { path, limits }]));
  for (const [currency, { path }] of given) {
    if (draft.currencies.includes(currency)) continue;
    const fix = `use one of ${draft.currencies.join(", ")}`;
    problems.add(path, `${JSON.stringify(currency)} is not the currency of a token`, fix);
  }
  return values(draft.tokens).flatMap(({ currency }) => {
    const { path, limits } = given.get(currency) ?? { path: `limits.${currency}`, limits: {} as LimitsDraft };
    const threshold = limits.travelThreshold ?? TRAVEL_THRESHOLD[currency];
    if (threshold === undefined) {
      const fix = `write from which amount payments need a travel-rule record, such as "${formatAmount(100_000n, currency)}"`;
      // What could not be read is reported already.
      const isRead = problems.all.every((problem) => !problem.path.startsWith(path));
      if (isRead) problems.add(`${path}.travelThreshold`, "is missing", fix);
      return [];
    }
    const travelThreshold = readAmount(`${path}.travelThreshold`, threshold, currency, 0n, problems);
    const set = limits.default && readSet(`${path}.default`, limits.default, currency, problems);
    return travelThreshold === undefined ? [] : [{ currency, travelThreshold, default: set }];
  });
}

function readSet(
  path: string,
  { windowCount, windowHours, ...amounts }: NonNullable<LimitsDraft["default"]>,
  currency: string,
  problems: Problems,
): LimitSet {
  const read = (field: keyof typeof amounts): bigint | undefined => {
    const text = amounts[field];
    return text === undefined ? undefined : readAmount(`${path}.${field}`, text, currency, 1n, problems);
  };
  const [perPayment, windowValue, holdingCap] = [read("perPayment"), read("windowValue"), read("holdingCap")];
  if (Object.values(amounts).every((text) => text === undefined) && windowCount === undefined) {
    problems.add(path, "limits nothing", "write perPayment, windowValue, windowCount or holdingCap");
  }
  if (perPayment !== undefined && windowValue !== undefined && perPayment > windowValue) {
    const problem = `${amounts.perPayment} could never be paid: the window allows ${amounts.windowValue}`;
    problems.add(`${path}.perPayment`, problem, "write at most windowValue");
  }
  return { perPayment, windowValue, windowCount, windowHours, holdingCap };
}

/** An amount from `least` on, minor units, that fits an account. */
function readAmount(
  path: string,
  text: string,
  currency: string,
  least: bigint,
  problems: Problems,
): bigint | undefined {
  const fix = `write a decimal amount, such as "${formatAmount(100_000n, currency)}"`;
  return readAmountText(problems, path, text, currency, {
    least,
    most: MAX_AMOUNT,
    tooSmall: "would stop every payment",
    fix,
  });
}
