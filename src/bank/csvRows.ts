import { CsvError, type Options, parse } from "csv-parse/sync";

/** A line of data with the line number it starts at. */
export interface RawRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface RawRows {
  readonly rows: readonly RawRow[];
  /** lines on which a quote does not open or close a value */
  readonly broken: readonly number[];
}

/** A quoted value may span lines; one that spans more is a quote that was never closed. */
const LONGEST_VALUE = 20;

const OPTIONS = {
  bom: true,
  comment: "#",
  comment_no_infix: true,
  skip_empty_lines: true,
  relax_column_count: true,
} as const satisfies Options;

/**
 * Rows of a CSV text. A stray quote makes one line broken and no other: a parser alone would take everything up to the next
 * quote for one value, and rows would be lost without a word.
 */
export function readRows(text: string): RawRows {
  try {
    const parsed = parse(text, { ...OPTIONS, info: true }) as unknown as {
      info: { lines: number };
      record: string[];
    }[];
    return {
      rows: parsed.map(({ info, record }) => ({ line: startLine(info.lines, record), cells: record })),
      broken: [],
    };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return readLines(text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/));
  }
}

/** csv-parse counts to the end of a record; a quoted value may span lines. */
const startLine = (end: number, cells: readonly string[]): number => end - (cells.join("").match(/\n/g)?.length ?? 0);

/** Line by line: a record is as few lines as can be parsed, and several only with as many values as the header has. */
function readLines(lines: readonly string[]): RawRows {
  const rows: RawRow[] = [];
  const broken: number[] = [];
  let at = 0;
  while (at < lines.length) {
    const found = recordAt(lines, at, rows[0]?.cells.length);
    if (found === undefined) broken.push(at + 1);
    else if (found.cells.length > 0) rows.push({ line: at + 1, cells: found.cells });
    at += found?.length ?? 1;
  }
  return { rows, broken };
}

/** The record that starts at a line; without cells for an empty line or a comment, undefined for a stray quote. */
function recordAt(
  lines: readonly string[],
  start: number,
  width: number | undefined,
): { readonly cells: readonly string[]; readonly length: number } | undefined {
  for (let length = 1; length <= LONGEST_VALUE && start + length <= lines.length; length++) {
    try {
      const [cells = []] = parse(lines.slice(start, start + length).join("\n"), OPTIONS);
      return length === 1 || cells.length === width ? { cells, length } : undefined;
    } catch (error) {
      if (!(error instanceof CsvError) || error.code !== "CSV_QUOTE_NOT_CLOSED") return undefined;
    }
  }
  return undefined;
}
