import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

/* npm run test:long: the specifications on real nodes, of large files and of random lives in their long form, whatever the shell. */
const files = [
  "test/support/fast.ts",
  ...readdirSync("test/nodes")
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join("test/nodes", file)),
  "test/tasks/admitMany.ts",
  "test/law/lien-property.ts",
  "test/settlement/conservation/walk.ts",
];
const { status } = spawnSync("hardhat", ["test", "mocha", "--no-compile", ...files], {
  env: { ...process.env, VOSTRO_TESTS: "long" },
  stdio: "inherit",
  shell: process.platform === "win32",
});
process.exit(status ?? 1);
