import type { ChainEvent } from "../events.js";

/*
 * The register of parties, put together from its events alone. Standings and profiles stay the packed numbers that the
 * register keeps (`decodeStanding`, `decodeProfile` read them).
 */

export type WalletState = "live" | "retired" | "removed";

export interface BookWallet {
  readonly wallet: string;
  readonly party: bigint;
  state: WalletState;
  /** of a retired wallet */
  successor: string | undefined;
}

export interface BookParty {
  readonly party: bigint;
  standing: bigint;
  profile: bigint;
  /** 20 bytes, zero for none */
  lei: string;
  /** salted hash of the approval id, zero for none */
  programme: string;
  /** salted hash of its own bank account, zero for none */
  settlementAccount: string;
  /** newest first, retired ones among them */
  wallets: string[];
  blocks: bigint;
  closed: boolean;
}

export interface BookCountry {
  readonly code: bigint;
  readonly resident: bigint;
  readonly controlled: bigint;
}

export interface RegisterBook {
  readonly parties: ReadonlyMap<bigint, Readonly<BookParty>>;
  readonly wallets: ReadonlyMap<string, Readonly<BookWallet>>;
  readonly tokens: readonly string[];
  readonly countries: ReadonlyMap<bigint, BookCountry>;
  /** zones whose parties need a programme's approval id */
  readonly programmeZones: ReadonlySet<bigint>;
  /** LEI by home bank number */
  readonly institutions: ReadonlyMap<bigint, string>;
  /** code hashes of smart accounts that one party may own */
  readonly walletCodes: ReadonlySet<string>;
  readonly contradictions: readonly string[];
}

/** Folds the events of the register, in the order of the chain. */
export function registerBook(events: readonly ChainEvent[]): RegisterBook {
  const writer = new RegisterBookWriter();
  for (const event of events) if (event.contract === "PartyRegistry") writer.take(event);
  return writer.book;
}

/** The live wallet that stands for this one, by the book: itself, or the last of its successors. */
export function successorIn(book: RegisterBook, wallet: string): string {
  const next = book.wallets.get(wallet)?.successor;
  return next === undefined ? wallet : successorIn(book, next);
}

const BLOCKED = 1n << 37n;
const NONE = `0x${"0".repeat(64)}`;

type Args = ChainEvent["args"];

class RegisterBookWriter {
  readonly #parties = new Map<bigint, BookParty>();
  readonly #wallets = new Map<string, BookWallet>();
  readonly #tokens: string[] = [];
  readonly #countries = new Map<bigint, BookCountry>();
  readonly #programmeZones = new Set<bigint>();
  readonly #institutions = new Map<bigint, string>();
  readonly #walletCodes = new Set<string>();
  readonly #contradictions: string[] = [];

  get book(): RegisterBook {
    return {
      parties: this.#parties,
      wallets: this.#wallets,
      tokens: this.#tokens,
      countries: this.#countries,
      programmeZones: this.#programmeZones,
      institutions: this.#institutions,
      walletCodes: this.#walletCodes,
      contradictions: this.#contradictions,
    };
  }

  take({ name, args }: ChainEvent): void {
    this.#writers[name]?.(args);
  }

  readonly #writers: Record<string, (args: Args) => void> = {
    PartyAdmitted: (args) => this.#admit(args),
    WalletAdded: (args) => this.#addWallet(args["party"] as bigint, String(args["wallet"])),
    WalletRetired: (args) =>
      this.#changeWallet(String(args["wallet"]), (wallet) => {
        wallet.state = "retired";
        wallet.successor = String(args["successor"]);
      }),
    WalletRemoved: (args) => this.#removeWallet(args["party"] as bigint, String(args["wallet"])),
    PartyUpdated: (args) => this.#change(args, (party) => (party.standing = args["standing"] as bigint)),
    PartyProfiled: (args) =>
      this.#change(args, (party) => {
        party.profile = args["profile"] as bigint;
        party.lei = String(args["lei"]);
        party.programme = String(args["programme"]);
      }),
    PartyClosed: (args) => this.#change(args, (party) => (party.closed = true)),
    PartyBlocked: (args) => this.#setBlocks(args),
    PartyUnblocked: (args) => this.#setBlocks(args),
    SettlementAccountSet: (args) =>
      this.#change(args, (party) => (party.settlementAccount = String(args["settlementAccount"]))),
    TokenListed: (args) => this.#tokens.push(String(args["token"])),
    CountrySet: (args) => {
      const [code, resident, controlled] = ["code", "resident", "controlled"].map((key) => args[key] as bigint);
      this.#countries.set(code!, { code: code!, resident: resident!, controlled: controlled! });
    },
    ProgrammeRequiredSet: (args) => toggle(this.#programmeZones, args["zone"] as bigint, args["required"] === true),
    InstitutionSet: (args) => this.#institutions.set(args["homeBank"] as bigint, String(args["lei"])),
    WalletCodeSet: (args) => toggle(this.#walletCodes, String(args["codeHash"]), args["allowed"] === true),
  };

  #admit(args: Args): void {
    const party = args["party"] as bigint;
    if (this.#parties.has(party)) this.#contradictions.push(`party ${party} was admitted twice`);
    this.#parties.set(party, {
      party,
      standing: args["standing"] as bigint,
      profile: args["profile"] as bigint,
      lei: String(args["lei"]),
      programme: String(args["programme"]),
      settlementAccount: NONE,
      wallets: [],
      blocks: 0n,
      closed: false,
    });
    this.#addWallet(party, String(args["wallet"]));
  }

  #addWallet(party: bigint, wallet: string): void {
    if (this.#wallets.has(wallet)) this.#contradictions.push(`the wallet ${wallet} was given out twice`);
    this.#wallets.set(wallet, { wallet, party, state: "live", successor: undefined });
    this.#change({ party }, ({ wallets }) => wallets.unshift(wallet));
  }

  #removeWallet(party: bigint, removed: string): void {
    this.#changeWallet(removed, (wallet) => (wallet.state = "removed"));
    this.#change({ party }, (owner) => (owner.wallets = owner.wallets.filter((wallet) => wallet !== removed)));
  }

  #setBlocks(args: Args): void {
    this.#change(args, (party) => {
      party.blocks = args["blocks"] as bigint;
      party.standing = party.blocks === 0n ? party.standing & ~BLOCKED : party.standing | BLOCKED;
    });
  }

  #change(args: Args, change: (party: BookParty) => void): void {
    const party = this.#parties.get(args["party"] as bigint);
    if (party === undefined) this.#contradictions.push(`party ${String(args["party"])} was never admitted`);
    else change(party);
  }

  #changeWallet(address: string, change: (wallet: BookWallet) => void): void {
    const wallet = this.#wallets.get(address);
    if (wallet === undefined) this.#contradictions.push(`the wallet ${address} was never added`);
    else change(wallet);
  }
}

function toggle<T>(set: Set<T>, item: T, present: boolean): void {
  if (present) set.add(item);
  else set.delete(item);
}
