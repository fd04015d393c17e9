/** Where a problem was found: enough for a person to open the file and see it. */
export interface Location {
  /** file name as given to the reader */
  readonly file: string;
  /** 1-based number of the `Ntry` in its statement */
  readonly entry?: number;
  /** e.g. `Stmt[1]/Ntry[3]/Amt` */
  readonly path?: string;
  /** 1-based line of the text */
  readonly line?: number;
}

/** Anything wrong with an ISO 20022 message. `fix` says what to do. */
export abstract class Iso20022Error extends Error implements Location {
  readonly file: string;
  readonly entry?: number;
  readonly path?: string;
  readonly line?: number;

  constructor(
    problem: string,
    at: Location,
    readonly fix: string,
    options?: ErrorOptions,
  ) {
    const where = [at.file, at.line && `line ${at.line}`, at.entry && `entry ${at.entry}`, at.path];
    super(`${where.filter(Boolean).join(", ")}: ${problem}. ${fix}`, options);
    this.name = new.target.name;
    this.file = at.file;
    if (at.entry !== undefined) this.entry = at.entry;
    if (at.path !== undefined) this.path = at.path;
    if (at.line !== undefined) this.line = at.line;
  }
}

/** The file as a whole cannot be read: nothing in it may be used. */
export abstract class FileError extends Iso20022Error {}

/** Larger than the stated limit. */
export class FileTooLargeError extends FileError {
  constructor(file: string, bytes: number, limit: number) {
    super(`${bytes} bytes is over the limit of ${limit}`, { file }, "Ask the bank for smaller statement pages.");
  }
}

/** The bytes are not text in the encoding that the file declares. */
export class EncodingError extends FileError {}

/** A document type declaration: no ISO 20022 message has one, and entities declared in it can exhaust memory. */
export class DoctypeError extends FileError {
  constructor(file: string, line: number) {
    super("a DOCTYPE is not allowed", { file, line }, "Remove it; ISO 20022 messages never carry one.");
  }
}

/** Not well-formed XML: truncated, mis-nested, a stray character. */
export class MalformedXmlError extends FileError {
  constructor(problem: string, at: Location) {
    super(problem, at, "Fetch the file again; do not repair it by hand.");
  }
}

/** One part of the file, such as an entry, holds more than is read at once; the limits are in `limits.ts`. */
export class XmlLimitError extends FileError {
  constructor(problem: string, at: Location) {
    super(problem, at, "Ask the bank to split it, or raise the limit.");
  }
}

/** Well-formed, but not a message or version that the reader asked for it reads. */
export class UnsupportedMessageError extends FileError {
  constructor(problem: string, at: Location, fix?: string) {
    super(problem, at, fix ?? "Send a camt.053.001 or camt.054.001 message, version 02 or later.");
  }
}

/** A part without which no entry of the file can be attributed, such as the account. */
export class StructureError extends FileError {}

/** One field of an entry, balance or summary. It never hides the rest of the file. */
export abstract class FieldError extends Iso20022Error {
  constructor(
    problem: string,
    at: Location,
    /** the text found, if any */
    readonly value: string | undefined,
    fix: string,
    options?: ErrorOptions,
  ) {
    super(value === undefined ? problem : `${problem}: ${JSON.stringify(value.slice(0, 80))}`, at, fix, options);
  }
}

/** A mandatory field is absent or empty. */
export class MissingFieldError extends FieldError {
  constructor(at: Location) {
    super("is missing", at, undefined, "Ask the bank for a message that follows the schema.");
  }
}

/** A field that may occur once occurs more often: choosing one of them would be a guess. */
export class RepeatedFieldError extends FieldError {
  constructor(at: Location, times: number) {
    super(`occurs ${times} times, the schema allows one`, at, undefined, "Ask the bank which one holds.");
  }
}

/** An amount that is not one: syntax, decimals, length or currency. The cause is the money error. */
export class AmountFieldError extends FieldError {
  constructor(at: Location, value: string, cause: Error & { readonly fix?: string }) {
    super(cause.message.split(". ")[0] ?? cause.message, at, value, cause.fix ?? "Ask the bank.", { cause });
  }
}

/** A code or indicator outside its list. */
export class CodeFieldError extends FieldError {
  constructor(at: Location, value: string, allowed: string) {
    super(`is not one of ${allowed}`, at, value, "Ask the bank what it means; it is never guessed.");
  }
}

/** Not a calendar date. */
export class DateFieldError extends FieldError {
  constructor(at: Location, value: string) {
    super("is not a date", at, value, "Write an ISO 8601 date that exists, such as 2026-11-30.");
  }
}

/** Text that its type does not allow, such as a UETR that is no UUID version 4, or elements inside a text. */
export class TextFieldError extends FieldError {
  constructor(at: Location, value: string, expected: string) {
    super(`is not ${expected}`, at, value, "Ask the bank for the message as it was sent.");
  }
}
