import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { readAccount } from "../../support/words.js";
import type { Everything, Known } from "./world.js";

/**
 * In every state: the supply is the sum of all balances of the bank's customers (so no desk has any), and nobody holds more
 * than it has.
 */
export async function checkConservation(world: Everything, after: string): Promise<void> {
  for (const { name, token, customers } of world.known) {
    const words = await Promise.all(customers.map(async (one) => readAccount(await token.accountWord(one))));
    const sum = words.reduce((total, { balance }) => total + balance, 0n);
    expect(await token.totalSupply(), `supply of ${name} after ${after}`).to.equal(sum);
    for (const [i, { balance, held }] of words.entries()) {
      const words_ = `${held} held of ${balance}, ${customers[i]!.address} in ${name} after ${after}`;
      expect(held <= balance, words_).to.equal(true);
    }
  }
}

/** The slow half, once a walk: a second ledger from events alone, and open holds against what is held. */
export async function checkBooks(world: Everything): Promise<void> {
  for (const known of world.known) {
    await checkLedger(known);
    await checkHolds(known);
    for (const desk of world.deskAddresses) expect(await known.token.balanceOf(desk), known.name).to.equal(0n);
  }
}

async function checkLedger({ name, token, customers }: Known): Promise<void> {
  const balances = new Map<string, bigint>();
  const add = (who: string, amount: bigint) => balances.set(who, (balances.get(who) ?? 0n) + amount);
  for (const { args } of await token.queryFilter(token.filters.Transfer)) {
    add(args.from, -args.value);
    add(args.to, args.value);
  }
  // Minted less burned: what the zero address lacks.
  expect(await token.totalSupply(), name).to.equal(-(balances.get(ZeroAddress) ?? 0n));
  const own = new Set([ZeroAddress, ...customers.map(({ address }) => address)]);
  for (const [who, balance] of balances) {
    if (who !== ZeroAddress) expect(await token.balanceOf(who), `${who} in ${name}`).to.equal(balance);
    expect(balance === 0n || own.has(who), `${who} has ${name} and is nobody's customer`).to.equal(true);
  }
}

/** Open or sealed. */
const LIVE = [1n, 2n];

async function checkHolds({ name, token, customers }: Known): Promise<void> {
  const open = new Map<string, bigint>();
  for (const { args } of await token.queryFilter(token.filters.HoldPlaced)) {
    const word = await token.holdWord(args.id);
    if (!LIVE.includes((word >> 64n) & 7n)) continue;
    open.set(args.payer, (open.get(args.payer) ?? 0n) + (word & ((1n << 64n) - 1n)));
  }
  for (const { address } of customers) {
    expect(await token.heldOf(address), `held by ${address} in ${name}`).to.equal(open.get(address) ?? 0n);
  }
}
