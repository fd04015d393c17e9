import { createInterface } from "node:readline/promises";

/**
 * Asks the person at the terminal on standard error, so that standard output stays the act's own; undefined where standard
 * input is none: a script, a pipe, a scheduler.
 */
export function terminal(): ((question: string) => Promise<string>) | undefined {
  if (!process.stdin.isTTY) return undefined;
  return async (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return await lines.question(question);
    } finally {
      lines.close();
    }
  };
}
