/** A text cut to a width, for tables. */
export function clip(text: string, width = 72): string {
  return text.length <= width ? text : `${text.slice(0, width - 3)}...`;
}

/** The last column may run on: its rule ends here. */
const LAST_RULE = 72;

/** A plain table: columns as wide as their widest cell, two spaces between them. Columns named in `right` align right. */
export function table(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const widths = headers.map((header, column) =>
    Math.max(header.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const rules = widths.map((width, column) =>
    "-".repeat(column === widths.length - 1 ? Math.min(width, LAST_RULE) : width),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (right.includes(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join("  ")
      .trimEnd();
  return [line(headers), line(rules), ...rows.map(line)].join("\n");
}
