import { normaliseAccount } from "../../bank/accounts.js";
import { CustomerFileError, type CustomerRowError } from "../../bank/customer-errors.js";
import { splitRows } from "../../bank/customers.js";
import { plainName } from "../../bank/matching.js";
import type { TransactionDetails } from "../../iso20022/index.js";

/*
 * Screening is the bank's: its own system decides who may not pay in. This is where it is asked, and a list for a bank
 * that has nothing else. An exact list finds the name it has and no other spelling; it is no sanctions screening.
 */

/** What screening sees of a deposit. */
export interface Screened {
  readonly amount: bigint;
  readonly currency: string;
  readonly details: readonly TransactionDetails[];
  /** number of the customer it was matched to */
  readonly customer: string;
}

/** Why a person has to look first; undefined lets it pass. The answer stands in suspense: no names in it. */
export type Screen = (deposit: Screened) => string | undefined;

/** Lets everything pass. */
export const noScreening: Screen = () => undefined;

/**
 * Blocked payers from a CSV file (UTF-8, header `kind,value`, "#" starts a comment): kind is "name" or "account".
 * Names are compared without case and white space, accounts without spaces.
 * @throws CustomerFileError with every wrong line
 */
export function readScreeningList(bytes: Uint8Array | string, file: string): Screen {
  const errors: CustomerRowError[] = [];
  const [header, ...rows] = splitRows(bytes, file, errors);
  const columns = header?.cells.map((cell) => cell.trim().toLowerCase()).join();
  const fix = "Write name or account, a comma, and what is blocked.";
  if (columns !== "kind,value") {
    errors.unshift({ line: header?.line ?? 1, problem: "the header is not kind,value", fix: "Start with kind,value." });
  }
  const blocked = { name: new Set<string>(), account: new Set<string>() };
  for (const { line, cells } of rows) {
    const [kind, value] = cells.map((cell) => cell.trim());
    if (cells.length !== 2 || value === undefined || value === "") {
      errors.push({ line, problem: "is not a kind and a value", fix });
    } else if (kind === "name") blocked.name.add(plainName(value));
    else if (kind === "account") blocked.account.add(normaliseAccount(value));
    else errors.push({ line, column: "kind", value: kind ?? "", problem: "is neither name nor account", fix });
  }
  if (errors.length > 0) throw new CustomerFileError(file, errors);
  return ({ details }) => {
    for (const { debtor } of details) {
      if (debtor.name !== undefined && blocked.name.has(plainName(debtor.name))) return "the payer's name is blocked";
      if (debtor.account !== undefined && blocked.account.has(normaliseAccount(debtor.account))) {
        return "the payer's account is blocked";
      }
    }
    return undefined;
  };
}
