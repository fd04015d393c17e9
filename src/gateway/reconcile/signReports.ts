import type { Signer } from "ethers";

import { VostroError } from "../../errors/index.js";
import { record } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { reportSchema } from "./report.js";
import { signedText, signReport } from "./sign.js";

/**
 * Signs reports that have no signature yet, oldest first; with the attestor's key unless told.
 * @returns reports signed; 0 where no key is at hand
 */
export async function signReports(
  gateway: Gateway,
  signer: Signer | undefined = gateway.keys.ATTESTOR?.[0],
): Promise<number> {
  const { store, worker } = gateway;
  if (signer === undefined) return 0;
  const row = await store
    .selectFrom("reconciliation")
    .select(["id", "report"])
    .where("signature", "is", null)
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return 0;
  // Not in a database transaction: a key may be in a machine across the network.
  const signed = await signReport(reportSchema.parse(row.report), signer);
  return store.transaction().execute(async (trx) => {
    const written = await trx
      .updateTable("reconciliation")
      .set(signed)
      .where("id", "=", row.id)
      .where("signature", "is", null)
      .returning("id")
      .execute();
    if (written.length === 0) return 0;
    await record(trx, {
      actor: worker,
      act: "report signed",
      subject: `reconciliation:${row.id}`,
      data: { signer: signed.signer },
    });
    return 1;
  });
}

/**
 * The signed file of a reconciliation, for whoever checks it with `verifyReport`.
 * @throws VostroError NoSuchReport, ReportUnsigned
 */
export async function signedReport({ store }: Gateway, id: number): Promise<string> {
  const row = await store
    .selectFrom("reconciliation")
    .select(["report", "signer", "signature"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (row === undefined) {
    const sentence = `There is no reconciliation ${id}.`;
    throw new VostroError({ name: "NoSuchReport", args: { id }, sentence, fix: "Use the number that reconcile gave." });
  }
  const { signer, signature } = row;
  if (signer === null || signature === null) {
    const sentence = `Reconciliation ${id} is not signed yet.`;
    const fix = "Run signReports where the attestor's key is.";
    throw new VostroError({ name: "ReportUnsigned", args: { id }, sentence, fix });
  }
  return signedText(reportSchema.parse(row.report), { signer, signature });
}
