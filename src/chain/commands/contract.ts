import { getAddress } from "ethers";

import { POWERS } from "../../bank/roles.js";
import { requireBytes } from "../checks.js";
import { partyUnknown } from "../partiesState.js";
import { admitContractCall, dismissContractCall, powerNames, readPowers } from "../powers.js";
import { type Call, ask, callOf, providerOf } from "../send.js";
import { partyNamed } from "./blocks.js";
import type { Context, Outcome } from "./context.js";
import { InputError } from "./exitCodes.js";
import { type OneCall, performCall, performCallDelayable } from "./oneCall.js";
import { lines } from "./read.js";

/*
 * Which contracts a bank relies on: powers in its tokens, the Limits contract that a token asks, the tokens that its register
 * pushes to, and the code of smart accounts that customers may own. The desks of settlement have a command of their own.
 */

const STEPS: Readonly<Record<string, (context: Context) => Promise<Outcome>>> = {
  admit: (context) => powers(context, true),
  dismiss: (context) => powers(context, false),
  "set-limits": setLimits,
  "list-token": listToken,
  sync,
  enrol,
  "allow-code": (context) => walletCode(context, true),
  "disallow-code": (context) => walletCode(context, false),
  show,
};

export const contract = (context: Context, step: string): Promise<Outcome> => STEPS[step]!(context);

async function show(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const token = bank.tokens[currency]!;
  const [limits, listed] = await ask(bank, Promise.all([token.limits(), bank.partyRegistry.isToken(token)]), currency);
  const address = context.text("contract") === undefined ? undefined : context.address("contract");
  const has = address === undefined ? undefined : powerNames(await readPowers(bank, currency, address));
  const text = lines([
    ["token", String(token.target)],
    ["asks about limits", limits],
    ["listed in the register", listed ? "yes" : "no"],
    ...(address === undefined ? [] : [[address, has!.join(" ") || "no power"] as [string, string]]),
  ]);
  return { text, data: { currency, token: String(token.target), limits, listed, contract: address, powers: has } };
}

async function powers(context: Context, admits: boolean): Promise<Outcome> {
  const { bank, currency } = context;
  const address = context.address("contract");
  const bits = context.read("powers", powersIn);
  const before = await readPowers(bank, currency, address);
  const names = powerNames(bits).join(" ");
  const say = (word: bigint): string => powerNames(word).join(" ") || "nothing";
  const change = { currency, contract: address, powers: bits };
  return act(context, admits ? "contract admit" : undefined, {
    does: `${admits ? "Gives" : "Takes from"} ${address} in ${currency}: ${names}.`,
    as: admits ? "POLICY_ADMIN" : "COMPLIANCE",
    facts: admits ? [["code", await codeOf(context, address)]] : [],
    changes: [
      {
        of: address,
        what: `powers in ${currency}`,
        before: say(before),
        after: say(admits ? before | bits : before & ~bits),
      },
    ],
    call: () => (admits ? admitContractCall(bank, change) : dismissContractCall(bank, change)),
    data: { ...change, powers: powerNames(bits) },
  });
}

/** "NOTARY,BURNER" as bits of `POWERS`. @throws InputError */
function powersIn(text: string): bigint {
  return text.split(",").reduce((bits, part) => {
    const bit = POWERS[part.trim().toUpperCase() as keyof typeof POWERS] as bigint | undefined;
    if (bit !== undefined) return bits | bit;
    const names = Object.keys(POWERS).join(", ");
    throw new InputError("--powers", `there is no power ${JSON.stringify(part.trim())}`, `Use ${names}.`);
  }, 0n);
}

async function setLimits(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const address = context.address("contract");
  const token = bank.tokens[currency]!;
  const before = await ask(bank, token.limits(), currency);
  return act(context, "contract set-limits", {
    does: `Has ${currency} ask ${address} about limits, clearances and travel-rule records.`,
    as: "POLICY_ADMIN",
    facts: [["code", await codeOf(context, address)]],
    changes: [{ of: currency, what: "Limits contract", before, after: address }],
    call: () => forPolicy("DepositToken.setLimits", token.setLimits.populateTransaction(address), currency),
    data: { currency, limits: address },
  });
}

