import { id } from "ethers";

import type { SigningContract } from "../../src/chain/typedData.js";
import { DESKS, type DeskName } from "../../src/settlement/desks.js";
import { hasZeroByte } from "../accounts.js";
import { built } from "../artifacts.js";
import type { Deployed } from "../chain.js";
import { GENESIS_TIME } from "../conditions.js";
import type { Bench } from "../measure.js";
import { Minting } from "../minting.js";
import type { Holders } from "../peers/erc20.js";
import { VostroSuite } from "../vostroSuite.js";

/** A bank's token with customers who hold it. */
export interface Money {
  at: Deployed;
  minting: Minting;
  holders: Holders;
  signing: SigningContract;
}

/** One bank of those whose customers settle; a desk is no bank's, so any bank may admit any. */
export class SettlementBank {
  private constructor(
    readonly suite: VostroSuite,
    readonly bench: Bench,
  ) {}

  static async open(bench: Bench, proxied: boolean): Promise<SettlementBank> {
    return new SettlementBank(await VostroSuite.deploy(bench, proxied), bench);
  }

  async money(): Promise<Money> {
    const at = await this.suite.token();
    const minting = new Minting(this.suite, at);
    return { at, minting, holders: minting.holders(), signing: this.bench.chain.signing(at) };
  }

  /** Gives the desk the powers it needs, or fewer, in tokens of this bank. */
  async admitDesk(desk: Deployed, powers: bigint, ...tokens: Money[]): Promise<void> {
    for (const { at } of tokens) {
      await this.bench.chain.send(this.suite.people.POLICY_ADMIN, at, "admitContract", [desk.address, powers]);
    }
  }

  /** A desk that this bank admits in all these tokens. */
  async desk(name: DeskName, ...tokens: Money[]): Promise<Deployed> {
    const desk = await deployDesk(this.bench, name);
    await this.admitDesk(desk, DESKS[name].powers, ...tokens);
    return desk;
  }
}

export function deployDesk({ chain, accounts }: Bench, name: DeskName): Promise<Deployed> {
  return chain.deploy(accounts.deployer(), built(`settlement/${name}.sol`, name));
}

/** A word that stands for a hash or a salt: fixed by its name, without zero bytes. */
export function word(name: string): string {
  for (let i = 0; ; ++i) {
    const candidate = id(`${name} ${i}`);
    if (!hasZeroByte(candidate)) return candidate;
  }
}

export const HOUR = 3_600n;
export const DAY = 86_400n;

/** Deadlines count from here, not from the chain's clock: signatures must not change with what was measured before. */
export const AHEAD = BigInt(GENESIS_TIME) + 30n * DAY;
