import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { sql } from "kysely";

import { providerOf } from "../../chain/send.js";
import type { Gateway } from "../gateway.js";
import { WATCH } from "../watch/cursor.js";
import type { Watcher } from "./worker.js";

/** What Prometheus reads. No label holds anything of a customer. */
export interface Metrics {
  readonly registry: Registry;
  readonly watcher: Watcher;
}

/** Metrics of this process and of the store it works on. The store's are read when they are asked for. */
export function makeMetrics(gateway: Gateway): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ bank: gateway.bank.addresses.bank });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const steps = new Histogram({
    name: "vostro_gateway_step_seconds",
    help: "How long each run of a step took",
    labelNames: ["step"],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  });
  const moved = new Counter({
    name: "vostro_gateway_moved_total",
    help: "Things that steps of this process moved on",
    labelNames: ["step"],
    registers,
  });
  const failures = new Counter({
    name: "vostro_gateway_step_failures_total",
    help: "Runs of a step that failed",
    labelNames: ["step"],
    registers,
  });
  gauges(gateway, registers);
  return {
    registry,
    watcher: {
      stepped: (step, count, seconds) => {
        steps.observe({ step }, seconds);
        if (count > 0) moved.inc({ step }, count);
      },
      failed: (step) => failures.inc({ step }),
    },
  };
}

/** Amounts are in whole minor units; a gauge is for watching, never for booking: its float may round beyond 2^53. */
function gauges({ store, bank }: Gateway, registers: Registry[]): void {
  const counted = (name: string, help: string, labelNames: string[], rows: () => Promise<Row[]>): void => {
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      async collect() {
        this.reset();
        for (const { value, ...labels } of await rows()) this.set(labels as Record<string, string>, Number(value));
      },
    });
  };
  counted("vostro_gateway_deposits", "Deposits by state", ["state"], async () =>
    rowsOf(await sql<Row>`select state, count(*) as value from deposit group by state`.execute(store)),
  );
  counted("vostro_gateway_redemptions", "Redemptions by state", ["state"], async () =>
    rowsOf(await sql<Row>`select state, count(*) as value from redemption group by state`.execute(store)),
  );
  counted("vostro_gateway_transactions", "Transactions by state and purpose", ["state", "purpose"], async () =>
    rowsOf(
      await sql<Row>`select state, purpose, count(*) as value from chain_tx group by state, purpose`.execute(store),
    ),
  );
  counted("vostro_gateway_suspense_open", "What a person has to decide, by reason", ["reason"], async () =>
    rowsOf(
      await sql<Row>`select reason, count(*) as value from suspense where closed_at is null group by reason`.execute(
        store,
      ),
    ),
  );
  counted("vostro_gateway_suspense_oldest_seconds", "Age of the oldest of them", [], async () =>
    rowsOf(
      await sql<Row>`
        select floor(coalesce(extract(epoch from now() - min(opened_at)), 0))::bigint as value
        from suspense where closed_at is null`.execute(store),
    ),
  );
  counted("vostro_gateway_breaks_open", "Differences of the books, by class", ["class", "currency"], async () =>
    rowsOf(
      await sql<Row>`
        select class, currency, count(*) as value from break where closed_at is null group by class, currency`.execute(
        store,
      ),
    ),
  );
  counted("vostro_gateway_halted", "1 where a difference has stopped issuing", ["currency"], async () =>
    rowsOf(
      await sql<Row>`select currency, count(*) as value from halt where lifted_at is null group by currency`.execute(
        store,
      ),
    ),
  );
  counted("vostro_gateway_control_minor_units", "The control account", ["currency"], async () =>
    rowsOf(await sql<Row>`select currency, sum(amount) as value from control_entry group by currency`.execute(store)),
  );
  counted("vostro_gateway_watched_lag_blocks", "Blocks that the watcher is behind the head", [], async () => {
    const cursor = await store.selectFrom("chain_cursor").select("block").where("name", "=", WATCH).executeTakeFirst();
    const head = await providerOf(bank).getBlockNumber();
    return [{ value: BigInt(head - (cursor?.block ?? bank.addresses.fromBlock)) }];
  });
}

type Row = Record<string, string | bigint | number> & { readonly value: bigint | number };

const rowsOf = ({ rows }: { readonly rows: Row[] }): Row[] => rows;
