import { id, zeroPadBytes } from "ethers";

import { countryCode } from "../../../src/bank/countries.js";
import { newTerms } from "../../../src/chain/index.js";
import { approveAct } from "../../../src/chain/twoPeople.js";
import { encodeProfile, encodeStanding } from "../../../src/chain/words.js";
import { type Attempt, type Attempts, key } from "../attempt.js";
import { PARTIES } from "../people.js";
import { becomesTrue, differs, rises } from "../reading.js";

const VALID = Date.UTC(2030, 0, 1) / 1_000;
const NO_LEI = zeroPadBytes("0x", 20);
const NONE = zeroPadBytes("0x", 32);

/** Who is a customer, where it resides, and who may pay. */
export const customerAttempts: Attempts = async (life, thief) => {
  const { bank, usd, at, legalOrder } = life;
  const { partyRegistry: register, legalOrders } = bank;
  const profileOf = (country: "US" | "DE") =>
    encodeProfile({
      ...{ kind: "client", homeBank: 0, programme: false },
      ...{ residency: countryCode(country), control: countryCode(country) },
    });
  const registry = (method: string, ...args: readonly unknown[]) => key("PartyRegistry", register, method, ...args);
  const [alice, profile] = [PARTIES.alice, profileOf("US")];
  const admission = {
    ...{ id: 666n, profile, validUntil: VALID, limited: false, wallet: at("fresh") },
    ...{ settlementAccount: id("an account"), lei: NO_LEI, programme: NONE },
  };
  const ordered = { order: legalOrder, party: alice };
  const toBlock = await approveAct(legalOrders, thief.accomplice, "BlockParty", ordered, await newTerms(bank));
  const lien = { order: legalOrder, token: usd.target, account: at("alice"), amount: 10_000_000n };
  const toFreeze = await approveAct(legalOrders, thief.accomplice, "PlaceLien", lien, await newTerms(bank));
  const standing = encodeStanding({
    ...{ validUntil: BigInt(VALID), zone: 1, admitted: true, blocked: false, limited: false, retired: false },
  });
  const close = registry("closeCountries", [countryCode("US")]);
  const needProgramme = registry("requireProgramme", 1);

  const block = (...steps: Attempt["steps"]): Attempt => ({ effect: "block", steps });
  const known = becomesTrue(async () => (await register.partyOf(at("fresh"))) !== 0n);
  const zone = differs(async () => (await register.standingOf(alice)) >> 32n);
  const limited = becomesTrue(async () => ((await register.standingOf(PARTIES.mallory)) >> 38n) % 2n === 0n);
  return [
    { effect: "admit", reads: known, steps: [registry("admit", [admission])] },
    { effect: "admit", reads: known, steps: [registry("addWallets", alice, [at("fresh")])] },
    {
      effect: "admit",
      reads: becomesTrue(() => usd.canReceive(at("fresh"))),
      steps: [key("DepositToken", usd, "setStanding", [at("fresh")], standing)],
    },
    { effect: "describe", reads: zone, steps: [registry("reclassify", alice, profileOf("DE"), false, NO_LEI, NONE)] },
    {
      effect: "describe",
      reads: limited,
      steps: [registry("reclassify", PARTIES.mallory, profile, false, NO_LEI, NONE)],
    },
    block(registry("blockParty", alice, id("a whim"))),
    block(key("LegalOrders", legalOrders, "blockParty", legalOrder, alice, toBlock)),
    block(key("DepositToken", usd, "blockWallet", at("alice"))),
    {
      ...block(
        key("LegalOrders", legalOrders, "placeLien", legalOrder, usd.target, lien.account, lien.amount, toFreeze),
      ),
      reads: rises(() => usd.getFrozenTokens(lien.account)),
    },
    block(registry("renew", [alice], 1)),
    block(registry("close", [alice])),
    block(registry("removeWallet", at("alice"))),
    block(registry("retireWallet", at("alice"), at("aliceTwo"))),
    // A zone that a token refuses is as good as a block.
    block(registry("reclassify", alice, profileOf("DE"), true, NO_LEI, NONE), registry("rezone", [alice])),
    {
      effect: "stop",
      reads: becomesTrue(async () => (await register.countryOf(countryCode("US")))[0] === 0n),
      steps: [close],
    },
    { effect: "stop", reads: becomesTrue(() => register.isProgrammeRequired(1)), steps: [needProgramme] },
    // What anyone may do tells no token anything but the register's truth.
    block(registry("syncToken", usd.target, [alice])),
  ];
};
