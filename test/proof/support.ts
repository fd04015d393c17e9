import fc from "fast-check";
import { getAddress, toBeHex } from "ethers";

import { type Claims, buildClaims } from "../../src/proof/index.js";

export const SECRET = `0x${"5e".repeat(32)}`;

/** Claims on a token that is on no chain. */
export const PLACE = {
  chainId: 31337,
  token: getAddress(`0x${"70".repeat(20)}`),
  currency: "USD",
  block: 1_234_567,
  blockHash: `0x${"b1".repeat(32)}`,
};

export const walletOf = (n: number): string => getAddress(toBeHex(BigInt(n) << 96n, 20));

/** Holders with these balances, of wallets 1, 2, ... */
export const claimsOn = (...balances: bigint[]): Claims =>
  buildClaims(PLACE, new Map(balances.map((balance, i) => [walletOf(i + 1), balance])), SECRET);

/** Balances by wallet of 1 to 40 holders, as large as the token keeps them. */
export const holders = fc
  .uniqueArray(fc.tuple(fc.bigInt(1n, (1n << 160n) - 1n), fc.bigInt(1n, (1n << 64n) - 1n)), {
    selector: ([wallet]) => wallet,
    minLength: 1,
    maxLength: 40,
  })
  .map((rows) => rows.map(([wallet, balance]): [string, bigint] => [getAddress(toBeHex(wallet, 20)), balance]));
