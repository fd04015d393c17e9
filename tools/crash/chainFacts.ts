import { ZeroAddress } from "ethers";

import type { Bank } from "../../src/chain/bank.js";
import { type ChainEvent, currencyOf, decodeLogs } from "../../src/chain/events.js";
import { readLogs } from "../../src/chain/logs.js";

/** A mint as the token's own events tell it. */
export interface MintFact {
  readonly currency: string;
  readonly payee: string;
  /** minor units */
  readonly amount: bigint;
}

/** Everything that happened to money on the chain up to a block. */
export interface ChainFacts {
  /** by reference, all of one reference */
  readonly mints: ReadonlyMap<string, readonly MintFact[]>;
  /** times that the redemption desk told of a redemption, by "name id" */
  readonly desk: ReadonlyMap<string, number>;
  /** holds that burned, and how much in all */
  readonly burned: ReadonlyMap<string, bigint>;
  readonly supply: ReadonlyMap<string, bigint>;
}

/** Reads the chain from its first block, without anything that the gateway has written down. */
export async function readFacts(bank: Bank, block: number): Promise<ChainFacts> {
  const { redemptionDesk, tokens, fromBlock } = bank.addresses;
  const addresses = [...Object.values(tokens), redemptionDesk];
  const events: ChainEvent[] = [];
  for (let from = fromBlock; from <= block; from += 500) {
    const logs = await readLogs(bank, { addresses, fromBlock: from, toBlock: Math.min(from + 499, block) });
    events.push(...decodeLogs(bank, logs));
  }
  const mints = new Map<string, MintFact[]>();
  const desk = new Map<string, number>();
  const burned = new Map<string, bigint>();
  events.forEach((event, i) => {
    const { contract, name, args, address } = event;
    if (contract === "RedemptionDesk") {
      const key = `${name} ${String(args["id"])}`;
      desk.set(key, (desk.get(key) ?? 0) + 1);
    }
    if (contract !== "DepositToken" || name !== "Transfer") return;
    const before = events[i - 1];
    const isBeside = before?.address === address && before.blockNumber === event.blockNumber;
    const amount = args["value"] as bigint;
    if (args["from"] === ZeroAddress) {
      const isNamed = isBeside && before.name === "TransferReference";
      const reference = isNamed ? String(before.args["loggedReference"]) : "none";
      const mint = { currency: currencyOf(bank, address)!, payee: String(args["to"]), amount };
      mints.set(reference, [...(mints.get(reference) ?? []), mint]);
    } else if (args["to"] === ZeroAddress) {
      const hold = isBeside && before.name === "HoldExecuted" ? String(before.args["id"]) : "none";
      burned.set(hold, (burned.get(hold) ?? 0n) + amount);
    }
  });
  const supply = new Map<string, bigint>();
  for (const [currency, token] of Object.entries(bank.tokens)) {
    supply.set(currency, await token.totalSupply({ blockTag: block }));
  }
  return { mints, desk, burned, supply };
}
