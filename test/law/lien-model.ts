/*
 * Liens as a lawyer would keep them, beside a plain ledger: who was named, how much is left, where money and sums lie. What
 * LegalOrders may decide by itself (in which order a lift takes from several wallets) is left open here: after a lift the
 * model reads the sums and checks that they can be the liens' own.
 */

export interface ModelLien {
  readonly id: string;
  readonly order: number;
  readonly account: string;
  left: bigint;
}

export interface ModelAccount {
  balance: bigint;
  held: bigint;
  /** What the token shows as frozen. */
  frozen: bigint;
  /** The sum of the liens here. */
  liens: bigint;
}

const min = (a: bigint, b: bigint) => (a < b ? a : b);
const over = (a: bigint, b: bigint) => (a > b ? a - b : 0n);

export class LienModel {
  readonly accounts = new Map<string, ModelAccount>();
  readonly liens: ModelLien[] = [];
  readonly successors = new Map<string, string>();

  open(address: string, balance: bigint) {
    this.accounts.set(address, { balance, held: 0n, frozen: 0n, liens: 0n });
  }

  at(address: string): ModelAccount {
    return this.accounts.get(address)!;
  }

  isRetired = (address: string) => this.successors.has(address);

  /** The live wallet at the end of the way. */
  heir(address: string): string {
    const next = this.successors.get(address);
    return next === undefined ? address : this.heir(next);
  }

  available(address: string): bigint {
    const { balance, held, frozen } = this.at(address);
    return over(balance, held + frozen);
  }

  unfrozen(address: string): bigint {
    const { balance, frozen } = this.at(address);
    return over(balance, frozen);
  }

  move(from: string, to: string | undefined, amount: bigint) {
    this.at(from).balance -= amount;
    if (to !== undefined) this.at(to).balance += amount;
  }

  setLiens(address: string, sum: bigint) {
    this.at(address).liens = sum;
    this.at(address).frozen = sum;
  }

  place(id: string, order: number, account: string, amount: bigint) {
    this.liens.push({ id, order, account, left: amount });
    const { balance, liens } = this.at(account);
    const kept = this.isRetired(account) ? min(amount, over(balance, liens)) : amount;
    if (kept !== 0n) this.setLiens(account, liens + kept);
    const heir = this.heir(account);
    if (kept !== amount) this.setLiens(heir, this.at(heir).liens + amount - kept);
  }

  sweep(lost: string) {
    const heir = this.heir(lost);
    const { balance, held, liens } = this.at(lost);
    const amount = balance - held;
    let moved = min(liens, amount);
    if (liens - moved > held) moved = liens - held;
    if (moved !== 0n) {
      this.setLiens(lost, liens - moved);
      this.setLiens(heir, this.at(heir).liens + moved);
    }
    this.move(lost, heir, amount);
  }

  /** The wallets whose money ends, or would end, at this one: itself and all that it replaced. */
  private upstream(address: string): string[] {
    return [...this.accounts.keys()].filter((wallet) => {
      for (let at: string | undefined = wallet; at !== undefined; at = this.successors.get(at)) {
        if (at === address) return true;
      }
      return false;
    });
  }

  /**
   * Whether the sums can be the liens' own: a lien lies where it was placed or further on, so the sums before a wallet never
   * exceed the liens placed before it, and at a live wallet they are equal.
   */
  isSound(take?: { lien: ModelLien; account: string; amount: bigint }): boolean {
    for (const address of this.accounts.keys()) {
      const before = this.upstream(address);
      let sums = before.reduce((sum, wallet) => sum + this.at(wallet).liens, 0n);
      let placed = this.liens.reduce((sum, { account, left }) => (before.includes(account) ? sum + left : sum), 0n);
      if (take !== undefined && before.includes(take.account)) sums -= take.amount;
      if (take !== undefined && before.includes(take.lien.account)) placed -= take.amount;
      if (sums > placed || (!this.isRetired(address) && sums !== placed)) return false;
    }
    return take === undefined || (take.amount <= take.lien.left && take.amount <= this.at(take.account).liens);
  }

  /** What of the lien can be taken from the account, at most: found by trying. */
  lienAt(lien: ModelLien, account: string): bigint {
    let [low, high] = [0n, lien.left];
    while (low < high) {
      const middle = (low + high + 1n) / 2n;
      if (this.isSound({ lien, account, amount: middle })) low = middle;
      else high = middle - 1n;
    }
    return low;
  }
}
