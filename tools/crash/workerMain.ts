import { foldersOf } from "../../src/gateway/service/folders.js";
import { makeLogger } from "../../src/gateway/service/logger.js";
import { gatewaySteps } from "../../src/gateway/service/steps.js";
import { runWorker } from "../../src/gateway/service/worker.js";
import { openGateway, type WorkerOptions } from "./gateway.js";

/* A worker of the campaign: every step of the gateway's service, in a process that may be killed at any moment. */

/** Often, so that a false alarm in the middle of everything would be seen: it stops issuing. */
const RECONCILE_SECONDS = 15;

const options = JSON.parse(process.env["VOSTRO_CRASH"]!) as WorkerOptions;
const folders = foldersOf(options.data);
const gateway = await openGateway(options, makeLogger(options.worker));
const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());
gateway.log.info("at work");
await runWorker(gateway, gatewaySteps({ folders, claims: true, reconcileSeconds: RECONCILE_SECONDS }), stop.signal);
await gateway.store.destroy();
process.exit(0);
