import { AMOUNT, BATCH_SIZE, OPENING_BALANCE } from "../conditions.js";
import { type Acts, type Bench, type Contributor, type Measured, perItem } from "../measure.js";
import { Holders, erc20Acts } from "./erc20.js";
import { COUNTRY, deployTrexSuite } from "./trexSuite.js";

async function trexActs(bench: Bench, options: { claim: boolean }): Promise<Acts> {
  const { chain, accounts } = bench;
  const { token, registry, agent, identity } = await deployTrexSuite(bench, options);
  const register = (addresses: string[]): Promise<number> =>
    chain.send(agent, registry, "batchRegisterIdentity", [
      addresses,
      addresses.map(() => identity.address),
      addresses.map(() => COUNTRY),
    ]);
  const admit = async (addresses: string[]): Promise<void> => void (await register(addresses));
  const holders = new Holders(bench, { at: token, issuer: agent, admit });
  const each = (amount: bigint): bigint[] => Array.from({ length: BATCH_SIZE }, () => amount);
  const strangers = (): string[] => accounts.many(BATCH_SIZE).map(({ address }) => address);
  const batchOfHolders = async (): Promise<string[]> => {
    const addresses = strangers();
    await register(addresses);
    await chain.send(agent, token, "batchMint", [addresses, each(OPENING_BALANCE)]);
    return addresses;
  };

  return {
    ...erc20Acts(holders),
    mintBatchItem: async () => {
      const payees = await batchOfHolders();
      const gas = await chain.send(agent, token, "batchMint", [payees, each(AMOUNT)]);
      await holders.expect(payees[BATCH_SIZE - 1]!, OPENING_BALANCE + AMOUNT);
      return perItem(gas, BATCH_SIZE);
    },
    transferBatchItem: async () => {
      const [payer, payees] = [await holders.holder(), await batchOfHolders()];
      const gas = await chain.send(payer, token, "batchTransfer", [payees, each(AMOUNT)]);
      await holders.expect(payees[BATCH_SIZE - 1]!, OPENING_BALANCE + AMOUNT);
      return perItem(gas, BATCH_SIZE);
    },
    onboardItem: async () => perItem(await register(strangers()), BATCH_SIZE),
    block: async () => chain.send(agent, token, "setAddressFrozen", [(await holders.holder()).address, true]),
  };
}

export const trex: Contributor = {
  contract: "trex",
  settings:
    "T-REX 4.1.6 suite from its factory, with CountryAllowModule, no claim required unless said; " +
    "the npm package's artifacts: solc 0.8.17, optimizer 200 runs",
  async prepare(bench) {
    const plain = await trexActs(bench, { claim: false });
    // Most issuers do require a claim; the table keeps the variant that is cheapest for T-REX.
    const claiming = await trexActs(bench, { claim: true });
    const withVariant = (act: "transfer" | "transferToNewHolder" | "mint" | "order") => async (): Promise<Measured> => {
      const [found, variant] = [await plain[act]!(), await claiming[act]!()].map((result) =>
        typeof result === "number" ? { gas: result } : result,
      ) as [Measured, Measured];
      return { gas: found.gas, detail: { ...found.detail, [`${act}, one claim required`]: variant.gas } };
    };
    return {
      ...plain,
      transfer: withVariant("transfer"),
      transferToNewHolder: withVariant("transferToNewHolder"),
      mint: withVariant("mint"),
      order: withVariant("order"),
    };
  },
};
