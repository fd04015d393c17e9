import { parseArgs, type ParseArgsOptionsConfig } from "node:util";

import { type CommandName, flagOf, optionsOf } from "./definitions.js";
import { InputError } from "./exitCodes.js";

/** What stands behind `npm run <act> --`, read. */
export interface Arguments {
  /** the word after the name, for acts with steps */
  readonly step: string | undefined;
  readonly values: Readonly<Record<string, string | boolean>>;
}

/**
 * Reads the words of a command line by the definitions of the act.
 * @throws InputError a flag that the act does not know, one without its value, a word too many
 */
export function parseArguments(name: CommandName, args: readonly string[]): Arguments {
  const definitions = optionsOf(name);
  const options: ParseArgsOptionsConfig = Object.fromEntries(
    Object.entries(definitions).map(([option, { flag }]) => [
      flagOf(option).slice(2),
      { type: flag === true ? "boolean" : "string" } as const,
    ]),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (positionals.length > 1) throw new TypeError(`Unexpected ${positionals.slice(1).join(" ")}`);
    const byName = Object.keys(definitions).flatMap((option) => {
      const value = values[flagOf(option).slice(2)];
      return value === undefined ? [] : [[option, value as string | boolean] as const];
    });
    return { step: positionals[0], values: Object.fromEntries(byName) };
  } catch (error) {
    throw new InputError(
      name,
      (error as Error).message.split(". ")[0] ?? "bad arguments",
      `See npm run ${name} -- --help.`,
    );
  }
}
