import type { Contributor } from "../measure.js";
import { EVM_VERSION, SOLC_VERSION } from "./compile.js";
import { plainErc20Acts } from "./plain.js";

const RUNS = 1_000;

export const solady: Contributor = {
  contract: "solady",
  settings: `Solady 0.1.26, solc ${SOLC_VERSION}, optimizer ${RUNS.toLocaleString("en-US")} runs, ${EVM_VERSION}; no proxy`,
  prepare: (bench) => plainErc20Acts(bench, "SoladyErc20", RUNS),
};
