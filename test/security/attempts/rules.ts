import { id } from "ethers";

import { countryCode } from "../../../src/bank/countries.js";
import { POWERS } from "../../../src/bank/roles.js";
import { encodeCorridors } from "../../../src/chain/words.js";
import { backingOf } from "../effects.js";
import { accomplice, type Attempt, type Attempts, key } from "../attempt.js";
import { PARTIES } from "../people.js";
import { becomesTrue, differs, falls, rises } from "../reading.js";

const LOOSE = {
  perPayment: 10n ** 15n,
  windowValue: 10n ** 15n,
  holdingCap: 10n ** 15n,
  windowCount: 1_000,
  windowHours: 24,
};
const TIGHT = { perPayment: 1n, windowValue: 1n, holdingCap: 1n, windowCount: 1, windowHours: 24 };

/** What the bank has decided: corridors, quotas, limits, contracts, figures. */
export const ruleAttempts: Attempts = async (life) => {
  const { bank, usd, at, now, config, thiefsToken, thiefsLimits, deskOf } = life;
  const { partyRegistry, issuanceDesk, limits, legalOrders } = bank;
  const issuer = config.roles.ISSUER[0]!.signer;
  const corridor = encodeCorridors([{ from: 1, to: 14 }]);
  const token = (method: string, ...args: readonly unknown[]) => key("DepositToken", usd, method, ...args);
  const register = (method: string, ...args: readonly unknown[]) =>
    key("PartyRegistry", partyRegistry, method, ...args);
  const book = (method: string, ...args: readonly unknown[]) => key("Limits", limits, method, ...args);
  const own = at("accomplice");
  const dollar = usd.target;

  const powersOf = (account: string) => async () => ((await usd.accountWord(account)) >> 232n) & 15n;
  const quota = async () => (await issuanceDesk.quotaOf(issuer, dollar))[0];
  const most = async () => (await limits.limitsOf(dollar, PARTIES.mallory)).perPayment;
  const threshold = () => limits.travelThresholdOf(dollar);
  const open = (...steps: Attempt["steps"]): Attempt => ({ effect: "corridor", steps });
  const china = async () => (await partyRegistry.countryOf(countryCode("CN"))).join();
  const thiefs = async () => (await powersOf(own)()) > 0n;
  const figure = async (amount: bigint) => [
    amount,
    await now(),
    (await usd.supplyWords())[1] & ((1n << 128n) - 1n),
    0n,
  ];
  const codeHash = id("code of the thief's");

  return [
    open(token("openCorridors", corridor, 0n)),
    open(token("openCorridors", 0n, corridor)),
    {
      ...open(token("closeCorridors", (1n << 225n) - 1n)),
      worth: "less",
      reads: differs(async () => (await usd.policyWords())[0]),
    },
    {
      effect: "corridor",
      reads: differs(china),
      steps: [register("setCountries", [{ code: countryCode("CN"), resident: 1, controlled: 0 }])],
    },
    {
      effect: "corridor",
      worth: "less",
      reads: differs(china),
      steps: [register("closeCountries", [countryCode("CN")])],
    },
    {
      effect: "corridor",
      reads: becomesTrue(async () => !(await partyRegistry.isProgrammeRequired(life.programmeZone))),
      steps: [register("waiveProgramme", life.programmeZone)],
    },
    {
      effect: "corridor",
      reads: differs(() => partyRegistry.institutionOf(99)),
      steps: [register("setInstitution", 99, `0x${"41".repeat(20)}`)],
    },

    {
      effect: "limit",
      reads: rises(quota),
      steps: [key("IssuanceDesk", issuanceDesk, "raiseQuota", issuer, dollar, 10n ** 15n)],
    },
    {
      effect: "limit",
      worth: "less",
      reads: falls(quota),
      steps: [key("IssuanceDesk", issuanceDesk, "cutQuota", issuer, dollar, 0n)],
    },
    { effect: "limit", reads: rises(most), steps: [book("raiseLimits", dollar, [PARTIES.mallory], LOOSE)] },
    {
      effect: "limit",
      worth: "less",
      reads: falls(most),
      steps: [book("cutLimits", dollar, [PARTIES.mallory], TIGHT)],
    },
    { effect: "limit", reads: rises(threshold), steps: [book("raiseTravelThreshold", dollar, 10n ** 15n)] },
    { effect: "limit", worth: "less", reads: falls(threshold), steps: [book("lowerTravelThreshold", dollar, 0n)] },
    {
      effect: "check",
      worth: "less",
      reads: differs(() => limits.clearanceOf(dollar, at("alice"), at("bob"), 900n).then(String)),
      steps: [book("revokeClearance", dollar, at("alice"), at("bob"), 900n)],
    },

    ...(["ISSUER", "BURNER", "NOTARY", "CLEARING"] as const).map((power): Attempt => ({
      effect: "contract",
      reads: becomesTrue(thiefs),
      steps: [token("admitContract", own, POWERS[power] | (power === "BURNER" ? POWERS.NOTARY : 0n))],
    })),
    {
      effect: "contract",
      reads: becomesTrue(() => partyRegistry.isToken(thiefsToken)),
      steps: [register("listToken", thiefsToken)],
    },
    {
      effect: "contract",
      reads: becomesTrue(() => legalOrders.isCustody(at("mallory"))),
      steps: [key("LegalOrders", legalOrders, "addCustodyAccount", at("mallory"))],
    },
    {
      effect: "contract",
      reads: becomesTrue(() => life.isListedCode(codeHash)),
      steps: [register("allowWalletCode", codeHash)],
    },
    { effect: "limits", steps: [token("setLimits", thiefsLimits)] },

    { effect: "attest", steps: [token("attest", ...(await figure(10n ** 12n)))] },
    { effect: "attest", steps: [accomplice("DepositToken", usd, "attest", ...(await figure(10n ** 12n)))] },

    ...[0, 1, 2, 3].map((operation): Attempt => ({
      effect: "stop",
      reads: differs(async () => (await usd.policyWords())[0]),
      steps: [token("pause", operation)],
    })),
    {
      effect: "stop",
      reads: falls(powersOf(String(issuanceDesk.target))),
      steps: [token("dismissContract", issuanceDesk.target, POWERS.ISSUER)],
    },
    {
      effect: "stop",
      reads: falls(powersOf(deskOf("OrderEscrow"))),
      steps: [token("dismissContract", deskOf("OrderEscrow"), POWERS.NOTARY)],
    },
    {
      effect: "stop",
      reads: falls(async () => backingOf((await usd.supplyWords())[0])),
      steps: [token("attest", ...(await figure(0n)))],
    },
    {
      effect: "stop",
      reads: becomesTrue(async () => !(await legalOrders.isCustody(at("custody")))),
      steps: [key("LegalOrders", legalOrders, "removeCustodyAccount", at("custody"))],
    },
    {
      effect: "stop",
      reads: becomesTrue(async () => !(await life.isListedCode(life.listedCode))),
      steps: [register("disallowWalletCode", life.listedCode)],
    },
  ];
};
