import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

import {
  BaseContract,
  concat,
  ContractFactory,
  Interface,
  type InterfaceAbi,
  type Signer,
  Wallet,
  ZeroAddress,
} from "ethers";

import { DAY } from "../chain/support.js";
import { useStage } from "../tasks/support.js";
import { ROLES } from "../../src/bank/roles.js";
import { testAccount } from "../../src/bank/testAccounts.js";
import type { BatchFile } from "../../src/safe/batchFile.js";
import { MULTI_SEND, safeTransaction, type SafeTransaction } from "../../src/safe/hashes.js";

const require = createRequire(import.meta.url);

interface SafeArtifact {
  readonly abi: InterfaceAbi;
  readonly bytecode: string;
  readonly deployedBytecode: string;
}

/** A contract of Safe 1.4.1 as its publisher built it. */
function artifactOf(path: string): SafeArtifact {
  const file = require.resolve(`@safe-global/safe-contracts/build/artifacts/contracts/${path}.json`);
  return JSON.parse(readFileSync(file, "utf8")) as SafeArtifact;
}

const SAFE = artifactOf("SafeL2.sol/SafeL2");
const FACTORY = artifactOf("proxies/SafeProxyFactory.sol/SafeProxyFactory");
const MULTI = artifactOf("libraries/MultiSendCallOnly.sol/MultiSendCallOnly");
const safeAbi = new Interface(SAFE.abi);
const NO_REFUND = [0n, 0n, 0n, ZeroAddress, ZeroAddress] as const;

/** The owners: keys with no role anywhere. */
export const OWNERS = [37, 38, 39].map((i) => testAccount(i));

/** A Safe of two out of three, behind the real proxy, with MultiSendCallOnly at its canonical address. */
export async function deploySafe(deployer: Signer, setCode: (address: string, code: string) => Promise<unknown>) {
  const singleton = await new ContractFactory(SAFE.abi, SAFE.bytecode, deployer).deploy();
  const factory = await new ContractFactory(FACTORY.abi, FACTORY.bytecode, deployer).deploy();
  await setCode(MULTI_SEND["1.4.1"], MULTI.deployedBytecode);
  const setup = safeAbi.encodeFunctionData("setup", [
    OWNERS.map(({ address }) => address),
    2n,
    ZeroAddress,
    "0x",
    ZeroAddress,
    ZeroAddress,
    0n,
    ZeroAddress,
  ]);
  const create = factory.getFunction("createProxyWithNonce");
  const address = (await create.staticCall(singleton.target, setup, 0n)) as string;
  await (await create(singleton.target, setup, 0n)).wait();
  return new BaseContract(address, safeAbi, deployer);
}

/** The Safe's transaction that a batch stands for. */
export function transactionOf(file: BatchFile): SafeTransaction {
  const calls = file.transactions.map(({ to, data }) => ({ to, value: 0n, data: data! }));
  return safeTransaction(calls, BigInt(file.meta.safeNonce!), "1.4.1");
}

/** The arguments of `execTransaction` with which anybody may send what two owners have signed. */
export function signedByOwners({ to, value, data, operation }: SafeTransaction, hash: string) {
  const signers = OWNERS.slice(0, 2).map(({ privateKey }) => new Wallet(privateKey));
  signers.sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
  const signatures = concat(signers.map(({ signingKey }) => signingKey.sign(hash).serialized));
  return [to, value, data, operation, ...NO_REFUND, signatures] as const;
}

/** Two owners sign the hash, anybody sends it; fails when the Safe refuses or the call inside fails. */
export async function executeSafe(safe: BaseContract, sent: SafeTransaction, hash: string): Promise<void> {
  await (await safe.getFunction("execTransaction")(...signedByOwners(sent, hash))).wait();
}

/** The stage of tasks with a Safe on it that is the policy admin, and must wait two days. */
export async function useSafeStage() {
  const load = await useStage();
  return async () => {
    const stage = await load();
    const { admin, bank, chain } = stage;
    const safe = await deploySafe(admin, (address, code) =>
      chain.provider.request({ method: "hardhat_setCode", params: [address, code] }),
    );
    const address = safe.target as string;
    const manager = bank.accessManager.connect(admin);
    await manager.grantRole(ROLES.POLICY_ADMIN, address, 2n * DAY);
    await manager.setRoleGuardian(ROLES.POLICY_ADMIN, ROLES.GUARDIAN);
    const hashOnChain = (sent: SafeTransaction): Promise<string> =>
      safe.getFunction("getTransactionHash")(
        sent.to,
        sent.value,
        sent.data,
        sent.operation,
        ...NO_REFUND,
        sent.nonce,
      ) as Promise<string>;
    return {
      ...stage,
      safe: address,
      hashOnChain,
      /** The batch that was written, and the Safe's transaction that it stands for. */
      async batch(name: string) {
        const file = JSON.parse(await readFile(join(stage.folder, name), "utf8")) as BatchFile;
        return { file, sent: transactionOf(file) };
      },
      execute: (sent: SafeTransaction, hash: string) => executeSafe(safe, sent, hash),
      path: (name: string) => join(stage.folder, name),
    };
  };
}