async function listToken(context: Context): Promise<Outcome> {
  const { bank } = context;
  const address = context.address("contract");
  return act(context, "contract list-token", {
    does: `Lists the token ${address} in the register; its customers are unknown there until synced (contract sync).`,
    as: "POLICY_ADMIN",
    facts: [["code", await codeOf(context, address)]],
    call: () => forPolicy("PartyRegistry.listToken", bank.partyRegistry.listToken.populateTransaction(address)),
    data: { token: address },
  });
}

/** Pushes what the register says about parties into one token. Anyone may. */
async function sync(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const parties = await partiesIn(context);
  const { syncToken } = bank.partyRegistry;
  return act(context, undefined, {
    does: `Tells ${currency} again what the register says about ${parties.length} part${parties.length === 1 ? "y" : "ies"}.`,
    as: "CUSTOMER",
    call: () =>
      callOf("PartyRegistry.syncToken", syncToken.populateTransaction(bank.tokens[currency]!, parties), { currency }),
    data: { currency, parties },
  });
}

/** Has Limits take over the wallets of parties from the register. Anyone may. */
async function enrol(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const parties = await partiesIn(context);
  return act(context, undefined, {
    does: `Has Limits take over the wallets of ${parties.length} part${parties.length === 1 ? "y" : "ies"} in ${currency}.`,
    as: "CUSTOMER",
    call: () =>
      callOf("Limits.enrol", bank.limits.enrol.populateTransaction(bank.tokens[currency]!, parties), { currency }),
    data: { currency, parties },
  });
}

async function walletCode(context: Context, allows: boolean): Promise<Outcome> {
  const { bank } = context;
  const { allowWalletCode, disallowWalletCode } = bank.partyRegistry;
  const hash = context.read("code", (text) => requireBytes(text, 32, "The code's hash"));
  const name = `PartyRegistry.${allows ? "allowWalletCode" : "disallowWalletCode"}`;
  const as = allows ? "POLICY_ADMIN" : "COMPLIANCE";
  return act(context, allows ? "contract allow-code" : undefined, {
    does: allows
      ? `Lets customers own smart accounts whose code hashes to ${hash}.`
      : `Lets no more customers own smart accounts whose code hashes to ${hash}; those admitted before stay.`,
    as,
    call: () => callOf(name, (allows ? allowWalletCode : disallowWalletCode).populateTransaction(hash), { role: as }),
    data: { codeHash: hash },
  });
}

/** Delayable where `command` says under which words. */
const act = (context: Context, command: string | undefined, one: OneCall): Promise<Outcome> =>
  command === undefined ? performCall(context, one) : performCallDelayable(context, command, one);

const forPolicy = (name: string, populated: Parameters<typeof callOf>[1], currency?: string): Promise<Call> =>
  callOf(name, populated, { role: "POLICY_ADMIN", currency });

/** A mistyped address is found here: it has no code. @throws InputError */
async function codeOf({ bank }: Context, address: string): Promise<string> {
  const code = await ask(bank, providerOf(bank).getCode(getAddress(address)));
  if (code !== "0x") return `${(code.length - 2) / 2} bytes`;
  throw new InputError("--contract", `${address} has no code`, "Name a contract on this chain.");
}

/** --party, several with a comma; each must be known. */
async function partiesIn(context: Context): Promise<bigint[]> {
  const { bank } = context;
  const parties = await Promise.all(
    context
      .required("party")
      .split(",")
      .map((one) => partyNamed(context, one.trim())),
  );
  for (const party of parties) {
    if ((await ask(bank, bank.partyRegistry.standingOf(party))) === 0n) throw partyUnknown(party);
  }
  return parties;
}
