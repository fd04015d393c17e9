import { type Log, ZeroAddress } from "ethers";

import type { Bank } from "../../chain/bank.js";
import { type ChainEvent, currencyOf, decodeLogs } from "../../chain/events.js";
import type { MovementRoad } from "../../store/index.js";

/** A `Transfer` of one of the bank's tokens, with what the events beside it say of it. Amounts are minor units. */
export interface Movement {
  readonly currency: string;
  readonly block: number;
  readonly logIndex: number;
  readonly txHash: string;
  readonly kind: "mint" | "burn" | "transfer";
  readonly payer: string;
  readonly payee: string;
  readonly amount: bigint;
  readonly reference: string | null;
  readonly road: MovementRoad | null;
  /** of a burn under a hold: whose notary says which road it took */
  readonly hold: string | undefined;
}

/** A hold that only a burn can draw. */
export interface BurnHold {
  readonly id: string;
  readonly currency: string;
  readonly notary: string;
}

export interface Page {
  readonly events: readonly ChainEvent[];
  readonly movements: readonly Movement[];
  readonly burnHolds: readonly BurnHold[];
}

/**
 * What a page of logs moved. A token logs a mint's reference, and the hold of a burn, just before the `Transfer`; an
 * interbank credit before both; the redemption desk tells of settling and returning in the same transaction.
 * @param logs of the tokens and the redemption desk, in the order of the chain, whole blocks
 */
export function movementsIn(bank: Bank, logs: readonly Log[]): Page {
  const events = decodeLogs(bank, logs);
  const transactions = new Map(logs.map((log) => [at(log.blockNumber, log.index), log.transactionHash]));
  const beside = new Map(events.map((event) => [at(event.blockNumber, event.logIndex), event]));
  const told = deskWord(events, transactions);
  const movements: Movement[] = [];
  const burnHolds: BurnHold[] = [];
  for (const event of events) {
    if (event.contract !== "DepositToken") continue;
    const currency = currencyOf(bank, event.address);
    if (currency === undefined) continue;
    const { blockNumber: block, logIndex, args } = event;
    if (event.name === "HoldPlaced" && args["payee"] === ZeroAddress) {
      burnHolds.push({ id: String(args["id"]), currency, notary: String(args["notary"]) });
    }
    if (event.name !== "Transfer") continue;
    const txHash = transactions.get(at(block, logIndex)) ?? "";
    const before = (steps: number): ChainEvent | undefined => {
      const found = beside.get(at(block, logIndex - steps));
      return found?.address === event.address ? found : undefined;
    };
    const [payer, payee, amount] = [String(args["from"]), String(args["to"]), args["value"] as bigint];
    const row = { currency, block, logIndex, txHash, payer, payee, amount };
    if (payer === ZeroAddress) movements.push({ ...row, kind: "mint", ...mintOf(event, txHash, before, told) });
    else if (payee === ZeroAddress) movements.push({ ...row, kind: "burn", ...burnOf(event, txHash, before, told) });
    else movements.push({ ...row, kind: "transfer", reference: null, road: null, hold: undefined });
  }
  return { events, movements, burnHolds };
}

type Before = (steps: number) => ChainEvent | undefined;
type About = Pick<Movement, "reference" | "road" | "hold">;

function mintOf({ address }: ChainEvent, txHash: string, before: Before, told: ReadonlySet<string>): About {
  const named = before(1);
  const reference = named?.name === "TransferReference" ? String(named.args["loggedReference"]) : null;
  const received = before(2);
  if (received?.name === "InterbankReceived" && received.args["uetr"] === reference) {
    return { reference, road: "interbank", hold: undefined };
  }
  return { reference, road: told.has(word(txHash, address, reference)) ? "return" : "issue", hold: undefined };
}

function burnOf({ address }: ChainEvent, txHash: string, before: Before, told: ReadonlySet<string>): About {
  const executed = before(1);
  const hold = executed?.name === "HoldExecuted" ? String(executed.args["id"]) : undefined;
  if (hold !== undefined && told.has(word(txHash, address, hold))) return { reference: hold, road: "redemption", hold };
  return { reference: null, road: "other", hold };
}

/** What the redemption desk says that it settled and returned, by transaction. */
function deskWord(events: readonly ChainEvent[], transactions: ReadonlyMap<string, string>): ReadonlySet<string> {
  const told = new Set<string>();
  for (const { contract, name, args, blockNumber, logIndex } of events) {
    if (contract !== "RedemptionDesk") continue;
    const txHash = transactions.get(at(blockNumber, logIndex)) ?? "";
    if (name === "RedemptionSettled") told.add(word(txHash, args["token"], args["id"]));
    if (name === "RedemptionReturned") told.add(word(txHash, args["token"], args["returnReference"]));
  }
  return told;
}

const at = (block: number, logIndex: number): string => `${block}:${logIndex}`;
const word = (txHash: string, token: unknown, of: unknown): string => [txHash, token, of].join(" ").toLowerCase();
