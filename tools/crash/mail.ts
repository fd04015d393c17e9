import { rename, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Random } from "./random.js";

interface Letter {
  readonly name: string;
  readonly content: string;
  readonly due: number;
}

/**
 * The bank's files on their way to the gateway: each arrives after a while of its own, so in another order than they were
 * written, and some arrive twice.
 */
export class Mail {
  delivered = 0;
  /** the same bytes under another name */
  duplicates = 0;
  #letters: Letter[] = [];

  constructor(
    private readonly folder: string,
    private readonly any: Random,
    /** milliseconds on the way, at most */
    private readonly longest: number,
  ) {}

  get waiting(): number {
    return this.#letters.length;
  }

  /** @param notBefore milliseconds that it is on the way at least */
  post(name: string, content: string, notBefore = 0): void {
    const { any, longest } = this;
    const due = (): number => Date.now() + notBefore + any.int(0, longest);
    this.#letters.push({ name, content, due: due() });
    if (!any.percent(20)) return;
    this.#letters.push({ name: `again-${name}`, content, due: due() });
    this.duplicates++;
  }

  /** Everything is on its way no longer than this from now. */
  hurry(milliseconds: number): void {
    const latest = Date.now() + milliseconds;
    this.#letters = this.#letters.map((letter) => ({ ...letter, due: Math.min(letter.due, latest) }));
  }

  /** Puts into the folder what is due. */
  async deliver(): Promise<void> {
    const due = this.#letters.filter(({ due }) => due <= Date.now());
    this.#letters = this.#letters.filter((letter) => !due.includes(letter));
    for (const { name, content } of this.any.shuffle(due)) {
      const partial = join(this.folder, `.${name}`);
      await writeFile(partial, content);
      // Older than it is, by a different while for each: read at once, and not in the order of arrival.
      const time = Date.now() / 1000 - this.any.int(5, 60);
      await utimes(partial, time, time);
      await rename(partial, join(this.folder, name));
      this.delivered++;
    }
  }
}
