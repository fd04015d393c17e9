import { parseAmount } from "../money/index.js";
import {
  AmountFieldError,
  CodeFieldError,
  DateFieldError,
  type Location,
  MissingFieldError,
  RepeatedFieldError,
  TextFieldError,
} from "./errors.js";
import type { XmlElement } from "./xml.js";

/** An amount in minor units of its currency. */
export interface Money {
  readonly amount: bigint;
  readonly currency: string;
}

/** What banks write where they have nothing to say. NONREF survives from MT940 into converted statements. */
const ABSENT = /^(?:NOTPROVIDED|NONREF)$/i;

/** Where a field is, as errors say it. */
type Place = Location & { readonly path: string };

/** A child's place in its parent: written out only when an error needs it, there are dozens of fields to an entry. */
interface Step {
  readonly parent: Field;
  readonly name: string;
  /** 1-based among the children of that name; 0 when it is the only one */
  readonly ordinal: number;
}

/**
 * One element of a message and where it is. Every read names its place when it fails.
 * Only children in the element's own namespace are seen: supplementary data may use the same names.
 */
export class Field {
  constructor(
    readonly element: XmlElement,
    private readonly origin: Place | Step,
  ) {}

  get at(): Place {
    if (!("parent" in this.origin)) return this.origin;
    const { parent, name, ordinal } = this.origin;
    const at = parent.at;
    return { ...at, line: this.element.line, path: `${at.path}/${name}${ordinal > 0 ? `[${ordinal}]` : ""}` };
  }

  /** All children of that name. */
  all(name: string): Field[] {
    const { children, namespace } = this.element;
    if (children.length === 0) return [];
    const found = children.filter((child) => child.name === name && child.namespace === namespace);
    return found.map((child, i) => new Field(child, { parent: this, name, ordinal: found.length > 1 ? i + 1 : 0 }));
  }

  /** The child at the end of a path of single elements, if it is there. */
  find(...names: readonly string[]): Field | undefined {
    return names.reduce<Field | undefined>((field, name) => field?.single(name), this);
  }

  /** The same, but it must be there. */
  need(...names: readonly string[]): Field {
    const field = this.find(...names);
    if (field === undefined) throw new MissingFieldError({ ...this.at, path: [this.at.path, ...names].join("/") });
    return field;
  }

  private single(name: string): Field | undefined {
    let only: XmlElement | undefined;
    let times = 0;
    for (const child of this.element.children) {
      if (child.name !== name || child.namespace !== this.element.namespace) continue;
      only = child;
      times++;
    }
    if (times > 1) throw new RepeatedFieldError({ ...this.at, path: `${this.at.path}/${name}` }, times);
    return only && new Field(only, { parent: this, name, ordinal: 0 });
  }

  /** Trimmed text; undefined when empty. */
  text(): string | undefined {
    if (this.element.children.length > 0) throw new TextFieldError(this.at, this.element.text.trim(), "plain text");
    const text = this.element.text.trim();
    return text === "" ? undefined : text;
  }

  /** Text at a path, undefined when absent or empty. */
  textAt(...names: readonly string[]): string | undefined {
    return this.find(...names)?.text();
  }

  /** Text that must be there. */
  needText(...names: readonly string[]): string {
    const field = this.need(...names);
    const text = field.text();
    if (text === undefined) throw new MissingFieldError(field.at);
    return text;
  }

  /** A reference at a path; the placeholders for "none" count as absent. */
  reference(...names: readonly string[]): string | undefined {
    const text = this.textAt(...names);
    return text === undefined || ABSENT.test(text) ? undefined : text;
  }

  /** `<Amt Ccy="USD">10.00</Amt>` in minor units. */
  money(): Money {
    const currency = this.element.attributes.get("Ccy")?.trim();
    if (!currency) throw new MissingFieldError({ ...this.at, path: `${this.at.path}/@Ccy` });
    const text = this.needText();
    try {
      return { amount: parseAmount(text, currency), currency };
    } catch (cause) {
      throw new AmountFieldError(this.at, text, cause as Error);
    }
  }

  /** xs:boolean has four spellings. */
  boolean(): boolean {
    const text = this.needText();
    if (text === "true" || text === "1") return true;
    if (text === "false" || text === "0") return false;
    throw new CodeFieldError(this.at, text, "true, false, 1, 0");
  }

  /** `CdtDbtInd`. */
  creditDebit(): "CRDT" | "DBIT" {
    const text = this.needText();
    if (text === "CRDT" || text === "DBIT") return text;
    throw new CodeFieldError(this.at, text, "CRDT, DBIT");
  }

  /** The calendar day of a `Dt` or `DtTm` choice, as the bank wrote it: no time zone is applied. */
  date(): string {
    const field = this.find("Dt") ?? this.need("DtTm");
    const text = field.needText();
    const day = calendarDay(text);
    if (day === undefined) throw new DateFieldError(field.at, text);
    return day;
  }
}

const DAY =
  /^(([0-9]{4})-([0-9]{2})-([0-9]{2}))(?:T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?$/;

/** First ten characters of an ISO 8601 date or date time, if that day exists. */
export function calendarDay(text: string): string | undefined {
  const match = DAY.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[2]), Number(match[3]), Number(match[4])];
  return day >= 1 && day <= daysIn(year, month) ? match[1] : undefined;
}

/** Days of a month of the Gregorian calendar; none where there is no such month. */
function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  if (month < 1 || month > 12) return 0;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
