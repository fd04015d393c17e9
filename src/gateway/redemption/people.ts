import { VostroError } from "../../errors/index.js";
import { record, toJson, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { closeCases } from "./cases.js";
import { lockRedemption, moveRedemptions, type RedemptionRow, subjectOf } from "./rows.js";

/** What two people may decide of a redemption whose payment is in doubt. */
export type Resolution = "paid" | "refused";

/**
 * Lets a redemption go on from where it was taken into suspense: above the policy's limit, or after what stopped it was put right. Everything is
 * looked at again; only the limit is overruled.
 * @param person who answers for it
 * @throws VostroError RedemptionNotInSuspense; RedemptionInDoubt where the bank's word is in doubt: two people resolve that
 */
export async function releaseRedemption(gateway: Gateway, person: string, id: string): Promise<void> {
  await gateway.store.transaction().execute(async (trx) => {
    const row = await requireSuspended(trx, id);
    if (row.payout_file_id !== null && row.resume !== "refused" && row.resume !== "paid") throw inDoubt(id);
    const doubts = await trx
      .selectFrom("suspense")
      .select("reason")
      .where("redemption", "=", id)
      .where("closed_at", "is", null)
      .where("reason", "in", [
        "contradicting-status",
        "paid-without-seal",
        "paid-amount-differs",
        "submitted-elsewhere",
        "paid-after-rejection",
      ])
      .executeTakeFirst();
    if (doubts !== undefined) throw inDoubt(id);
    const state = row.resume ?? "requested";
    await moveRedemptions(trx, [id], ["suspense"], {
      state,
      resume: null,
      released_by: person,
      not_before: new Date(0),
    });
    await closeCases(trx, { redemption: id, by: person, resolution: "released" });
    await record(trx, { actor: person, act: "redemption released", subject: subjectOf(id), data: { to: state } });
  });
}

/**
 * Settles what the bank's messages leave in doubt: it was paid (and is burned), or it was not and never will be (and is rejected). Two
 * people: the first call proposes, the same call of another person decides.
 * @returns whether it is decided now
 * @throws VostroError RedemptionNotInSuspense
 */
export async function resolveRedemption(
  gateway: Gateway,
  person: string,
  id: string,
  resolution: Resolution,
): Promise<boolean> {
  return gateway.store.transaction().execute(async (trx) => {
    const row = await requireSuspended(trx, id);
    // Burning or rejecting needs a seal; before it, the customer cancels or the case is released.
    if (row.sealed_block === null) throw notSealed(id);
    const open = await trx
      .selectFrom("suspense")
      .select(["id", "proposed_by", "proposal"])
      .where("redemption", "=", id)
      .where("closed_at", "is", null)
      .orderBy("id")
      .execute();
    const proposed = open.find(
      ({ proposed_by, proposal }) => proposed_by !== null && (proposal as { to?: string } | null)?.to === resolution,
    );
    if (proposed === undefined || proposed.proposed_by === person) {
      await trx
        .updateTable("suspense")
        .set({ proposed_by: person, proposal: toJson({ to: resolution }) })
        .where("redemption", "=", id)
        .where("closed_at", "is", null)
        .execute();
      await record(trx, { actor: person, act: `proposed: ${resolution}`, subject: subjectOf(id) });
      return false;
    }
    await moveRedemptions(trx, [id], ["suspense"], {
      state: resolution,
      resume: null,
      approval: null,
      not_before: new Date(0),
      ...(resolution === "refused" && { refused_by: person }),
    });
    await closeCases(trx, { redemption: id, by: person, resolution });
    await record(trx, {
      actor: person,
      act: `decided: ${resolution}`,
      subject: subjectOf(id),
      data: { proposedBy: proposed.proposed_by },
    });
    return true;
  });
}

async function requireSuspended(trx: Trx, id: string): Promise<RedemptionRow> {
  const row = await lockRedemption(trx, id);
  if (row?.state === "suspense") return row;
  throw new VostroError({
    name: "RedemptionNotInSuspense",
    args: { id, state: row?.state },
    sentence: `The redemption ${id} is ${row?.state ?? "unknown"}: nobody has to decide about it.`,
    fix: "Look at its state and its journal.",
  });
}

const inDoubt = (id: string): VostroError =>
  new VostroError({
    name: "RedemptionInDoubt",
    args: { id },
    sentence: `Whether the redemption ${id} was paid is in doubt.`,
    fix: "Ask the bank, then let two people resolve it as paid or as refused.",
  });

const notSealed = (id: string): VostroError =>
  new VostroError({
    name: "RedemptionNotSealed",
    args: { id },
    sentence: `The redemption ${id} is not sealed on the chain, so it can be neither burned nor rejected.`,
    fix: "Let its customer cancel it, or release it once what stopped it is put right.",
  });
