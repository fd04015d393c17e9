import { z } from "zod";

import { addressShape } from "../chain/shapes.js";
import { VostroError } from "../errors/index.js";
import { type ClaimProof, type Claims, claimsOf } from "./claims.js";
import { MAX_HEIGHT, MAX_SUM } from "./hash.js";

/*
 * Claims and proofs as JSON: docs/operations/proof-of-claims.md has the fields. Amounts are whole numbers in quotes, since JSON's
 * own lose digits. Every value has one spelling only, so a changed file is a refused file.
 */

const CLAIMS = "vostro-claims-1";
const PROOF = "vostro-claim-proof-1";

const bytes32 = z.string().regex(/^0x[0-9a-f]{64}$/, "is not 0x and 64 hexadecimal digits in small letters");
const amount = z
  .string({ error: "is not a whole number in quotes" })
  .regex(/^(0|[1-9][0-9]{0,38})$/, "is not a whole number of minor units")
  .transform(BigInt)
  .refine((sum) => sum <= MAX_SUM, "does not fit 128 bits");
const whole = z.int({ error: "is not a whole number" }).nonnegative("is negative");
const place = {
  chainId: whole,
  token: addressShape,
  currency: z.string().regex(/^[A-Z]{3}$/, "is not an ISO 4217 code"),
  block: whole,
  blockHash: bytes32,
};
/** No checksum asked: it takes longer than all the rest, and the root tells a wrong digit from a right one. */
const leaf = z.strictObject({
  wallet: z.string().regex(/^0x[0-9a-fA-F]{40}$/, "is not an address"),
  balance: amount,
  salt: bytes32,
});

const claimsFile = z.strictObject({
  format: z.literal(CLAIMS, { error: `is not ${CLAIMS}` }),
  ...place,
  total: amount,
  root: bytes32,
  leaves: z
    .array(leaf)
    .refine(({ length }) => length > 0 && Number.isInteger(Math.log2(length)), "are not a power of two of leaves"),
});

const step = z.strictObject({
  side: z.enum(["left", "right"], { error: "is neither left nor right" }),
  hash: bytes32,
  sum: amount,
});
const proofFile = z.strictObject({
  format: z.literal(PROOF, { error: `is not ${PROOF}` }),
  ...place,
  wallet: addressShape,
  balance: amount,
  salt: bytes32,
  path: z.array(step).max(MAX_HEIGHT, "is longer than any tree is high"),
  root: bytes32,
  total: amount,
});

/** The bank's own file: who has how much. */
export const claimsToJson = (claims: Claims): string => toJson({ format: CLAIMS, ...claims });

/** One holder's file. */
export const proofToJson = (proof: ClaimProof): string => toJson({ format: PROOF, ...proof });

/**
 * Claims as `claimsToJson` wrote them, added up and hashed again.
 * @param name of the file, for messages
 * @throws VostroError BadClaims, naming file and field
 */
export function readClaims(text: string, name: string): Claims {
  const { format: _, ...read } = parse("BadClaims", text, name, claimsFile);
  const { total, root } = claimsOf(read, read.leaves);
  if (total !== read.total) {
    throw bad("BadClaims", name, "total", `is ${read.total}, but the balances add up to ${total}`);
  }
  if (root !== read.root) throw bad("BadClaims", name, "root", `is ${read.root}, but the leaves have ${root}`);
  return read;
}

/**
 * A proof as `proofToJson` wrote it. Whether it proves anything `problemOf` and `checkClaim` say.
 * @throws VostroError BadClaimProof, naming file and field
 */
export function readClaimProof(text: string, name: string): ClaimProof {
  const { format: _, ...read } = parse("BadClaimProof", text, name, proofFile);
  return read;
}

function parse<T>(error: string, text: string, name: string, schema: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw bad(error, name, "", "is not JSON");
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0]!;
  throw bad(error, name, path.map(String).join("."), message);
}

const bad = (error: string, name: string, field: string, problem: string): VostroError =>
  new VostroError({
    name: error,
    args: { file: name, field },
    sentence: `${[name, ...(field === "" ? [] : [field])].join(", ")} ${problem.replace(/^Invalid input: /, "")}.`,
    fix: "Use the file as it was written with --out; ask for a new one if it was changed on its way.",
  });

const toJson = (data: object): string =>
  `${JSON.stringify(data, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value), 2)}\n`;
