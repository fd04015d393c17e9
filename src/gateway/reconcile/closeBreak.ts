import { sql } from "kysely";

import { VostroError } from "../../errors/index.js";
import { record } from "../../store/index.js";
import type { Gateway } from "../gateway.js";

/**
 * A person closes a break as explained, with a note. A material one takes two: the first call proposes, the call of another
 * person closes. The same difference is then listed as accepted; one of another amount is a new break.
 * @param note why, without personal data; the journal keeps it
 * @returns whether it is closed now
 * @throws VostroError NoSuchBreak, NoteMissing
 */
export async function closeBreak(gateway: Gateway, person: string, id: number, note: string): Promise<boolean> {
  if (note.trim() === "" || person.trim() === "") {
    throw new VostroError({
      name: "NoteMissing",
      args: { id },
      sentence: `Break ${id} is not closed without a name and a reason.`,
      fix: "Say who closes it and what explains it.",
    });
  }
  return gateway.store.transaction().execute(async (trx) => {
    const found = await trx
      .selectFrom("break")
      .select(["material", "proposed_by", "class", "subject"])
      .where("id", "=", id)
      .where("closed_at", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (found === undefined) {
      throw new VostroError({
        name: "NoSuchBreak",
        args: { id },
        sentence: `Break ${id} is not open.`,
        fix: "Look at the latest report: perhaps it was closed meanwhile.",
      });
    }
    const closes = !found.material || (found.proposed_by !== null && found.proposed_by !== person);
    const names = found.material ? `${found.proposed_by}, ${person}` : person;
    await trx
      .updateTable("break")
      .set(closes ? { closed_at: sql<Date>`now()`, closed_by: names, note } : { proposed_by: person, note })
      .where("id", "=", id)
      .execute();
    await record(trx, {
      actor: person,
      act: closes ? "break closed" : "closing of break proposed",
      subject: `break:${id}`,
      data: { class: found.class, of: found.subject, note },
    });
    return closes;
  });
}
