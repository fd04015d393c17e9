import { dataLength, type FunctionFragment, getAddress, type ParamType, type Result } from "ethers";

import { roleName } from "../chain/check/functions.js";
import { DENIED } from "../chain/countries.js";
import { countryName } from "../chain/countryActs.js";
import { leiText } from "../chain/partiesBytes.js";
import { powerNames } from "../chain/powers.js";
import { readReference } from "../chain/reference.js";
import { decodePolicy, decodeProfile, OPERATIONS } from "../chain/words.js";
import { corridorName, zoneName } from "../chain/zoneNames.js";
import { duration, isoDate } from "../errors/index.js";
import { formatAmount, MINOR_UNITS } from "../money/index.js";
import type { Suite } from "./suite.js";

/** Each argument by its name, in words. Nothing is shortened: what is not understood is told as its bytes or number. */
export function argumentWords(
  suite: Suite,
  to: string,
  { inputs }: FunctionFragment,
  args: Result,
): readonly (readonly [string, string])[] {
  const currency = suite.currencyOf(to) ?? currencyIn(suite, inputs, args);
  const selectorsOf = typeof args[0] === "string" ? args[0] : undefined;
  const speaker = new Speaker(suite, currency, selectorsOf);
  return inputs.map((input, i) => [input.name || `argument ${i + 1}`, speaker.say(input, args[i])]);
}

/** The currency of the token that an argument, or a field of one, names. */
function currencyIn(suite: Suite, inputs: readonly ParamType[], args: Result): string | undefined {
  for (const [i, input] of inputs.entries()) {
    const value: unknown = args[i];
    if (input.name === "token") return suite.currencyOf(String(value));
    if (input.isTuple()) {
      const inner = currencyIn(suite, input.components!, value as Result);
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}

/** Amounts above every limit mean none (`contracts/types/LimitWord.sol`). */
const NO_LIMIT = (1n << 64n) - 1n;

class Speaker {
  constructor(
    readonly suite: Suite,
    readonly currency: string | undefined,
    /** the contract whose functions selectors name */
    readonly target: string | undefined,
  ) {}

  /** @param name of the parameter; items of a list are called what the list is called */
  say(type: ParamType, value: unknown, name = type.name): string {
    if (type.isArray()) {
      const items = (value as Result).toArray().map((item) => this.say(type.arrayChildren!, item, name));
      return items.length === 0 ? "none" : items.join(", ");
    }
    if (type.isTuple()) {
      const fields = type.components!.map((field, i) => `${field.name}: ${this.say(field, (value as Result)[i])}`);
      return `{ ${fields.join("; ")} }`;
    }
    const words = NAMED[name]?.call(this, value as never);
    return words ?? this.plain(type, value);
  }

  plain(type: ParamType, value: unknown): string {
    if (type.type === "address") return this.who(String(value));
    if (type.type === "bool") return value === true ? "yes" : "no";
    // Quoted, so that no text of a stranger's can look like a line of ours.
    if (type.type === "string") return JSON.stringify(value);
    if (type.type === "bytes") {
      return value === "0x" ? "none" : `${String(value)} (${dataLength(String(value))} bytes)`;
    }
    return String(value);
  }

  who(value: string): string {
    const address = getAddress(value);
    if (/^0x0{40}$/.test(address)) return "the zero address";
    const name = this.suite.contractAt(address)?.name;
    return name === undefined ? address : `${name} (${address})`;
  }

  money(amount: bigint): string {
    if (amount === NO_LIMIT) return "no limit";
    const { currency } = this;
    if (currency === undefined || !MINOR_UNITS.has(currency)) return `${amount} minor units`;
    return `${currency} ${formatAmount(amount, currency)}`;
  }

  corridors(bits: bigint): string {
    const { allowed } = decodePolicy(bits, 0n);
    const names = allowed.map((corridor) => corridorName(corridor, this.suite.zones));
    return names.length === 0 ? "none" : `${names.join("; ")} (bits ${String(bits)})`;
  }

  selector(selector: string): string {
    const abis = this.target === undefined ? [] : (this.suite.contractAt(this.target)?.abis ?? []);
    const fragment = abis.map((abi) => abi.getFunction(selector)).find((found) => found !== null);
    return fragment === undefined ? `UNKNOWN FUNCTION ${selector}` : `${fragment.format("sighash")} (${selector})`;
  }
}

function money(this: Speaker, amount: bigint): string {
  return this.money(amount);
}
function role(this: Speaker, id: bigint): string {
  return `${roleName(id)} (${id})`;
}
function corridors(this: Speaker, bits: bigint): string {
  return this.corridors(bits);
}
function zone(this: Speaker, number: bigint): string {
  return zoneName(Number(number), this.suite.zones);
}
const time = (seconds: bigint): string => isoDate(seconds);
const delay = (seconds: bigint): string => (seconds === 0n ? "none: acts at once" : duration(seconds));
const text = (bytes: string): string => (readReference(bytes) === bytes ? bytes : `${readReference(bytes)} (${bytes})`);
const party = (id: bigint): string => `party ${id}`;
const country = (code: bigint): string => countryName(Number(code));

/** Parameters that say more than their type, by the names that they have all over the suite's interfaces. */
const NAMED: Readonly<Record<string, (this: Speaker, value: never) => string>> = {
  ...Object.fromEntries(
    "amount figure burned received burnedThen limit total threshold perPayment windowValue holdingCap"
      .split(" ")
      .map((name) => [name, money]),
  ),
  ...Object.fromEntries("asOf expiry placeBy issuedAt validUntil".split(" ").map((name) => [name, time])),
  ...Object.fromEntries("executionDelay newDelay".split(" ").map((name) => [name, delay])),
  ...Object.fromEntries("roleId admin guardian".split(" ").map((name) => [name, role])),
  ...Object.fromEntries("allowed review corridors".split(" ").map((name) => [name, corridors])),
  ...Object.fromEntries("authority authorityCode orderId grounds caseId".split(" ").map((name) => [name, text])),
  when: (seconds: bigint) => (seconds === 0n ? "as early as the delay allows" : isoDate(seconds)),
  selectors(selector: string) {
    return this.selector(selector);
  },
  powers: (bits: bigint) => `${powerNames(bits).join(" and ") || "nothing"} (bits ${bits})`,
  operation: (number: bigint) => OPERATIONS[Number(number)] ?? `UNKNOWN OPERATION ${number}`,
  party,
  parties: party,
  id: (value: bigint | string) => (typeof value === "bigint" ? party(value) : text(value)),
  code: country,
  codes: country,
  zone,
  resident(number: bigint) {
    return number === 0n ? "not served" : zone.call(this, number);
  },
  controlled(number: bigint) {
    if (number === 0n) return "as they reside";
    return number === BigInt(DENIED) ? "not served" : zone.call(this, number);
  },
  profile: (bits: bigint) => {
    const { kind, residency, control, homeBank, programme } = decodeProfile(bits);
    const bank = homeBank === 0 ? "" : `, of institution ${homeBank}`;
    const approval = programme ? ", with a programme" : "";
    return `${kind}, resident in ${countryName(residency)}, controlled from ${countryName(control)}${bank}${approval}`;
  },
  lei: (bytes: string) => leiText(bytes) ?? "none",
  reason: (bytes: string) => (dataLength(bytes) === 4 ? fourLetters(bytes) : text(bytes)),
};

/** An ISO 20022 reason code. */
function fourLetters(bytes: string): string {
  const letters = Buffer.from(bytes.slice(2), "hex").toString("latin1");
  return /^[A-Z0-9]{4}$/.test(letters) ? letters : bytes;
}
