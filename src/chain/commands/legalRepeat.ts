import { VostroError } from "../../errors/index.js";
import type { ChainEvent } from "../events.js";
import { decodeLogs } from "../events.js";
import { readLogs } from "../logs.js";
import { ask, providerOf } from "../send.js";
import type { Context } from "./context.js";

/** An act of equal content that may have been done before. */
export interface Repeatable {
  /** the event of LegalOrders that tells of it, and its first indexed arguments */
  readonly event: "LienPlaced" | "Seized" | "BlockLifted" | "LienLifted" | "WalletBlockLifted";
  readonly indexed: readonly (string | null)[];
  readonly same: (args: ChainEvent["args"]) => boolean;
  /** "A lien of USD 60.00 on 0x... under this order" */
  readonly what: string;
}

/**
 * Approvals of equal content differ by their salt, so the contract takes both: a second one, signed because the first was
 * thought lost, would do the act twice. It must be said that this is meant (--again).
 * @throws VostroError ActRepeated
 */
export async function requireFirst(context: Context, { event, indexed, same, what }: Repeatable): Promise<void> {
  if (context.flag("again")) return;
  const { bank } = context;
  const { topicHash } = bank.legalOrders.interface.getEvent(event as "Seized");
  const logs = await readLogs(bank, {
    addresses: [bank.addresses.legalOrders],
    topics: [topicHash],
    indexed,
    fromBlock: bank.addresses.fromBlock,
    toBlock: await ask(bank, providerOf(bank).getBlockNumber()),
  });
  const before = decodeLogs(bank, logs).filter(({ args }) => same(args));
  const last = before.at(-1);
  if (last === undefined) return;
  throw new VostroError({
    name: "ActRepeated",
    args: { act: last.args["act"], blockNumber: last.blockNumber },
    sentence: `${what} was done already in block ${last.blockNumber}, as act ${String(last.args["act"])}.`,
    fix: "If a second one is meant, add --again; the same option is needed to approve and to send it.",
  });
}
