import { sql } from "kysely";

import { VostroError } from "../../errors/index.js";
import type { Gateway, Step } from "../gateway.js";
import { reconcile } from "../reconcile/index.js";
import { readCursor } from "../watch/index.js";
import type { Folders } from "./folders.js";
import { writeReport } from "./reports.js";

/** Reconciles every currency whose last reconciliation is older than so many seconds; the database's clock decides. */
export function reconcileWhenDue(seconds: number, folders: Folders | undefined): Step {
  return async (gateway) => {
    // Nothing to compare before the watcher has begun.
    if ((await readCursor(gateway.store)) === undefined) return 0;
    let moved = 0;
    for (const currency of Object.keys(gateway.bank.tokens)) {
      if (!(await isDue(gateway, currency, seconds))) continue;
      const done = await reconcile(gateway, { currency }).catch(unlessRunning);
      if (done === undefined) continue;
      const { differences } = done.report;
      gateway.log[differences.count > 0 ? "warn" : "info"](
        { currency, block: done.report.block, differences: differences.count, halted: done.halted },
        "reconciled",
      );
      if (folders !== undefined) await writeReport(gateway, folders.reports, done);
      moved++;
    }
    return moved;
  };
}

/** Another worker does it: nothing is wrong. */
function unlessRunning(error: unknown): undefined {
  if (error instanceof VostroError && error.name === "ReconciliationRuns") return undefined;
  throw error;
}

async function isDue({ store }: Gateway, currency: string, seconds: number): Promise<boolean> {
  const { rows } = await sql`
    select 1 from reconciliation where currency = ${currency} and at > now() - make_interval(secs => ${seconds}) limit 1`.execute(
    store,
  );
  return rows.length === 0;
}
