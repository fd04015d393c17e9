import { formatAmount, MoneyError, parseAmount } from "../money/index.js";
import type { Problems } from "./bankFileErrors.js";
import { type Draft, values } from "./bankFileRules.js";

/** What a limited party may do in one token, over all its wallets. Amounts are minor units. */
export interface LimitSet {
  /** of one payment */
  readonly perPayment: bigint;
  /** of all payments in a rolling window */
  readonly windowValue: bigint;
  /** payments in a rolling window */
  readonly windowCount: number;
  readonly windowHours: number;
  /** what the party may hold */
  readonly holdingCap: bigint;
}

/** The limits of one token. */
export interface BankLimits {
  readonly currency: string;
  /** payments between customers of different institutions need a travel-rule record above it, minor units */
  readonly travelThreshold: bigint;
  /** of limited parties that have no limits of their own; without it they pay and receive nothing until they do */
  readonly default: LimitSet | undefined;
}

/** As written: amounts are decimal texts. */
export interface LimitsDraft {
  readonly travelThreshold?: string | undefined;
  readonly default?:
    | {
        readonly perPayment: string;
        readonly windowValue: string;
        readonly windowCount: number;
        readonly windowHours: number;
        readonly holdingCap: string;
      }
    | undefined;
}

/** USD and EUR 1,000, as the FATF's recommendation 16 has it; a bank in another currency must look its own up. */
const TRAVEL_THRESHOLD: Readonly<Record<string, string>> = { USD: "1000.00", EUR: "1000.00" };

/** An account keeps amounts in 64 bits. */
const MAX_AMOUNT = 2n ** 64n - 1n;

/** The limits of every token that could be read. */
export function readLimits(draft: Draft, problems: Problems): BankLimits[] {
  const given = new Map(draft.limits.map(({ path, value: [currency, limits] }) => [currency, { path, limits }]));
  for (const [currency, { path }] of given) {
    if (draft.currencies.includes(currency)) continue;
    const fix = `use one of ${draft.currencies.join(", ")}`;
    problems.add(path, `${JSON.stringify(currency)} is not the currency of a token`, fix);
  }
  return values(draft.tokens).flatMap(({ currency }) => {
    const { path, limits } = given.get(currency) ?? { path: `limits.${currency}`, limits: {} };
    const threshold = limits.travelThreshold ?? TRAVEL_THRESHOLD[currency];
    if (threshold === undefined) {
      const fix = `write from which amount payments need a travel-rule record, such as "${formatAmount(100_000n, currency)}"`;
      // What could not be read is reported already.
      if (problems.all.every((problem) => !problem.path.startsWith(path))) {
        problems.add(`${path}.travelThreshold`, "is missing", fix);
      }
      return [];
    }
    const travelThreshold = readAmount(`${path}.travelThreshold`, threshold, currency, problems);
    const set = limits.default === undefined ? undefined : readSet(`${path}.default`, limits.default, currency, problems);
    return travelThreshold === undefined ? [] : [{ currency, travelThreshold, default: set }];
  });
}

function readSet(
  path: string,
  { windowCount, windowHours, ...amounts }: NonNullable<LimitsDraft["default"]>,
  currency: string,
  problems: Problems,
): LimitSet | undefined {
  const read = (field: keyof typeof amounts): bigint | undefined =>
    readAmount(`${path}.${field}`, amounts[field], currency, problems);
  const [perPayment, windowValue, holdingCap] = [read("perPayment"), read("windowValue"), read("holdingCap")];
  if (perPayment === undefined || windowValue === undefined || holdingCap === undefined) return undefined;
  if (perPayment > windowValue) {
    const problem = `${amounts.perPayment} could never be paid: the window allows ${amounts.windowValue}`;
    problems.add(`${path}.perPayment`, problem, "write at most windowValue");
  }
  return { perPayment, windowValue, windowCount, windowHours, holdingCap };
}

/** An amount above zero that fits an account. */
export function readAmount(path: string, text: string, currency: string, problems: Problems): bigint | undefined {
  const fix = `write a decimal amount above zero, such as "${formatAmount(100_000_000n, currency)}"`;
  try {
    const amount = parseAmount(text, currency);
    if (amount > 0n && amount <= MAX_AMOUNT) return amount;
    problems.add(path, amount === 0n ? `${text} is nothing` : `${text} does not fit 64 bits`, fix);
  } catch (error) {
    if (!(error instanceof MoneyError)) throw error;
    problems.add(path, error.message.replace(` ${error.fix}`, "").replace(/\.$/, ""), fix);
  }
  return undefined;
}
