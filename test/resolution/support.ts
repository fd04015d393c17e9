import hre from "hardhat";
import { encodeBytes32String, type BaseContract, type ContractTransactionResponse } from "ethers";
import { chainAccounts } from "../../src/bank/testAccounts.js";
import { POWERS, ROLES } from "../../src/bank/roles.js";
import { connectBank, type BankAddresses } from "../../src/chain/bank.js";
import { holderRegister, proofsOf, type HolderRegister } from "../../src/chain/index.js";
import { signFor, type Acceptance, type Declaration, type RegisterCommitment } from "../../src/chain/typedData.js";
import { LiabilityTransfer__factory } from "../../typechain-types/index.js";
import {
  admissionOf,
  bankOf,
  deployBank,
  NAMES,
  settlementAccount,
  type AdmissionChanges,
  type People,
} from "../issuance/support.js";
import { expectLogs, expectRefusal, type Log, type Value } from "../support/expect.js";
import { HOUR, type Account, type Chain } from "../support/token.js";
import { reference } from "../support/words.js";

/** All times of the tests are fixed: the chain starts here. */
const START = "2026-11-02T00:00:00Z";

/** Customers are the same people at both banks; everybody else works at one. */
const CUSTOMERS = ["alice", "bob", "carol", "dave", "erin", "stranger", "relayer"] as const;

export const INSTRUMENT = reference("instrument of resolution 2026/7");
export const TRANSFER_INSTRUMENT = reference("transfer order 2026/8");
/** The authority in the tests: the Single Resolution Board's LEI. */
export const AUTHORITY = encodeBytes32String("549300H7V3YKZLGYRG96");

type Addressed = { address: string };
type Sent = Promise<ContractTransactionResponse>;
export type TwoBanks = ReturnType<typeof twoBanksOf>;

/** A row as the contract takes it. */
export interface Claim {
  party: bigint;
  wallet: string;
  balance: bigint;
  proof: string[];
}

/** Who sends, who is named as approver, and who signs. */
interface Hands {
  sender?: Account;
  approver?: Addressed;
  signer?: Account;
}

/**
 * Two banks on one chain: `a`, whose USD will be in resolution, and `b`, its successor, where alice and bob are customers
 * already. Between their USD tokens stands a LiabilityTransfer with the powers it needs at both.
 */
export async function useTwoBanks({ estimatesGas = true } = {}): Promise<() => Promise<TwoBanks>> {
  const gas = estimatesGas ? "auto" : 15_000_000n;
  const chain = await hre.network.create({ override: { initialDate: START, gas, accounts: chainAccounts(80) } });
  const signers = await chain.ethers.getSigners();
  const old = Object.fromEntries(NAMES.map((name, i) => [name, signers[i]])) as People;
  const others = Object.fromEntries(NAMES.map((name, i) => [name, signers[NAMES.length + i]])) as People;
  const successor: People = { ...others, ...Object.fromEntries(CUSTOMERS.map((name) => [name, old[name]])) };
  const spare = signers.slice(2 * NAMES.length);

  async function deployFixture() {
    const a = await deployBank(chain, old);
    const b = await deployBank(chain, successor);
    const transfer = await new LiabilityTransfer__factory(old.admin).deploy(a.resolution, a.usd, b.usd);
    await a.manager.grantRole(ROLES.LEGAL_ORDERS, transfer, 0);
    await b.usd.connect(successor.policyAdmin).admitContract(transfer, POWERS.CLEARING);
    return { a, b, transfer: transfer.connect(old.stranger) };
  }
  return async () => twoBanksOf(chain, old, successor, spare, await chain.networkHelpers.loadFixture(deployFixture));
}

interface Deployed {
  a: Awaited<ReturnType<typeof deployBank>>;
  b: Awaited<ReturnType<typeof deployBank>>;
  transfer: ReturnType<typeof LiabilityTransfer__factory.connect>;
}

