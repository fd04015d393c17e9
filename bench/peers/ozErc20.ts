import type { Contributor } from "../measure.js";
import { EVM_VERSION, SOLC_VERSION } from "./compile.js";
import { plainErc20Acts } from "./plain.js";

const RUNS = 200;

export const ozErc20: Contributor = {
  contract: "ozErc20",
  settings: `OpenZeppelin 5.7.0, solc ${SOLC_VERSION}, optimizer ${RUNS.toLocaleString("en-US")} runs, ${EVM_VERSION}; no proxy`,
  prepare: (bench) => plainErc20Acts(bench, "OzErc20", RUNS),
};
