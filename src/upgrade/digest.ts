import { id } from "ethers";

import { decodeError, VostroError } from "../errors/index.js";
import type { Bank } from "../chain/bank.js";
import { booksAt } from "../chain/books/books.js";
import { Figures, readFigures } from "./figures.js";
import { namesIn, sectionOf, timeless } from "./sections.js";

export interface DigestOptions {
  /** the suite's contracts are called by their names, so that two deployments of one bank compare equal */
  readonly named?: boolean;
  /** leaves out what depends on when a transaction was mined: times and blocks of grants, attestations, mints, holds */
  readonly ignoreTimes?: boolean;
  /**
   * asks about every country and institution, also those that no event names: after an upgrade of the register itself. Of an
   * honest register the digest is the same
   */
  readonly everyKey?: boolean;
}

/** One part of the state. */
export interface DigestSection {
  /** bytes32 */
  readonly hash: string;
  /** how many */
  readonly figures: number;
}

/** The bank's whole state at a block, as one hash and as one of each part. */
export interface StateDigest {
  readonly block: number;
  /** bytes32, of the sections */
  readonly digest: string;
  /** by name, in the alphabet's order */
  readonly sections: Readonly<Record<string, DigestSection>>;
  /** the figures behind a section's hash: "what = stored", in the alphabet's order */
  readonly lines: ReadonlyMap<string, readonly string[]>;
}

/**
 * Digests what the bank's contracts store at a block: balances, holds, references, parties, wallets, orders, liens, limits,
 * roles with delays, corridors, quotas, attestations. The same state gives the same digest, whatever order it came about in.
 * Code is not part of it (an upgrade leaves it equal), nor are operations that are only scheduled, nor what is used of
 * parties' limits, which time alone changes. Reads only; needs a node that keeps the state of the block.
 * @throws VostroError StateUnavailable
 */
export async function stateDigest(bank: Bank, block: number, options: DigestOptions = {}): Promise<StateDigest> {
  let figures: readonly (readonly [string, string])[];
  try {
    figures = await readFigures(new Figures(bank, await booksAt(bank, block), options.everyKey === true));
  } catch (error) {
    throw new VostroError({
      name: "StateUnavailable",
      args: { block },
      sentence: `The state at block ${block} cannot be read: ${decodeError(error).sentence}`,
      fix: "Ask a node that keeps the state of that block. After an upgrade: the new code may lack a view.",
      cause: error,
    });
  }
  const rename = options.named === true ? namesIn(bank.addresses) : (text: string) => text;
  const lines = new Map<string, string[]>();
  for (const [what, stored] of figures) {
    const value = options.ignoreTimes === true ? timeless(what, stored) : stored;
    if (value === undefined) continue;
    const section = sectionOf(what);
    if (!lines.has(section)) lines.set(section, []);
    lines.get(section)!.push(rename(`${what} = ${value}`));
  }
  const names = [...lines.keys()].sort();
  const sorted = new Map(names.map((name) => [name, lines.get(name)!.sort()]));
  const sections = Object.fromEntries(
    names.map((name) => [name, { hash: id(sorted.get(name)!.join("\n")), figures: sorted.get(name)!.length }]),
  );
  const digest = id(names.map((name) => `${name} ${sections[name]!.hash}`).join("\n"));
  return { block, digest, sections, lines: sorted };
}

/** What two states have differently, a line each, with its section; empty is equal. */
export function digestDifferences(before: StateDigest, after: StateDigest): string[] {
  const names = [...new Set([...before.lines.keys(), ...after.lines.keys()])].sort();
  return names.flatMap((name) => {
    const [had, has] = [figuresOf(before, name), figuresOf(after, name)];
    const whats = [...new Set([...had.keys(), ...has.keys()])];
    return whats
      .filter((what) => had.get(what) !== has.get(what))
      .map((what) => `${name}: ${what}: ${had.get(what) ?? "nothing"} -> ${has.get(what) ?? "nothing"}`);
  });
}

function figuresOf({ lines }: StateDigest, section: string): Map<string, string> {
  const pairs = (lines.get(section) ?? []).map((line): [string, string] => {
    const end = line.indexOf(" = ");
    return [line.slice(0, end), line.slice(end + 3)];
  });
  return new Map(pairs);
}
