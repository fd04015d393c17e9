import { VostroError } from "../errors/index.js";
import type { Call } from "./send.js";

/*
 * Acts on many items, a page a transaction. A page that is refused because of one of its items is halved until that item
 * stands alone: one bad item keeps no other out, and a good page costs one transaction.
 */

/** An item that was refused, and why. */
export interface RefusedItem<T> {
  readonly item: T;
  readonly error: VostroError;
}

/** How pages are carried out. */
export interface PagedAct<T, Done> {
  readonly call: (page: readonly T[]) => Promise<Call>;
  /** sends the call, or tries it */
  readonly attempt: (call: Call) => Promise<Done>;
  /** told as each page is done */
  readonly onDone: (done: Done, page: readonly T[]) => void;
  /** names of refusals that are about one item, whatever its neighbours are; every other failure is of the whole run */
  readonly ofOne: ReadonlySet<string>;
}

/** Pages of which none weighs more than `most`, in order; what weighs more alone has a page of its own. */
export function pagesByWeight<T>(items: readonly T[], weightOf: (item: T) => number, most: number): T[][] {
  const pages: T[][] = [];
  let weight = most;
  for (const item of items) {
    const own = weightOf(item);
    if (weight + own > most) {
      pages.push([]);
      weight = 0;
    }
    pages.at(-1)!.push(item);
    weight += own;
  }
  return pages;
}

/**
 * Carries the pages out, one after the other.
 * @returns what was refused, one by one; everything else was done
 * @throws VostroError for what is not about one item (no role, no node, an unconfirmed outcome); pages before it stay done
 */
export async function carryOutPages<T, Done>(
  pages: readonly (readonly T[])[],
  act: PagedAct<T, Done>,
): Promise<RefusedItem<T>[]> {
  const refused: RefusedItem<T>[] = [];
  const carryOut = async (page: readonly T[]): Promise<void> => {
    try {
      act.onDone(await act.attempt(await act.call(page)), page);
    } catch (error) {
      if (!(error instanceof VostroError) || !act.ofOne.has(error.name)) throw error;
      if (page.length === 1) return void refused.push({ item: page[0]!, error });
      const half = Math.ceil(page.length / 2);
      await carryOut(page.slice(0, half));
      await carryOut(page.slice(half));
    }
  };
  for (const page of pages) await carryOut(page);
  return refused;
}

/** `ask` for each item, a few at a time: enough to be quick, few enough for a public node. */
export async function askEach<T, R>(
  items: readonly T[],
  ask: (item: T) => Promise<R>,
  onProgress: (done: number) => void = () => undefined,
): Promise<R[]> {
  const answers: R[] = [];
  for (let i = 0; i < items.length; i += AT_ONCE) {
    const page = await Promise.all(items.slice(i, i + AT_ONCE).map(ask));
    for (const answer of page) answers.push(answer);
    onProgress(answers.length);
  }
  return answers;
}

const AT_ONCE = 50;
