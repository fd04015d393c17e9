import { type Wallet, id } from "ethers";

import { POWERS } from "../src/bank/roles.js";
import { signAct } from "../src/chain/law/acts.js";
import { built } from "./artifacts.js";
import { AMOUNT, BATCH_SIZE, EXPIRY, OPENING_BALANCE, ORDER_REFERENCE } from "./conditions.js";
import { TRANSFER_WITH_AUTHORIZATION, authorization } from "./erc3009.js";
import { limitsDetail } from "./limits.js";
import { type Acts, type Bench, type Contributor, type Measured, perItem } from "./measure.js";
import { Minting } from "./minting.js";
import { type Holders, erc20Acts } from "./peers/erc20.js";
import { settlement } from "./settlement.js";
import { STANDING, VostroSuite } from "./vostroSuite.js";

async function vostroActs(bench: Bench, proxied: boolean): Promise<Acts> {
  const { chain, accounts } = bench;
  const suite = await VostroSuite.deploy(bench, proxied);
  const token = await suite.token();
  const minting = new Minting(suite, token);
  const holders = minting.holders();
  const settled = await settlement(bench, proxied);
  const strangers = (): string[] => accounts.many(BATCH_SIZE).map(({ address }) => address);

  const plain = erc20Acts(holders);
  return {
    ...plain,
    transfer: async () => ({ gas: await plain.transfer(), detail: await limitsDetail(bench, proxied) }),
    mintBatchItem: async () => {
      const payees = await minting.batchOfHolders();
      const gas = await minting.mintBatch(payees, AMOUNT);
      await holders.expect(payees[BATCH_SIZE - 1]!, OPENING_BALANCE + AMOUNT);
      return perItem(gas, BATCH_SIZE);
    },
    transferBatchItem: async () => {
      const [payer, payees] = [await holders.holder(), await minting.batchOfHolders()];
      const payments = payees.map((payee) => [payee, AMOUNT, minting.nextReference()]);
      const gas = await chain.send(payer, token, "transferBatch", [payments]);
      await holders.expect(payees[BATCH_SIZE - 1]!, OPENING_BALANCE + AMOUNT);
      return perItem(gas, BATCH_SIZE);
    },
    order: async () => {
      const { gas, detail } = await order(holders, suite);
      return { gas, detail: { ...detail, ...(await settled.order()) } };
    },
    ...settled.acts,
    onboardItem: async () => onboard(suite, strangers),
    block: async () => block(suite),
    transferWithAuthorization: async () => {
      const [payer, payee, relayer] = [await holders.holder(), await holders.holder(), accounts.next()];
      const domain = { ...minting.domain, name: "Vostro Deposit Token", verifyingContract: token.address };
      const args = await authorization(payer, payee.address, domain);
      const gas = await chain.send(relayer, token, TRANSFER_WITH_AUTHORIZATION, args);
      await holders.expect(payee.address, OPENING_BALANCE + AMOUNT);
      return gas;
    },
  };
}

/** An order secured without custody: the payer places a hold, confirms at a minimal notary, the payee is paid. */
async function order(holders: Holders, suite: VostroSuite): Promise<Measured> {
  const { chain, accounts } = suite.bench;
  const token = holders.token.at;
  const [payer, payee] = [await holders.holder(), await holders.holder()];
  const notary = await chain.deploy(accounts.deployer(), built("mocks/MinimalNotary.sol", "MinimalNotary"), [
    token.address,
  ]);
  await chain.send(suite.people.POLICY_ADMIN, token, "admitContract", [notary.address, POWERS.NOTARY]);
  // 30 days ahead of the chain, inside the longest hold.
  const expiry = chain.time + 30 * 86_400;
  const hold = {
    payer: payer.address,
    payee: payee.address,
    notary: notary.address,
    amount: AMOUNT,
    expiry,
    placeBy: expiry,
    assignable: false,
    terms: ORDER_REFERENCE,
  };
  const place = await chain.send(payer, token, "placeHold", [hold]);
  const confirm = await chain.send(payer, notary, "confirm", [hold]);
  await holders.expect(payee.address, OPENING_BALANCE + AMOUNT);
  return { gas: place + confirm, detail: { "order: placeHold": place, "order: confirm": confirm } };
}

/** One wallet's standing pushed into one token, and what admission costs with the register's own record. */
async function onboard(suite: VostroSuite, strangers: () => string[]): Promise<Measured> {
  const { chain, accounts } = suite.bench;
  const register: Wallet = accounts.next();
  const lone = await suite.token(register.address);
  const push = await chain.send(register, lone, "setStanding", [strangers(), STANDING]);
  const parties = await suite.admit(strangers());
  const withAccount = await suite.admit(strangers(), ORDER_REFERENCE);
  const first = await suite.admit([accounts.next().address]);
  const more = await chain.send(suite.people.REGISTRAR, suite.registry, "addWallets", [
    first.parties[0]!,
    strangers().slice(0, 99),
  ]);
  return {
    gas: perItem(push, BATCH_SIZE),
    detail: {
      "admit: a new party with one wallet (batch of 100)": perItem(parties.gas, BATCH_SIZE),
      "admit: the same with its settlement account": perItem(withAccount.gas, BATCH_SIZE),
      "admit: a further wallet of a known party (batch of 99)": perItem(more, 99),
    },
  };
}

/** A party of three wallets, blocked in two tokens: the officer's transaction to the register, or two people's by order. */
async function block(suite: VostroSuite): Promise<Measured> {
  await suite.token();
  const args = [await partyOfThree(suite), ORDER_REFERENCE];
  const gas = await suite.bench.chain.send(suite.people.COMPLIANCE, suite.registry, "blockParty", args);
  return { gas, detail: { "block: under a new legal order, by two people": await blockByOrder(suite) } };
}

async function partyOfThree(suite: VostroSuite): Promise<bigint> {
  const { chain, accounts } = suite.bench;
  const { parties } = await suite.admit([accounts.next().address]);
  const further = [accounts.next().address, accounts.next().address];
  await chain.send(suite.people.REGISTRAR, suite.registry, "addWallets", [parties[0]!, further]);
  return parties[0]!;
}

async function blockByOrder(suite: VostroSuite): Promise<number> {
  const { chain } = suite.bench;
  const party = await partyOfThree(suite);
  const [id_, authority, documentHash] = ["order", "court", "document"].map(id);
  const order = { id: id_!, authority: authority!, documentHash: documentHash!, issuedAt: 1n, validUntil: 0n };
  const consent = { salt: ORDER_REFERENCE, expiry: BigInt(EXPIRY) };
  const domain = {
    name: "Vostro Legal Orders",
    version: "1",
    chainId: BigInt(chain.chainId),
    verifyingContract: suite.orders.address,
  };
  const contract = { eip712Domain: () => Promise.resolve(domain) };
  const approval = await signAct(contract, suite.people.COMPLIANCE_APPROVER, "BlockParty", { order, party }, consent);
  return chain.send(suite.people.COMPLIANCE, suite.orders, "blockParty", [order, party, approval]);
}

export const vostro: Contributor = {
  contract: "vostro",
  settings: "this project's build (solc 0.8.37, optimizer 120 runs, cancun), every contract called directly",
  prepare: (bench) => vostroActs(bench, false),
};

export const vostroProxy: Contributor = {
  contract: "vostroProxy",
  settings: "the same code, every contract behind an ERC1967Proxy",
  prepare: (bench) => vostroActs(bench, true),
};
