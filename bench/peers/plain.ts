import { Accounts } from "../accounts.js";
import type { Artifact } from "../chain.js";
import type { Acts, Bench } from "../measure.js";
import { compile } from "./compile.js";
import { Holders, erc20Acts } from "./erc20.js";
import { paymentVersusPayment } from "./swap.js";

/** What a token that is nothing but an ERC-20 with an owner's mint is measured by. */
export async function plainErc20Acts(bench: Bench, contract: string, optimizerRuns: number): Promise<Acts> {
  const code = compile(contract, optimizerRuns);
  const holders = await deploy(bench, code);
  const apart = { chain: bench.chain, accounts: new Accounts(`swap of ${contract}`) };
  return {
    ...erc20Acts(holders),
    paymentVersusPayment: async () => paymentVersusPayment(await deploy(apart, code), await deploy(apart, code)),
  };
}

async function deploy(bench: Bench, code: Artifact): Promise<Holders> {
  const issuer = bench.accounts.next();
  const at = await bench.chain.deploy(bench.accounts.deployer(), code, [issuer.address]);
  return new Holders(bench, { at, issuer });
}
