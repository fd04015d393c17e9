import { Interface, type InterfaceAbi, type Wallet, getCreateAddress } from "ethers";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";

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
    const call = { to: from.address, data: from.abi.encodeFunctionData(method, args) };
    const answer = await this.#provider.request({ method: "eth_call", params: [call, "latest"] });
    return from.abi.decodeFunctionResult(method, answer as string)[0];
  }

  async #transact(from: Wallet, to: string | null, data: string, label: string): Promise<Receipt> {
    const nonce = this.#nonces.get(from.address) ?? 0;
    if (nonce === 0) {
      await this.#provider.request({ method: "hardhat_setBalance", params: [from.address, "0xde0b6b3a7640000"] });
    }
    this.#time += BLOCK_SECONDS;
    await this.#provider.request({ method: "evm_setNextBlockTimestamp", params: [this.#time] });
    const raw = await from.signTransaction({
      type: 0,
      chainId: this.#chainId,
      nonce,
      to,
      data,
      gasLimit: GAS_LIMIT,
      gasPrice: GAS_PRICE,
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
