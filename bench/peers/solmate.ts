import type { Contributor } from "../measure.js";
import { EVM_VERSION, SOLC_VERSION } from "./compile.js";
import { plainErc20Acts } from "./plain.js";

const RUNS = 1_000_000;

export const solmate: Contributor = {
  contract: "solmate",
  settings: `Solmate 6.8.0, solc ${SOLC_VERSION}, optimizer ${RUNS.toLocaleString("en-US")} runs, ${EVM_VERSION}; no proxy`,
  prepare: (bench) => plainErc20Acts(bench, "SolmateErc20", RUNS),
};
