import { ZeroHash } from "ethers";

import type { ChainEvent } from "../events.js";
import { ACT_KINDS as ORDERED_KINDS } from "../law/orderFile.js";
import { LienWays } from "./lienWays.js";

/*
 * What the bank did because a court or an authority ordered it, what it lifted, and whether a token is in resolution: put
 * together from the events of LegalOrders, PauseControl and Resolution alone. Amounts are minor units, times unix seconds.
 */

export interface BookOrder {
  readonly id: string;
  readonly authority: string;
  readonly documentHash: string;
  readonly issuedAt: bigint;
  readonly validUntil: bigint;
  /** block of the first act under it */
  readonly filedAt: number;
}

/** Acts under orders, and lifts that cite none. */
export const ACT_KINDS = {
  ...ORDERED_KINDS,
  DirectBlockLifted: "officer's block lifted",
  WalletBlockLifted: "wallet's block lifted",
  PauseLifted: "pause lifted",
} as const;

/** One act of two people. What does not belong to its kind is undefined. */
export interface BookAct {
  readonly kind: (typeof ACT_KINDS)[keyof typeof ACT_KINDS];
  /** hash of what was signed: the act's name for ever */
  readonly act: string;
  readonly orderId: string | undefined;
  /** of a lift: the decision */
  readonly grounds: string | undefined;
  readonly party: bigint | undefined;
  readonly token: string | undefined;
  readonly account: string | undefined;
  /** custody account of a seizure, successor of a recovery */
  readonly to: string | undefined;
  readonly hold: string | undefined;
  readonly lienId: string | undefined;
  readonly amount: bigint | undefined;
  /** transfer, place, execute or mint, by its number */
  readonly operation: bigint | undefined;
  readonly sender: string;
  readonly approver: string;
  readonly blockNumber: number;
}

export interface BookLien {
  readonly lienId: string;
  readonly orderId: string;
  readonly token: string;
  /** as it was placed */
  readonly account: string;
  readonly amount: bigint;
  left: bigint;
}

/** Where what is left of a lien can be taken: its account, or wallets that stand for lost ones. */
export interface LienPlace {
  readonly account: string;
  readonly amount: bigint;
}

/** A block under an order. */
export interface BookBlock {
  readonly orderId: string;
  readonly party: bigint;
  live: boolean;
}

/** Money and liens of a lost wallet that went to the wallet that stands for it. */
export interface BookSweep {
  readonly token: string;
  readonly lost: string;
  readonly heir: string;
  readonly amount: bigint;
  readonly liens: bigint;
  readonly blockNumber: number;
}

export interface BookDeclaration {
  readonly token: string;
  readonly instrument: string;
  readonly authorityCode: string;
  readonly agent: string;
  readonly approver: string;
  readonly blockNumber: number;
}

export interface BookCommitment {
  readonly token: string;
  readonly root: string;
  readonly total: bigint;
  readonly holders: bigint;
  /** of the register */
  readonly asOf: bigint;
  readonly burnedThen: bigint;
  readonly approver: string;
  readonly blockNumber: number;
}

export interface LawBook {
  readonly orders: ReadonlyMap<string, BookOrder>;
  /** in the order of the chain */
  readonly acts: readonly BookAct[];
  readonly liens: ReadonlyMap<string, Readonly<BookLien>>;
  /** of each lien, where it lies; nowhere once nothing is left */
  readonly places: ReadonlyMap<string, readonly LienPlace[]>;
  /** sum of the liens, by token and account */
  readonly liensOf: ReadonlyMap<string, bigint>;
  /** by order and party, lifted ones among them */
  readonly blocks: ReadonlyMap<string, Readonly<BookBlock>>;
  /** whether an account is registered for seized money, of all that ever were */
  readonly custody: ReadonlyMap<string, boolean>;
  readonly sweeps: readonly BookSweep[];
  /** by token */
  readonly declarations: ReadonlyMap<string, BookDeclaration>;
  readonly commitments: ReadonlyMap<string, BookCommitment>;
  readonly contradictions: readonly string[];
}

/** Folds the events of the law, in the order of the chain; the register's say who stands for a lost wallet. */
export function lawBook(events: readonly ChainEvent[]): LawBook {
  const writer = new LawBookWriter();
  for (const event of events) writer.take(event);
  return writer.book;
}

/** Live blocks of a party under orders. */
export const liveBlocksOf = ({ blocks }: LawBook, party: bigint): bigint =>
  BigInt([...blocks.values()].filter((block) => block.live && block.party === party).length);

const CONTRACTS: ReadonlySet<string> = new Set(["LegalOrders", "PauseControl", "Resolution"]);

type Args = ChainEvent["args"];

class LawBookWriter {
  readonly #orders = new Map<string, BookOrder>();
  readonly #acts: BookAct[] = [];
  readonly #liens = new Map<string, BookLien>();
  readonly #blocks = new Map<string, BookBlock>();
  readonly #custody = new Map<string, boolean>();
  readonly #sweeps: BookSweep[] = [];
  readonly #declarations = new Map<string, BookDeclaration>();
  readonly #commitments = new Map<string, BookCommitment>();
  readonly #contradictions: string[] = [];
  readonly #ways = new LienWays();

