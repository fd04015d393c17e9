import { readFile } from "node:fs/promises";

import { type Customer, sortCustomers } from "../bank/index.js";
import { newPartyOf } from "../chain/admission.js";
import type { Bank } from "../chain/bank.js";
import { type AdmissionPlan, planAdmission } from "../chain/bulkAdmission.js";
import { admit } from "../chain/commands/admit.js";
import { Context } from "../chain/commands/context.js";
import { InputError } from "../chain/commands/exitCodes.js";
import { raiseLimits, readLimits } from "../chain/limits/limits.js";
import { pagesByWeight } from "../chain/pages.js";
import type { NewParty } from "../chain/parties.js";
import { membersFor, signerFor } from "./hands.js";
import type { BankRun } from "./run.js";

/*
 * The customers that the bank begins with: the file that the bank file names. Who is known already is left as it is, so a run
 * that was stopped is repeated; limited customers then get the bank's usual limits where they have none.
 */

/** What became of the customer file. */
export interface CustomersReport {
  readonly text: string;
  /** some rows were wrong, or some customers refused or otherwise in the register */
  readonly failed: boolean;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What is to be admitted, compared with the register as it is now; undefined without a customer file. */
export async function planCustomers(run: BankRun, bank: Bank): Promise<AdmissionPlan<NewParty> | undefined> {
  if (run.config.customers === undefined) return undefined;
  const customers = await read(run.config.customers);
  const salt = await contextOf(run, bank).salt();
  return planAdmission(
    bank,
    customers.map((customer) => newPartyOf(salt, customer)),
  );
}

export async function admitCustomers(run: BankRun, bank: Bank): Promise<CustomersReport | undefined> {
  const { customers: path } = run.config;
  if (path === undefined) return undefined;
  const context = contextOf(run, bank, { file: path });
  if ((await signerFor(run, "REGISTRAR")) === undefined) return waitForRegistrar(run, bank);
  const { text, failed = false, data } = await admit(context);
  const limited = await limitNewcomers(run, bank, await context.salt(), await read(path));
  return { text: [text, ...limited].join("\n"), failed, data };
}

/** Without the registrar's key the rest of the run still counts: who waits is said, as of every act that nobody here may sign. */
async function waitForRegistrar(run: BankRun, bank: Bank): Promise<CustomersReport> {
  const { fresh, grown } = (await planCustomers(run, bank))!;
  const waiting = fresh.length + grown.length;
  const registrars = membersFor(run.config, "REGISTRAR").map(({ signer }) => signer);
  const text =
    waiting === 0
      ? "Every customer of the file is in the register."
      : `${waiting} customers are still to be admitted: REGISTRAR must sign: ${registrars.join(" or ")}`;
  return { text, failed: waiting > 0, data: { waiting } };
}

const contextOf = (run: BankRun, bank: Bank, values: Record<string, string> = {}): Context =>
  new Context(bank, values, {
    provider: run.connection.ethers.provider,
    variables: run.variables,
    progress: run.onProgress,
    signer: (role) => signerFor(run, role),
  });

/** Customers of the file whose rows are right; the wrong ones are reported when the file is admitted. */
async function read(path: string): Promise<readonly Customer[]> {
  try {
    return sortCustomers(await readFile(path), path).customers;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new InputError("customers", `${path} cannot be read (${code})`, "Correct the path in the bank file.");
  }
}

/** Questions to the node at a time. */
const AT_ONCE = 50;

async function limitNewcomers(
  run: BankRun,
  bank: Bank,
  salt: string,
  customers: readonly Customer[],
): Promise<string[]> {
  const all = customers.map((customer) => newPartyOf(salt, customer)).filter(({ limited }) => limited === true);
  // Whom the register refused has no limits to get.
  const refused = new Set((await planAdmission(bank, all)).fresh.map(({ id }) => id));
  const parties = all.filter(({ id }) => !refused.has(id));
  const said: string[] = [];
  for (const { currency, default: limits } of run.config.limits) {
    if (limits === undefined || parties.length === 0) continue;
    const without: bigint[] = [];
    for (const page of pagesByWeight(parties, () => 1, AT_ONCE)) {
      const states = await Promise.all(page.map(({ id }) => readLimits(bank, currency, id)));
      without.push(...page.filter((_, i) => states[i]!.limits === undefined).map(({ id }) => id));
    }
    if (without.length === 0) continue;
    const officer = await signerFor(run, "LIMITS_OFFICER");
    if (officer === undefined) {
      said.push(`${without.length} limited customers have no limits in ${currency} yet: LIMITS_OFFICER must sign.`);
      continue;
    }
    await raiseLimits(bank, officer, [{ currency, parties: without, limits }]);
    said.push(`${without.length} limited customers got the bank's usual limits in ${currency}.`);
  }
  return said;
}
