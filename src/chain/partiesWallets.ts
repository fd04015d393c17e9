import type { Signer } from "ethers";

import { VostroError } from "../errors/index.js";
import type { Bank } from "./bank.js";
import { requireAddress, requireBytes } from "./checks.js";
import { errorContext } from "./events.js";
import { type PartiesChanged, sendInOrder } from "./partiesChanged.js";
import { holdingsOf, readParty, requireOpenParty } from "./partiesState.js";
import { ask, type Call, callOf } from "./send.js";
import { Words } from "../errors/format.js";

/* Wallets that a customer gives up, and the bank account to which its redemptions go. */

/**
 * A live wallet of the register.
 * @throws VostroError BadAddress, WalletNotLive: unknown, lost (retired) or given up
 */
export async function requireLiveWallet(bank: Bank, address: string): Promise<{ wallet: string; party: bigint }> {
  const wallet = requireAddress(address, "The wallet");
  const party = await ask(bank, bank.partyRegistry.partyOf(wallet));
  if (party === 0n) throw notLive(wallet, "belongs to no party", "Correct the address.");
  const found = await readParty(bank, party);
  const listed = found?.wallets.find((one) => one.wallet === wallet);
  if (listed === undefined) {
    throw notLive(wallet, `was given up by party ${party}`, "Nothing to do: it is no customer's any more.");
  }
  if (!listed.retired) return { wallet, party };
  const fix = `It stays on record; what is due to it goes to ${listed.successor}.`;
  throw notLive(wallet, `of party ${party} was lost and is retired`, fix);
}

const notLive = (wallet: string, what: string, fix: string): VostroError =>
  new VostroError({ name: "WalletNotLive", args: { wallet }, sentence: `${wallet} ${what}.`, fix });

/** The call that takes an empty wallet away. @throws VostroError BadAddress, WalletNotLive, AccountNotEmpty */
export async function removeWalletCall(bank: Bank, address: string): Promise<Call> {
  const { wallet } = await requireLiveWallet(bank, address);
  const holdings = await holdingsOf(bank, [wallet]);
  if (holdings.length > 0) {
    const money = holdings.map(({ currency, balance }) => new Words(errorContext(bank, currency)).amount(balance));
    throw new VostroError({
      name: "AccountNotEmpty",
      args: { wallet, holdings },
      sentence: `${wallet} still has ${money.join(" and ")}.`,
      fix: "Have the customer redeem it, or pay it to another of its wallets, first.",
    });
  }
  const populated = bank.partyRegistry.removeWallet.populateTransaction(wallet);
  return callOf("PartyRegistry.removeWallet", populated, { role: "REGISTRAR", needsMargin: true });
}

/**
 * Takes an empty wallet away from its party, for good. Who may call: the registrar.
 * @throws VostroError WalletNotLive, AccountNotEmpty, WalletIsSuccessor (money due to a lost wallet goes to it)
 */
export async function removeWallet(bank: Bank, registrar: Signer, wallet: string): Promise<PartiesChanged> {
  return sendInOrder(bank, registrar, [await removeWalletCall(bank, wallet)]);
}

/** The call that names the customer's own bank account. @throws VostroError PartyUnknown, PartyIsClosed, BadBytes */
export async function setSettlementAccountCall(bank: Bank, party: bigint, account: string): Promise<Call> {
  await requireOpenParty(bank, party);
  const hash = requireBytes(account, 32, `The settlement account of ${party}`);
  const populated = bank.partyRegistry.setSettlementAccount.populateTransaction(party, hash);
  return callOf("PartyRegistry.setSettlementAccount", populated, { role: "REGISTRAR" });
}

/**
 * Sets the account to which redemptions are paid from now on: a request that is not submitted yet must be made again. Who may
 * call: the registrar.
 * @param account bytes32, salted; see `settlementAccountHash`
 */
export async function setSettlementAccount(
  bank: Bank,
  registrar: Signer,
  party: bigint,
  account: string,
): Promise<PartiesChanged> {
  return sendInOrder(bank, registrar, [await setSettlementAccountCall(bank, party, account)]);
}
