import type { Provider } from "ethers";

import type { BankConfig } from "../bank/bankFile.js";
import { type BankAddresses, connectBank } from "./bank.js";
import { checkCode } from "./check/code.js";
import type { CheckContext, CheckOptions, Finding } from "./check/context.js";
import { checkDesks } from "./check/desks.js";
import { checkFunctions } from "./check/functions.js";
import { checkLaw } from "./check/law.js";
import { checkRoles } from "./check/roles.js";
import { checkSafes } from "./check/safes.js";
import { checkQuotas, checkRelations, checkTokens } from "./check/tokens.js";

export type { CheckOptions, Finding } from "./check/context.js";
export type { Hand, Remedy } from "./check/remedy.js";

/**
 * Reads a deployment back and compares all of it with the bank file: code, functions and their roles, members and delays,
 * corridors, countries, limits, powers, quotas, custody, and that the deployer holds nothing. Sends no transaction.
 * @param provider must serve logs from `addresses.fromBlock` on
 * @returns what differs; empty is good
 * @throws what the client throws when the node does not answer
 */
export async function checkDeployment(
  bank: BankConfig,
  addresses: BankAddresses,
  provider: Provider,
  options: CheckOptions = {},
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const context: CheckContext = {
    bank,
    suite: connectBank(addresses, provider),
    provider,
    options,
    report: (subject, problem, details = {}) => void findings.push({ subject, problem, ...details }),
  };
  await checkCode(context);
  // Without code at every address the other questions have no answers.
  if (findings.some(({ problem }) => problem.startsWith("there is no code"))) return findings;
  const parts = [
    checkRelations,
    checkFunctions,
    checkRoles,
    checkSafes,
    checkTokens,
    checkQuotas,
    checkLaw,
    checkDesks,
  ];
  for (const part of parts) {
    try {
      await part(context);
    } catch (error) {
      // Code that is not ours may answer nothing at all; but where nothing was wrong so far, the node is.
      if (findings.length === 0) throw error;
      context.report(part.name, `could not be finished: ${(error as Error).message.split("\n")[0]}`);
    }
  }
  return findings;
}
