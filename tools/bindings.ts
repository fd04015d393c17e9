import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/**
 * Fails when `typechain-types/` differs from what the build has just generated: integrators compile against what is
 * committed, so an interface that changed without its bindings would break them unseen.
 */
const git = (...args: string[]): string => execFileSync("git", args, { encoding: "utf8", maxBuffer: 1 << 28 });

/** The generator lists contracts in the order in which they happened to be compiled: their order says nothing. */
const inAnyOrder = (text: string): string =>
  text
    .split("\n")
    .map((line) => line.trim())
    .sort()
    .join("\n");

const changed = git("status", "--porcelain", "--no-renames", "--untracked-files=all", "--", "typechain-types")
  .split("\n")
  .filter((line) => line !== "")
  .filter((line) => {
    const file = line.slice(3);
    if (!/^.?M/.test(line) || !existsSync(file)) return true;
    return inAnyOrder(git("show", `HEAD:${file}`)) !== inAnyOrder(readFileSync(file, "utf8"));
  });

if (changed.length > 0) {
  console.error(`The committed bindings are not those of the contracts:\n${changed.join("\n")}`);
  console.error("Remove typechain-types/, run `npm run build` and commit the folder.");
  process.exit(1);
}
console.log("typechain-types/ is what the contracts generate.");
