import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import { passedBounds } from "./bounds.js";
import { contributors } from "./contributors.js";
import { type GasRecord, measureAll } from "./measure.js";
import { differences, render } from "./report.js";

const RECORD = new URL("gas.json", import.meta.url);

const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    check: { type: "boolean", default: false },
  },
});

const measurements = await measureAll(contributors);

// Under --json stdout carries the object alone, so everything else goes to stderr.
const say = options.json ? console.error : console.log;
if (options.json) console.log(JSON.stringify(measurements.gas, null, 2));
else console.log(render(measurements, contributors));

if (options.write) {
  await writeFile(RECORD, `${JSON.stringify(measurements.gas, null, 2)}\n`);
  say("\nWritten to bench/gas.json.");
}

if (options.check) {
  const committed = JSON.parse(await readFile(RECORD, "utf8")) as GasRecord;
  const found = differences(committed, measurements.gas);
  say(found.length === 0 ? "\nAs committed in bench/gas.json." : `\nNot as committed:\n${found.join("\n")}`);
  const passed = passedBounds(measurements);
  say(passed.length === 0 ? "Within every bound." : `\nOver a bound:\n${passed.join("\n")}`);
  if (found.length + passed.length > 0) process.exitCode = 1;
}
