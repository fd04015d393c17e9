import { type Selectable, sql, type Updateable } from "kysely";

import { tokenOf } from "../../chain/checks.js";
import type { Redemption } from "../../chain/redemptions.js";
import type { Hold } from "../../chain/typedData.js";
import type { RedemptionState, RedemptionTable, Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";

export type RedemptionRow = Selectable<RedemptionTable>;

/** As journal, control account and chain transactions name it. */
export const subjectOf = (id: string): string => `redemption:${id}`;

/** The redemption that a subject names. */
export const idOf = (subject: string): string => subject.slice(subject.indexOf(":") + 1);

/** A hold as it lies in the store: numbers as decimal text. */
type StoredHold = Omit<Hold, "amount" | "expiry" | "placeBy"> & Record<"amount" | "expiry" | "placeBy", string>;

export function readStoredHold(stored: unknown): Hold {
  const { amount, expiry, placeBy, ...rest } = stored as StoredHold;
  return { ...rest, amount: BigInt(amount), expiry: BigInt(expiry), placeBy: BigInt(placeBy) };
}

/** What acts on the chain need of it. */
export function onChain({ bank }: Gateway, row: RedemptionRow): Redemption {
  const token = String(tokenOf(bank, row.currency).target);
  return {
    hold: readStoredHold(row.hold),
    terms: { token, settlementAccount: row.settlement_account, salt: row.salt },
  };
}

/** Locked, so that nobody changes it until the database transaction ends. */
export function lockRedemption(trx: Trx, id: string): Promise<RedemptionRow | undefined> {
  return trx.selectFrom("redemption").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

/**
 * Moves redemptions that are in one of the states `from`; the others stay as they are. A move forward forgets failures.
 * @returns those that moved
 */
export async function moveRedemptions(
  trx: Trx,
  ids: readonly string[],
  from: readonly RedemptionState[],
  set: Updateable<RedemptionTable> & { readonly state: RedemptionState },
): Promise<string[]> {
  if (ids.length === 0) return [];
  const moved = await trx
    .updateTable("redemption")
    .set({ since: sql<Date>`now()`, attempts: 0, leased_by: null, leased_until: null, ...set })
    .where("id", "in", ids)
    .where("state", "in", from)
    .returning("id")
    .execute();
  return moved.map(({ id }) => id);
}
