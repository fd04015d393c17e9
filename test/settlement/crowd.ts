import { dataSlice, id } from "ethers";

import { limitSet } from "../compliance/support.js";
import { partyOf, type World } from "./support.js";

/** A customer with as many wallets as a party may have, and a holding cap that counts them all: the dearest payee there is. */
export async function crowd(world: World, bank: "a" | "b", name: "alice" | "carol"): Promise<void> {
  const { people } = world;
  const { registry, limits, usd, reclassify } = world[bank];
  const party = partyOf(bank, name);
  const wallets = Array.from({ length: 99 }, (_, i) => dataSlice(id(`${name}'s wallet ${i}`), 12));
  for (const first of [0, 33, 66]) {
    await registry.connect(people.registrar).addWallets(party, wallets.slice(first, first + 33));
  }
  await usd.connect(people.policyAdmin).setLimits(limits);
  await limits.connect(people.limitsOfficer).raiseLimits(usd, [party], limitSet({ holdingCap: 10n ** 12n }));
  await reclassify(party, { limited: true });
}
