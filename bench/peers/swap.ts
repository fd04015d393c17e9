import { MaxUint256, Signature, type Wallet } from "ethers";

import { AMOUNT, EXPIRY, OPENING_BALANCE } from "../conditions.js";
import type { Measured } from "../measure.js";
import { compile } from "./compile.js";
import type { Holders } from "./erc20.js";

const QUOTE_TYPES = {
  Quote: [
    { name: "taker", type: "address" },
    { name: "dealer", type: "address" },
    { name: "takerToken", type: "address" },
    { name: "takerAmount", type: "uint256" },
    { name: "dealerToken", type: "address" },
    { name: "dealerAmount", type: "uint256" },
    { name: "expiry", type: "uint256" },
    { name: "nonce", type: "uint256" },
  ],
};

/** A quote's place among its dealer's: without zero bytes. */
const NONCES = BigInt(`0x${"a5".repeat(32)}`);

/** Two tokens exchanged out of the parties' allowances: exact ones, then with infinite ones standing. */
export async function paymentVersusPayment(one: Holders, other: Holders): Promise<Measured> {
  const { chain, accounts } = one.bench;
  const swap = await chain.deploy(accounts.deployer(), swapCode);
  const domain = { name: "Token Swap", version: "1", chainId: chain.chainId, verifyingContract: swap.address };
  const [taker, dealer] = [await one.holder(), await one.holder()];
  for (const { address } of [taker, dealer]) await other.fund(address);

  const approve = (owner: Wallet, holders: Holders, amount: bigint): Promise<number> =>
    chain.send(owner, holders.token.at, "approve", [swap.address, amount]);
  const settle = async (number: bigint): Promise<number> => {
    const quote = {
      taker: taker.address,
      dealer: dealer.address,
      takerToken: one.token.at.address,
      takerAmount: AMOUNT,
      dealerToken: other.token.at.address,
      dealerAmount: AMOUNT,
      expiry: EXPIRY,
      nonce: NONCES + number,
    };
    const { v, r, s } = Signature.from(await dealer.signTypedData(domain, QUOTE_TYPES, quote));
    return chain.send(taker, swap, "settle", [quote, v, r, s]);
  };
  const exact = async (number: bigint): Promise<{ approvals: number; settled: number }> => {
    const approvals = (await approve(taker, one, AMOUNT)) + (await approve(dealer, other, AMOUNT));
    return { approvals, settled: await settle(number) };
  };

  // The first one opens the word of the dealer's nonces.
  await exact(0n);
  const { approvals, settled } = await exact(1n);
  await approve(taker, one, MaxUint256);
  await approve(dealer, other, MaxUint256);
  const standing = await settle(2n);
  await one.expect(dealer.address, OPENING_BALANCE + 3n * AMOUNT);
  await other.expect(taker.address, OPENING_BALANCE + 3n * AMOUNT);
  return {
    gas: approvals + settled,
    detail: {
      "payment versus payment: two approvals (exact)": approvals,
      "payment versus payment, infinite allowances standing": standing,
    },
  };
}

const swapCode = compile("TokenSwap", 200);
