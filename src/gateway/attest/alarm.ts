import { record, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";

export interface Alarm {
  readonly reason: string;
  readonly message: string;
  readonly redemption: string | null;
}

/** Opens a case with an owner, once: however often the same thing is met, one is open. */
export async function alarm({ settings, worker, log }: Gateway, trx: Trx, one: Alarm): Promise<number> {
  const { reason, message, redemption } = one;
  const open = await trx
    .selectFrom("suspense")
    .select("id")
    .where("reason", "=", reason)
    .where("closed_at", "is", null)
    .where("message", "=", message)
    .executeTakeFirst();
  if (open !== undefined) return 0;
  const { id } = await trx
    .insertInto("suspense")
    .values({ reason, message, redemption, owner: settings.owner })
    .returning("id")
    .executeTakeFirstOrThrow();
  await record(trx, {
    actor: worker,
    act: "attestation stopped",
    subject: `suspense:${id}`,
    data: { reason, redemption },
  });
  log.error({ suspense: id, reason }, "nothing is attested until a person has looked");
  return 1;
}
