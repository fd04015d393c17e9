import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

import { customerFile, A, useFolder } from "./support.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TSX = join(dirname(createRequire(import.meta.url).resolve("tsx/package.json")), "dist/cli.mjs");

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `npm run demo -- ...` without the build. */
function demo(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [TSX, "scripts/demo.ts", ...args], { cwd: ROOT }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === "number" ? error.code : -1, stdout, stderr });
    });
  });
}

describe("npm run demo", () => {
  const file = useFolder();
  let unknown: Ended, missing: Ended, malformed: Ended, customers: Ended, shipped: Ended;

  before(async () => {
    const bad = file("bad.xml", "<Document>");
    const twice = file("twice.csv", customerFile(A, A));
    // All at once: a process spends its time on starting.
    [unknown, missing, malformed, customers, shipped] = await Promise.all([
      demo("--statment", "typo.xml"),
      demo("--statement", join(bad, "..", "missing.xml")),
      demo("--statement", bad),
      demo("--customers", twice),
      demo(),
    ]);
  });

  const sentNothing = ({ stdout }: Ended): void => {
    expect(stdout).not.to.contain("The bank is deployed");
    expect(stdout).not.to.contain("gas");
  };

  it("an unknown flag: exit 2, says what to write", () => {
    expect(unknown.code).to.equal(2);
    expect(unknown.stderr).to.contain("'--statment'");
    expect(unknown.stderr).to.contain("Use: npm run demo -- [--statement FILE]... [--customers FILE] [--bank FILE]");
    expect(unknown.stdout).to.equal("");
  });

  it("a file that is not there: exit 1, its name, nothing sent", () => {
    expect(missing.code).to.equal(1);
    expect(missing.stderr).to.match(/missing\.xml: there is no such file\. Check the path\.\n$/);
    sentNothing(missing);
  });

  it("a malformed statement: exit 1, file and line, nothing sent", () => {
    expect(malformed.code).to.equal(1);
    expect(malformed.stderr).to.match(/^\nNothing was sent\. bad\.xml, line 1: .*Document/);
    sentNothing(malformed);
  });

  it("a wrong customer file: exit 1, row and column, nothing sent", () => {
    expect(customers.code).to.equal(1);
    expect(customers.stderr).to.match(/^\nNothing was sent\. twice\.csv: 1 error\(s\)\n {2}line 3, wallet: /);
    sentNothing(customers);
  });

  it("no arguments: the shipped files, exit 0, the books balance", () => {
    expect(shipped.stderr).to.equal("");
    expect(shipped.code).to.equal(0);
    expect(shipped.stdout).to.match(/0 minted, 0 transactions sent\n[^]*The books balance\.\s*$/);
  });
});
