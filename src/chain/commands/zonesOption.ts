import { access } from "node:fs/promises";

import { type BankConfig, loadBankFile } from "../../bank/bankFile.js";
import { BankFileError } from "../../bank/bankFileErrors.js";
import type { Zones } from "../../bank/zones.js";
import { NO_NAMES } from "../zoneNames.js";
import type { Context } from "./context.js";
import { InputError } from "./exitCodes.js";

/**
 * The bank file: the one that --bank-file names, else the shipped one of the deployed bank's name, else none.
 * @throws InputError when it cannot be used, or is of another bank
 */
export async function bankFileIn(context: Context): Promise<BankConfig | undefined> {
  const { bank } = context.bank.addresses;
  const given = context.text("bankFile");
  const path = given ?? `deploy/banks/${bank}.json`;
  if (given === undefined && !(await exists(path))) return undefined;
  const config = await load(path);
  if (config.name === bank) return config;
  throw new InputError(
    "--bank-file",
    `${path} is of the bank ${config.name}, not of ${bank}`,
    "Name the bank's own file.",
  );
}

/** Names of zones, as far as a bank file is at hand: without one, zones are their numbers. */
export async function zonesIn(context: Context): Promise<Zones> {
  return (await bankFileIn(context))?.zones ?? NO_NAMES;
}

async function load(path: string): Promise<BankConfig> {
  try {
    return await loadBankFile(path);
  } catch (error) {
    if (!(error instanceof BankFileError)) throw error;
    throw new InputError("--bank-file", error.message, "Correct the file. Nothing of it was used.");
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
