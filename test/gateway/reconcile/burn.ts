import type { Wallet } from "ethers";

import { POWERS } from "../../../src/bank/roles.js";
import { buildHold, executeHold, placeHold } from "../../../src/chain/index.js";
import { randomBytes32, type World } from "../support/world.js";
import { USD } from "./support.js";

/** A key that the bank has let burn, and that is not the redemption desk; `powers` more than that if given. */
export async function otherNotary({ bank, person }: World, powers = 0n): Promise<Wallet> {
  const notary = person("TRAVEL_RULE");
  const token = bank.tokens[USD]!.connect(person("POLICY_ADMIN"));
  await token.admitContract(notary, POWERS.NOTARY | POWERS.BURNER | powers);
  return notary;
}

/** Burns a customer's money under a hold of that notary; says where the chain has it. */
export async function burn(
  { bank }: World,
  payer: Wallet,
  notary: Wallet,
  amount: bigint,
): Promise<{ hash: string; logIndex: number }> {
  const terms = randomBytes32();
  const hold = await buildHold(bank, { currency: USD, payer: payer.address, notary: notary.address, amount, terms });
  await placeHold(bank, payer, USD, hold);
  const { hash, events } = await executeHold(bank, notary, USD, hold);
  return { hash, logIndex: events.find(({ name }) => name === "Transfer")!.logIndex };
}