  get book(): LawBook {
    const liens = [...this.#liens.values()];
    return {
      orders: this.#orders,
      acts: this.#acts,
      liens: this.#liens,
      places: new Map(liens.map((lien) => [lien.lienId, this.#ways.placesOf(lien)])),
      liensOf: this.#ways.totals,
      blocks: this.#blocks,
      custody: this.#custody,
      sweeps: this.#sweeps,
      declarations: this.#declarations,
      commitments: this.#commitments,
      contradictions: this.#contradictions,
    };
  }

  take(event: ChainEvent): void {
    const { contract, name, args, blockNumber } = event;
    if (contract === "PartyRegistry" && name === "WalletRetired") {
      this.#ways.retire(String(args["wallet"]), String(args["successor"]));
    }
    if (!CONTRACTS.has(contract)) return;
    if (name in ACT_KINDS) this.#act(name as keyof typeof ACT_KINDS, args, blockNumber);
    this.#writers[name]?.(args, blockNumber);
  }

  #act(name: keyof typeof ACT_KINDS, args: Args, blockNumber: number): void {
    const text = (key: string): string | undefined => (args[key] === undefined ? undefined : String(args[key]));
    const number = (key: string): bigint | undefined => args[key] as bigint | undefined;
    const act = text("act")!;
    // Of a direct lift and of all others that name no order it stays undefined.
    const lienId = name === "LienPlaced" ? act : text("lienId") === ZeroHash ? undefined : text("lienId");
    this.#acts.push({
      ...{ kind: ACT_KINDS[name], act, lienId, blockNumber },
      orderId: text("orderId"),
      grounds: text("grounds") ?? text("reason"),
      party: number("party"),
      token: text("token"),
      account: text("account") ?? text("lost") ?? text("wallet"),
      to: text("custody") ?? text("successor"),
      hold: text("hold"),
      amount: number("amount"),
      operation: number("operation"),
      sender: text("sender")!,
      approver: text("approver")!,
    });
  }

  readonly #writers: Record<string, (args: Args, blockNumber: number) => void> = {
    OrderFiled: (args, filedAt) => {
      const order = { ...(args as unknown as Omit<BookOrder, "filedAt">), filedAt };
      if (this.#orders.has(order.id)) this.#contradictions.push(`the order ${order.id} was filed twice`);
      this.#orders.set(order.id, order);
    },
    BlockPlaced: (args) => {
      const [orderId, party] = [String(args["orderId"]), args["party"] as bigint];
      this.#blocks.set(`${orderId} ${party}`, { orderId, party, live: true });
    },
    BlockLifted: (args) => {
      const block = this.#blocks.get(`${String(args["orderId"])} ${String(args["party"])}`);
      if (block?.live === true) block.live = false;
      else this.#contradictions.push(`a block of party ${String(args["party"])} was lifted that was not live`);
    },
    LienPlaced: (args) => {
      const [lienId, amount] = [String(args["act"]), args["amount"] as bigint];
      const [token, account] = [String(args["token"]), String(args["account"])];
      this.#liens.set(lienId, { lienId, orderId: String(args["orderId"]), token, account, amount, left: amount });
      this.#ways.place(token, account, amount);
    },
    LienLifted: (args) => this.#reduce(args, args["amount"] as bigint, (lien, amount) => this.#ways.lift(lien, amount)),
    Seized: (args) => {
      if (args["lienId"] === ZeroHash) return;
      const account = String(args["account"]);
      this.#reduce(args, args["ofLien"] as bigint, (lien, amount) => this.#ways.seize(lien, account, amount));
    },
    LiensSet: (args) => this.#ways.setTotal(String(args["token"]), String(args["account"]), args["total"] as bigint),
    Swept: (args, blockNumber) => {
      const sweep = { ...(args as unknown as Omit<BookSweep, "blockNumber">), blockNumber };
      this.#sweeps.push(sweep);
      this.#ways.handOn(sweep.token, sweep.lost, sweep.liens);
    },
    CustodySet: (args) => this.#custody.set(String(args["account"]), args["registered"] === true),
    ResolutionDeclared: (args, blockNumber) => {
      const declaration = { ...(args as unknown as Omit<BookDeclaration, "blockNumber">), blockNumber };
      if (this.#declarations.has(declaration.token))
        this.#contradictions.push(`${declaration.token} was declared twice`);
      this.#declarations.set(declaration.token, declaration);
    },
    RegisterCommitted: (args, blockNumber) => {
      const { blockNumber: asOf, ...figures } = args as unknown as Omit<BookCommitment, "asOf"> & {
        blockNumber: bigint;
      };
      this.#commitments.set(figures.token, { ...figures, asOf, blockNumber });
    },
  };

  #reduce(args: Args, amount: bigint, along: (lien: BookLien, amount: bigint) => void): void {
    const lien = this.#liens.get(String(args["lienId"]));
    if (lien === undefined || lien.left < amount) {
      this.#contradictions.push(`the lien ${String(args["lienId"])} gave more than it had`);
      return;
    }
    lien.left -= amount;
    along(lien, amount);
  }
}
