import { sql } from "kysely";

import { VostroError } from "../../errors/index.js";
import { type Db, record, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";

/*
 * "The core says paid, the chain shows no lock": somebody pays without a sealed hold. Until people have found out who,
 * nothing more is sealed or filed in that currency; what was filed is still settled or rejected.
 */

/** Stops sealing and filing in a currency; a halt that is on stays the one that it is. */
export async function haltRedemption(
  gateway: Gateway,
  trx: Trx,
  halt: { readonly currency: string; readonly reason: string; readonly redemption?: string | undefined },
): Promise<void> {
  const { currency, reason, redemption = null } = halt;
  const { rows } = await sql<{ id: number }>`
    insert into redemption_halt (currency, reason, redemption) values (${currency}, ${reason}, ${redemption})
    on conflict (currency) where lifted_at is null do nothing
    returning id`.execute(trx);
  if (rows.length === 0) return;
  gateway.log.error({ currency, reason }, "redemption is halted");
  await record(trx, {
    actor: gateway.worker,
    act: "redemption halted",
    subject: `currency:${currency}`,
    data: { reason },
  });
}

export async function haltedCurrencies(db: Db): Promise<string[]> {
  const rows = await db.selectFrom("redemption_halt").select("currency").where("lifted_at", "is", null).execute();
  return rows.map(({ currency }) => currency);
}

/**
 * Lets redemption go on. Two people: the first call proposes, the call of another person lifts.
 * @returns whether it is lifted now
 * @throws VostroError NoRedemptionHalt
 */
export async function liftRedemptionHalt(gateway: Gateway, person: string, currency: string): Promise<boolean> {
  return gateway.store.transaction().execute(async (trx) => {
    const halt = await trx
      .selectFrom("redemption_halt")
      .select(["id", "proposed_by"])
      .where("currency", "=", currency)
      .where("lifted_at", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (halt === undefined) {
      throw new VostroError({
        name: "NoRedemptionHalt",
        args: { currency },
        sentence: `Redemption of ${currency} is not halted.`,
        fix: "Nothing is to be done.",
      });
    }
    const lifts = halt.proposed_by !== null && halt.proposed_by !== person;
    await trx
      .updateTable("redemption_halt")
      .set(lifts ? { lifted_at: sql<Date>`now()`, lifted_by: person } : { proposed_by: person })
      .where("id", "=", halt.id)
      .execute();
    const act = lifts ? "redemption halt lifted" : "lifting of the redemption halt proposed";
    await record(trx, { actor: person, act, subject: `currency:${currency}` });
    return lifts;
  });
}
