import { type JsonRpcProvider, Transaction, Wallet } from "ethers";

import { type Bank, type BankAddresses, connectBank } from "../../src/chain/bank.js";
import { buildRedemption, requestRedemptionCall, signHold } from "../../src/chain/index.js";
import { holdId } from "../../src/chain/typedData.js";
import { testAccount } from "../../src/bank/testAccounts.js";
import type { CrashCustomer } from "./customers.js";
import { connectNode } from "./gateway.js";
import type { Random } from "./random.js";
import { CURRENCIES, type Currency, DEEP_BLOCKS } from "./settings.js";

/** What a customer asked for. */
export interface Asked {
  readonly id: string;
  readonly customer: CrashCustomer;
  readonly currency: Currency;
  /** minor units */
  readonly amount: bigint;
}

interface Sent extends Asked {
  readonly nonce: number;
  readonly raw: string;
  readonly hash: string;
  /** accepted: in a block that nothing takes back */
  state: "open" | "accepted" | "failed";
}

/** An account of the test mnemonic that no role of the demo has. */
const RELAYER = 33;
const GAS = 1_500_000n;
const TIP = 2_000_000_000n;

/**
 * Customers who redeem what they have, through a relayer that gives the node its transactions again until each is in a block
 * for good.
 */
export class CustomersSide {
  readonly #provider: JsonRpcProvider;
  readonly #bank: Bank;
  readonly #relayer = new Wallet(testAccount(RELAYER).privateKey);
  readonly #sent: Sent[] = [];

  constructor(
    node: string,
    addresses: BankAddresses,
    private readonly customers: readonly CrashCustomer[],
    private readonly any: Random,
  ) {
    this.#provider = connectNode(node);
    this.#bank = connectBank(addresses, this.#provider);
  }

  /** Requests that hold: on their way, or in a block. */
  get standing(): number {
    return this.#sent.filter(({ state }) => state !== "failed").length;
  }

  get open(): number {
    return this.#sent.filter(({ state }) => state === "open").length;
  }

  get accepted(): readonly Asked[] {
    return this.#sent.filter(({ state }) => state === "accepted");
  }

  /** Somebody who has tokens asks for some of them. @returns whether anybody had */
  async redeem(): Promise<boolean> {
    for (const customer of this.any.shuffle([...this.customers]).slice(0, 5)) {
      const currency = this.any.pick(CURRENCIES);
      const { address } = customer.wallet;
      const available = await this.#bank.tokens[currency]!.availableOf(address);
      if (available < 10_00n) continue;
      const most = available / 2n;
      const amount = most < 5_00n ? most : BigInt(this.any.int(5_00, Number(most)));
      const redemption = await buildRedemption(this.#bank, {
        currency,
        payer: address,
        amount,
        salt: this.any.bytes32(),
      });
      const signature = await signHold(this.#bank, customer.wallet, currency, redemption.hold);
      const { to, data } = await requestRedemptionCall(this.#bank, redemption, signature);
      const nonce = this.#sent.length;
      const raw = await this.#relayer.signTransaction({
        ...{ to, data, nonce, chainId: this.#bank.addresses.chainId, type: 2, gasLimit: GAS },
        ...{ maxFeePerGas: 100n * TIP, maxPriorityFeePerGas: TIP },
      });
      const hash = Transaction.from(raw).hash!;
      this.#sent.push({ id: holdId(redemption.hold), customer, currency, amount, nonce, raw, hash, state: "open" });
      return true;
    }
    return false;
  }

  /** Gives the node what it does not have, and looks at what became of the rest. */
  async relay(): Promise<void> {
    const head = await this.#provider.getBlockNumber();
    for (const sent of this.#sent.filter(({ state }) => state === "open")) {
      const receipt = await this.#provider.getTransactionReceipt(sent.hash);
      if (receipt === null) {
        await this.#provider.send("eth_sendRawTransaction", [sent.raw]).catch(() => undefined);
      } else if (head - receipt.blockNumber > DEEP_BLOCKS) {
        sent.state = receipt.status === 1 ? "accepted" : "failed";
      }
    }
  }

  close(): void {
    this.#provider.destroy();
  }
}
