import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, sep } from "node:path";

/**
 * Runs every suite and ends with one line, `N passed, N failed`: what a person and a CI job look for.
 * Exits 1 if anything failed, or if a suite ran no test at all (a suite that silently runs nothing proves nothing).
 */
interface Suite {
  readonly name: string;
  readonly command: readonly string[];
}

/** Of one suite, shown again at the very end, where a person and a log that keeps only its last lines look. */
const LINES_OF_A_FAILURE = 80;

/** Mostly waits for nodes and processes, so it runs beside all others and takes no core from them. */
const WAITING = ["nodes", "verify", "plan"];
/**
 * Folders of specifications that are run together, the slow ones first: whichever core is free takes the next, so the last ones to start
 * should be short. `OTHERS` stands for the folders that are not named.
 */
const OTHERS = "all others";
const TOGETHER: readonly (readonly string[])[] = [
  ["tasks"],
  ["demo", "deploy"],
  ["gateway", "store"],
  [OTHERS],
  ["law"],
  ["settlement"],
  ["compliance", "resolution"],
  ["issuance", "token", "lens"],
  ["scenarios", "replay"],
  ["upgrade", "safe", "security", "runbooks"],
];

const isIn = (folders: readonly string[], folder: string): boolean =>
  folders.includes(folder) || (folders.includes(OTHERS) && ![...TOGETHER.flat(), ...WAITING].includes(folder));

const specifications = (name: string, isOne: (folder: string) => boolean): Suite => ({
  name: `Specifications: ${name}`,
  command: ["hardhat", "test", "mocha", "--no-compile", "test/support/fast.ts", ...specificationFiles(isOne)],
});

const BESIDE = specifications(WAITING.join(", "), (folder) => WAITING.includes(folder));
const SUITES: readonly Suite[] = [
  ...TOGETHER.map((folders) => specifications(folders.join(", "), (folder) => isIn(folders, folder))),
  { name: "Solidity: fuzz, invariants, storage", command: ["hardhat", "test", "solidity", "--no-compile"] },
];

function specificationFiles(isOne: (folder: string) => boolean): string[] {
  return readdirSync("test", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.startsWith("solidity") && isOne(file.split(sep)[0]!))
    .map((file) => join("test", file))
    .sort();
}

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

function run(command: readonly string[]): Promise<{ code: number; output: string }> {
  const [program, ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program!, args, { stdio: ["ignore", "pipe", "inherit"], env: process.env });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

function count(output: string): Count {
  // Runners colour their summaries; the escape codes are not part of the words.
  const plain = output.replace(/\u001b\[[0-9;]*m/g, "");
  const last = (word: string): number =>
    Number([...plain.matchAll(new RegExp(`^\\s*(\\d+) ${word}`, "gm"))].at(-1)?.[1] ?? 0);
  return { passed: last("passing"), failed: last("failing"), skipped: last("(?:pending|skipped)") };
}

/** The end of what a suite that failed printed: from mocha's list of failures on, or, of a runner that died before, its last lines. */
function endOf(output: string): string {
  const lines = output.trimEnd().split("\n");
  const failing = lines.findLastIndex((line) => /^\D*\d+ failing/.test(line));
  return lines.slice(Math.max(failing, lines.length - LINES_OF_A_FAILURE)).join("\n");
}

const build = await run(["hardhat", "build"]);
if (build.code !== 0) {
  console.log(build.output);
  console.log("The contracts do not compile.\n0 passed, 1 failed");
  process.exit(1);
}

const total: Count = { passed: 0, failed: 0, skipped: 0 };
const failures: string[] = [];

async function runSuite({ name, command }: Suite): Promise<void> {
  const started = Date.now();
  const { code, output } = await run(command);
  // Whole, when it has ended: two suites at once would mix their lines.
  console.log(`\n=== ${name} (${Math.round((Date.now() - started) / 1000)} s)\n${output}`);
  const found = count(output);
  // A runner that died before its summary has failed, whatever it counted.
  if (code !== 0 && found.failed === 0) found.failed = 1;
  if (code === 0 && found.passed === 0) {
    console.log(`${name}: no test was run`);
    found.failed = 1;
  }
  if (found.failed > 0) failures.push(`=== FAILED: ${name}\n${endOf(output)}`);
  total.passed += found.passed;
  total.failed += found.failed;
  total.skipped += found.skipped;
}

const waiting = [...SUITES];

async function takeSuites(): Promise<void> {
  for (let suite = waiting.shift(); suite !== undefined; suite = waiting.shift()) await runSuite(suite);
}

await Promise.all([runSuite(BESIDE), ...Array.from({ length: availableParallelism() }, takeSuites)]);

for (const failure of failures) console.log(`\n${failure}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed > 0 ? 1 : 0);
