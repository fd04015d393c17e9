import { ZeroAddress } from "ethers";

import type { ChainEvent } from "../events.js";
import { HOLD_STATUSES, type HoldStatus, ZONES } from "../words.js";

/*
 * Everything a token stores, put together from its events alone, word for word: what an auditor needs to rebuild the
 * ledger at any block without trusting a view. Amounts are minor units, times unix seconds.
 */

const MAX = (1n << 64n) - 1n;
const PLACED_HOURS = 1n << 15n;
const CORRIDORS = (1n << 225n) - 1n;
const FIRST_PAUSE = 225n;

/** An account as the token's words hold it. */
export interface BookAccount {
  balance: bigint;
  /** liens; may exceed the balance */
  frozen: bigint;
  held: bigint;
  /** 40 bits, as the register pushed them */
  standing: bigint;
  /** powers of a contract and the local block, as bits of the account word */
  localBits: bigint;
}

export interface BookHold {
  readonly id: string;
  readonly payer: string;
  /** of the struct; zero address for a redemption */
  readonly payee: string;
  /** who is paid instead, if it was assigned */
  assignee: string | undefined;
  readonly notary: string;
  readonly amount: bigint;
  remaining: bigint;
  status: HoldStatus;
  /** as signed, without extensions */
  readonly expiry: bigint;
  extensionHours: bigint;
  cleared: boolean;
  /** seconds; of the block in which it was placed (or voided) */
  readonly placedAt: bigint;
  readonly terms: string;
}

/** First use of a deposit reference or UETR. */
export interface BookReference {
  readonly payee: string;
  readonly amount: bigint;
  readonly blockNumber: number;
}

export interface TokenBook {
  readonly token: string;
  readonly supply: bigint;
  readonly burned: bigint;
  readonly received: bigint;
  readonly backing: bigint;
  readonly attestedAt: bigint;
  /** corridors and pauses, as the policy word has them */
  readonly policy: bigint;
  readonly review: bigint;
  readonly limits: string;
  readonly accounts: ReadonlyMap<string, Readonly<BookAccount>>;
  readonly holds: ReadonlyMap<string, Readonly<BookHold>>;
  readonly references: ReadonlyMap<string, BookReference>;
  /** events that contradict each other: a missing page, or a foreign contract */
  readonly contradictions: readonly string[];
}

/**
 * Folds the events of one token, in the order of the chain.
 * @param times of the blocks of its holds (`timesOf`)
 */
export function tokenBook(events: readonly ChainEvent[], token: string, times: ReadonlyMap<number, bigint>): TokenBook {
  const writer = new TokenBookWriter(token, times);
  for (const event of events) if (event.contract === "DepositToken" && event.address === token) writer.take(event);
  return writer.book;
}

/** The account word of `contracts/types/AccountWord.sol`. */
export const accountWordOf = ({ balance, frozen, held, standing, localBits }: Readonly<BookAccount>): bigint =>
  balance | (frozen << 64n) | (held << 128n) | (standing << 192n) | localBits;

/** The hold word of `contracts/types/HoldWord.sol`. */
export const holdWordOf = (hold: Readonly<BookHold>): bigint =>
  hold.remaining |
  (BigInt(HOLD_STATUSES.indexOf(hold.status)) << 64n) |
  (hold.extensionHours << 67n) |
  (((hold.placedAt / 3600n) % PLACED_HOURS) << 80n) |
  (hold.cleared ? 1n << 95n : 0n) |
  (BigInt(hold.assignee ?? 0) << 96n);

/** The word of a reference's first use: payee, amount, low 32 bits of the block. */
export const referenceWordOf = ({ payee, amount, blockNumber }: BookReference): bigint =>
  (BigInt(payee) << 96n) | (amount << 32n) | (BigInt(blockNumber) & 0xffffffffn);

type Args = ChainEvent["args"];

class TokenBookWriter {
  readonly #accounts = new Map<string, BookAccount>();
  readonly #holds = new Map<string, BookHold>();
  readonly #references = new Map<string, BookReference>();
  readonly #contradictions: string[] = [];
  #supply = 0n;
  #burned = 0n;
  #received = 0n;
  #backing = 0n;
  #attestedAt = 0n;
  #allowed = 0n;
  #review = 0n;
  #pauses = 0n;
  #limits = ZeroAddress;
  /** the reference logged just before a mint's `Transfer` */
  #reference: string | undefined;

  constructor(
    readonly token: string,
    readonly times: ReadonlyMap<number, bigint>,
  ) {}

  get book(): TokenBook {
    return {
      token: this.token,
      supply: this.#supply,
      burned: this.#burned,
      received: this.#received,
      backing: this.#backing,
      attestedAt: this.#attestedAt,
      policy: this.#allowed | this.#pauses,
      review: this.#review,
      limits: this.#limits,
      accounts: this.#accounts,
      holds: this.#holds,
      references: this.#references,
      contradictions: this.#contradictions,
    };
  }

  take({ name, args, blockNumber }: ChainEvent): void {
    const write = this.#writers[name];
    if (write !== undefined) write(args, blockNumber);
    if (name !== "TransferReference") this.#reference = undefined;
  }

