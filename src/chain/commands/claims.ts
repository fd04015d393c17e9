import {
  checkClaim,
  checkOffline,
  type Claims,
  claimsAt,
  claimsToJson,
  holdersIn,
  proofToJson,
  proveClaim,
  readClaimProof,
  readClaims,
} from "../../proof/index.js";
import type { Context, Outcome } from "./context.js";
import { InputError } from "./exitCodes.js";
import { readInput } from "./files.js";
import { writeNewText } from "./output.js";
import { count } from "./progress.js";
import { lines } from "./read.js";

const STEPS: Readonly<Record<string, (context: Context) => Promise<Outcome>>> = { build, prove, check };

/** The tree of claims, and a holder's place in it; see docs/operations/proof-of-claims.md. */
export const claims = (context: Context, step: string): Promise<Outcome> => STEPS[step]!(context);

/** Writes all claims at a block, and says the root that an attestation must carry. */
async function build(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const out = context.required("out");
  const block = context.integer("block", 0, Number.MAX_SAFE_INTEGER);
  const built = await claimsAt(bank, currency, block, await context.salt());
  await writeNewText(out, claimsToJson(built));
  const { leaves: _, ...figures } = built;
  const holders = holdersIn(built);
  const text = [
    lines([
      ["block", `${built.block}, ${built.blockHash}: commit the claims of a final block only`],
      ["claims", `${context.money(built.total, currency)} of ${count(holders)} holders`],
      ["root", built.root],
      ["written to", `${out}: it says who has how much, keep it inside the bank`],
    ]),
    "Commit it with the next attestation:",
    `  npm run attest -- --bank ${bank.addresses.bank} --currency ${currency} --figure ... --claims ${built.root}`,
  ];
  return { text: text.join("\n"), data: { ...figures, holders, file: out } };
}

/** Writes one holder's proof. */
async function prove(context: Context): Promise<Outcome> {
  const all = await claimsIn(context);
  const wallet = context.address("wallet");
  const out = context.required("out");
  const proof = proveClaim(all, wallet);
  await writeNewText(out, proofToJson(proof));
  const { currency, block, balance } = proof;
  const text = [
    `${wallet} was owed ${context.money(balance, currency)} at block ${block}.`,
    `Proof written to ${out}. Give it to this holder only: its sums are subtotals of others' balances.`,
  ];
  return { text: text.join("\n"), data: { wallet, balance, root: proof.root, file: out } };
}

/** A holder's check; exit code 1 when anything fails. */
async function check(context: Context): Promise<Outcome> {
  const path = context.required("file");
  const offline = context.flag("offline");
  if (!offline && context.text("chain") !== undefined) {
    throw new InputError("--chain", "stands without --offline", "Leave it out: the node says which chain it is on.");
  }
  const text = await readInput(path, "--file");
  const proof = context.wrap("--file", () => readClaimProof(text, path));
  const { proven, checks, commitment } = offline ? checkOffline(proof) : await checkClaim(context.bank, proof);
  const { wallet, balance, currency, block } = proof;
  const scope = offline ? " (arithmetic only: the chain was not asked whether the bank committed to it)" : "";
  const verdict = proven
    ? `PROVEN: ${wallet} was owed ${context.money(balance, currency)} at block ${block}${scope}.`
    : `NOT PROVEN: ${checks.filter(({ passed }) => !passed).length} of ${checks.length} checks failed.`;
  const said = checks.flatMap(({ check: name, passed, found, meaning }) => [
    `${passed ? "ok    " : "FAILED"}  ${name.padEnd(10)}  ${found}`,
    ...(meaning === undefined ? [] : [`        ${" ".repeat(10)}  ${meaning}`]),
  ]);
  return {
    text: [...said, verdict].join("\n"),
    data: { proven, checks, commitment, wallet, balance },
    failed: !proven,
  };
}

/** Claims that `build` wrote, of a token of this bank. */
async function claimsIn(context: Context): Promise<Claims> {
  const path = context.required("file");
  const text = await readInput(path, "--file");
  const read = context.wrap("--file", () => readClaims(text, path));
  const { addresses } = context.bank;
  if (read.chainId === addresses.chainId && addresses.tokens[read.currency] === read.token) return read;
  const problem = `is of the token ${read.token} (${read.currency}) on chain ${read.chainId}, which is not this bank's`;
  throw new InputError("--file", problem, "Name the right file, or the right --bank.");
}
