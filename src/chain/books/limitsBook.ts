import type { ChainEvent } from "../events.js";

/*
 * Limits, clearances and travel-rule records of the bank's present Limits contract, put together from its events alone.
 * Amounts are minor units, times unix seconds. What is used of a window is not kept: it is the sum of the movements.
 */

export interface BookLimits {
  readonly token: string;
  readonly party: bigint;
  readonly perPayment: bigint;
  readonly windowValue: bigint;
  readonly holdingCap: bigint;
  readonly windowCount: bigint;
  readonly windowHours: bigint;
}

/** What a clearance or a travel-rule record names: exactly one payment. */
export interface BookPayment {
  readonly token: string;
  /** zero address on a mint */
  readonly payer: string;
  /** zero address for a hold that a clearing contract burns */
  readonly payee: string;
  readonly amount: bigint;
}

export interface BookClearance extends BookPayment {
  readonly expiry: bigint;
  readonly caseId: string;
  /** the two people */
  readonly sender: string;
  readonly approver: string;
  readonly grantedAt: number;
  state: "live" | "used" | "revoked" | "replaced";
  /** block in which it was used, revoked or replaced */
  endedAt: number | undefined;
}

export interface BookTravelRecord extends BookPayment {
  readonly record: string;
  readonly expiry: bigint;
  readonly filedAt: number;
  state: "live" | "used" | "replaced";
  endedAt: number | undefined;
}

/** Wallets of a party whose payments and balances count together in a token. */
export interface BookEnrolment {
  readonly token: string;
  readonly party: bigint;
  readonly wallets: readonly string[];
}

export interface LimitsBook {
  /** by token and party */
  readonly limits: ReadonlyMap<string, BookLimits>;
  /** by token and party, as last written */
  readonly enrolled: ReadonlyMap<string, BookEnrolment>;
  /** in the order of the chain, ended ones among them; a lapsed one stays live until it is replaced */
  readonly clearances: readonly Readonly<BookClearance>[];
  readonly travelRecords: readonly Readonly<BookTravelRecord>[];
  /** minor units, by token */
  readonly travelThresholds: ReadonlyMap<string, bigint>;
  readonly contradictions: readonly string[];
}

/** Folds the events of the Limits contract, in the order of the chain. */
export function limitsBook(events: readonly ChainEvent[]): LimitsBook {
  const writer = new LimitsBookWriter();
  for (const event of events) if (event.contract === "Limits") writer.take(event);
  return writer.book;
}

type Args = ChainEvent["args"];
interface Ending {
  state: string;
  endedAt: number | undefined;
}

class LimitsBookWriter {
  readonly #limits = new Map<string, BookLimits>();
  readonly #enrolled = new Map<string, BookEnrolment>();
  readonly #clearances: BookClearance[] = [];
  readonly #records: BookTravelRecord[] = [];
  readonly #thresholds = new Map<string, bigint>();
  readonly #contradictions: string[] = [];
  /** the one of each payment that is not ended */
  readonly #live = { clearance: new Map<string, BookClearance>(), record: new Map<string, BookTravelRecord>() };

  get book(): LimitsBook {
    return {
      limits: this.#limits,
      enrolled: this.#enrolled,
      clearances: this.#clearances,
      travelRecords: this.#records,
      travelThresholds: this.#thresholds,
      contradictions: this.#contradictions,
    };
  }

  take({ name, args, blockNumber }: ChainEvent): void {
    this.#writers[name]?.(args, blockNumber);
  }

  readonly #writers: Record<string, (args: Args, blockNumber: number) => void> = {
    PartyLimitsSet: (args) => {
      const limits = args as unknown as BookLimits;
      this.#limits.set(`${limits.token} ${limits.party}`, limits);
    },
    PartyEnrolled: (args) => {
      const { token, party, wallets } = args as unknown as BookEnrolment;
      this.#enrolled.set(`${token} ${party}`, { token, party, wallets: [...wallets] });
    },
    TravelThresholdSet: (args) => this.#thresholds.set(String(args["token"]), args["threshold"] as bigint),
    ClearanceGranted: (args, grantedAt) => {
      this.#end(this.#live.clearance, args, "replaced", grantedAt, false);
      const clearance = { ...(args as object), grantedAt, state: "live", endedAt: undefined } as BookClearance;
      this.#clearances.push(clearance);
      this.#live.clearance.set(paymentOf(args), clearance);
    },
    ClearanceUsed: (args, block) => this.#end(this.#live.clearance, args, "used", block),
    ClearanceRevoked: (args, block) => this.#end(this.#live.clearance, args, "revoked", block),
    TravelRecordFiled: (args, filedAt) => {
      this.#end(this.#live.record, args, "replaced", filedAt, false);
      const record = { ...(args as object), filedAt, state: "live", endedAt: undefined } as BookTravelRecord;
      this.#records.push(record);
      this.#live.record.set(paymentOf(args), record);
    },
    TravelRecordUsed: (args, block) => this.#end(this.#live.record, args, "used", block),
  };

  #end(live: Map<string, Ending>, args: Args, state: string, block: number, mustExist = true): void {
    const payment = paymentOf(args);
    const ended = live.get(payment);
    if (ended === undefined) {
      if (mustExist) this.#contradictions.push(`what was ${state} for ${payment} was never given`);
      return;
    }
    Object.assign(ended, { state, endedAt: block });
    live.delete(payment);
  }
}

const paymentOf = (args: Args): string =>
  [args["token"], args["payer"], args["payee"], args["amount"]].map(String).join(" ");
