import { ZeroAddress } from "ethers";

import type { ChainEvent } from "./events.js";
import { bytes16ToUetr } from "./reference.js";
import type { HoldStatus } from "./words.js";

/*
 * A token's ledger put together from its events alone, as an auditor would: no storage read, no trust in views.
 * Amounts are minor units.
 */

const MAX = (1n << 64n) - 1n;

/** A hold as its events tell it. */
export interface RebuiltHold {
  readonly id: string;
  readonly payer: string;
  /** zero address for a redemption */
  readonly payee: string;
  readonly notary: string;
  readonly amount: bigint;
  readonly remaining: bigint;
  readonly status: HoldStatus;
  /** unix seconds, extensions included */
  readonly expiry: bigint;
  /** block of its placing, and of its seal */
  readonly placedAt: number;
  readonly sealedAt: number | undefined;
  /** the payment of a submitted redemption */
  readonly uetr: string | undefined;
}

export interface RebuiltAttestation {
  readonly figure: bigint;
  readonly asOf: bigint;
  readonly blockNumber: number;
}

export interface Rebuilt {
  readonly minted: bigint;
  readonly burned: bigint;
  readonly received: bigint;
  /** as the token carries it forward from attestation to attestation */
  readonly backing: bigint;
  readonly attestation: RebuiltAttestation | undefined;
  /** by address; those at zero are left out */
  readonly balances: ReadonlyMap<string, bigint>;
  readonly holds: ReadonlyMap<string, RebuiltHold>;
  /** events that contradict each other: a missing page, or a foreign contract */
  readonly contradictions: readonly string[];
}

/** Supply by the events. */
export const supplyOf = ({ minted, burned }: Rebuilt): bigint => minted - burned;

/** What is earmarked on an account, or on all. */
export function heldIn({ holds }: Rebuilt, payer?: string): bigint {
  const own = [...holds.values()].filter((hold) => payer === undefined || hold.payer === payer);
  return own.reduce((sum, { remaining }) => sum + remaining, 0n);
}

/**
 * Folds the events of one token and its redemption desk, in the order of the chain.
 * @param token the token's address: events of the desk about other tokens are ignored
 */
export function rebuild(events: readonly ChainEvent[], token: string): Rebuilt {
  const ledger = new Ledger();
  for (const event of events) {
    const aboutOther = event.contract !== "DepositToken" && event.args["token"] !== token;
    if (!aboutOther) ledger.take(event);
  }
  return ledger.result();
}

class Ledger {
  #minted = 0n;
  #burned = 0n;
  #received = 0n;
  #backing = 0n;
  #attestation: RebuiltAttestation | undefined;
  readonly #balances = new Map<string, bigint>();
  readonly #holds = new Map<string, RebuiltHold>();
  readonly #contradictions: string[] = [];

  take({ name, args, blockNumber }: ChainEvent): void {
    const id = String(args["id"] ?? "");
    const amount = (args["amount"] ?? args["value"] ?? 0n) as bigint;
    if (name === "Transfer") this.#transfer(String(args["from"]), String(args["to"]), amount);
    else if (name === "InterbankReceived") this.#receive(amount);
    else if (name === "Attested") this.#attest(args, blockNumber);
    else if (name === "HoldPlaced") this.#place(id, args, blockNumber);
    else if (name === "HoldExecuted" || name === "HoldReleased") this.#draw(id, amount);
    else if (name === "HoldExtended") this.#change(id, { expiry: args["expiry"] as bigint });
    else if (name === "HoldAssigned") this.#change(id, { payee: String(args["assignee"]) });
    else if (name === "HoldSealed") this.#change(id, { status: "Sealed", sealedAt: blockNumber });
    // The desk names the payment before the token seals.
    else if (name === "RedemptionSubmitted") this.#change(id, { uetr: bytes16ToUetr(String(args["uetr"])) });
  }

  result(): Rebuilt {
    return {
      minted: this.#minted,
      burned: this.#burned,
      received: this.#received,
      backing: this.#backing,
      attestation: this.#attestation,
      balances: new Map([...this.#balances].filter(([, balance]) => balance !== 0n)),
      holds: this.#holds,
      contradictions: this.#contradictions,
    };
  }

  #transfer(from: string, to: string, amount: bigint): void {
    if (from === ZeroAddress) this.#minted += amount;
    else this.#move(from, -amount);
    if (to !== ZeroAddress) {
      this.#move(to, amount);
      return;
    }
    this.#burned += amount;
    // A burn lowers the backing alike; it may be short of the supply and floors at zero.
    this.#backing -= amount < this.#backing ? amount : this.#backing;
  }

  #move(account: string, amount: bigint): void {
    const balance = (this.#balances.get(account) ?? 0n) + amount;
    if (balance < 0n) this.#contradictions.push(`${account} would have paid more than it had`);
    this.#balances.set(account, balance);
  }

  #receive(amount: bigint): void {
    this.#received += amount;
    const backing = this.#backing + amount;
    this.#backing = backing < MAX ? backing : MAX;
  }

  #attest(args: ChainEvent["args"], blockNumber: number): void {
    this.#attestation = { figure: args["figure"] as bigint, asOf: args["asOf"] as bigint, blockNumber };
    this.#backing = args["backing"] as bigint;
  }

  #place(id: string, args: ChainEvent["args"], placedAt: number): void {
    if (this.#holds.has(id)) this.#contradictions.push(`the hold ${id} was placed twice`);
    const amount = args["amount"] as bigint;
    this.#holds.set(id, {
      id,
      payer: String(args["payer"]),
      payee: String(args["payee"]),
      notary: String(args["notary"]),
      amount,
      remaining: amount,
      status: "Open",
      expiry: args["expiry"] as bigint,
      placedAt,
      sealedAt: undefined,
      uetr: undefined,
    });
  }

  #draw(id: string, amount: bigint): void {
    const remaining = (this.#holds.get(id)?.remaining ?? 0n) - amount;
    if (remaining < 0n) this.#contradictions.push(`the hold ${id} gave more than it had`);
    this.#change(id, remaining === 0n ? { remaining, status: "Closed" } : { remaining });
  }

  #change(id: string, change: Partial<RebuiltHold>): void {
    const hold = this.#holds.get(id);
    if (hold === undefined) this.#contradictions.push(`the hold ${id} was never placed`);
    else this.#holds.set(id, { ...hold, ...change });
  }
}
