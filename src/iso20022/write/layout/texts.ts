import { type Content, leaf } from "./content.js";
import type { Place } from "./place.js";

/**
 * Control characters (C0, DEL, C1: among them all that XML forbids), half surrogates, the two noncharacters XML excludes,
 * and the marks that turn the direction of writing: they can make a name look like another one on a screen.
 */
const FORBIDDEN = /[\p{Cc}\p{Cs}\u{FFFE}\u{FFFF}\u{202A}-\u{202E}\u{2066}-\u{2069}]/u;

/** EPC217-08: what every bank of SEPA must carry, and SWIFT's X set. */
const OUTSIDE_LATIN = /[^a-zA-Z0-9/\-?:().,'+ ]/u;

const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/** Characters first, then length: XML Schema counts characters, not UTF-16 units. */
function checkText(text: string, at: Place, max: number): string | undefined {
  const forbidden = FORBIDDEN.exec(text)?.[0];
  if (forbidden !== undefined) {
    const fix = "Take it out: no control characters, line breaks or marks of writing direction.";
    at.report("characters", text, `has the character ${codePoint(forbidden)}`, fix);
    return undefined;
  }
  const outside = at.options.characters === "latin" ? OUTSIDE_LATIN.exec(text)?.[0] : undefined;
  if (outside !== undefined) {
    const problem = `has the character ${codePoint(outside)} (${outside}), which is not in the Latin set of payments`;
    at.report(
      "characters",
      text,
      problem,
      "Write it with letters without accents, digits, spaces and / - ? : ( ) . , ' +",
    );
    return undefined;
  }
  const length = [...text].length;
  if (length > max) {
    at.report("too-long", text, `has ${length} characters`, `Shorten it to at most ${max}.`);
    return undefined;
  }
  return text;
}

/** `Max35Text`, `Max140Text` and so on. */
export const text = (max: number): Content<string> => leaf((value, at) => checkText(value, at, max));

/** `Max35Text` that identifies something. Under the Latin set no slash stands at either end or twice (EPC217-08). */
export const reference: Content<string> = leaf((value, at) => {
  const checked = checkText(value, at, 35);
  if (checked === undefined || at.options.characters !== "latin") return checked;
  if (!/^\/|\/$|\/\//.test(checked)) return checked;
  at.report("characters", value, "begins or ends with a slash, or has two in a row", "Take the slash out.");
  return undefined;
});

/** A code of an external list (`ExternalPurpose1Code`): its form, not whether the list has it, since the lists grow. */
export const code = (max: number): Content<string> =>
  leaf((value, at) => {
    if (value.length <= max && /^[A-Z0-9]+$/.test(value)) return value;
    at.report("code", value, "is no code", `Give 1 to ${max} capital letters or digits, from the ISO 20022 code list.`);
    return undefined;
  });

/** A code of a closed list. */
export const oneOfCodes = <T extends string>(...codes: readonly T[]): Content<T> =>
  leaf<T>((value, at) => {
    if (codes.some((one) => one === value)) return value;
    at.report("code", value, "is not in the list", `Give one of ${codes.join(", ")}.`);
    return undefined;
  });
