import { sql } from "kysely";

import { providerOf } from "../../chain/send.js";
import type { Gateway } from "../gateway.js";

/** Whether the gateway can work, and what is wrong if not. */
export interface Health {
  readonly ok: boolean;
  readonly database: "ok" | "unreachable";
  readonly node: "ok" | "unreachable" | "other-chain";
  readonly halted: readonly string[];
}

/** Asks the database and the node, each with a deadline. A halt is no illness: it is what the gateway is for. */
export async function readHealth({ store, bank }: Gateway): Promise<Health> {
  const within = <T>(question: Promise<T>): Promise<T | undefined> =>
    Promise.race([
      question.catch(() => undefined),
      new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 3_000).unref()),
    ]);
  const [halts, network] = await Promise.all([
    within(sql<{ currency: string }>`select currency from halt where lifted_at is null order by 1`.execute(store)),
    within(providerOf(bank).getNetwork()),
  ]);
  const database = halts === undefined ? "unreachable" : "ok";
  const node =
    network === undefined
      ? "unreachable"
      : Number(network.chainId) === bank.addresses.chainId
        ? "ok"
        : ("other-chain" as const);
  return {
    ok: database === "ok" && node === "ok",
    database,
    node,
    halted: halts?.rows.map(({ currency }) => currency) ?? [],
  };
}
