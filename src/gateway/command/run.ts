import { readCustomers } from "../../bank/index.js";
import type { Context, Outcome } from "../../chain/commands/context.js";
import { InputError } from "../../chain/commands/exitCodes.js";
import { syncCustomers } from "../customers/book.js";
import { noScreening, readScreeningList, type Screen } from "../customers/screening.js";
import { importFile } from "../intake/index.js";
import { makeHttp } from "../service/http.js";
import { GATEWAY_ROLES } from "../service/keys.js";
import { makeMetrics } from "../service/metrics.js";
import { gatewaySteps } from "../service/steps.js";
import { runWorker } from "../service/worker.js";
import { bytesOf, type Opened, withGateway } from "./opened.js";

const DAY = 86_400;

/**
 * Runs the gateway until it is told to stop (SIGINT, SIGTERM): then the step at work ends, requests at work are answered, and
 * the database is closed. It may be killed at any point all the same.
 */
export async function run(context: Context): Promise<Outcome> {
  const roles = (context.text("roles") ?? (context.local ? GATEWAY_ROLES.join(",") : "")).split(",").filter(Boolean);
  return withGateway(context, roles, async (opened) => {
    const { gateway, folders, people } = opened;
    const screen = await prepare(context, opened);
    const metrics = makeMetrics(gateway);
    const stop = new AbortController();
    const end = (): void => stop.abort();
    process.once("SIGINT", end);
    process.once("SIGTERM", end);
    const port = context.integer("port", 0, 65_535);
    const http =
      port === undefined
        ? undefined
        : await makeHttp({
            gateway,
            people,
            metrics,
            importFile: (one, source) => importFile(one, source, { screen }),
          });
    try {
      if (http !== undefined) {
        const url = await http.listen({ port, host: context.text("host") ?? "127.0.0.1" });
        gateway.log.info({ url }, "listening");
      }
      const steps = gatewaySteps({
        folders,
        screen,
        claims: context.flag("claims"),
        reconcileSeconds: context.integer("reconcileEvery", 1, 30 * DAY) ?? DAY,
      });
      gateway.log.info({ roles, incoming: folders.incoming }, "the gateway runs");
      await runWorker(gateway, steps, stop.signal, metrics.watcher);
    } finally {
      process.removeListener("SIGINT", end);
      process.removeListener("SIGTERM", end);
      await http?.close();
    }
    gateway.log.info("the gateway has stopped");
    return { text: "The gateway has stopped; everything it was doing is written down.", data: {} };
  });
}

/** Customers and screening as the files say. */
async function prepare(context: Context, { gateway }: Opened): Promise<Screen> {
  const customers = context.text("customers");
  if (customers !== undefined) {
    const { written, removed } = await syncCustomers(
      gateway,
      readCustomers(await bytesOf(customers, "--customers"), customers),
    );
    gateway.log.info({ written, removed }, "customers read");
  }
  const list = context.text("screening");
  if (list === undefined) return noScreening;
  try {
    return readScreeningList(await bytesOf(list, "--screening"), list);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError("--screening", (error as Error).message, "Correct the file.");
  }
}
