import { sql } from "kysely";

import { tokenOf } from "../../chain/checks.js";
import { ask } from "../../chain/send.js";
import { decodePolicy } from "../../chain/words.js";
import { VostroError } from "../../errors/index.js";
import { record } from "../../store/index.js";
import type { Gateway } from "../gateway.js";

/**
 * Lets issuing go on. Two people: the first call proposes, the call of another person lifts. Every material break must be
 * closed, and two people must have lifted the pause on the chain (`npm run unpause`): the gateway has no key that could.
 * @returns whether it is lifted now
 * @throws VostroError NoHalt, BreaksOpen, MintPaused
 */
export async function liftHalt(gateway: Gateway, person: string, currency: string): Promise<boolean> {
  const { bank, store } = gateway;
  const [policy, review] = await ask(bank, tokenOf(bank, currency).policyWords(), currency);
  const isPaused = decodePolicy(policy, review).paused.includes("mint");
  return store.transaction().execute(async (trx) => {
    const halt = await trx
      .selectFrom("halt")
      .select(["id", "lifted_by"])
      .where("currency", "=", currency)
      .where("lifted_at", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (halt === undefined)
      throw refused("NoHalt", { currency }, `Issuing of ${currency} is not halted.`, "Nothing is to be done.");
    const breaks = await trx
      .selectFrom("break")
      .select(["id", "class"])
      .where("currency", "=", currency)
      .where("closed_at", "is", null)
      .where("material", "=", true)
      .orderBy("id")
      .execute();
    if (breaks.length > 0) {
      const named = breaks.slice(0, 5).map(({ id, class: is }) => `${id} (${is})`);
      const sentence = `${breaks.length} material break(s) of ${currency} are open: ${named.join(", ")}.`;
      throw refused(
        "BreaksOpen",
        { currency, open: breaks.length },
        sentence,
        "Clear or explain each, then reconcile.",
      );
    }
    if (isPaused) {
      const sentence = `The ${currency} token still refuses to mint.`;
      throw refused("MintPaused", { currency }, sentence, "Two people lift the pause first: npm run unpause.");
    }
    const lifts = halt.lifted_by !== null && halt.lifted_by !== person;
    await trx
      .updateTable("halt")
      .set(lifts ? { lifted_at: sql<Date>`now()`, lifted_second: person } : { lifted_by: person })
      .where("id", "=", halt.id)
      .execute();
    const act = lifts ? "halt lifted" : "lifting of the halt proposed";
    await record(trx, { actor: person, act, subject: `halt:${halt.id}`, data: { currency } });
    return lifts;
  });
}

const refused = (name: string, args: Record<string, unknown>, sentence: string, fix: string): VostroError =>
  new VostroError({ name, args, sentence, fix });
