import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

/* npm run test:nodes: the specifications on real nodes in their long form, whatever the shell. */
const files = readdirSync("test/nodes")
  .filter((file) => file.endsWith(".ts"))
  .map((file) => join("test/nodes", file));
const { status } = spawnSync("hardhat", ["test", "mocha", "--no-compile", ...files], {
  env: { ...process.env, VOSTRO_NODES: "long" },
  stdio: "inherit",
  shell: process.platform === "win32",
});
process.exit(status ?? 1);
