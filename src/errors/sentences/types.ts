import type { Argument, Words } from "../format.js";

/** What happened and what to do: two texts, each ending in a full stop. */
export type Explained = readonly [sentence: string, fix: string];

/** Writes one error. `args` are by ABI name; `say` puts amounts, addresses and times into words. */
export type Writer = (args: Readonly<Record<string, Argument>>, say: Words) => Explained;

/** Writers by the error's name. */
export type Writers = Readonly<Record<string, Writer>>;
