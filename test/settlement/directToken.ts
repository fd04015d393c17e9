import { type BaseContract } from "ethers";

import { DepositToken__factory, type DepositToken } from "../../typechain-types/index.js";
import { ATTESTED, openingDeposits, wire } from "../issuance/support.js";
import { ALLOWED, REVIEW, type Account } from "../support/token.js";
import { OPENING, partyOf, type World } from "./support.js";

/**
 * A token of a bank not behind a proxy, for gas: the implementation's own code at an address of its own, where nothing
 * is locked. Its customers own the opening balance.
 * @param digit the address is made of it: no byte is zero, none cheaper than in life
 */
export async function directToken(
  { people, helpers, ethers, now, ...banks }: World,
  bank: "a" | "b" | "r",
  digit: string,
  desk: BaseContract,
  powers: bigint,
  customers: readonly ("alice" | "carol" | "dealer" | "treasuryA" | "treasuryB")[],
): Promise<DepositToken> {
  const { manager, registry } = banks[bank];
  const implementation = await new DepositToken__factory(people.admin).deploy();
  const address = `0x${digit.repeat(40)}`;
  await helpers.setCode(address, await ethers.provider.getCode(implementation));
  const token = DepositToken__factory.connect(address, people.admin);
  await token.initialize("Direct", "DIR", 2, manager, registry, 30 * 86_400);
  await wire(people, manager.target as string, "DepositToken", token);
  await token.connect(people.policyAdmin).openCorridors(ALLOWED, REVIEW);
  await registry.connect(people.policyAdmin).listToken(token);
  await registry.syncToken(
    token,
    customers.map((name) => partyOf(bank, name)),
  );
  await token.connect(people.attestor).attest(ATTESTED, await now(), 0, 0);
  await token.connect(people.policyAdmin).admitContract(desk, powers);
  const deposits = customers.map((name): [Account, bigint] => [people[name], OPENING]);
  await openingDeposits(people, token, deposits);
  return token;
}
