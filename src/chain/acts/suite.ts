import { by, COMMON_DOERS, type Doers, instead, PROXY_DOERS } from "./doers.js";

/* The contracts that each bank has of its own. */

const WALLET = instead("by customers in their wallets: an interface of ERC-20 or an extension of it");
const SIGNED = instead("signed by payers in their wallets, sent by an integrator's own relayer through the library");
const ORDER_CONTRACT = instead("by the LegalOrders contract alone: `legal`");

export const DEPOSIT_TOKEN: Doers = {
  ...PROXY_DOERS,
  admitContract: by(["desk admit", "contract admit"]),
  dismissContract: by(["desk dismiss", "contract dismiss"]),
  setLimits: by("contract set-limits"),
  attest: by("attest"),
  openCorridors: by("corridor open"),
  closeCorridors: by("corridor close"),
  pause: by("pause"),
  unpause: instead("by the PauseControl contract alone: `unpause`"),
  blockWallet: by("block-wallet"),
  unblockWallet: ORDER_CONTRACT,
  setFrozenTokens: ORDER_CONTRACT,
  forcedTransfer: ORDER_CONTRACT,
  forceRelease: ORDER_CONTRACT,
  setStanding: instead("by the register alone, when it pushes: `admit`, `party`, `contract sync`"),
  mint: instead("by the issuance and the redemption desk alone: `mint`, `redeem return`"),
  mintBatch: instead("by the issuance desk alone: `mint --batch`, `interest mint`"),
  mintInterbank: instead("by the clearing desk alone: `clearing`"),
  transfer: by("pay", "a customer"),
  transferBatch: by("payout", "a customer"),
  transferFrom: WALLET,
  approve: WALLET,
  permit: WALLET,
  transferWithAuthorization: SIGNED,
  receiveWithAuthorization: SIGNED,
  cancelAuthorization: SIGNED,
  placeHold: by("hold place", "a customer: the payer"),
  placeHoldWithAuthorization: SIGNED,
  executeHold: by("hold execute", "a notary"),
  executeSigned: instead("by notary contracts alone: `order`, `fx`, `clearing`"),
  releaseHold: by("hold release", "notary or payee; anyone after expiry"),
  extendHold: by("hold extend", "a customer: the payer"),
  assignHold: by("hold assign", "a customer: the payee"),
  voidHold: by("hold void", "a customer: the payer"),
  sealHold: instead("by notary contracts alone: `redeem submit`, `clearing lock`"),
};

export const PARTY_REGISTRY: Doers = {
  ...PROXY_DOERS,
  admit: by("admit"),
  addWallets: by("party add-wallet"),
  removeWallet: by("party remove-wallet"),
  renew: by("party renew"),
  reclassify: by("party reclassify"),
  rezone: by("party rezone"),
  close: by("party close"),
  setSettlementAccount: by("party account"),
  blockParty: by("block"),
  unblockParty: instead("by the LegalOrders contract alone: `unblock`, `legal lift-block`"),
  retireWallet: instead("by the LegalOrders contract alone: `legal recover`"),
  setCountries: by("country set"),
  closeCountries: by("country close"),
  requireProgramme: by("country require-programme"),
  waiveProgramme: by("country waive-programme"),
  setInstitution: by("institution set"),
  listToken: by("contract list-token"),
  syncToken: by("contract sync", "anyone"),
  allowWalletCode: by("contract allow-code"),
  disallowWalletCode: by("contract disallow-code"),
};

export const ISSUANCE_DESK: Doers = {
  ...PROXY_DOERS,
  mint: by("mint"),
  mintBatch: by(["mint", "interest mint"]),
  raiseQuota: by("quota raise"),
  cutQuota: by("quota cut"),
};

export const SUCCESSOR_ISSUANCE_DESK: Doers = { ...ISSUANCE_DESK, addPredecessor: by("resolution succeed") };

export const REDEMPTION_DESK: Doers = {
  ...PROXY_DOERS,
  request: by("redeem request", "anyone, with the customer's signature"),
  cancel: by("redeem cancel", "a customer: the payer"),
  cancelWithAuthorization: SIGNED,
  submit: by("redeem submit"),
  settle: by("redeem settle"),
  reject: by("redeem reject"),
  remint: by("redeem return"),
};

export const LIMITS: Doers = {
  ...COMMON_DOERS,
  raiseLimits: by("limits raise"),
  cutLimits: by("limits cut"),
  enrol: by("contract enrol", "anyone"),
  record: instead("by the tokens alone, at every movement under limits"),
  grantClearance: by("clearance grant"),
  revokeClearance: by("clearance revoke"),
  fileTravelRecord: by("travel file"),
  raiseTravelThreshold: by("travel raise-threshold"),
  lowerTravelThreshold: by("travel lower-threshold"),
};

export const CONFIRMED_PAYMENTS: Doers = {
  ...COMMON_DOERS,
  pay: instead(
    "signed by the payer in its wallet and by the confirmer's service, sent by the bank's relayer through the library",
  ),
  cancel: instead("by the payer in its wallet"),
};

export const LEGAL_ORDERS: Doers = {
  ...PROXY_DOERS,
  blockParty: by("legal block"),
  placeLien: by("legal lien"),
  seize: by("legal seize"),
  recover: by("legal recover"),
  forceRelease: by("legal release"),
  liftBlock: by("legal lift-block"),
  liftDirectBlock: by("unblock"),
  liftLien: by("legal lift-lien"),
  unblockWallet: by("legal unblock-wallet"),
  sweep: by("legal sweep", "anyone"),
  refreeze: by("legal refreeze", "anyone"),
  addCustodyAccount: by("custody add"),
  removeCustodyAccount: by("custody remove"),
};

export const PAUSE_CONTROL: Doers = { ...COMMON_DOERS, liftPause: by("unpause") };

export const RESOLUTION: Doers = {
  ...COMMON_DOERS,
  declare: by("resolution declare"),
  commit: by("resolution commit"),
};

export const LIABILITY_TRANSFER: Doers = {
  accept: by("resolution accept", "RESOLUTION of the successor bank"),
  move: by("resolution move", "RESOLUTION of the bank in resolution"),
};

const BY_DEPLOYMENT = "by the deployment alone; a change is planned and applied from the bank file";

/** By its admins, unless it says otherwise. */
export const ACCESS_MANAGER: Doers = {
  grantRole: by(["signer rotate", "signer add"], "ADMIN"),
  revokeRole: by(["signer rotate", "signer remove"], "ADMIN"),
  renounceRole: by("signer renounce", "the member itself"),
  setTargetFunctionRole: by("clearing wire", "ADMIN"),
  multicall: by(["signer rotate", "clearing wire"], "anyone, each call inside by its own rule"),
  schedule: instead("by every delayable act by itself, where its sender must wait"),
  execute: instead("by `clearing` with --execute, for what was scheduled"),
  cancel: instead("by every delayable act, with --cancel: its proposer, the role's guardian or an admin"),
  consumeScheduledOp: instead("by the contracts of the suite alone"),
  labelRole: instead(BY_DEPLOYMENT),
  setRoleAdmin: instead("never: every role's admin is the manager's own admin"),
  setRoleGuardian: instead(BY_DEPLOYMENT),
  setGrantDelay: instead("never: a new member acts at once, or with its execution delay"),
  setTargetAdminDelay: instead("never: admins have delays of their own"),
  setTargetClosed: instead("never: it locks out the officers who block, while transfers go on; use `pause`"),
  updateAuthority: instead("never: the suite has one manager for ever"),
};
