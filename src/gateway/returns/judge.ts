import { record, type RedemptionState, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { openCase } from "../redemption/cases.js";
import { lockRedemption, moveRedemptions, type RedemptionRow, subjectOf } from "../redemption/rows.js";
import { dismissReturn } from "./credit.js";
import { lockReturn, moveReturn, type ReturnCase, returnSubject, suspendReturn } from "./rows.js";

const AT_ONCE = 100;

/**
 * Looks at returned money that is booked. Burned: it waits for its approval, to be minted again. Not burned yet: the payment has
 * failed, and the customer's own money is let go instead. Anything else goes to a person.
 * @returns returns that were decided, or that now have an owner
 */
export async function judgeReturns(gateway: Gateway): Promise<number> {
  const open = await gateway.store
    .selectFrom("return_case")
    .select(["id", "redemption"])
    .where("state", "=", "open")
    .orderBy("id")
    .limit(AT_ONCE)
    .execute();
  let moved = 0;
  for (const { id, redemption } of open) {
    moved += await gateway.store.transaction().execute(async (trx) => {
      // The redemption first, as everybody does.
      const row = await lockRedemption(trx, redemption);
      const found = await lockReturn(trx, id);
      return row === undefined || found?.state !== "open" ? 0 : judge(gateway, trx, row, found);
    });
  }
  return moved;
}

const NEVER_PAID: readonly RedemptionState[] = ["requested", "submitting", "sealed", "payable", "cancelled", "lapsed"];

async function judge(gateway: Gateway, trx: Trx, row: RedemptionRow, found: ReturnCase): Promise<number> {
  const { state, amount, returned } = row;
  const isWhole = found.amount === amount;
  const suspend = async (reason: string, message: string): Promise<number> => {
    await suspendReturn(gateway, trx, found, { reason, message });
    return 1;
  };
  const deposit = await trx
    .selectFrom("deposit")
    .select("state")
    .where("id", "=", found.deposit_id)
    .executeTakeFirstOrThrow();
  // Two people were faster, at the deposit itself.
  if (deposit.state === "dismissed") {
    await moveReturn(trx, found, { state: "closed" });
    return 1;
  }
  if (found.amount > amount) return suspend("return-exceeds", "More came back than was redeemed.");
  if (NEVER_PAID.includes(state)) {
    return suspend("return-without-payment", `Its redemption is ${state}: no payment of it was written.`);
  }
  if (state === "settled") {
    // The desk mints a redemption again once.
    if (returned > 0n || (await hasOther(trx, found))) return suspend("returned-twice", "It came back before.");
    return awaitPerson(gateway, trx, row, found);
  }
  // The burn is on its way, or people have it in hand: then looked at again.
  if (state === "settling" || state === "suspense") return 0;
  if (isWhole) return letGo(gateway, trx, row, found);
  if (state === "filed") {
    // Less came back, so it had left: burned whole, then the rest is minted.
    await moveRedemptions(trx, [row.id], ["filed"], { state: "paid" });
    await record(trx, {
      actor: gateway.worker,
      act: "paid, by what came back",
      subject: subjectOf(row.id),
      data: { return: found.id },
    });
    return 1;
  }
  if (state === "paid") return 0;
  return suspend(
    "return-short",
    `Less came back than was redeemed, and the redemption is ${state}: who bears the charges?`,
  );
}

/** Above what the policy approves, it is in somebody's list. */
async function awaitPerson(gateway: Gateway, trx: Trx, row: RedemptionRow, found: ReturnCase): Promise<number> {
  const { owner, redemption } = gateway.settings;
  if (found.amount > (redemption.policyUpTo[row.currency] ?? -1n)) {
    const message = "The payment came back after the burn: approve its minting.";
    await openCase(trx, { reason: "return", message, redemption: row.id, depositId: found.deposit_id, owner });
  }
  return 0;
}

/** The whole amount is back and nothing was burned. */
async function letGo(gateway: Gateway, trx: Trx, row: RedemptionRow, found: ReturnCase): Promise<number> {
  const { id, state } = row;
  if (state === "filed" || state === "paid") {
    await moveRedemptions(trx, [id], [state], { state: "refused", refused_by: "return", approval: null });
    const message = "The payment came back before the burn: approve the rejection.";
    await openCase(trx, { reason: "refused", message, redemption: id, owner: gateway.settings.owner });
  }
  await dismissReturn(trx, gateway.worker, found);
  await moveReturn(trx, found, { state: "closed" });
  await record(trx, {
    actor: gateway.worker,
    act: "returned before the burn",
    subject: returnSubject(found.id),
    data: { redemption: id, from: state },
  });
  return 1;
}

async function hasOther(trx: Trx, { id, redemption }: ReturnCase): Promise<boolean> {
  const other = await trx
    .selectFrom("return_case")
    .select("id")
    .where("redemption", "=", redemption)
    .where("id", "<", id)
    .where("state", "not in", ["suspense", "closed"])
    .executeTakeFirst();
  return other !== undefined;
}
