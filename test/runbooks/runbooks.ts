import { expect } from "chai";
import { readdirSync } from "node:fs";

import { entriesOf, type Entry, filled, readRunbook, SECTIONS } from "./read.js";
import { openTerminal, type Terminal } from "./stage.js";

const FOLDER = new URL("../../docs/operations/runbooks/", import.meta.url);
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".md") && file !== "README.md")
  .map((file) => file.slice(0, -3));

const UNITS: Readonly<Record<string, bigint>> = { day: 86_400n, hour: 3_600n, minute: 60n };

function secondsOf(text: string): bigint {
  const [, count, unit] = /^(\d+) (day|hour|minute)s?$/.exec(text) ?? [];
  if (unit === undefined) throw new Error(`${text} is no time to wait`);
  return BigInt(count!) * UNITS[unit]!;
}

function steer(terminal: Terminal, { name, value }: Entry & { kind: "directive" }): unknown {
  const [first = "", ...rest] = value.split(" ");
  if (name === "wait") return terminal.wait(secondsOf(value));
  if (name === "key") return terminal.key(first, Number(rest[0]));
  if (name === "node") return terminal.node(first as "up" | "down");
  if (name === "bank") return terminal.forget();
  const found = new RegExp(rest.join(" ")).exec(terminal.last())?.[1];
  if (found === undefined) throw new Error(`nothing to keep as ${first} in\n${terminal.last()}`);
  return terminal.keep(first, found);
}

/** "..." stands for anything. */
const patternOf = (line: string): RegExp =>
  new RegExp(
    line
      .split("...")
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*"),
  );

describe("runbooks", () => {
  let office: Awaited<ReturnType<typeof openTerminal>> | undefined;

  before(async () => {
    office = await openTerminal();
  });
  after(() => office?.close());

  it("a page with a block or comment that nobody would run is refused", () => {
    expect(() => entriesOf("```bash\nnpm run pay\n```", "page")).to.throw("page.md:1: a block is sh, text, or a file");
    expect(() => entriesOf("<!-- waits: 2 days -->", "page")).to.throw("page.md:1: unknown comment waits");
    expect(() => entriesOf("```sh\nnpm run pay", "page")).to.throw("page.md:1: the block does not end");
    expect(() => filled("digest $STATE", { CODE: "0x01" })).to.throw("$STATE was never kept: digest $STATE");
  });

  it("are listed in the folder's README, all of them", () => {
    const { text } = readRunbook("README");
    const listed = [...text.matchAll(/\]\((\S+)\.md\)/g)].map(([, name]) => name);
    expect(listed.filter((name) => !name!.startsWith(".."))).to.have.members(NAMES);
  });

  for (const name of NAMES) {
    it(`${name}: every command ends as it says, and shows what it says`, async () => {
      const { text, entries } = readRunbook(name);
      const titles = [...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
      expect(titles, "its sections").to.deep.equal([...SECTIONS]);
      expect(entries.filter(({ kind }) => kind === "command")).to.not.have.lengthOf(0);
      const terminal = await office!.fresh();
      for (const entry of entries) {
        if (entry.kind === "directive") await steer(terminal, entry);
        else if (entry.kind === "file") await terminal.write(entry.name, entry.text);
        else if (entry.kind === "command") {
          const { exitCode } = await terminal.type(entry.text);
          // For whoever writes a runbook.
          if (process.env["VOSTRO_SHOW_RUNBOOKS"] !== undefined) console.log(`$ ${entry.text}\n${terminal.last()}`);
          expect(exitCode, `${name}.md:${entry.line}: ${entry.text}\n${terminal.last()}`).to.equal(entry.exit);
        } else {
          let at = 0;
          const seen = terminal.last().split("\n");
          for (const line of entry.lines) {
            const pattern = patternOf(terminal.fill(line));
            const found = seen.findIndex((output, i) => i >= at && pattern.test(output));
            expect(found, `${name}.md:${entry.line}: "${line}" in\n${terminal.last()}`).to.be.at.least(0);
            at = found + 1;
          }
        }
      }
    });
  }
});
