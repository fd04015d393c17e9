import { sql } from "kysely";

import { VostroError } from "../../errors/index.js";
import { record, toJson, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { openCase } from "../redemption/cases.js";
import { lockRedemption } from "../redemption/rows.js";
import { dismissReturn, withdrawCredit } from "./credit.js";
import { lockReturn, moveReturn, type ReturnCase, returnSubject } from "./rows.js";

/**
 * again: looked at as if it had just come. ordinary: it was no return, but a deposit that a person attributes. dismissed: it is
 * never minted.
 */
export type ReturnResolution = "again" | "ordinary" | "dismissed";

/**
 * Decides what returned money in suspense is. Two people: the first call proposes, the same call of another person decides.
 * @returns whether it is decided now
 * @throws VostroError ReturnNotInSuspense
 */
export async function resolveReturn(
  gateway: Gateway,
  person: string,
  id: number,
  resolution: ReturnResolution,
): Promise<boolean> {
  return gateway.store.transaction().execute(async (trx) => {
    const found = await requireSuspended(trx, id);
    const { deposit_id, redemption } = found;
    const open = await trx
      .selectFrom("suspense")
      .select(["proposed_by", "proposal"])
      .where("deposit_id", "=", deposit_id)
      .where("closed_at", "is", null)
      .execute();
    const proposed = open.find(({ proposal }) => (proposal as { to?: string } | null)?.to === resolution);
    if (proposed === undefined || proposed.proposed_by === person) {
      await trx
        .updateTable("suspense")
        .set({ proposed_by: person, proposal: toJson({ to: resolution }) })
        .where("deposit_id", "=", deposit_id)
        .where("closed_at", "is", null)
        .execute();
      await record(trx, { actor: person, act: `proposed: ${resolution}`, subject: returnSubject(id) });
      return false;
    }
    await trx
      .updateTable("suspense")
      .set({ closed_at: sql<Date>`now()`, closed_by: person, resolution })
      .where("deposit_id", "=", deposit_id)
      .where("closed_at", "is", null)
      .execute();
    await carryOut(gateway, trx, found, { person, resolution });
    await record(trx, {
      actor: person,
      act: `decided: ${resolution}`,
      subject: returnSubject(id),
      data: { proposedBy: proposed.proposed_by, redemption, deposit: deposit_id },
    });
    return true;
  });
}

async function carryOut(
  gateway: Gateway,
  trx: Trx,
  found: ReturnCase,
  { person, resolution }: { readonly person: string; readonly resolution: ReturnResolution },
): Promise<void> {
  if (resolution === "again") {
    const fresh = { approver: null, signature: null, expiry: null, attempts: 0, not_before: new Date(0) };
    await moveReturn(trx, found, { state: "open", ...fresh });
    return;
  }
  await moveReturn(trx, found, { state: "closed" });
  if (resolution === "dismissed") {
    await dismissReturn(trx, person, found);
    return;
  }
  const { deposit_id: depositId } = found;
  await withdrawCredit(trx, person, depositId, { state: "suspense", note: "no return of a redemption" });
  await trx.updateTable("deposit").set({ return_of: null }).where("id", "=", depositId).execute();
  const message = "Two people found that it is no return of a redemption: find out whose it is.";
  await openCase(trx, { reason: "no-return", message, depositId, owner: gateway.settings.owner });
}

async function requireSuspended(trx: Trx, id: number): Promise<ReturnCase> {
  const named = await trx.selectFrom("return_case").select("redemption").where("id", "=", id).executeTakeFirst();
  // The redemption first, as everybody does.
  if (named !== undefined) await lockRedemption(trx, named.redemption);
  const found = await lockReturn(trx, id);
  if (found?.state === "suspense") return found;
  throw new VostroError({
    name: "ReturnNotInSuspense",
    args: { id, state: found?.state },
    sentence: `The return ${id} is ${found?.state ?? "unknown"}: nobody has to decide about it.`,
    fix: "Look at its state and its journal.",
  });
}
