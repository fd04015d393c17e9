import { execFileSync } from "node:child_process";

/**
 * Fails when `typechain-types/` differs from what the build has just generated: integrators compile against what is
 * committed, so an interface that changed without its bindings would break them unseen.
 */
const git = (...args: string[]): string => execFileSync("git", args, { encoding: "utf8" });

const changed = git("status", "--porcelain", "--", "typechain-types").trim();
if (changed !== "") {
  console.error(`The committed bindings are not those of the contracts:\n${changed}`);
  console.error("Run `npm run build` and commit typechain-types/.");
  process.exit(1);
}
console.log("typechain-types/ is what the contracts generate.");
