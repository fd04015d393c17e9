import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { readAccount } from "../../support/words.js";
import type { Everything } from "./world.js";

/** Minted less burned of every token, as its own events say; minor units. */
export type Ledger = Map<string, { supply: bigint; balances: Map<string, bigint> }>;

/** Balances from events alone: a second ledger, which knows nothing of words. */
export async function ledgerOf(world: Everything): Promise<Ledger> {
  const ledger: Ledger = new Map();
  for (const [name, token] of Object.entries(world.tokens)) {
    const balances = new Map<string, bigint>();
    const add = (who: string, amount: bigint) => balances.set(who, (balances.get(who) ?? 0n) + amount);
    let supply = 0n;
    for (const { args } of await token.queryFilter(token.filters.Transfer)) {
      if (args.from === ZeroAddress) supply += args.value;
      else add(args.from, -args.value);
      if (args.to === ZeroAddress) supply -= args.value;
      else add(args.to, args.value);
    }
    ledger.set(name, { supply, balances });
  }
  return ledger;
}

/**
 * In every state: what was minted less what was burned is the supply and the sum of all balances; nobody holds more than it
 * has; what is held is what open holds say; no desk has anything.
 */
export async function checkConservation(world: Everything, after: string): Promise<void> {
  const { customers, desks } = world.holders;
  for (const [name, token] of Object.entries(world.tokens)) {
    const words = await Promise.all(customers.map(async (one) => readAccount(await token.accountWord(one))));
    const sum = words.reduce((total, { balance }) => total + balance, 0n);
    expect(await token.totalSupply(), `supply of ${name} after ${after}`).to.equal(sum);
    for (const [i, { balance, held }] of words.entries()) {
      expect(
        held <= balance,
        `${held} held of ${balance}, ${customers[i]!.address} in ${name} after ${after}`,
      ).to.equal(true);
    }
    for (const desk of desks) expect(await token.balanceOf(desk), `a desk in ${name} after ${after}`).to.equal(0n);
  }
}

/** The slow half, once a walk: events against words, and open holds against what is held. */
export async function checkBooks(world: Everything): Promise<void> {
  const ledger = await ledgerOf(world);
  for (const [name, token] of Object.entries(world.tokens)) {
    const { supply, balances } = ledger.get(name)!;
    expect(await token.totalSupply(), name).to.equal(supply);
    const known = new Set(world.holders.customers.map(({ address }) => address));
    for (const [who, balance] of balances) {
      expect(await token.balanceOf(who), `${who} in ${name}`).to.equal(balance);
      expect(balance === 0n || known.has(who), `${who} has ${name} and is nobody's customer`).to.equal(true);
    }
    const open = new Map<string, bigint>();
    for (const { args } of await token.queryFilter(token.filters.HoldPlaced)) {
      const word = await token.holdWord(args.id);
      const status = Number((word >> 64n) & 7n);
      // Open or sealed.
      if (status === 1 || status === 2) {
        open.set(args.payer, (open.get(args.payer) ?? 0n) + (word & ((1n << 64n) - 1n)));
      }
    }
    for (const { address } of world.holders.customers) {
      expect(await token.heldOf(address), `held by ${address} in ${name}`).to.equal(open.get(address) ?? 0n);
    }
  }
}
