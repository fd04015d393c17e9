import { ZeroHash, type Wallet } from "ethers";

import { Accounts } from "./accounts.js";
import { built } from "./artifacts.js";
import { AMOUNT, OPENING_BALANCE } from "./conditions.js";
import type { Bench } from "./measure.js";
import { Minting } from "./minting.js";
import { VostroSuite } from "./vostroSuite.js";

const HOUR = 3_600;

/** High enough for everything here, in every field: each is checked, none refuses. */
const LIMITS = {
  perPayment: OPENING_BALANCE,
  windowValue: 1_000n * OPENING_BALANCE,
  holdingCap: 1_000n * OPENING_BALANCE,
  windowCount: 1_000,
  // A year: no new half-window begins while this is measured.
  windowHours: 8_760,
};

/** What limits add to a transfer, in a token of a bank of its own; every word they write was written before. */
export async function limitsDetail({ chain }: Bench, proxied: boolean): Promise<Record<string, number>> {
  const bench = { chain, accounts: new Accounts(`limits ${proxied ? "vostroProxy" : "vostro"}`) };
  const suite = await VostroSuite.deploy(bench, proxied);
  const { manager, people, registry } = suite;
  const token = await suite.token();
  const holders = new Minting(suite, token).holders();
  const code = built("compliance/Limits.sol", "Limits");
  const limits = await chain.deploy(bench.accounts.deployer(), code, [manager.address, registry.address]);
  await suite.wire("Limits", limits);
  await chain.send(people.POLICY_ADMIN, token, "setLimits", [limits.address]);

  /** A limited party's first wallet, each of its wallets with the opening balance. */
  const limited = async (wallets: number): Promise<Wallet> => {
    const [first, ...further] = bench.accounts.many(wallets);
    const { parties } = await suite.admit([first!.address], ZeroHash, true);
    if (further.length > 0) {
      await chain.send(people.REGISTRAR, registry, "addWallets", [parties[0], further.map(({ address }) => address)]);
    }
    await chain.send(people.LIMITS_OFFICER, limits, "raiseLimits", [token.address, parties, LIMITS]);
    for (const { address } of [first!, ...further]) await holders.fund(address);
    return first!;
  };
  /** The second of two transfers. */
  const transfer = async (payer: Wallet, payee: Wallet): Promise<number> => {
    const pay = (): Promise<number> => chain.send(payer, token, "transfer(address,uint256)", [payee.address, AMOUNT]);
    await pay();
    return pay();
  };

  const [payer, payee] = [await holders.holder(), await holders.holder()];
  const [limitedPayer, one, two] = [await limited(1), await limited(1), await limited(2)];
  // Limits set in this very hour are reckoned otherwise.
  chain.wait(HOUR);
  const plain = await transfer(payer, payee);
  return {
    "transfer: extra of a payer with limits": (await transfer(limitedPayer, payee)) - plain,
    "transfer: extra of a payee with limits, one wallet": (await transfer(payer, one)) - plain,
    "transfer: extra of a payee with limits, two wallets": (await transfer(payer, two)) - plain,
  };
}
