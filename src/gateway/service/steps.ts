import { attestation, attestOutcome } from "../attest/index.js";
import { retryMatching } from "../deposits/index.js";
import { noScreening, type Screen } from "../customers/screening.js";
import type { Gateway } from "../gateway.js";
import { enforceHalts, pauseHandler } from "../halt/index.js";
import { importFile } from "../intake/index.js";
import { mintBatchOutcome, MINT_STEPS } from "../mint/index.js";
import { RECALL_OUTCOMES, RECALL_STEPS } from "../recalls/index.js";
import { signReports } from "../reconcile/index.js";
import {
  approveRejections,
  deliverPayouts,
  onRedemptionEvents,
  readAnswers,
  REDEMPTION_OUTCOMES,
  rejectRedemptions,
  settleRedemptions,
  submitRedemptions,
  writePayouts,
} from "../redemption/index.js";
import { RETURN_OUTCOMES, RETURN_STEPS } from "../returns/index.js";
import {
  broadcastSigned,
  bumpStuck,
  type OutcomeHandler,
  signQueued,
  watchTransactions,
} from "../transactions/index.js";
import { watchChain } from "../watch/index.js";
import { claimsFromStore } from "./claims.js";
import { type Folders, importFolder } from "./folders.js";
import { reconcileWhenDue } from "./timer.js";
import type { NamedStep } from "./worker.js";

/** What becomes of each kind of transaction. */
export const OUTCOMES: readonly OutcomeHandler[] = [
  mintBatchOutcome,
  attestOutcome,
  pauseHandler,
  ...REDEMPTION_OUTCOMES,
  ...RETURN_OUTCOMES,
  ...RECALL_OUTCOMES,
];

export interface StepOptions {
  /** without them no folder is watched, and pay-out files wait in the store */
  readonly folders?: Folders | undefined;
  /** the bank's screening of deposits */
  readonly screen?: Screen | undefined;
  /** commit each attestation to the holders' claims, and keep the claims in the reports folder */
  readonly claims?: boolean | undefined;
  /** seconds between two reconciliations; none by itself if left out */
  readonly reconcileSeconds?: number | undefined;
}

/** Everything a worker does, in the order in which money goes: from files to the chain, and from the chain to files. */
export function gatewaySteps(options: StepOptions = {}): NamedStep[] {
  const { folders, screen = noScreening, claims, reconcileSeconds } = options;
  const importOne = (gateway: Gateway, source: Parameters<typeof importFile>[1]) =>
    importFile(gateway, source, { screen });
  const attest =
    claims === true && folders !== undefined
      ? (gateway: Gateway) => attestation({ claims: claimsFromStore(gateway, folders) })(gateway)
      : attestation();
  return [
    ...(folders === undefined ? [] : [{ name: "importFolder", run: importFolder(folders, importOne) }]),
    { name: "retryMatching", run: (gateway) => retryMatching(gateway, { screen }) },
    { name: "watchChain", run: (gateway) => watchChain(gateway, [onRedemptionEvents]) },
    { name: "readAnswers", run: readAnswers },
    ...named(RETURN_STEPS),
    ...named(RECALL_STEPS),
    { name: "enforceHalts", run: enforceHalts },
    { name: "attest", run: attest },
    ...named(MINT_STEPS),
    { name: "submitRedemptions", run: submitRedemptions() },
    { name: "writePayouts", run: writePayouts },
    ...(folders === undefined ? [] : [{ name: "deliverPayouts", run: deliverPayouts(folders.outgoing) }]),
    ...named([approveRejections, rejectRedemptions, settleRedemptions]),
    { name: "signQueued", run: (gateway) => signQueued(gateway, OUTCOMES) },
    ...named([broadcastSigned, bumpStuck]),
    { name: "watchTransactions", run: (gateway) => watchTransactions(gateway, OUTCOMES) },
    ...(reconcileSeconds === undefined
      ? []
      : [{ name: "reconcile", run: reconcileWhenDue(reconcileSeconds, folders) }]),
    { name: "signReports", run: (gateway) => signReports(gateway) },
  ];
}

const named = (steps: readonly NamedStep["run"][]): NamedStep[] => steps.map((run) => ({ name: run.name, run }));
