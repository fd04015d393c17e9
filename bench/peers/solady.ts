import type { Contributor } from "../measure.js";
import { EVM_VERSION, SOLC_VERSION, compile } from "./compile.js";
import { Holders, erc20Acts } from "./erc20.js";

const RUNS = 1_000;

export const solady: Contributor = {
  contract: "solady",
  settings: `Solady 0.1.26, solc ${SOLC_VERSION}, optimizer ${RUNS.toLocaleString("en-US")} runs, ${EVM_VERSION}; no proxy`,
  async prepare(bench) {
    const issuer = bench.accounts.next();
    const at = await bench.chain.deploy(bench.accounts.deployer(), compile("SoladyErc20", RUNS), [issuer.address]);
    return erc20Acts(new Holders(bench, { at, issuer }));
  },
};
