import { keccak256 } from "ethers";

import type { Gateway } from "../gateway.js";
import { otherStore } from "./errors.js";

/**
 * A store serves one bank on one chain with one salt, for good: with another salt every deposit would get another reference
 * and be minted again. The first gateway writes down whose it is; every later one must agree.
 * @throws VostroError OtherStore
 */
export async function requireOwnStore({ store, bank, salt }: Gateway): Promise<void> {
  const { bank: name, chainId, accessManager } = bank.addresses;
  const ours = {
    bank: name,
    chain_id: chainId,
    access_manager: accessManager,
    // Twice hashed: the once hashed salt is in no reference, but nothing that leads to it belongs in a database.
    salt_digest: keccak256(keccak256(salt)),
  };
  await store
    .insertInto("identity")
    .values(ours)
    .onConflict((conflict) => conflict.column("one").doNothing())
    .execute();
  const its = await store.selectFrom("identity").selectAll().executeTakeFirstOrThrow();
  const differences = [
    ["bank", its.bank, ours.bank],
    ["chain", String(its.chain_id), String(ours.chain_id)],
    ["deployment", its.access_manager, ours.access_manager],
    ["salt", its.salt_digest.slice(0, 10), ours.salt_digest.slice(0, 10)],
  ] as const;
  for (const [what, found, wanted] of differences) if (found !== wanted) throw otherStore(what, found, wanted);
}
