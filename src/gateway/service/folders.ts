import { createReadStream } from "node:fs";
import { mkdir, readdir, rename, stat } from "node:fs/promises";
import { join } from "node:path";

import type { Gateway, Step } from "../gateway.js";

/** Folders of one gateway, all under its data folder. */
export interface Folders {
  /** embedded database, where no server is named */
  readonly store: string;
  /** where banks' files are put: write under another name or folder first, then rename */
  readonly incoming: string;
  /** files that were imported */
  readonly done: string;
  /** files that could not be read; each has a row in suspense that says why */
  readonly refused: string;
  /** payment files for the core to fetch */
  readonly outgoing: string;
  /** signed reconciliations and their pages */
  readonly reports: string;
}

/** The folders of a data folder. */
export function foldersOf(data: string): Folders {
  const at = (name: string): string => join(data, name);
  return {
    store: at("store"),
    incoming: at("incoming"),
    done: at("done"),
    refused: at("refused"),
    outgoing: at("outgoing"),
    reports: at("reports"),
  };
}

export async function makeFolders({ store: _, ...folders }: Folders): Promise<void> {
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
}

/** A file that has not changed for so long is complete: who cannot rename gets this much time between two writes. */
const QUIET_SECONDS = 2;
/** Written by someone else right now, or not meant for us. */
const NOT_YET = /^\.|\.(?:tmp|part|filepart|writing)$/i;

/** What importing a file comes to. */
export type ImportFile = (
  gateway: Gateway,
  source: { readonly name: string; readonly bytes: AsyncIterable<Uint8Array> },
) => Promise<{ readonly state: "imported" | "refused" | "duplicate" }>;

/**
 * Imports what lies in the incoming folder, oldest first, and moves it away. A worker that is killed in between leaves the file:
 * the next import finds it imported already.
 */
export function importFolder(folders: Folders, importFile: ImportFile): Step {
  return async (gateway) => {
    const waiting = await readyFiles(folders.incoming);
    let moved = 0;
    for (const name of waiting) {
      const path = join(folders.incoming, name);
      let state: "imported" | "refused" | "duplicate";
      try {
        ({ state } = await importFile(gateway, { name, bytes: createReadStream(path) }));
      } catch (error) {
        // Another worker was quicker.
        if ((error as NodeJS.ErrnoException).code === "ENOENT") continue;
        throw error;
      }
      await putAway(path, state === "refused" ? folders.refused : folders.done, name);
      moved++;
    }
    return moved;
  };
}

async function readyFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && !NOT_YET.test(entry.name)).map(({ name }) => name);
  const found: { readonly name: string; readonly changed: number }[] = [];
  for (const name of names) {
    const is = await stat(join(folder, name)).catch(() => undefined);
    if (is === undefined || Date.now() - is.mtimeMs < QUIET_SECONDS * 1000) continue;
    found.push({ name, changed: is.mtimeMs });
  }
  return found.sort((a, b) => a.changed - b.changed || a.name.localeCompare(b.name)).map(({ name }) => name);
}

/** A second file of the same name keeps its own, with a number. */
async function putAway(path: string, folder: string, name: string): Promise<void> {
  for (let i = 0; ; i++) {
    const target = join(folder, i === 0 ? name : `${i}-${name}`);
    const taken = await stat(target).then(
      () => true,
      () => false,
    );
    if (taken) continue;
    await rename(path, target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
    return;
  }
}
