import { COUNTRIES, countryCode } from "../../src/bank/countries.js";
import { anyAddress, bytes32 } from "../chain/support.js";
import { type Acts, type Life, profileOf } from "./life.js";

/** What the register is told. */
export function registerActs(life: Life): Acts {
  const { world, pick } = life;
  const registrar = life.registry(world.REGISTRAR);
  return {
    blockParty: () => life.registry(world.COMPLIANCE).blockParty(life.party(), bytes32(pick(5))),
    addWallet: () => registrar.addWallets(life.party(), [anyAddress()]),
    removeWallet: async () => registrar.removeWallet(await life.wallet()),
    admitAndClose: async () => {
      const id = BigInt(10_000 + life.next());
      const profile = profileOf(countryCode("US"));
      const admission = { id, profile, validUntil: 4_000_000_000n, limited: false, wallet: anyAddress() };
      const hashes = { settlementAccount: bytes32(0), lei: `0x${"35".repeat(20)}`, programme: bytes32(pick(2)) };
      await registrar.admit([{ ...admission, ...hashes }]);
      await registrar.close([id]);
    },
    renew: () => registrar.renew([life.party()], 1_893_456_000 + pick(1_000_000)),
    reclassify: () => {
      const profile = profileOf(countryCode(life.one(["US", "DE", "HK"])));
      return registrar.reclassify(life.party(), profile, pick(2) === 0, `0x${"00".repeat(20)}`, bytes32(pick(2)));
    },
    settlementAccount: () => registrar.setSettlementAccount(life.party(), bytes32(0xacc0 + pick(3))),
    country: () =>
      life
        .registry(world.POLICY_ADMIN)
        .setCountries([{ code: life.one(Object.values(COUNTRIES)), resident: 3, controlled: 6 }]),
    programme: () => life.registry(world.COMPLIANCE).requireProgramme(7 + pick(7)),
    institution: () => life.registry(world.POLICY_ADMIN).setInstitution(1 + pick(5), `0x${"41".repeat(20)}`),
  };
}
