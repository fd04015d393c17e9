import type { Step } from "../gateway.js";
import { approveBatches } from "./approve.js";
import { resolveFailed } from "./failed.js";
import { confirmKnown } from "./known.js";
import { proposeBatches, renewProposals } from "./propose.js";
import { releaseRefused } from "./refused.js";
import { queueBatches } from "./send.js";

export { approveBatch, approveBatches } from "./approve.js";
export { resolveFailed } from "./failed.js";
export { confirmKnown } from "./known.js";
export { mintBatchOutcome } from "./outcome.js";
export { proposeBatches, renewProposals } from "./propose.js";
export { releaseRefused } from "./refused.js";
export { queueBatches } from "./send.js";
export { mintedSince, type MintedNotice } from "./told.js";

/** Minting, in the order in which a deposit goes through it; each step does what the keys at hand allow. */
export const MINT_STEPS: readonly Step[] = [
  proposeBatches,
  approveBatches,
  queueBatches,
  resolveFailed,
  releaseRefused,
  confirmKnown,
  renewProposals,
];
