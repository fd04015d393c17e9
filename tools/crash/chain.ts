import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type BankAddresses, connectBank } from "../../src/chain/bank.js";
import { runDeployment } from "../../src/chain/deploy.js";
import { carryOut, newPartyOf, send } from "../../src/chain/index.js";
import { testAccount } from "../../src/bank/testAccounts.js";
import { type RunningNode, startAnvil } from "../../test/nodes/support.js";
import type { CrashCustomer } from "./customers.js";
import { demoBank, keyOf, SALT } from "./gateway.js";
import { type Random, sleep } from "./random.js";

/** A reorganisation drops so many blocks at most. */
export const LONGEST_REORG = 6;

/**
 * A real node with the demo's bank on it, that mines when it is told to, drops blocks, and goes away and comes back: with
 * every block it had, and without the transactions that waited.
 */
export class CrashChain {
  reorgs = 0;
  /** blocks dropped by all of them */
  dropped = 0;
  restarts = 0;
  /** the block at which the node was started the last time */
  #startedAt = 0;
  #mining = false;
  #turn: Promise<unknown> = Promise.resolve();
  #miner: Promise<void> = Promise.resolve();

  private constructor(
    private node: RunningNode,
    readonly folder: string,
    readonly addresses: BankAddresses,
  ) {}

  static async start(customers: readonly CrashCustomer[]): Promise<CrashChain> {
    const folder = mkdtempSync(join(tmpdir(), "vostro-crash-chain-"));
    const node = await startAnvil(stateIn(folder));
    const config = demoBank();
    const { addresses } = await runDeployment(node.connection, config, {
      deployer: testAccount(0).address,
      // Of this campaign alone: others may deploy the demo's bank at the same time.
      directory: false,
    });
    const bank = connectBank(addresses, node.provider);
    const registrar = keyOf(config, "REGISTRAR", node.provider);
    await carryOut(
      bank,
      { fresh: customers.map(({ customer }) => newPartyOf(SALT, customer)), grown: [] },
      { attempt: (call) => send(bank, registrar, call), onDone: () => undefined },
    );
    await node.rpc("evm_setAutomine", false);
    // The deployment is under every reorganisation.
    await node.rpc("anvil_mine", "0x10");
    return new CrashChain(node, folder, addresses);
  }

  get url(): string {
    return this.node.url;
  }

  /** Mines a block after every pause, from now on. */
  mine(any: Random, pauses: readonly [number, number]): void {
    this.#mining = true;
    const run = async (): Promise<void> => {
      while (this.#mining) {
        await sleep(any.int(...pauses));
        await this.#alone(() => this.node.mine());
      }
    };
    this.#miner = run();
  }

  /**
   * Replaces the last blocks by empty ones; what was in them is lost. Waits until so many were mined since the node came back:
   * anvil goes back behind its own restart without the code of contracts.
   */
  async reorg(blocks: number): Promise<void> {
    const isDone = (): Promise<boolean> =>
      this.#alone(async () => {
        if ((await this.node.provider.getBlockNumber()) - blocks <= this.#startedAt) return false;
        await this.node.rpc("anvil_reorg", blocks, []);
        return true;
      });
    while (this.#mining && !(await isDone())) await sleep(100);
    this.reorgs++;
    this.dropped += blocks;
  }

  /** Stops the node and starts it again at the same address. @param away milliseconds in between */
  async restart(away: number): Promise<void> {
    await this.#alone(async () => {
      await this.node.stop();
      await sleep(away);
      this.node = await startAnvil([...stateIn(this.folder), "--no-mining"], Number(new URL(this.url).port));
      this.#startedAt = await this.node.provider.getBlockNumber();
    });
    this.restarts++;
  }

  async stop(): Promise<void> {
    this.#mining = false;
    await this.#miner;
    await this.node.stop("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** One thing at a time is done to the node. */
  #alone<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(act);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

const stateIn = (folder: string): string[] => ["--state", join(folder, "state.json"), "--preserve-historical-states"];
