import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

/** EIP-170, and what the token may use of it at the settings it ships with. */
const LIMIT = 24_576;
const TOKEN_LIMIT = 24_400;

/** Prints the runtime size of every contract of the suite in bytes; exits 1 when one is over its limit. */
const root = new URL("../artifacts/contracts/", import.meta.url).pathname;
const rows: { name: string; bytes: number; limit: number }[] = [];
for (const entry of await readdir(root, { recursive: true })) {
  if (!/\.sol\/[^/]+\.json$/.test(entry) || entry.startsWith("mocks/")) continue;
  const artifact = JSON.parse(await readFile(join(root, entry), "utf8")) as {
    contractName: string;
    deployedBytecode: string;
  };
  const bytes = (artifact.deployedBytecode.length - 2) / 2;
  // Libraries of internal functions leave a stub, interfaces and abstract contracts nothing.
  if (bytes < 200) continue;
  const limit = artifact.contractName === "DepositToken" ? TOKEN_LIMIT : LIMIT;
  rows.push({ name: artifact.contractName, bytes, limit });
}

rows.sort((a, b) => b.bytes - a.bytes);
for (const { name, bytes, limit } of rows) {
  const size = bytes.toLocaleString("en").padStart(7);
  const most = limit.toLocaleString("en");
  console.log(`${name.padEnd(20)} ${size} of ${most} bytes${bytes > limit ? "  TOO LARGE" : ""}`);
}
if (rows.length === 0) {
  console.error("No artifact found: run `hardhat build` first.");
  process.exit(1);
}
if (rows.some(({ bytes, limit }) => bytes > limit)) process.exit(1);