  readonly #writers: Record<string, (args: Args, blockNumber: number) => void> = {
    StandingSet: (args) => (this.#account(args["wallet"]).standing = args["standing"] as bigint),
    LocalBitsSet: (args) => (this.#account(args["account"]).localBits = args["bits"] as bigint),
    Frozen: (args) => (this.#account(args["account"]).frozen = args["amount"] as bigint),
    CorridorsSet: (args) => {
      this.#allowed = (args["allowed"] as bigint) & CORRIDORS;
      this.#review = args["review"] as bigint;
    },
    Paused: (args) => (this.#pauses |= 1n << (FIRST_PAUSE + (args["operation"] as bigint))),
    Unpaused: (args) => (this.#pauses &= ~(1n << (FIRST_PAUSE + (args["operation"] as bigint)))),
    LimitsSet: (args) => (this.#limits = String(args["limits"])),
    Attested: (args) => {
      this.#attestedAt = args["asOf"] as bigint;
      this.#backing = args["backing"] as bigint;
    },
    InterbankReceived: (args) => {
      this.#received += args["amount"] as bigint;
      this.#backing = least(this.#backing + (args["amount"] as bigint), MAX);
    },
    TransferReference: (args) => (this.#reference = String(args["loggedReference"])),
    Transfer: (args, blockNumber) =>
      this.#transfer(String(args["from"]), String(args["to"]), args["value"] as bigint, blockNumber),
    HoldPlaced: (args, blockNumber) => this.#place(args, blockNumber),
    HoldExecuted: (args) => this.#draw(String(args["id"]), args["amount"] as bigint),
    HoldReleased: (args) => this.#draw(String(args["id"]), args["amount"] as bigint),
    HoldExtended: (args) =>
      this.#change(String(args["id"]), (hold) => {
        hold.extensionHours = ((args["expiry"] as bigint) - hold.expiry) / 3600n;
      }),
    HoldAssigned: (args) =>
      this.#change(String(args["id"]), (hold) => {
        hold.assignee = String(args["assignee"]);
        hold.cleared = this.#isUnderReview(hold.payer, hold.assignee);
      }),
    HoldSealed: (args) => this.#change(String(args["id"]), (hold) => (hold.status = "Sealed")),
    HoldVoided: (args, blockNumber) => this.#void(args, blockNumber),
  };

  #account(address: unknown): BookAccount {
    const found = this.#accounts.get(String(address));
    if (found !== undefined) return found;
    const opened = { balance: 0n, frozen: 0n, held: 0n, standing: 0n, localBits: 0n };
    this.#accounts.set(String(address), opened);
    return opened;
  }

  #transfer(from: string, to: string, amount: bigint, blockNumber: number): void {
    if (from === ZeroAddress) this.#mint(to, amount, blockNumber);
    else this.#credit(from, -amount);
    if (to !== ZeroAddress) {
      this.#credit(to, amount);
      return;
    }
    this.#supply -= amount;
    this.#burned += amount;
    this.#backing -= least(amount, this.#backing);
  }

  #mint(payee: string, amount: bigint, blockNumber: number): void {
    this.#supply += amount;
    if (this.#reference === undefined) this.#contradictions.push(`${amount} were minted under no reference`);
    else this.#references.set(this.#reference, { payee, amount, blockNumber });
  }

  #credit(address: string, amount: bigint): void {
    const account = this.#account(address);
    account.balance += amount;
    if (account.balance < 0n) this.#contradictions.push(`${address} would have paid more than it had`);
  }

  #place(args: Args, blockNumber: number): void {
    const id = String(args["id"]);
    if (this.#holds.has(id)) this.#contradictions.push(`the hold ${id} was placed twice`);
    const [payer, payee, amount] = [String(args["payer"]), String(args["payee"]), args["amount"] as bigint];
    this.#account(payer).held += amount;
    this.#holds.set(id, {
      id,
      payer,
      payee,
      assignee: undefined,
      notary: String(args["notary"]),
      amount,
      remaining: amount,
      status: "Open",
      expiry: args["expiry"] as bigint,
      extensionHours: 0n,
      cleared: payee !== ZeroAddress && this.#isUnderReview(payer, payee),
      placedAt: this.times.get(blockNumber) ?? 0n,
      terms: String(args["terms"]),
    });
  }

  #void(args: Args, blockNumber: number): void {
    const id = String(args["id"]);
    if (this.#holds.has(id)) this.#contradictions.push(`the hold ${id} was voided after it was placed`);
    this.#holds.set(id, {
      ...{ id, payer: String(args["payer"]), payee: ZeroAddress, assignee: undefined, notary: ZeroAddress },
      ...{ amount: 0n, remaining: 0n, status: "Voided", expiry: 0n, extensionHours: 0n, cleared: false, terms: "" },
      placedAt: this.times.get(blockNumber) ?? 0n,
    });
  }

  #draw(id: string, amount: bigint): void {
    this.#change(id, (hold) => {
      hold.remaining -= amount;
      this.#account(hold.payer).held -= amount;
      if (hold.remaining < 0n) this.#contradictions.push(`the hold ${id} gave more than it had`);
      if (hold.remaining === 0n) hold.status = "Closed";
    });
  }

  #change(id: string, change: (hold: BookHold) => void): void {
    const hold = this.#holds.get(id);
    if (hold === undefined) this.#contradictions.push(`the hold ${id} was never placed`);
    else change(hold);
  }

  /** Whether the corridor needed a clearance just then: under review and not allowed. */
  #isUnderReview(from: string, to: string): boolean {
    const zone = (address: string): bigint => (this.#account(address).standing >> 32n) & 0xfn;
    const corridor = 1n << (zone(from) * BigInt(ZONES) + zone(to));
    return (this.#allowed & corridor) === 0n && (this.#review & corridor) !== 0n;
  }
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
