import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { dirname } from "node:path";

import { z } from "zod";

import { DeploymentLockedError } from "./deployErrors.js";

/*
 * One deployment at a time writes into a folder: two would share a journal and the deployer's nonces. The lock is a file
 * beside the folder that says who has it. A process that was killed leaves it behind; whoever comes next on the same
 * machine sees that the process is gone and takes the lock over. Of another machine nothing can be known: a person decides.
 */

const ownerSchema = z.object({
  pid: z.int(),
  host: z.string(),
  user: z.string(),
  since: z.string(),
  token: z.string(),
});
export type LockOwner = z.infer<typeof ownerSchema>;

/** Where the lock of a deployment's folder is. */
export const lockPath = (folder: string): string => `${folder}.lock`;

/**
 * Does something while nobody else can deploy into the folder.
 * @throws DeploymentLockedError when somebody else does, and what `act` throws
 */
export async function whileLocked<T>(folder: string, act: () => Promise<T>): Promise<T> {
  const path = lockPath(folder);
  await mkdir(dirname(path), { recursive: true });
  const mine = {
    pid: process.pid,
    host: hostname(),
    user: userName(),
    since: new Date().toISOString(),
    token: randomUUID(),
  };
  await take(path, mine);
  try {
    return await act();
  } finally {
    await giveBack(path, mine);
  }
}

async function take(path: string, mine: LockOwner): Promise<void> {
  // Linked, not written, into its place: whoever sees the file sees all of it.
  const draft = `${path}.${mine.token}`;
  await writeFile(draft, JSON.stringify(mine));
  try {
    for (;;) {
      try {
        return await link(draft, path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      const owner = await ownerOf(path);
      if (owner === undefined) continue;
      if (isAlive(owner)) throw new DeploymentLockedError(path, owner);
      await removeDead(path, owner, `${draft}.dead`);
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/** Moved away before it is judged again: another process may have taken it over in the meantime, and keeps it. */
async function removeDead(path: string, dead: LockOwner, aside: string): Promise<void> {
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  const moved = await ownerOf(aside);
  if (moved !== undefined && moved.token !== dead.token) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

async function giveBack(path: string, mine: LockOwner): Promise<void> {
  if ((await ownerOf(path))?.token === mine.token) await rm(path, { force: true });
}

async function ownerOf(path: string): Promise<LockOwner | undefined> {
  try {
    return ownerSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    const unknown = { pid: 0, host: "an unknown machine", user: "somebody", since: "an unknown time", token: "" };
    throw new DeploymentLockedError(path, unknown);
  }
}

function isAlive({ pid, host }: LockOwner): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Containers run under numbers that have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}
