/**
 * Who may call what: the one table from which a deployment wires the bank's AccessManager and which tests, audits and
 * documents read. Ids are those of `contracts/access/Roles.sol` (a test compares them).
 */
export const ROLES = {
  ISSUER: 1n,
  APPROVER: 2n,
  ATTESTOR: 3n,
  REGISTRAR: 4n,
  COMPLIANCE: 5n,
  COMPLIANCE_RELEASER: 6n,
  GUARDIAN: 7n,
  POLICY_ADMIN: 8n,
  REDEMPTION_OPERATOR: 9n,
  REDEMPTION_APPROVER: 10n,
  LEGAL_ORDERS: 11n,
  UPGRADER: 12n,
} as const;

export type RoleName = keyof typeof ROLES;

/** Contracts whose functions are restricted by the AccessManager. */
export type ManagedContract = "DepositToken" | "PartyRegistry" | "IssuanceDesk" | "RedemptionDesk";

/** Every restricted function of the suite with its role. A restricted function without a row fails a test. */
export const FUNCTION_ROLES: Record<ManagedContract, Record<string, RoleName>> = {
  DepositToken: {
    attest: "ATTESTOR",
    openCorridors: "POLICY_ADMIN",
    closeCorridors: "COMPLIANCE",
    pause: "GUARDIAN",
    unpause: "POLICY_ADMIN",
    admitContract: "POLICY_ADMIN",
    dismissContract: "COMPLIANCE",
    blockWallet: "COMPLIANCE",
    unblockWallet: "COMPLIANCE_RELEASER",
    setLimits: "POLICY_ADMIN",
    setFrozenTokens: "LEGAL_ORDERS",
    forcedTransfer: "LEGAL_ORDERS",
    forceRelease: "LEGAL_ORDERS",
    upgradeToAndCall: "UPGRADER",
  },
  PartyRegistry: {
    admit: "REGISTRAR",
    addWallets: "REGISTRAR",
    renew: "REGISTRAR",
    classify: "REGISTRAR",
    setSettlementAccount: "REGISTRAR",
    blockParty: "COMPLIANCE",
    unblockParty: "COMPLIANCE_RELEASER",
    listToken: "POLICY_ADMIN",
    allowWalletCode: "POLICY_ADMIN",
    disallowWalletCode: "COMPLIANCE",
    upgradeToAndCall: "UPGRADER",
  },
  IssuanceDesk: {
    mint: "ISSUER",
    mintBatch: "ISSUER",
    raiseQuota: "POLICY_ADMIN",
    cutQuota: "COMPLIANCE",
    upgradeToAndCall: "UPGRADER",
  },
  RedemptionDesk: {
    submit: "REDEMPTION_OPERATOR",
    settle: "REDEMPTION_OPERATOR",
    reject: "REDEMPTION_OPERATOR",
    remint: "REDEMPTION_OPERATOR",
    upgradeToAndCall: "UPGRADER",
  },
};

/** Roles that must not meet in one key, and why (domain requirement G01). */
export const INCOMPATIBLE: readonly [RoleName, RoleName, string][] = [
  ["ISSUER", "APPROVER", "one key would be both people of a mint"],
  ["ISSUER", "ATTESTOR", "who mints must not say what deposits back the mint"],
  ["APPROVER", "ATTESTOR", "who approves a mint must not say what deposits back it"],
  ["COMPLIANCE", "COMPLIANCE_RELEASER", "who blocks must not unblock"],
  ["REDEMPTION_OPERATOR", "REDEMPTION_APPROVER", "one key would be both people of a rejection or a re-mint"],
  ["GUARDIAN", "POLICY_ADMIN", "who pauses must not unpause"],
  ["COMPLIANCE", "POLICY_ADMIN", "who tightens must not loosen"],
  ["REGISTRAR", "ISSUER", "who admits a payee must not mint to it"],
  ["LEGAL_ORDERS", "ISSUER", "who moves money by force must not mint"],
  ["UPGRADER", "ISSUER", "who changes the code must not issue with it"],
  ["UPGRADER", "GUARDIAN", "who upgrades must not be who stops an upgrade's harm"],
];

/** Local bits of an account word that give a contract of the suite a power (`contracts/types/AccountWord.sol`). */
export const POWERS = { NOTARY: 1n << 232n, ISSUER: 1n << 233n, BURNER: 1n << 234n, CLEARING: 1n << 235n } as const;
