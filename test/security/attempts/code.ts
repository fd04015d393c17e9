import { AbiCoder, concat, keccak256, toBeHex } from "ethers";

import { type Life } from "../life.js";
import { type PEOPLE } from "../people.js";
import { IMPLEMENTATION } from "../thiefs.js";
import { key, type Step } from "../attempt.js";

/** Where the token keeps its accounts: `vostro.storage.DepositToken` (ERC-7201), whose first member they are. */
const LEDGER = "0x3b481fc3301cffa83a198cafa25ad4ce96836626918771a70ed818e6f9075400";

const accountSlot = (account: string): string =>
  keccak256(AbiCoder.defaultAbiCoder().encode(["address", "bytes32"], [account, LEDGER]));

/**
 * One upgrade of the dollar token to code that writes balances, and puts the old code back: afterwards the token looks as
 * before and says what the thief has written.
 * @param changes who, and by how much its balance changes, minor units
 */
export async function write(
  { usd, at, thiefsCode, implementation }: Life,
  changes: readonly (readonly [name: keyof typeof PEOPLE, change: bigint])[],
): Promise<Step> {
  const words = await Promise.all(changes.map(([name]) => usd.accountWord(at(name))));
  const pairs = changes.flatMap(([name, change], i) => [accountSlot(at(name)), toBeHex(words[i]! + change, 32)]);
  const data = concat([...pairs, IMPLEMENTATION, toBeHex(implementation, 32)]);
  return key("DepositToken", usd, "upgradeToAndCall", thiefsCode, data);
}
