/*
 * Keeps the contracts behind proxies of the present build: code, ABI, storage layout, compiler. To be run once for each version
 * that may be deployed, and committed: an upgrade is checked against it, and a rollback goes back to it.
 *
 *   npm run build && npm run release                 deploy/releases/<version of package.json>/
 *
 * A version that is kept already is only written again with --again, while nobody has deployed it.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { format, resolveConfig } from "prettier";

import { buildOf } from "../src/upgrade/build.js";
import { RELEASED, RELEASES, versionsIn } from "../src/upgrade/release.js";

const root = fileURLToPath(new URL("../", import.meta.url));
const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
if ((await versionsIn()).includes(version) && !process.argv.includes("--again")) {
  console.error(
    `deploy/releases/${version} is kept already. Raise the version, or add -- --again if nobody has deployed it.`,
  );
  process.exitCode = 2;
} else {
  const folder = join(RELEASES, version);
  await mkdir(folder, { recursive: true });
  for (const contract of RELEASED) {
    const release = await buildOf(contract, { version });
    const path = join(folder, `${contract}.json`);
    const text = await format(JSON.stringify(release), { ...(await resolveConfig(path)), filepath: path });
    await writeFile(path, text);
    console.log(`${contract.padEnd(24)}${release.runtimeCodeHash}  ${text.length} bytes`);
  }
}
