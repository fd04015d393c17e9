import { getAddress, isHexString } from "ethers";
import { z } from "zod";

import { VostroError } from "../../errors/index.js";
import { MAX_AMOUNT } from "../checks.js";
import { type HolderRegister, type HolderRow, rootOf, sorted, sumOf } from "./register.js";

/*
 * The register as files: JSON is what banks hand each other and check against the committed root, CSV is for the eye and
 * the bank's own books. Whole numbers stand in quotes, so that no reader rounds them.
 */

const FORMAT = "vostro-holder-register-1";

/** The register as JSON; `readRegister` reads it back. */
export function registerToJson(register: HolderRegister): string {
  const plain = (_: string, value: unknown): unknown => (typeof value === "bigint" ? String(value) : value);
  return `${JSON.stringify({ format: FORMAT, ...register }, plain, 2)}\n`;
}

/** The rows as CSV: party, wallet, balance in minor units. */
export function registerToCsv({ rows }: HolderRegister): string {
  const lines = rows.map(({ party, wallet, balance }) => `${party},${wallet},${balance}`);
  return `${["party,wallet,balance", ...lines].join("\n")}\n`;
}

type Found = { readonly input?: unknown };
const say =
  (problem: string, fix: string) =>
  ({ input }: Found): string =>
    input === undefined ? `is missing; ${fix}` : `${JSON.stringify(input)} ${problem}; ${fix}`;

const bytes32 = z.string({ error: say("is not a text", "write 0x and 64 digits") }).refine((v) => isHexString(v, 32), {
  error: say("is not 32 bytes", "write 0x and 64 hexadecimal digits"),
});
const address = z
  .string({ error: say("is not a text", "write an address") })
  .refine((value) => isAddress(value), { error: say("is not an address with its checksum", "correct it") });
const whole = (highest: bigint, what: string) =>
  z
    .string({ error: say("is not in quotes", `write ${what} in quotes`) })
    .regex(/^[0-9]{1,39}$/, { error: say("is not a whole number", `write ${what}`) })
    .transform(BigInt)
    .refine((value) => value <= highest, { error: `does not fit; write ${what}` });
const count = z.int({ error: say("is not a whole number", "write a number without quotes") }).nonnegative();

const row = z.strictObject({
  party: whole(MAX_AMOUNT, "the party's id").refine((id) => id > 0n, { error: "is zero; write the party's id" }),
  wallet: address,
  balance: whole(MAX_AMOUNT, "minor units").refine((n) => n > 0n, { error: "is zero; leave empty accounts out" }),
});

const file = z.strictObject({
  format: z.literal(FORMAT, { error: say("is no format of a register", `write ${FORMAT}`) }),
  bank: z.string({ error: say("is not a text", "write the bank's name") }),
  chainId: count,
  currency: z.string({ error: say("is not a text", "write the ISO 4217 code") }),
  token: address,
  blockNumber: count,
  blockHash: bytes32,
  burned: whole((1n << 128n) - 1n, "minor units"),
  total: whole(MAX_AMOUNT, "minor units"),
  holders: count,
  root: bytes32,
  rows: z
    .array(row, { error: say("is not a list", "write the rows") })
    .min(1, { error: "has no rows; export it again" }),
});

/**
 * A register as `registerToJson` wrote it, checked against itself: each wallet once, sums, number of rows, root.
 * @param name of the file, for messages
 * @throws VostroError BadRegister, naming file and field
 */
export function readRegister(text: string, name: string): HolderRegister {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw bad(name, "", "is not JSON", "Name the file that was exported.");
  }
  const result = file.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    const [problem, fix] = issue.message.split("; ");
    throw bad(name, issue.path.join("."), problem ?? issue.message, `${capital(fix ?? "export it again")}.`);
  }
  const { format: _, ...read } = result.data;
  requireConsistent(name, read);
  return { ...read, rows: sorted(read.rows) };
}

function requireConsistent(name: string, { rows, currency, total, holders, root }: HolderRegister): void {
  const again = "The file was changed after its export: export it again.";
  const places = new Map<string, number>();
  rows.forEach(({ wallet }, place) => {
    const first = places.get(wallet);
    if (first !== undefined) throw bad(name, `rows.${place}.wallet`, `repeats ${wallet} of row ${first}`, again);
    places.set(wallet, place);
  });
  if (rows.length !== holders) throw bad(name, "holders", `is ${holders}, but there are ${rows.length} rows`, again);
  const sum = sumOf(rows);
  if (sum !== total) throw bad(name, "total", `is ${total}, but the balances add up to ${sum}`, again);
  const computed = rootOf(rows, currency);
  if (computed !== root.toLowerCase()) throw bad(name, "root", `is ${root}, but the rows have ${computed}`, again);
}

/** What a Resolution contract remembers of a register (`registerOf`). */
export interface CommittedRegister {
  readonly root: string;
  readonly total: bigint;
  readonly blockNumber: bigint;
  readonly burnedThen: bigint;
  readonly holders: bigint;
}

/**
 * The register is the one whose root was committed, figure by figure.
 * @throws VostroError RegisterNotCommitted, naming the figure that differs
 */
export function requireCommitted(register: HolderRegister, committed: CommittedRegister): void {
  const pairs: readonly [string, bigint | string, bigint | string][] = [
    ["root", computedRoot(register), committed.root.toLowerCase()],
    ["total", register.total, committed.total],
    ["blockNumber", BigInt(register.blockNumber), committed.blockNumber],
    ["burned", register.burned, committed.burnedThen],
    ["holders", BigInt(register.holders), committed.holders],
  ];
  const different = pairs.find(([, here, there]) => here !== there);
  if (different === undefined) return;
  const [field, here, there] = different;
  throw new VostroError({
    name: "RegisterNotCommitted",
    args: { field, here, there },
    sentence:
      BigInt(committed.root) === 0n
        ? "No register is committed for this token."
        : `This is not the committed register: its ${field} is ${here}, committed is ${there}.`,
    fix: "Use the register that was committed; anyone can export it again at the committed block.",
  });
}

/** Never the root that the object says: rows decide. */
const computedRoot = ({ rows, currency }: { rows: readonly HolderRow[]; currency: string }): string =>
  rootOf(rows, currency);

function isAddress(value: string): boolean {
  try {
    return getAddress(value) === value;
  } catch {
    return false;
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const bad = (name: string, field: string, problem: string, fix: string): VostroError =>
  new VostroError({
    name: "BadRegister",
    args: { file: name, field },
    sentence: `${[name, ...(field === "" ? [] : [field])].join(", ")} ${problem}.`,
    fix,
  });
