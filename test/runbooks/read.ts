import { readFileSync } from "node:fs";

/*
 * A runbook is Markdown. What its ```sh blocks say is typed, line by line; what stands in the ```text block behind one must
 * then be seen. Comments that a reader does not see steer the rest:
 *
 *   <!-- wait: 2 days -->            time passes before the next block
 *   <!-- exit: 1 -->                 the next block's last command ends with this exit code, not 0
 *   <!-- key: CUSTOMER 10 -->        from here on VOSTRO_KEY_CUSTOMER is the key of test account 10
 *   <!-- keep: LIEN lien (0x\w+) --> from here on $LIEN is what the pattern finds in the last output, in commands
 *                                    and in what must be seen
 *   <!-- bank: none -->              the bank has not been deployed yet
 *   <!-- node: down -->              from here on the node does not answer (node: up)
 *   <!-- file: payees.csv -->        the next block of any other language is this file
 */

/** One thing to do, in the order of the page. */
export type Entry =
  | { readonly kind: "command"; readonly line: number; readonly text: string; readonly exit: number }
  | { readonly kind: "expected"; readonly line: number; readonly lines: readonly string[] }
  | { readonly kind: "file"; readonly name: string; readonly text: string }
  | { readonly kind: "directive"; readonly line: number; readonly name: string; readonly value: string };

/** The sections that every runbook has, in their order. */
export const SECTIONS = ["When", "Who", "Steps", "When it is otherwise", "Proof"] as const;

/** A runbook of docs/operations/runbooks. @throws Error for a block or comment that means nothing */
export function readRunbook(name: string): { text: string; entries: Entry[] } {
  const text = readFileSync(new URL(`../../docs/operations/runbooks/${name}.md`, import.meta.url), "utf8");
  return { text, entries: entriesOf(text, name) };
}

const DIRECTIVES = ["wait", "exit", "key", "keep", "bank", "node", "file"];

export function entriesOf(text: string, name: string): Entry[] {
  const entries: Entry[] = [];
  const lines = text.split("\n");
  let exit = 0;
  let file: string | undefined;
  for (let i = 0; i < lines.length; i++) {
    const directive = /^\s*<!-- (\w+): (.+) -->$/.exec(lines[i]!);
    if (directive !== null) {
      const [, word, value] = directive as unknown as [string, string, string];
      if (!DIRECTIVES.includes(word)) throw new Error(`${name}.md:${i + 1}: unknown comment ${word}`);
      if (word === "exit") exit = Number(value);
      else if (word === "file") file = value;
      else entries.push({ kind: "directive", line: i + 1, name: word, value });
      continue;
    }
    const fence = /^\s*```(\w*)$/.exec(lines[i]!);
    if (fence === null) continue;
    const start = i + 1;
    const end = lines.findIndex((line, at) => at > i && /^\s*```$/.test(line));
    if (end < 0) throw new Error(`${name}.md:${start}: the block does not end`);
    const body = lines.slice(start, end).map((line) => line.trim());
    i = end;
    if (file !== undefined) {
      entries.push({ kind: "file", name: file, text: `${body.join("\n")}\n` });
      file = undefined;
    } else if (fence[1] === "sh") {
      const commands = commandsOf(body, start + 1);
      commands.forEach(([line, command], at) =>
        entries.push({ kind: "command", line, text: command, exit: at === commands.length - 1 ? exit : 0 }),
      );
      exit = 0;
    } else if (fence[1] === "text") {
      entries.push({ kind: "expected", line: start, lines: body.filter((line) => line !== "") });
    } else {
      throw new Error(`${name}.md:${start}: a block is sh, text, or a file`);
    }
  }
  return entries;
}

/** A line that ends with a backslash goes on in the next one. */
function commandsOf(body: readonly string[], first: number): [number, string][] {
  const commands: [number, string][] = [];
  let open = false;
  body.forEach((line, i) => {
    const text = line.replace(/\\$/, "").trim();
    if (open) commands.at(-1)![1] += ` ${text}`;
    else if (text !== "") commands.push([first + i, text]);
    open = line.endsWith("\\");
  });
  return commands;
}

/** What was kept, put in where `$NAME` stands. @throws Error for what was never kept */
export function filled(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$(\w+)/g, (_, name: string) => {
    const value = variables[name];
    if (value === undefined) throw new Error(`$${name} was never kept: ${text}`);
    return value;
  });
}

/** The words of a command as a shell takes them: quotes kept together, variables put in. */
export function wordsOf(command: string, variables: Readonly<Record<string, string>>): string[] {
  const words = command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.map((word) => filled(word.replace(/^["']|["']$/g, ""), variables));
}
