import { MaxUint256, type Wallet } from "ethers";

import type { Deployed } from "../chain.js";
import { AMOUNT, EXPIRY, OPENING_BALANCE, ORDER_REFERENCE } from "../conditions.js";
import type { Acts, Bench, Measured } from "../measure.js";
import { compile } from "./compile.js";

/** A deployed token, as far as the acts every ERC-20 shares need to know it. */
export interface Token {
  at: Deployed;
  /** Who mints. */
  issuer: Wallet;
  /** Mints in one transaction and returns its gas, where that is not the issuer calling mint(address,uint256). */
  mint?: (to: string, amount: bigint) => Promise<number>;
  /** Makes addresses eligible to hold the token, where it asks for that. */
  admit?: (addresses: string[]) => Promise<void>;
}

/** Draws wallets that may hold the token, and fails an act whose balances are not what they should be. */
export class Holders {
  constructor(
    readonly bench: Bench,
    readonly token: Token,
  ) {}

  /** Eligible, but never held the token. */
  async newcomer(): Promise<Wallet> {
    const wallet = this.bench.accounts.next();
    await this.token.admit?.([wallet.address]);
    return wallet;
  }

  /** Eligible, with the opening balance. */
  async holder(): Promise<Wallet> {
    const wallet = await this.newcomer();
    await this.fund(wallet.address);
    return wallet;
  }

  async fund(address: string): Promise<void> {
    await this.mint(address, OPENING_BALANCE);
  }

  async mint(to: string, amount: bigint): Promise<number> {
    const { at, issuer, mint } = this.token;
    return mint ? mint(to, amount) : this.bench.chain.send(issuer, at, "mint", [to, amount]);
  }

  async expect(address: string, balance: bigint): Promise<void> {
    const found = await this.bench.chain.read(this.token.at, "balanceOf", [address]);
    if (found !== balance) throw new Error(`balance is ${String(found)}, expected ${balance}`);
  }
}

export function erc20Acts(holders: Holders): Omit<Acts, "transfer"> & { transfer: () => Promise<number> } {
  const { bench, token } = holders;
  const { chain } = bench;

  const transfer = async (payer: Wallet, payee: Wallet, before: bigint): Promise<number> => {
    const gas = await chain.send(payer, token.at, "transfer(address,uint256)", [payee.address, AMOUNT]);
    await holders.expect(payer.address, OPENING_BALANCE - AMOUNT);
    await holders.expect(payee.address, before + AMOUNT);
    return gas;
  };

  return {
    transfer: async () => transfer(await holders.holder(), await holders.holder(), OPENING_BALANCE),
    transferToNewHolder: async () => transfer(await holders.holder(), await holders.newcomer(), 0n),
    mint: async () => {
      const payee = await holders.holder();
      const gas = await holders.mint(payee.address, AMOUNT);
      await holders.expect(payee.address, OPENING_BALANCE + AMOUNT);
      return gas;
    },
    order: () => order(holders),
  };
}

/** An order secured through custody: allowance, funding, payment; then the variant with a standing allowance. */
async function order(holders: Holders): Promise<Measured> {
  const { chain, accounts } = holders.bench;
  const { token } = holders;
  const [payer, standingPayer, payee] = [await holders.holder(), await holders.holder(), await holders.holder()];
  const notary = accounts.next();
  const escrow = await chain.deploy(accounts.deployer(), escrowCode, [token.at.address, notary.address]);
  // An escrow in use holds other customers' money already.
  await token.admit?.([escrow.address]);
  await holders.fund(escrow.address);

  const secureAndPay = async (from: Wallet): Promise<{ fund: number; pay: number }> => {
    const terms = [payee.address, AMOUNT, EXPIRY, ORDER_REFERENCE];
    const fund = await chain.send(from, escrow, "fund", terms);
    return { fund, pay: await chain.send(notary, escrow, "pay", [from.address, ...terms]) };
  };

  const approve = await chain.send(payer, token.at, "approve", [escrow.address, AMOUNT]);
  const exact = await secureAndPay(payer);
  await chain.send(standingPayer, token.at, "approve", [escrow.address, MaxUint256]);
  const standing = await secureAndPay(standingPayer);
  await holders.expect(payer.address, OPENING_BALANCE - AMOUNT);
  await holders.expect(payee.address, OPENING_BALANCE + 2n * AMOUNT);
  await holders.expect(escrow.address, OPENING_BALANCE);

  return {
    gas: approve + exact.fund + exact.pay,
    detail: {
      "order: approve (exact)": approve,
      "order: fund": exact.fund,
      "order: pay": exact.pay,
      "order, infinite allowance standing": standing.fund + standing.pay,
    },
  };
}

const escrowCode = compile("OrderEscrow", 200);
