import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";

/*
 * npm run scenario -- NAME: tells one story of test/scenarios on a chain of its own. Without a name: which there are.
 * Exit codes: 0 told; 1 it failed; 2 there is no such scenario.
 */
const SUPPORT = ["story", "support"];
const names = readdirSync("test/scenarios")
  .map((file) => file.replace(/\.ts$/, ""))
  .filter((name) => !SUPPORT.includes(name))
  .sort();

const [name] = process.argv.slice(2);
if (name === undefined || !names.includes(name)) {
  console.log(`${name === undefined ? "Scenarios" : `There is no scenario ${name}. There are`}: ${names.join(", ")}`);
  console.log("Use: npm run scenario -- NAME");
  process.exit(name === undefined ? 0 : 2);
}
const args = ["test", "mocha", "--no-compile", `test/scenarios/${name}.ts`];
const { status } = spawnSync("hardhat", args, { stdio: "inherit", shell: process.platform === "win32" });
process.exit(status === 0 ? 0 : 1);