function twoBanksOf(chain: Chain, old: People, successor: People, spare: Account[], deployed: Deployed) {
  const a = bankOf(chain, old, deployed.a);
  const b = bankOf(chain, successor, deployed.b);
  const { transfer } = deployed;
  const { resolution } = a;
  const oldToken = a.usd.target as string;
  const now = a.now;
  const blockNumber = () => chain.ethers.provider.getBlockNumber();

  /** A bank as the library knows it. */
  const connected = (name: string, deployed: Deployed["a"]) => {
    const { manager, registry, issuance, redemption, lens, usd, jpy } = deployed;
    const addresses: BankAddresses = {
      bank: name,
      chainId: 31337,
      fromBlock: 0,
      accessManager: manager.target as string,
      partyRegistry: registry.target as string,
      issuanceDesk: issuance.target as string,
      redemptionDesk: redemption.target as string,
      limits: deployed.limits.target as string,
      confirmedPayments: deployed.confirmed.target as string,
      legalOrders: deployed.orders.target as string,
      pauseControl: deployed.pauses.target as string,
      resolution: deployed.resolution.target as string,
      transferLens: lens.target as string,
      tokens: { USD: usd.target as string, JPY: jpy.target as string },
    };
    return connectBank(addresses, chain.ethers.provider);
  };
  const bankA = connected("old", deployed.a);
  const bankB = connected("successor", deployed.b);

  // --- customers and money ---

  /** Admits a wallet as a party of its own, or as a further wallet of that party. */
  async function admit(at: typeof a, wallet: Addressed, party: bigint, changes: AdmissionChanges = {}) {
    const registry = at.registry.connect(at.registrar);
    const known = (await at.registry.standingOf(party)) !== 0n;
    return known
      ? registry.addWallets(party, [wallet.address])
      : registry.admit([admissionOf(wallet, party, changes, settlementAccount("alice"))]);
  }

  /** A customer of the old bank with a balance, and of the successor if it says so. */
  async function customer(wallet: Addressed, party: bigint, balance: bigint, alsoAtSuccessor = true) {
    await admit(a, wallet, party);
    if (alsoAtSuccessor) await admit(b, wallet, party);
    if (balance !== 0n) await a.mint(await a.orderOf({ payee: wallet.address, amount: balance }));
  }

  /** The wallet's owner redeems at the old bank, which pays and burns. Everybody's own account is alice's here. */
  async function redeem(wallet: Account, amount: bigint) {
    const wanted = await a.redemptionOf({ payer: wallet.address, amount });
    await a.request(wanted, wallet);
    await a.submit(wanted);
    await a.settle(wanted);
  }

  const balances = async (wallet: Addressed) =>
    [await a.usd.balanceOf(wallet.address), await b.usd.balanceOf(wallet.address)] as const;

  // --- resolution at the old bank ---

  const declarationOf = async (changes: Partial<Declaration> = {}): Promise<Declaration> => ({
    token: oldToken,
    instrument: INSTRUMENT,
    authorityCode: AUTHORITY,
    agent: spare[0]!.address,
    expiry: (await now()) + HOUR,
    ...changes,
  });

  async function declare(changes: Partial<Declaration> = {}, hands: Hands = {}): Sent {
    const declaration = await declarationOf(changes);
    const { sender = a.resolutionOfficer, signer = a.complianceApprover, approver = signer } = hands;
    const signature = await signFor(resolution, signer, "Declaration", declaration);
    return resolution.connect(sender).declare(declaration, approver.address, signature);
  }

  /** The register as of the latest block, and what would be committed of it. */
  const registerNow = async () => holderRegister(bankA, "USD", await blockNumber());

  async function commitmentOf(register: HolderRegister, changes: Partial<RegisterCommitment> = {}) {
    return {
      token: register.token,
      root: register.root,
      total: register.total,
      holders: BigInt(register.holders),
      blockNumber: BigInt(register.blockNumber),
      burnedThen: register.burned,
      expiry: (await now()) + HOUR,
      ...changes,
    };
  }

  async function commit(register: HolderRegister, changes: Partial<RegisterCommitment> = {}, hands: Hands = {}): Sent {
    const commitment = await commitmentOf(register, changes);
    const { sender = a.resolutionOfficer, signer = a.complianceApprover, approver = signer } = hands;
    const signature = await signFor(resolution, signer, "RegisterCommitment", commitment);
    return resolution.connect(sender).commit(commitment, approver.address, signature);
  }

  // --- the transfer ---

  async function accept(register: HolderRegister, changes: Partial<Acceptance> = {}, hands: Hands = {}): Sent {
    const { root, total } = register;
    const acceptance = { root, total, instrument: TRANSFER_INSTRUMENT, expiry: (await now()) + HOUR, ...changes };
    const { sender = b.resolutionOfficer, signer = b.complianceApprover, approver = signer } = hands;
    const signature = await signFor(transfer, signer, "Acceptance", acceptance);
    return transfer.connect(sender).accept(acceptance, approver.address, signature);
  }

  /** Declared and committed. */
  async function committed(): Promise<HolderRegister> {
    await declare();
    const register = await registerNow();
    await commit(register);
    return register;
  }

  /** Declared, committed and accepted: rows may move. */
  async function accepted(): Promise<HolderRegister> {
    const register = await committed();
    await accept(register);
    return register;
  }

  const claimOf = (register: HolderRegister, wallet: Addressed): Claim => {
    const [{ proof, ...row }] = proofsOf(register, [wallet.address]) as [ReturnType<typeof proofsOf>[number]];
    return { ...row, proof: [...proof] };
  };
  const move = (register: HolderRegister, ...wallets: Addressed[]): Sent =>
    transfer.connect(a.resolutionOfficer).move(wallets.map((wallet) => claimOf(register, wallet)));

  // --- what must hold ---

  const refuses = (call: Promise<unknown>, contract: BaseContract, error: string, ...args: Value[]) =>
    expectRefusal(call, contract, error, ...args);
  /** The transaction emits exactly these events, of the transfer and of both banks. */
  const emits = (call: Sent, ...logs: Log[]) => expectLogs(call, [transfer, resolution, a.usd, b.usd], logs);

  return {
    ...chain.networkHelpers,
    chain,
    ethers: chain.ethers,
    a,
    b,
    bankA,
    bankB,
    transfer,
    resolution,
    oldToken,
    agent: spare[0]!,
    /** Keys that belong to nobody yet. */
    spare: spare.slice(1),
    alice: old.alice,
    bob: old.bob,
    carol: old.carol,
    dave: old.dave,
    erin: old.erin,
    stranger: old.stranger,
    now,
    blockNumber,
    admit,
    customer,
    redeem,
    balances,
    declarationOf,
    declare,
    registerNow,
    commitmentOf,
    commit,
    accept,
    committed,
    accepted,
    claimOf,
    move,
    refuses,
    emits,
  };
}
