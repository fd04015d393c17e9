import type { BookLien, LienPlace } from "./lawBook.js";

/*
 * Where liens lie. A lien keeps the account it was placed on; when that wallet is lost its money goes to the wallet that
 * stands for it, and liens with it. `contracts/compliance/LienBook.sol` keeps only sums: of the liens on each account, and
 * how much of them each lost wallet has handed on. The same sums follow from the events, and from them every lien's places.
 */
export class LienWays {
  /** sum of the liens, by token and account */
  readonly totals = new Map<string, bigint>();
  readonly #handedOn = new Map<string, bigint>();
  /** wallets that were lost, and who was named for each */
  readonly #successors = new Map<string, string>();
  /** where the liens of a lost wallet went when the first of them went on */
  readonly #heirs = new Map<string, string>();
  /** what a lien on a lost wallet has not found there: it goes on with the next sum that is set elsewhere */
  #pending: { readonly token: string; readonly account: string; kept: boolean; rest: bigint } | undefined;

  retire(wallet: string, successor: string): void {
    this.#successors.set(wallet, successor);
  }

  /** A lien was placed; sums follow. On a lost wallet a part of it, or all, goes straight on. */
  place(token: string, account: string, amount: bigint): void {
    this.#pending = this.#successors.has(account) ? { token, account, kept: false, rest: amount } : undefined;
  }

  setTotal(token: string, account: string, total: bigint): void {
    const before = this.#of(this.totals, token, account);
    this.totals.set(key(token, account), total);
    const pending = this.#pending;
    if (pending === undefined) return;
    if (account === pending.account && !pending.kept) {
      pending.kept = true;
      pending.rest -= total - before;
      if (pending.rest === 0n) this.#pending = undefined;
    } else {
      this.#pending = undefined;
      this.handOn(token, pending.account, pending.rest);
    }
  }

  /** So much of the liens on a lost wallet went on to the live one at the end of the way. */
  handOn(token: string, lost: string, amount: bigint): void {
    if (amount === 0n) return;
    for (let wallet = lost; this.#successors.has(wallet); wallet = this.#heirs.get(wallet)!) {
      this.#add(token, wallet, amount);
      if (!this.#heirs.has(wallet)) this.#heirs.set(wallet, this.#liveFor(wallet));
    }
  }

  /** Taken first where the lien was placed, then wherever its money went. The sums are those before the lift. */
  lift({ token, account }: BookLien, amount: bigint): void {
    let rest = amount;
    for (
      let wallet: string | undefined = account;
      rest > 0n && wallet !== undefined;
      wallet = this.#heirs.get(wallet)
    ) {
      rest -= least(rest, this.#of(this.totals, token, wallet));
      if (rest > 0n) this.#add(token, wallet, -rest);
    }
  }

  /** Taken at one account: every wallet on the way there has handed so much less on. */
  seize({ token, account }: BookLien, from: string, amount: bigint): void {
    for (
      let wallet: string | undefined = account;
      wallet !== undefined && wallet !== from;
      wallet = this.#heirs.get(wallet)
    ) {
      this.#add(token, wallet, -amount);
    }
  }

  /** What of the lien can be taken, and where: `lienAt` of the contract, for every account on its way. */
  placesOf({ token, account, left }: BookLien): LienPlace[] {
    const places: LienPlace[] = [];
    let reaches = left;
    for (
      let wallet: string | undefined = account;
      wallet !== undefined && reaches > 0n;
      wallet = this.#heirs.get(wallet)
    ) {
      const amount = least(reaches, this.#of(this.totals, token, wallet));
      if (amount > 0n) places.push({ account: wallet, amount });
      reaches = least(reaches, this.#of(this.#handedOn, token, wallet));
    }
    return places;
  }

  /** The last of the wallets named for a lost one. */
  #liveFor(wallet: string): string {
    const next = this.#successors.get(wallet);
    return next === undefined ? wallet : this.#liveFor(next);
  }

  #of(sums: ReadonlyMap<string, bigint>, token: string, account: string): bigint {
    return sums.get(key(token, account)) ?? 0n;
  }

  #add(token: string, wallet: string, amount: bigint): void {
    this.#handedOn.set(key(token, wallet), this.#of(this.#handedOn, token, wallet) + amount);
  }
}

const key = (token: string, account: string): string => `${token} ${account}`;
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
