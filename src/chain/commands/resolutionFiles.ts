import {
  holderRegister,
  type HolderRegister,
  proofOf,
  readRegister,
  readResolution,
  registerToCsv,
  registerToJson,
  requireCommitted,
} from "../resolution/index.js";
import { ask, providerOf } from "../send.js";
import { VostroError } from "../../errors/index.js";
import type { Context, Outcome } from "./context.js";
import { InputError } from "./exitCodes.js";
import { readInput, toJson } from "./files.js";
import { writeNewText } from "./output.js";
import { count } from "./progress.js";

/** A register that `register` exported, checked against itself. @throws InputError naming file and field */
export async function registerIn(context: Context): Promise<HolderRegister> {
  const path = context.required("file");
  const text = await readInput(path, "--file");
  const register = context.wrap("--file", () => readRegister(text, path));
  const { chainId } = context.bank.addresses;
  if (register.chainId === chainId) return register;
  throw new InputError("--file", `${path} is of chain ${register.chainId}, not of ${chainId}`, "Name the right file.");
}

/** The same, of a token of this bank. */
export async function ownRegisterIn(context: Context): Promise<HolderRegister> {
  const register = await registerIn(context);
  const { addresses } = context.bank;
  if (addresses.tokens[register.currency] === register.token) return register;
  const problem = `is of the token ${register.token} (${register.currency}), which is not this bank's`;
  throw new InputError("--file", problem, "Name the right file, or the right --bank.");
}

/** The register as the events say it once more: a file is never believed. @throws VostroError RegisterDiffers */
export async function requireTrue(context: Context, register: HolderRegister): Promise<void> {
  const { currency, blockNumber } = register;
  const rebuilt = await holderRegister(context.bank, currency, blockNumber);
  if (
    rebuilt.root === register.root &&
    rebuilt.blockHash === register.blockHash &&
    rebuilt.burned === register.burned
  ) {
    return;
  }
  throw new VostroError({
    name: "RegisterDiffers",
    args: { file: register.root, events: rebuilt.root, blockNumber },
    sentence: `The file's register is not the one that the events of block ${blockNumber} make (root ${rebuilt.root}).`,
    fix: "Export it again at a final block, and find out where the file comes from.",
  });
}

/** Exports the register of a token's holders at a block, from events alone. */
export async function register(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const latest = await ask(bank, providerOf(bank).getBlockNumber());
  const block = context.integer("block", 0, Number.MAX_SAFE_INTEGER) ?? latest;
  const exported = await holderRegister(bank, currency, block);
  const [json, csv] = [context.text("out"), context.text("csv")];
  if (json !== undefined) await writeNewText(json, registerToJson(exported));
  if (csv !== undefined) await writeNewText(csv, registerToCsv(exported), "--csv");
  const { rows, ...figures } = exported;
  const text = [
    `${count(exported.holders)} holders of ${currency} at block ${block}: ${context.money(exported.total, currency)} in all.`,
    `Merkle root ${exported.root}`,
    `Block ${exported.blockHash}: commit the register of a final block only.`,
    ...(json === undefined ? [] : [`Written to ${json}, which the other steps need.`]),
    ...(csv === undefined ? [] : [`Rows written to ${csv}.`]),
  ];
  return { text: text.join("\n"), data: { ...figures, ...(json === undefined ? { rows } : { file: json }) } };
}

/** A holder's row with its proof, and whether the chain takes it. */
export async function prove(context: Context): Promise<Outcome> {
  const { bank } = context;
  const exported = await ownRegisterIn(context);
  const { currency, token } = exported;
  const row = proofOf(exported, context.address("wallet"));
  const { committed } = await readResolution(bank, bank.resolution, currency);
  if (committed !== undefined) requireCommitted(exported, committed);
  const proven = await ask(bank, bank.resolution.prove(token, row.party, row.wallet, row.balance, [...row.proof]));
  const out = context.text("out");
  if (out !== undefined) await writeNewText(out, `${toJson({ currency, token, root: exported.root, ...row })}\n`);
  const answer = proven
    ? "The committed register says so: Resolution.prove is true."
    : "NOT proven: no register is committed yet.";
  const text = [
    `${row.wallet} (party ${row.party}) was owed ${context.money(row.balance, currency)} at block ${exported.blockNumber}.`,
    answer,
    ...(out === undefined
      ? [`Proof: ${row.proof.join(" ") || "none is needed, it is the only row"}`]
      : [`Proof written to ${out}.`]),
  ];
  return { text: text.join("\n"), data: { ...row, root: exported.root, proven }, failed: !proven };
}
