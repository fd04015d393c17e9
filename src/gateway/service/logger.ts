import { type DestinationStream, type Logger, pino } from "pino";

/**
 * Fields that may hold personal data or secrets, wherever they stand: replaced whatever a programmer forgot. The rule itself
 * is that no step logs a customer's name, account or reference.
 */
const NEVER = [
  ...["name", "names", "debtor", "creditor", "account", "accounts", "iban", "remittance", "details", "customer"],
  ...["content", "raw", "salt", "key", "token", "authorization", "privateKey", "DATABASE_URL"],
];

/** One JSON object a line, times in ISO 8601. */
export function makeLogger(worker: string, level = "info", destination?: DestinationStream): Logger {
  const paths = NEVER.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  const options = {
    level,
    base: { worker },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths, censor: "[not logged]" },
    serializers: { err: errorLine },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** Name and message: stacks of database drivers carry the values of queries, and messages the bytes of transactions. */
function errorLine(error: unknown): { readonly type: string; readonly message: string; readonly at?: string } {
  const { name = "Error", message = String(error), stack = "" } = error as Partial<Error>;
  const at = /\bat .*\/(src\/(?:gateway|store|chain)\/[^\s)]+)/.exec(stack)?.[1];
  const short = message
    .split("\n")[0]!
    .replace(/0x[0-9a-fA-F]{65,}/g, "0x...")
    .slice(0, 300);
  return { type: name, message: short, ...(at === undefined ? {} : { at }) };
}
