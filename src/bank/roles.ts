/**
 * Who may call what: the one table from which a deployment wires the bank's AccessManager and which tests, audits and
 * documents read. Ids are those of `contracts/access/Roles.sol` and
 * `contracts/settlement/ClearingRoles.sol` (a test compares them).
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
  COMPLIANCE_APPROVER: 13n,
  LIMITS_OFFICER: 14n,
  TRAVEL_RULE: 15n,
  UNPAUSER: 16n,
  RESOLUTION: 17n,
  PAYEE_CONFIRMER: 18n,
  CLEARING_OPERATOR: 19n,
  CLEARING_APPROVER: 20n,
} as const;

export type RoleName = keyof typeof ROLES;

/** Contracts whose functions are restricted by the AccessManager. */
export type ManagedContract =
  | "DepositToken"
  | "PartyRegistry"
  | "IssuanceDesk"
  | "RedemptionDesk"
  | "Limits"
  | "ConfirmedPayments"
  | "LegalOrders"
  | "PauseControl"
  | "Resolution"
  | "SuccessorIssuanceDesk";

/** Every restricted function of the suite with its role. A restricted function without a row fails a test. */
export const FUNCTION_ROLES: Record<ManagedContract, Record<string, RoleName>> = {
  DepositToken: {
    attest: "ATTESTOR",
    openCorridors: "POLICY_ADMIN",
    closeCorridors: "COMPLIANCE",
    pause: "GUARDIAN",
    unpause: "UNPAUSER",
    admitContract: "POLICY_ADMIN",
    dismissContract: "COMPLIANCE",
    blockWallet: "COMPLIANCE",
    unblockWallet: "LEGAL_ORDERS",
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
    reclassify: "REGISTRAR",
    rezone: "REGISTRAR",
    close: "REGISTRAR",
    removeWallet: "REGISTRAR",
    retireWallet: "LEGAL_ORDERS",
    setCountries: "POLICY_ADMIN",
    closeCountries: "COMPLIANCE",
    requireProgramme: "COMPLIANCE",
    waiveProgramme: "POLICY_ADMIN",
    setInstitution: "POLICY_ADMIN",
    setSettlementAccount: "REGISTRAR",
    blockParty: "COMPLIANCE",
    unblockParty: "LEGAL_ORDERS",
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
  Limits: {
    raiseLimits: "LIMITS_OFFICER",
    cutLimits: "COMPLIANCE",
    grantClearance: "COMPLIANCE_RELEASER",
    revokeClearance: "COMPLIANCE",
    fileTravelRecord: "TRAVEL_RULE",
    raiseTravelThreshold: "LIMITS_OFFICER",
    lowerTravelThreshold: "COMPLIANCE",
  },
  // It pays what payers signed for; who confirms signs, and sends nothing.
  ConfirmedPayments: {},
  LegalOrders: {
    blockParty: "COMPLIANCE",
    placeLien: "COMPLIANCE",
    seize: "COMPLIANCE",
    recover: "COMPLIANCE",
    forceRelease: "COMPLIANCE",
    liftBlock: "COMPLIANCE_RELEASER",
    liftLien: "COMPLIANCE_RELEASER",
    liftDirectBlock: "COMPLIANCE_RELEASER",
    unblockWallet: "COMPLIANCE_RELEASER",
    addCustodyAccount: "POLICY_ADMIN",
    removeCustodyAccount: "COMPLIANCE",
    upgradeToAndCall: "UPGRADER",
  },
  PauseControl: { liftPause: "COMPLIANCE_RELEASER" },
  Resolution: {
    declare: "RESOLUTION",
    commit: "RESOLUTION",
  },
  // What a bank's issuance desk is upgraded to when it takes over another bank's book.
  SuccessorIssuanceDesk: {
    mint: "ISSUER",
    mintBatch: "ISSUER",
    raiseQuota: "POLICY_ADMIN",
    cutQuota: "COMPLIANCE",
    addPredecessor: "POLICY_ADMIN",
    upgradeToAndCall: "UPGRADER",
  },
};

/**
 * The clearing desk belongs to no bank, and asks the AccessManager of the token it acts for: so each bank wires these at its
 * own, or they would be its admin's.
 */
export const CLEARING_FUNCTIONS = {
  declareCurrency: "POLICY_ADMIN",
  openReceiving: "POLICY_ADMIN",
  closeReceiving: "COMPLIANCE",
  mapZones: "POLICY_ADMIN",
  unmapZones: "COMPLIANCE",
  raiseCap: "POLICY_ADMIN",
  cutCap: "COMPLIANCE",
  openSending: "POLICY_ADMIN",
  closeSending: "COMPLIANCE",
  propose: "CLEARING_OPERATOR",
  ready: "CLEARING_OPERATOR",
  instruct: "CLEARING_OPERATOR",
  cancel: "CLEARING_OPERATOR",
} as const satisfies Record<string, RoleName>;

/** Roles that must not meet in one key, and why (domain requirement G01). */
export const INCOMPATIBLE: readonly [RoleName, RoleName, string][] = [
  ["ISSUER", "APPROVER", "one key would be both people of a mint"],
  ["ISSUER", "ATTESTOR", "who mints must not say what deposits back the mint"],
  ["APPROVER", "ATTESTOR", "who approves a mint must not say what deposits back it"],
  ["COMPLIANCE", "COMPLIANCE_RELEASER", "who blocks must not unblock"],
  ["REDEMPTION_OPERATOR", "REDEMPTION_APPROVER", "one key would be both people of a rejection or a re-mint"],
  ["COMPLIANCE", "COMPLIANCE_APPROVER", "one key would be both people of a legal order"],
  ["COMPLIANCE_RELEASER", "COMPLIANCE_APPROVER", "one key would be both people of a release or a clearance"],
  ["GUARDIAN", "COMPLIANCE_RELEASER", "who pauses must not lift the pause"],
  ["GUARDIAN", "COMPLIANCE_APPROVER", "who pauses must not lift the pause"],
  ["GUARDIAN", "POLICY_ADMIN", "who pauses must not loosen"],
  ["LIMITS_OFFICER", "ISSUER", "who raises limits must not issue"],
  ["LIMITS_OFFICER", "REDEMPTION_OPERATOR", "who raises limits must not pay out"],
  ["LIMITS_OFFICER", "COMPLIANCE", "who tightens must not loosen"],
  ["RESOLUTION", "COMPLIANCE_APPROVER", "one key would be both people of a resolution"],
  ["RESOLUTION", "ISSUER", "who winds down must not mint"],
  ["COMPLIANCE", "POLICY_ADMIN", "who tightens must not loosen"],
  ["REGISTRAR", "ISSUER", "who admits a payee must not mint to it"],
  ["CLEARING_OPERATOR", "CLEARING_APPROVER", "one key would be both people of a statement on a payment between banks"],
  ["CLEARING_APPROVER", "ATTESTOR", "who states that money came must not say what backs it"],
  ["LEGAL_ORDERS", "ISSUER", "who moves money by force must not mint"],
  ["UPGRADER", "ISSUER", "who changes the code must not issue with it"],
  ["UPGRADER", "GUARDIAN", "who upgrades must not be who stops an upgrade's harm"],
];

/** Local bits of an account word that give a contract of the suite a power (`contracts/types/AccountWord.sol`). */
export const POWERS = { NOTARY: 1n << 232n, ISSUER: 1n << 233n, BURNER: 1n << 234n, CLEARING: 1n << 235n } as const;
