/** Half of a character that takes two, or the one character that PostgreSQL's JSON cannot hold. */
const UNSTORABLE = /\\u(?:d[89a-f]|0000)/;

/**
 * JSON for the store: amounts as decimal text. What a bank or a cut message brings that no database holds (half a
 * character, U+0000) becomes U+FFFD: an odd name must not stop a file.
 */
export function jsonText(value: unknown): string {
  const text = stringify(value);
  return UNSTORABLE.test(text) ? JSON.stringify(value, storable) : text;
}

/** Without amounts, which JSON refuses, it is several times faster. */
function stringify(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return JSON.stringify(value, plain);
  }
}

const plain = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? value.toString() : value);

const storable = (_key: string, value: unknown): unknown => {
  if (typeof value === "bigint") return value.toString();
  return typeof value === "string" ? storableText(value) : value;
};

/** The same for a text on its own. */
export const storableText = (text: string): string =>
  HALF.test(text) ? Buffer.from(text.replaceAll("\0", "\uFFFD"), "utf8").toString("utf8") : text;

/** Any part of a character that takes two: a whole one comes out of the detour unchanged. */
const HALF = /[\uD800-\uDFFF\0]/;
