import { id } from "ethers";

import type { BaseContract } from "ethers";
import { ROLES } from "../../../src/bank/roles.js";
import { ADMIN_ROLE, PUBLIC_ROLE, selectorOf } from "../../../src/chain/setup.js";
import { signFor } from "../../../src/chain/typedData.js";
import { type Attempt, type Attempts, key } from "../attempt.js";
import { IMPLEMENTATION } from "../thiefs.js";
import { becomesTrue, differs, falls } from "../reading.js";

/** Roles that a thief wants most; an admin's takeover grants every one. */
const WANTED = [ADMIN_ROLE, ROLES.ISSUER, ROLES.UPGRADER, ROLES.LEGAL_ORDERS];

/** Code, roles, delays, and the end of a token. */
export const controlAttempts: Attempts = async (life, thief) => {
  const { bank, usd, eur, at, chain, config, waiting, thiefsCode, now } = life;
  const { accessManager, partyRegistry, issuanceDesk, redemptionDesk, legalOrders, resolution } = bank;
  const manager = (method: string, ...args: readonly unknown[]) => key("AccessManager", accessManager, method, ...args);
  const own = at("accomplice");
  const policyAdmin = config.roles.POLICY_ADMIN[0]!.signer;
  const admin = config.admins.find(({ signer }) => signer !== thief.address)!.signer;

  const proxies: readonly (readonly [string, BaseContract])[] = [
    ...[["DepositToken", usd] as const, ["DepositToken", eur] as const],
    ...[["PartyRegistry", partyRegistry] as const, ["IssuanceDesk", issuanceDesk] as const],
    ...[["RedemptionDesk", redemptionDesk] as const, ["LegalOrders", legalOrders] as const],
  ];
  const codeOf = (target: string) => () => chain.ethers.provider.getStorage(target, IMPLEMENTATION);
  // A shorter delay may itself have to wait; then it stands as pending.
  const delayOf = (role: bigint, who: string) => async () => {
    const [, current, pending, effect] = await accessManager.getAccess(role, who);
    return effect === 0n ? current : pending;
  };
  const has = (role: bigint) => becomesTrue(async () => (await accessManager.hasRole(role, own))[0]);
  const selector = selectorOf("DepositToken", "forcedTransfer");
  const wiring = differs(() => accessManager.getTargetFunctionRole(usd.target, selector));
  const grant = (role: bigint): Attempt => ({
    effect: "roles",
    reads: has(role),
    steps: [manager("grantRole", role, own, 0)],
  });
  const authority = (of: BaseContract & { authority(): Promise<string> }) => differs(() => of.authority());
  const rank = (reads: Attempt["reads"], ...steps: Attempt["steps"]): Attempt => ({
    effect: "roles",
    reads: reads!,
    steps,
  });

  const declaration = {
    token: usd.target,
    instrument: id("none"),
    authorityCode: id("nobody"),
    agent: own,
    expiry: (await now()) + 3_600n,
  };
  const declared = await signFor(resolution, thief.accomplice, "Declaration", declaration);
  const commitment = {
    token: usd.target,
    root: id("a root"),
    total: 1n,
    holders: 1n,
    blockNumber: 1n,
    burnedThen: 0n,
    expiry: declaration.expiry,
  };
  const committed = await signFor(resolution, thief.accomplice, "RegisterCommitment", commitment);

  return [
    ...proxies.map(([kind, proxy]): Attempt => ({
      effect: "code",
      reads: differs(codeOf(String(proxy.target))),
      steps: [key(kind, proxy, "upgradeToAndCall", thiefsCode, "0x")],
    })),
    { effect: "code", reads: authority(usd), steps: [manager("updateAuthority", usd.target, life.thiefsLimits)] },
    { effect: "code", reads: authority(usd), steps: [key("DepositToken", usd, "setAuthority", life.thiefsLimits)] },
    {
      effect: "code",
      reads: differs(() => usd.symbol()),
      steps: [key("DepositToken", usd, "initialize", "X", "X", 2, own, own, 1)],
    },

    ...WANTED.map(grant),
    rank(wiring, manager("setTargetFunctionRole", usd.target, [selector], PUBLIC_ROLE)),
    rank(
      differs(() => accessManager.getRoleAdmin(ROLES.ISSUER)),
      manager("setRoleAdmin", ROLES.ISSUER, ROLES.TRAVEL_RULE),
    ),
    rank(
      differs(() => accessManager.getRoleGuardian(ROLES.POLICY_ADMIN)),
      manager("setRoleGuardian", ROLES.POLICY_ADMIN, ROLES.TRAVEL_RULE),
    ),

    {
      effect: "delay",
      reads: falls(delayOf(ROLES.POLICY_ADMIN, policyAdmin)),
      steps: [manager("grantRole", ROLES.POLICY_ADMIN, policyAdmin, 0)],
    },
    {
      effect: "delay",
      reads: falls(delayOf(ROLES.POLICY_ADMIN, policyAdmin)),
      steps: [
        manager("revokeRole", ROLES.POLICY_ADMIN, policyAdmin),
        manager("grantRole", ROLES.POLICY_ADMIN, policyAdmin, 0),
      ],
    },
    {
      effect: "delay",
      reads: falls(delayOf(ADMIN_ROLE, thief.address)),
      steps: [manager("grantRole", ADMIN_ROLE, thief.address, 0)],
    },

    {
      effect: "stop",
      reads: differs(() => accessManager.getSchedule(life.waitingId)),
      steps: [manager("cancel", policyAdmin, waiting.to, waiting.data)],
    },
    {
      effect: "stop",
      reads: becomesTrue(() => accessManager.isTargetClosed(usd.target)),
      steps: [manager("setTargetClosed", usd.target, true)],
    },
    {
      effect: "stop",
      reads: becomesTrue(async () => !(await accessManager.hasRole(ADMIN_ROLE, admin))[0]),
      steps: [manager("revokeRole", ADMIN_ROLE, admin)],
    },
    {
      effect: "stop",
      reads: becomesTrue(async () => (await accessManager.getRoleGrantDelay(ROLES.ISSUER)) > 0n),
      steps: [manager("setGrantDelay", ROLES.ISSUER, 10_000_000)],
    },
    {
      effect: "stop",
      reads: becomesTrue(async () => (await accessManager.getTargetAdminDelay(usd.target)) > 0n),
      steps: [manager("setTargetAdminDelay", usd.target, 10_000_000)],
    },

    { effect: "wind", steps: [key("Resolution", resolution, "declare", declaration, own, declared)] },
    {
      effect: "wind",
      reads: becomesTrue(async () => (await resolution.registerOf(usd.target)).root !== `0x${"00".repeat(32)}`),
      steps: [key("Resolution", resolution, "commit", commitment, own, committed)],
    },
  ];
};
