import { Interface, type InterfaceAbi, type Result, type TransactionLike, type Wallet, getCreateAddress } from "ethers";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";

import type { SigningContract } from "../src/chain/typedData.js";
import { BASE_FEE, BLOCK_SECONDS, GAS_LIMIT, GAS_PRICE, GENESIS_TIME, HARDFORK } from "./conditions.js";

interface Provider {
  request(call: { method: string; params?: unknown[] }): Promise<unknown>;
}

interface Receipt {
  status: string;
  gasUsed: string;
  contractAddress: string | null;
}

export interface Artifact {
  abi: InterfaceAbi;
  bytecode: string;
}

export interface Deployed {
  address: string;
  abi: Interface;
}

/** The simulated chain: every state change is a transaction of its own, signed and mined alone, hence cold storage. */
export class Chain {
  readonly #provider: Provider;
  readonly #chainId: number;
  readonly #nonces = new Map<string, number>();
  #time = GENESIS_TIME;

  private constructor(provider: Provider, chainId: number) {
    this.#provider = provider;
    this.#chainId = chainId;
  }

  /** A network of its own rather than the project's: the conditions must not move when hardhat.config.ts does. */
  static async open(): Promise<{ chain: Chain; close: () => Promise<void> }> {
    const hre = await createHardhatRuntimeEnvironment({
      networks: {
        bench: {
          type: "edr-simulated",
          chainType: "l1",
          hardfork: HARDFORK,
          initialBaseFeePerGas: BASE_FEE,
          initialDate: new Date(GENESIS_TIME * 1000),
          blockGasLimit: 60_000_000,
        },
      },
    });
    const connection = await hre.network.create("bench");
    const provider: Provider = connection.provider;
    const chainId = Number(await provider.request({ method: "eth_chainId" }));
    return { chain: new Chain(provider, chainId), close: () => connection.close() };
  }

  get chainId(): number {
    return this.#chainId;
  }

  /** Deploys from a wallet (see Accounts.deployer) and returns the contract. */
  async deploy(from: Wallet, artifact: Artifact, args: unknown[] = []): Promise<Deployed> {
    const abi = new Interface(artifact.abi as ConstructorParameters<typeof Interface>[0]);
    const address = getCreateAddress({ from: from.address, nonce: this.#nonces.get(from.address) ?? 0 });
    const receipt = await this.#transact(from, null, artifact.bytecode + abi.encodeDeploy(args).slice(2), "deploy");
    if (receipt.contractAddress?.toLowerCase() !== address.toLowerCase()) throw new Error("unexpected address");
    return { address, abi };
  }

  /** The time of the newest block, unix seconds. */
  get time(): number {
    return this.#time;
  }

  /** Lets time go by before the next block. */
  wait(seconds: number): void {
    this.#time += seconds;
  }

  /** Puts the runtime code of one address at another one, whose storage is empty. */
  async copyCode(from: string, to: string): Promise<void> {
    const code = await this.#provider.request({ method: "eth_getCode", params: [from, "latest"] });
    await this.#provider.request({ method: "hardhat_setCode", params: [to, code] });
  }

  /** Sends one call as one transaction and returns the gas its receipt reports. */
  async send(from: Wallet, to: Deployed, method: string, args: unknown[]): Promise<number> {
    const receipt = await this.#transact(from, to.address, to.abi.encodeFunctionData(method, args), method);
    return Number(receipt.gasUsed);
  }

  /** Reads a function with one return value. */
  async read(from: Deployed, method: string, args: unknown[]): Promise<unknown> {
    return (await this.#call(from, method, args))[0];
  }

  /** A contract as the signing functions of `src` ask for it: it names its own domain. */
  signing(contract: Deployed): SigningContract {
    return {
      eip712Domain: async () => {
        const { name, version, chainId, verifyingContract } = (
          await this.#call(contract, "eip712Domain", [])
        ).toObject() as Awaited<ReturnType<SigningContract["eip712Domain"]>>;
        return { name, version, chainId, verifyingContract };
      },
    };
  }

  /** Lets a wallet's own account run a contract's code (EIP-7702), in a transaction that a sponsor sends. */
  async delegate(account: Wallet, code: Deployed, sponsor: Wallet): Promise<void> {
    const nonce = this.#nonces.get(account.address) ?? 0;
    const authorization = account.authorizeSync({ address: code.address, chainId: this.#chainId, nonce });
    await this.#transact(sponsor, account.address, "0x", "delegate", {
      type: 4,
      maxFeePerGas: GAS_PRICE,
      maxPriorityFeePerGas: 0,
      authorizationList: [authorization],
    });
    this.#nonces.set(account.address, nonce + 1);
  }

  async #call(to: Deployed, method: string, args: unknown[]): Promise<Result> {
    const call = { to: to.address, data: to.abi.encodeFunctionData(method, args) };
    const answer = await this.#provider.request({ method: "eth_call", params: [call, "latest"] });
    return to.abi.decodeFunctionResult(method, answer as string);
  }

  async #transact(
    from: Wallet,
    to: string | null,
    data: string,
    label: string,
    kind: TransactionLike = { type: 0, gasPrice: GAS_PRICE },
  ): Promise<Receipt> {
    const nonce = this.#nonces.get(from.address) ?? 0;
    if (nonce === 0) {
      await this.#provider.request({ method: "hardhat_setBalance", params: [from.address, "0xde0b6b3a7640000"] });
    }
    this.#time += BLOCK_SECONDS;
    await this.#provider.request({ method: "evm_setNextBlockTimestamp", params: [this.#time] });
    const raw = await from.signTransaction({
      ...kind,
      chainId: this.#chainId,
      nonce,
      to,
      data,
      gasLimit: GAS_LIMIT,
    });
    const hash = await this.#provider.request({ method: "eth_sendRawTransaction", params: [raw] });
    const receipt = (await this.#provider.request({
      method: "eth_getTransactionReceipt",
      params: [hash],
    })) as Receipt | null;
    if (receipt?.status !== "0x1") throw new Error(`${label} reverted`);
    this.#nonces.set(from.address, nonce + 1);
    return receipt;
  }
}
