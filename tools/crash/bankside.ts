import { mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";

import { writePacs004, writePain002 } from "./answers.js";
import { type Booking, signed, writeCamt } from "./camt.js";
import type { CrashCustomer } from "./customers.js";
import { Ledger, type Payment } from "./ledger.js";
import type { Mail } from "./mail.js";
import type { Random } from "./random.js";
import { ACCOUNTS, CURRENCIES, type Currency, SMALL_UP_TO } from "./settings.js";

/** A deposit that a customer paid in. */
export interface PaidIn extends Booking {
  readonly customer: CrashCustomer;
}

const OPENING = 5_000_000_00n;
const DAY = 86_400_000;
/** The campaign's first day is so long ago: no day of it is in the future. */
const DAYS = 500;

/** The bank's core: books deposits, takes payment files, answers them, and reports everything in files. */
export class BankSide {
  readonly ledger = new Ledger();
  readonly deposits: PaidIn[] = [];
  readonly #booked = new Map<Currency, Booking[]>(CURRENCIES.map((currency) => [currency, []]));
  readonly #stated = new Map<Currency, number>(CURRENCIES.map((currency) => [currency, 0]));
  readonly #notified = new Map<Currency, number>(CURRENCIES.map((currency) => [currency, 0]));
  readonly #days = new Map<Currency, number>(CURRENCIES.map((currency) => [currency, 0]));
  readonly #toReturn: { readonly payment: Payment; readonly due: number }[] = [];
  readonly #fetched: string;
  #numbers = 0;

  constructor(
    private readonly any: Random,
    private readonly mail: Mail,
    private readonly outgoing: string,
    /** milliseconds until a payment comes back, at most */
    private readonly returnsAfter: number,
  ) {
    this.#fetched = join(outgoing, "..", "fetched");
    mkdirSync(this.#fetched, { recursive: true });
  }

  get returns(): number {
    return [...this.ledger.payments.values()].filter(({ returned }) => returned).length;
  }

  /** Nothing more will be written unless something new happens. */
  get isQuiet(): boolean {
    const stated = CURRENCIES.every((currency) => this.#stated.get(currency) === this.#booked.get(currency)!.length);
    return stated && this.#toReturn.length === 0 && this.mail.waiting === 0;
  }

  /** A customer pays in. Most amounts are small: reorganisations reach them after they count as final. */
  payIn(customer: CrashCustomer): void {
    const { any } = this;
    const currency = any.percent(75) ? "USD" : "EUR";
    const amount = any.percent(70) ? any.int(1_00, Number(SMALL_UP_TO)) : any.int(Number(SMALL_UP_TO) + 1, 9_000_00);
    const deposit: PaidIn = {
      currency,
      amount: BigInt(amount),
      direction: "CRDT",
      day: this.#today(currency),
      reversal: false,
      reference: this.#next("D"),
      endToEndId: any.percent(50) ? this.#next("E") : "NOTPROVIDED",
      uetr: any.percent(60) ? any.uuid() : undefined,
      debtorAccount: customer.customer.accounts[0]!,
      customer,
    };
    this.deposits.push(deposit);
    this.#book(deposit);
  }

  /** Notifies new entries in a camt.054, now and then once more in another message. */
  notify(currency: Currency): void {
    const booked = this.#booked.get(currency)!;
    const from = this.#notified.get(currency)!;
    // Some are left to the statement.
    const entries = booked.slice(from).filter(() => !this.any.percent(15));
    this.#notified.set(currency, booked.length);
    if (entries.length === 0) return;
    const notify = (some: readonly Booking[]): void => {
      const messageId = this.#next("N");
      const content = writeCamt({ ...this.#file(currency, messageId), kind: "camt.054", entries: some });
      this.mail.post(`${messageId}.xml`, content);
    };
    notify(entries);
    if (this.any.percent(15)) notify(this.any.shuffle([...entries]).slice(0, Math.ceil(entries.length / 2)));
  }

  /** Ends the day: states its entries in a camt.053. */
  state(currency: Currency): void {
    const booked = this.#booked.get(currency)!;
    const from = this.#stated.get(currency)!;
    const entries = booked.slice(from);
    if (entries.length === 0) return;
    this.#stated.set(currency, booked.length);
    this.#days.set(currency, Math.min(DAYS, this.#days.get(currency)! + 1));
    const opening = booked.slice(0, from).reduce((sum, entry) => sum + signed(entry), OPENING);
    const messageId = this.#next("S");
    const content = writeCamt({ ...this.#file(currency, messageId), kind: "camt.053", entries, opening });
    this.mail.post(`${messageId}.xml`, content);
  }

  /** Fetches payment files and answers each payment. */
  pay(): void {
    for (const name of readdirSync(this.outgoing).filter((file) => !file.startsWith("."))) {
      const path = join(this.outgoing, name);
      const taken = this.ledger.take(readFileSync(path, "utf8"));
      renameSync(path, join(this.#fetched, `${this.#next("F")}-${name}`));
      if (taken.length > 0) this.#answer(taken);
    }
  }

  #answer(taken: readonly Payment[]): void {
    const { any } = this;
    for (const payment of taken) {
      payment.outcome = any.percent(10) ? "rejected" : "paid";
      if (payment.outcome === "rejected") continue;
      this.#book({ ...this.#movement(payment), direction: "DBIT", reversal: false, reference: this.#next("P") });
      if (any.percent(8)) this.#toReturn.push({ payment, due: Date.now() + any.int(0, this.returnsAfter) });
    }
    const tell = (payments: readonly Payment[], status: (payment: Payment) => string): void => {
      const messageId = this.#next("A");
      if (payments.length > 0) this.mail.post(`${messageId}.xml`, writePain002(messageId, payments, status));
    };
    if (any.percent(30)) tell(taken, () => "ACSP");
    const halves = taken.map((payment) => ({ payment, first: any.percent(50) }));
    for (const first of [true, false]) {
      const part = halves.filter((half) => half.first === first).map(({ payment }) => payment);
      tell(part, ({ outcome }) => (outcome === "paid" ? "ACSC" : "RJCT"));
    }
  }

  /** Some of the money comes back: booked as a reversal, with or without an announcement, before it or after. */
  giveBack(): void {
    for (const due of this.#toReturn.filter((one) => one.due <= Date.now())) {
      this.#toReturn.splice(this.#toReturn.indexOf(due), 1);
      const { payment } = due;
      payment.returned = true;
      this.#book({ ...this.#movement(payment), direction: "CRDT", reversal: true, reference: this.#next("R") });
      const messageId = this.#next("B");
      if (this.any.percent(50)) this.mail.post(`${messageId}.xml`, writePacs004(messageId, payment));
    }
  }

  #book(entry: Booking): void {
    this.#booked.get(entry.currency)!.push(entry);
  }

  #today(currency: Currency): string {
    return new Date(Date.now() - (DAYS - this.#days.get(currency)!) * DAY).toISOString().slice(0, 10);
  }

  #file(currency: Currency, messageId: string) {
    return { messageId, statementId: `ID-${messageId}`, account: ACCOUNTS[currency], currency };
  }

  /** A payment on the account: out, or back in. */
  #movement({ currency, amount, uetr, endToEndId }: Payment) {
    const day = this.#today(currency);
    return { currency, amount, day, uetr, endToEndId, debtorAccount: undefined };
  }

  #next(kind: string): string {
    return `${kind}${String(++this.#numbers).padStart(7, "0")}`;
  }
}
