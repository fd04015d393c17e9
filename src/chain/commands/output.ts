import { mkdir, writeFile } from "node:fs/promises";

import { InputError } from "./exitCodes.js";

/** Writes a new file. @throws InputError when there is one already, or no folder */
export async function writeNewText(path: string, text: string, flag = "--out"): Promise<void> {
  try {
    await writeFile(path, text, { flag: "wx" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem = code === "EEXIST" ? "is there already" : `cannot be written (${code ?? String(error)})`;
    throw new InputError(`${flag} ${path}`, problem, "Name a new file in a folder that exists.");
  }
}

/** Makes a new folder. @throws InputError when there is one already: an export is never mixed with another */
export async function makeNewFolder(path: string, flag = "--out"): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem = code === "EEXIST" ? "is there already" : `cannot be made (${code ?? String(error)})`;
    throw new InputError(`${flag} ${path}`, problem, "Name a new folder inside one that exists.");
  }
}
