import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Gateway } from "../gateway.js";
import { type Reconciled, renderReport, signedReport, signReports } from "../reconcile/index.js";

/**
 * Writes a reconciliation down: a page for people, and the signed JSON. Where no key is at hand to sign, another process signs it and
 * `reconcile` there writes it.
 * @returns the files written
 */
export async function writeReport(
  gateway: Gateway,
  folder: string,
  { id, report }: Pick<Reconciled, "id" | "report">,
): Promise<string[]> {
  while ((await signReports(gateway)) > 0);
  const name = `${report.currency}-${report.block}-${id}`;
  const page = join(folder, `${name}.html`);
  await writeFile(page, renderReport(report));
  const written = [page];
  const row = await gateway.store
    .selectFrom("reconciliation")
    .select("signature")
    .where("id", "=", id)
    .executeTakeFirst();
  if (row?.signature !== null && row !== undefined) {
    const path = join(folder, `${name}.json`);
    await writeFile(path, await signedReport(gateway, id));
    written.push(path);
  }
  return written;
}
