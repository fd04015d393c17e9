import { getAddress, id, isHexString, type Provider, type Signer } from "ethers";

import { LOCAL_CHAINS } from "../../bank/testAccounts.js";
import { VostroError } from "../../errors/index.js";
import { formatAmount, MINOR_UNITS, MoneyError, parseAmount } from "../../money/index.js";
import type { Bank } from "../bank.js";
import type { HeldRole } from "../heldRoles.js";
import { flagOf } from "./definitions.js";
import { InputError } from "./exitCodes.js";

/** What an act was given: texts by option name, switches as booleans; absent options are undefined. */
export type Values = Readonly<Record<string, string | boolean | undefined>>;

/** Where a command runs. */
export interface Environment {
  readonly provider: Provider;
  /** process.env, or what a test puts in its place */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** keys that are neither in the variables nor test accounts, such as those of a keystore */
  readonly signer?: (role: HeldRole) => Promise<Signer | undefined>;
  /** write what is sent down beside the deployment, so that a command can be repeated: scripts and tasks do */
  readonly outbox?: boolean;
  /** told how far an act of many transactions has come */
  readonly progress?: (line: string) => void;
  /** asks a person at the terminal and gives back the answer; undefined where nobody can be asked */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
}

/** What an act ends in: for people, and for programs. */
export interface Outcome {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** the act was not refused but its answer is no: exit code 1 */
  readonly failed?: boolean;
}

/** One run of one act: its arguments, read flag by flag, and the bank. */
export class Context {
  constructor(
    readonly bank: Bank,
    readonly values: Values,
    readonly environment: Environment,
  ) {}

  get local(): boolean {
    return LOCAL_CHAINS.includes(this.bank.addresses.chainId);
  }

  progress(line: string): void {
    this.environment.progress?.(line);
  }

  get dryRun(): boolean {
    return this.values["dryRun"] === true;
  }

  flag(option: string): boolean {
    return this.values[option] === true;
  }

  /** The option's text; undefined when it was not given. */
  text(option: string): string | undefined {
    const value = this.values[option];
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  /** @throws InputError when it was not given */
  required(option: string): string {
    const value = this.text(option);
    if (value !== undefined) return value;
    throw new InputError(flagOf(option), "is missing", "Give it a value.");
  }

  /** Reads a required option; what the reader throws is said of this flag. */
  read<T>(option: string, reader: (text: string) => T): T {
    return this.wrap(flagOf(option), () => reader(this.required(option)));
  }

  /** Reads an option that may be absent. */
  readIf<T>(option: string, reader: (text: string) => T): T | undefined {
    return this.text(option) === undefined ? undefined : this.read(option, reader);
  }

  wrap<T>(where: string, act: () => T): T {
    try {
      return act();
    } catch (error) {
      if (error instanceof MoneyError)
        throw new InputError(where, error.message.replace(` ${error.fix}`, ""), error.fix);
      if (error instanceof VostroError) throw new InputError(where, error.sentence, error.fix);
      throw error;
    }
  }

  /** A currency in which the bank has a token. */
  get currency(): string {
    return this.read("currency", (text) => {
      if (this.bank.tokens[text] !== undefined) return text;
      const fix = `Use one of ${Object.keys(this.bank.tokens).join(", ")}.`;
      throw new InputError("--currency", `${JSON.stringify(text)} is not a currency of this bank`, fix);
    });
  }

  /** An amount above zero, in minor units of the currency. */
  amount(option = "amount"): bigint {
    const { currency } = this;
    return this.read(option, (text) => positive(parseAmount(text, currency), flagOf(option)));
  }

  address(option: string): string {
    return this.read(option, (text) => checkedAddress(text, flagOf(option)));
  }

  /** bytes32: hexadecimal digits as they are, or the hash of a text. */
  hash(option: string): string {
    return this.read(option, (text) => hashOrText(text, flagOf(option)));
  }

  /** A whole number from `least` to `most`. */
  integer(option: string, least: number, most: number): number | undefined {
    return this.readIf(option, (text) => {
      const value = Number(text);
      if (/^[0-9]+$/.test(text) && value >= least && value <= most) return value;
      throw new InputError(
        flagOf(option),
        `${JSON.stringify(text)} is not possible`,
        `Write a number from ${least} to ${most}.`,
      );
    });
  }

  /** "USD 12.50" */
  money(amount: bigint, currency: string): string {
    return MINOR_UNITS.has(currency) ? `${currency} ${formatAmount(amount, currency)}` : `${amount} minor units`;
  }

  /**
   * The bank's salt. On local chains the demo's public one stands in, so that everything there finds the same parties.
   * @throws InputError when VOSTRO_SALT is missing or malformed
   */
  async salt(): Promise<string> {
    const salt = this.environment.variables["VOSTRO_SALT"];
    if (salt === undefined || salt === "") {
      if (this.local) return (await import("../../node/liveNode.js")).DEMO_SALT;
      throw new InputError("VOSTRO_SALT", "is not set", "Set it to the bank's 32 secret bytes, 0x and 64 digits.");
    }
    if (isHexString(salt, 32)) return salt;
    throw new InputError("VOSTRO_SALT", "is not 32 bytes", "Write 0x and 64 hexadecimal digits.");
  }
}

/** @throws InputError for zero */
export function positive(amount: bigint, where: string): bigint {
  if (amount > 0n) return amount;
  throw new InputError(where, "is zero", "Write an amount above zero.");
}

/** A mistyped address is money lost, so the checksum is mandatory. @throws InputError */
export function checkedAddress(text: string, where: string): string {
  try {
    if (getAddress(text) === text) return text;
  } catch {
    // reported below
  }
  const fix = "Write 0x and 40 hexadecimal digits with the checksum's capitals.";
  throw new InputError(where, `${JSON.stringify(text)} is not a checksummed address`, fix);
}

/** bytes32 of a text, or the digits themselves. @throws InputError for hexadecimal digits of another length */
function hashOrText(text: string, where: string): string {
  if (isHexString(text, 32)) return text;
  if (!/^0x[0-9a-fA-F]*$/.test(text)) return id(text);
  throw new InputError(
    where,
    `${JSON.stringify(text)} is not 32 bytes`,
    "Write 0x and 64 hexadecimal digits, or a text.",
  );
}

/** A signer and what it is called in messages. */
export interface Person {
  readonly address: string;
  /** undefined in a dry run without the key, and of a Safe */
  readonly signer: Signer | undefined;
  /** a Safe: what it sends is written for its owners to sign */
  readonly safe?: true;
}
