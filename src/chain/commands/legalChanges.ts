import { type Account, readAccount } from "../account.js";
import { liensOn } from "../law/index.js";
import { ask } from "../send.js";
import type { Context } from "./context.js";
import type { Change } from "./perform.js";

/*
 * What an act would change, from what the chain says now: so that whoever signs sees figures, not only intentions. The
 * contract decides; a test compares these with what happened.
 */

/** What moves on an account. */
interface Delta {
  readonly balance?: bigint;
  readonly held?: bigint;
  readonly liens?: bigint;
}

interface State {
  readonly account: Account;
  /** may be more than the token can show */
  readonly liens: bigint;
}

async function stateOf({ bank }: Context, currency: string, address: string): Promise<State> {
  const [account, liens] = await Promise.all([readAccount(bank, currency, address), liensOn(bank, currency, address)]);
  return { account, liens };
}

/** The figures of an account that change. */
function figures({ account, liens }: State, delta: Delta): Change[] {
  const { currency, address, balance, held } = account;
  const available = (b: bigint, h: bigint, l: bigint): bigint => (b > h + l ? b - h - l : 0n);
  const [newBalance, newHeld, newLiens] = [
    balance + (delta.balance ?? 0n),
    held + (delta.held ?? 0n),
    liens + (delta.liens ?? 0n),
  ];
  const rows: [what: string, before: bigint, after: bigint][] = [
    ["balance", balance, newBalance],
    ["held", held, newHeld],
    ["liens", liens, newLiens],
    // What the token shows of liens may be less until they are frozen again; a change of liens writes them anew.
    ["available", account.available, available(newBalance, newHeld, newLiens)],
  ];
  return rows
    .filter(([, before, after]) => before !== after)
    .map(([what, before, after]) => ({ of: address, what, currency, before, after }));
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** A lien: on a lost wallet it keeps what money no lien needs, and the rest goes to the wallet that stands for it. */
export async function lienChanges(
  context: Context,
  currency: string,
  address: string,
  amount: bigint,
): Promise<Change[]> {
  const state = await stateOf(context, currency, address);
  const { balance, successor } = state.account;
  if (successor === undefined) return figures(state, { liens: amount });
  const uncovered = balance > state.liens ? balance - state.liens : 0n;
  const kept = least(amount, uncovered);
  return [
    ...figures(state, { liens: kept }),
    ...figures(await stateOf(context, currency, successor), { liens: amount - kept }),
  ];
}

/** A seizure: the order's own lien gives way first, as far as it lies on this account. */
export async function seizureChanges(
  context: Context,
  {
    currency,
    account,
    custody,
    amount,
    lienId,
  }: {
    readonly currency: string;
    readonly account: string;
    readonly custody: string;
    readonly amount: bigint;
    readonly lienId: string | undefined;
  },
): Promise<Change[]> {
  const own = lienId === undefined ? 0n : await ask(context.bank, context.bank.legalOrders.lienAt(lienId, account));
  const from = figures(await stateOf(context, currency, account), { balance: -amount, liens: -least(amount, own) });
  return [...from, ...figures(await stateOf(context, currency, custody), { balance: amount })];
}

/** What a lost wallet's money and liens do in one token: all goes but what open holds need. */
export async function sweepChanges(context: Context, currency: string, lost: string, heir: string): Promise<Change[]> {
  const state = await stateOf(context, currency, lost);
  const { balance, held } = state.account;
  const amount = balance - held;
  const withMoney = least(amount, state.liens);
  // Liens that find no money there any more go too.
  const liens = state.liens > held + withMoney ? state.liens - held : withMoney;
  return [
    ...figures(state, { balance: -amount, liens: -liens }),
    ...figures(await stateOf(context, currency, heir), { balance: amount, liens }),
  ];
}

/** In every token of the bank. */
export async function recoveryChanges(context: Context, lost: string, successor: string): Promise<Change[]> {
  const tokens = Object.keys(context.bank.tokens);
  const perToken = await Promise.all(tokens.map((currency) => sweepChanges(context, currency, lost, successor)));
  return [{ of: lost, what: "in use", before: "yes", after: "no, retired" }, ...perToken.flat()];
}

/** A forced release: what remains of the hold is the payer's again, as far as no lien takes it. */
export async function releaseChanges(
  context: Context,
  currency: string,
  payer: string,
  remaining: bigint,
): Promise<Change[]> {
  return figures(await stateOf(context, currency, payer), { held: -remaining });
}

/** The lien itself; and its account, unless its money has gone on to another wallet. */
export async function lienLiftChanges(
  context: Context,
  lien: { readonly lienId: string; readonly account: string; readonly left: bigint },
  currency: string,
  amount: bigint,
): Promise<Change[]> {
  const left: Change = { of: lien.lienId, what: "left", currency, before: lien.left, after: lien.left - amount };
  const state = await stateOf(context, currency, lien.account);
  return state.account.successor === undefined ? [left, ...figures(state, { liens: -amount })] : [left];
}

/** Blocks live on a party, those by officers among them. */
export async function blockChanges({ bank }: Context, party: bigint, more: bigint): Promise<Change[]> {
  const blocks = await ask(bank, bank.partyRegistry.blocksOf(party));
  return [{ of: `party ${party}`, what: "blocks", before: String(blocks), after: String(blocks + more) }];
}
