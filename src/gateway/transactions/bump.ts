import { sql } from "kysely";

import { replacementFees } from "../../chain/outbox/fees.js";
import { signRaw } from "../../chain/signRaw.js";
import { providerOf } from "../../chain/send.js";
import { record } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { keepAttempts } from "./sign.js";

/**
 * Offers more for the first transaction of a lane that waits too long: the same content with the same nonce, so that one of
 * them is mined and never both. Needs the sender's key.
 */
export async function bumpStuck(gateway: Gateway): Promise<number> {
  const { store, bank, keys, settings } = gateway;
  const provider = providerOf(bank);
  let moved = 0;
  for (const signer of new Set(Object.values(keys).flat())) {
    const sender = await signer.getAddress();
    const isOpen = await store
      .selectFrom("chain_tx")
      .select("id")
      .where("sender", "=", sender)
      .where("state", "=", "sent")
      .where("deep", "=", false)
      .limit(1)
      .executeTakeFirst();
    if (isOpen === undefined) continue;
    const [first, { chainId }, asked] = await Promise.all([
      provider.getTransactionCount(sender, "latest"),
      provider.getNetwork(),
      provider.getFeeData(),
    ]);
    moved += await store.transaction().execute(async (trx) => {
      const tx = await trx
        .selectFrom("chain_tx")
        .selectAll()
        .where("sender", "=", sender)
        .where("nonce", "=", first)
        .where("state", "=", "sent")
        .where("deep", "=", false)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst();
      if (tx === undefined) return 0;
      const attempts = await trx
        .selectFrom("chain_attempt")
        .selectAll()
        .where("chain_tx", "=", tx.id)
        .where("signed_at", ">", sql<Date>`now() - make_interval(secs => ${settings.minting.bumpSeconds})`)
        .execute();
      // Somebody offered more not long ago.
      if (attempts.length > 0) return 0;
      const before = await trx
        .selectFrom("chain_attempt")
        .select(["max_fee as maxFeePerGas", "priority_fee as maxPriorityFeePerGas"])
        .where("chain_tx", "=", tx.id)
        .execute();
      const fees = replacementFees(before, asked)!;
      const content = { to: tx.to_address, data: tx.data, nonce: first, gasLimit: tx.gas_limit!, value: 0n };
      const raw = await signRaw(signer, { ...content, ...fees, chainId });
      await keepAttempts(trx, [{ id: tx.id, raw, fees }]);
      // Signed, not sent: the next pass gives it to the node.
      await trx.updateTable("chain_tx").set({ state: "signed", leased_until: null }).where("id", "=", tx.id).execute();
      await record(trx, {
        actor: gateway.worker,
        act: "offered a higher fee",
        subject: tx.subject,
        data: { transaction: tx.id, nonce: first, maxFeePerGas: fees.maxFeePerGas },
      });
      return 1;
    });
  }
  return moved;
}
