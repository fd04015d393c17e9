import type { Signer } from "ethers";

import { POWERS } from "../bank/roles.js";
import type { Bank } from "./bank.js";
import { requireAddress, tokenOf } from "./checks.js";
import { ask, type Call, callOf, send, type Sent } from "./send.js";
import type { Power } from "./words.js";

/*
 * What contracts may do in a token: place and execute holds (notary), burn, mint, clear between banks. Giving is the policy
 * admin's, with whatever delay the role has; taking away is compliance's and works at once.
 */

/** Powers of one contract in one token. */
export interface PowerChange {
  readonly currency: string;
  readonly contract: string;
  /** bits of `POWERS` */
  readonly powers: bigint;
}

/** Bits as names, in the order of `POWERS`. */
export const powerNames = (bits: bigint): Power[] =>
  (Object.keys(POWERS) as Power[]).filter((name) => (bits & POWERS[name]) !== 0n);

/** What a contract may do in a token now, as bits of `POWERS`. @throws VostroError UnknownToken, BadAddress */
export async function readPowers(bank: Bank, currency: string, contract: string): Promise<bigint> {
  const address = requireAddress(contract, "The contract");
  const word = await ask(bank, tokenOf(bank, currency).accountWord(address), currency);
  return word & Object.values(POWERS).reduce((all, bit) => all | bit, 0n);
}

export function admitContractCall(bank: Bank, { currency, contract, powers }: PowerChange): Promise<Call> {
  const address = requireAddress(contract, "The contract");
  const populated = tokenOf(bank, currency).admitContract.populateTransaction(address, powers);
  return callOf("DepositToken.admitContract", populated, { role: "POLICY_ADMIN", currency });
}

/**
 * Gives a contract powers in a token. Who may call: the policy admin; with a delay on the role, once it is scheduled.
 * @throws VostroError LocalBitsInvalid (no such powers, or the account may hold money), AccessManagerNotScheduled
 */
export async function admitContract(bank: Bank, admin: Signer, change: PowerChange): Promise<Sent> {
  return send(bank, admin, await admitContractCall(bank, change));
}

export function dismissContractCall(bank: Bank, { currency, contract, powers }: PowerChange): Promise<Call> {
  const address = requireAddress(contract, "The contract");
  const populated = tokenOf(bank, currency).dismissContract.populateTransaction(address, powers);
  return callOf("DepositToken.dismissContract", populated, { role: "COMPLIANCE", currency });
}

/** Takes powers away at once: no new holds, no executions; open holds can still be released. Who may call: compliance. */
export async function dismissContract(bank: Bank, officer: Signer, change: PowerChange): Promise<Sent> {
  return send(bank, officer, await dismissContractCall(bank, change));
}
