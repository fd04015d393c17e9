import { VostroError } from "../../errors/index.js";
import { record } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { recallSubject } from "./rows.js";

/**
 * Ends a recall's case, with a name. A deposit that is kept back stays in suspense until people accept or dismiss it, and a lien
 * stays on the chain until it is lifted there.
 * @param outcome what became of it, without names: "sent back under our reference 17"
 * @throws VostroError RecallClosed
 */
export async function closeRecall(gateway: Gateway, person: string, id: number, outcome: string): Promise<void> {
  await gateway.store.transaction().execute(async (trx) => {
    const closed = await trx
      .updateTable("recall_case")
      .set({ state: "closed", since: new Date() })
      .where("id", "=", id)
      .where("state", "in", ["open", "kept-back", "lien"])
      .returning(["deposit_id", "order_id"])
      .executeTakeFirst();
    if (closed === undefined) {
      throw new VostroError({
        name: "RecallClosed",
        args: { id },
        sentence: `The recall ${id} is closed, unknown, or has a lien on its way.`,
        fix: "Look at its state and its journal.",
      });
    }
    const data = { outcome, deposit: closed.deposit_id, order: closed.order_id };
    await record(trx, { actor: person, act: "recall closed", subject: recallSubject(id), data });
  });
}
