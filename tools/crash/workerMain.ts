import { attestIfNeeded, attestOutcome } from "../../src/gateway/attest/index.js";
import type { Gateway, Step } from "../../src/gateway/gateway.js";
import { enforceHalts, pauseHandler } from "../../src/gateway/halt/index.js";
import { importFile } from "../../src/gateway/intake/index.js";
import { MINT_STEPS, mintBatchOutcome } from "../../src/gateway/mint/index.js";
import { RECALL_OUTCOMES, RECALL_STEPS } from "../../src/gateway/recalls/index.js";
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
} from "../../src/gateway/redemption/index.js";
import { RETURN_OUTCOMES, RETURN_STEPS } from "../../src/gateway/returns/index.js";
import { foldersOf, importFolder } from "../../src/gateway/service/folders.js";
import { makeLogger } from "../../src/gateway/service/logger.js";
import { type NamedStep, runWorker } from "../../src/gateway/service/worker.js";
import {
  broadcastSigned,
  bumpStuck,
  type OutcomeHandler,
  signQueued,
  watchTransactions,
} from "../../src/gateway/transactions/index.js";
import { watchChain } from "../../src/gateway/watch/index.js";
import { openGateway, type WorkerOptions } from "./gateway.js";

/* A worker of the campaign: the gateway's steps in a process that may be killed at any moment. */

const OUTCOMES: readonly OutcomeHandler[] = [
  mintBatchOutcome,
  attestOutcome,
  ...REDEMPTION_OUTCOMES,
  ...RETURN_OUTCOMES,
  ...RECALL_OUTCOMES,
  pauseHandler,
];

const options = JSON.parse(process.env["VOSTRO_CRASH"]!) as WorkerOptions;
const folders = foldersOf(options.data);

const all: Readonly<Record<string, Step>> = {
  import: importFolder(folders, importFile),
  ...named("mint", MINT_STEPS),
  attest: attestIfNeeded,
  watch: (gateway: Gateway) => watchChain(gateway, [onRedemptionEvents]),
  submit: submitRedemptions(),
  writePayouts,
  deliverPayouts: deliverPayouts(folders.outgoing),
  readAnswers,
  settle: settleRedemptions,
  approveRejections,
  reject: rejectRedemptions,
  ...named("return", RETURN_STEPS),
  ...named("recall", RECALL_STEPS),
  enforceHalts,
  sign: (gateway: Gateway) => signQueued(gateway, OUTCOMES),
  broadcast: broadcastSigned,
  bump: bumpStuck,
  transactions: (gateway: Gateway) => watchTransactions(gateway, OUTCOMES),
};

function named(kind: string, steps: readonly Step[]): Record<string, Step> {
  return Object.fromEntries(steps.map((step, i) => [`${kind} ${step.name === "" ? i : step.name}`, step]));
}

const gateway = await openGateway(options, makeLogger(options.worker));
const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());
gateway.log.info("at work");
const steps = Object.entries(all).map(([name, run]): NamedStep => ({ name, run }));
await runWorker(gateway, steps, stop.signal);
await gateway.store.destroy();
process.exit(0);
