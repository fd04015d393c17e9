import type { Signer } from "ethers";

import { decodeError, isoDate, VostroError } from "../errors/index.js";
import type { Bank } from "../chain/bank.js";
import type { Finding, Hand, Remedy } from "../chain/checkDeployment.js";
import { accessOf, readSchedule, scheduleAct } from "../chain/schedule.js";
import { type Call, callOf, send } from "../chain/send.js";
import { deskAddress } from "../settlement/desks.js";
import { membersFor, signerFor } from "./hands.js";
import type { BankRun } from "./run.js";

/** Where an act stands that a difference needs. */
export type ActState =
  /** carried out now */
  | "done"
  /** scheduled; somebody can still cancel it */
  | "waiting"
  /** no key at hand may sign it */
  | "unsigned"
  /** a contract or the node refused it */
  | "refused";

/** One act and what became of it. */
export interface ActReport {
  readonly subject: string;
  readonly does: string;
  readonly by: Hand;
  /** who signed, or who may */
  readonly signers: readonly string[];
  readonly call: Call;
  readonly state: ActState;
  /** from when it may be carried out, what refused it, or who has to sign */
  readonly note: string;
}

/**
 * Carries out what puts the findings right, each act by who may: at once, or in the two steps of a role with a delay, whose
 * state is on chain, so that a run that was stopped is simply repeated. An act that cannot be done stops the later ones of
 * its own finding only.
 */
export async function carryOut(run: BankRun, bank: Bank, findings: readonly Finding[]): Promise<ActReport[]> {
  const reports: ActReport[] = [];
  for (const { subject, remedies = [] } of findings) {
    for (const act of remedies) {
      const report = await attempt(run, bank, subject, act);
      reports.push(report);
      if (report.state === "done") run.onProgress(`done: ${act.does}`);
      else break;
    }
  }
  return reports;
}

async function attempt(run: BankRun, bank: Bank, subject: string, act: Remedy): Promise<ActReport> {
  const { does, by, call } = act;
  const signer = await signerFor(run, by);
  const signers =
    signer === undefined ? membersFor(run.config, by).map((member) => member.signer) : [await signer.getAddress()];
  const report = (state: ActState, note: string): ActReport => ({ subject, does, by, signers, call, state, note });
  if (signer === undefined) return report("unsigned", `${by} must sign: ${signers.join(" or ")}`);
  try {
    return await sendOrSchedule(bank, signer, act, report);
  } catch (error) {
    const failure = error instanceof VostroError ? error : decodeError(error);
    if (failure.name === "OutcomeUnconfirmed") throw failure;
    return report("refused", failure.message);
  }
}

async function sendOrSchedule(
  bank: Bank,
  signer: Signer,
  { by, call }: Remedy,
  report: (state: ActState, note: string) => ActReport,
): Promise<ActReport> {
  const who = await signer.getAddress();
  const { immediate, delay } = await accessOf(bank, who, call);
  if (immediate) {
    const { hash } = await send(bank, signer, call);
    return report("done", hash);
  }
  if (delay === 0n) return report("refused", `${who} does not hold ${by} on this chain.`);
  const planned = await readSchedule(bank, who, call);
  if (planned.state === "ready") {
    const { hash } = await send(bank, signer, await throughManager(bank, call));
    return report("done", hash);
  }
  const { readyAt } = planned.state === "waiting" ? planned : (await scheduleAct(bank, signer, call)).schedule;
  return report(
    "waiting",
    `scheduled, may be carried out from ${isoDate(readyAt ?? 0n)} on; until then it can be cancelled`,
  );
}

/** Contracts of the suite consume what was scheduled themselves; a desk, which is nobody's, is reached by the manager. */
async function throughManager(bank: Bank, call: Call): Promise<Call> {
  if (call.to !== deskAddress("InterbankClearing")) return call;
  return callOf(call.act, bank.accessManager.execute.populateTransaction(call.to, call.data), { role: call.role });
}
