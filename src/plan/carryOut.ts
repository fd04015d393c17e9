import type { Signer } from "ethers";

import { decodeError, isoDate, VostroError } from "../errors/index.js";
import type { Bank } from "../chain/bank.js";
import type { Finding, Hand, Remedy } from "../chain/checkDeployment.js";
import { accessOf, readSchedule, scheduleAct, scheduleCall } from "../chain/schedule.js";
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
  /** where no key is at hand: the call that its holder would have to send now */
  readonly toSign?: { readonly by: string; readonly call: Call };
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
  const members = membersFor(run.config, by).map((member) => member.signer);
  const signers = signer === undefined ? members : [await signer.getAddress()];
  const report = (state: ActState, note: string, more: Partial<ActReport> = {}): ActReport => ({
    ...{ subject, does, by, signers, call, state, note },
    ...more,
  });
  try {
    return signer === undefined ? await forOthers(bank, members, act, report) : await byKey(bank, signer, act, report);
  } catch (error) {
    const failure = error instanceof VostroError ? error : decodeError(error);
    if (failure.name === "OutcomeUnconfirmed") throw failure;
    return report("refused", failure.message);
  }
}

type Reporter = (state: ActState, note: string, more?: Partial<ActReport>) => ActReport;

async function byKey(bank: Bank, signer: Signer, act: Remedy, report: Reporter): Promise<ActReport> {
  const next = await nextStep(bank, await signer.getAddress(), act);
  if ("note" in next) return report(next.step === "never" ? "refused" : "waiting", next.note);
  if (next.step === "send") return report("done", (await send(bank, signer, next.call)).hash);
  return report("waiting", waitNote((await scheduleAct(bank, signer, act.call)).schedule.readyAt));
}

/** What a person elsewhere, or the owners of a Safe, would have to sign now. */
async function forOthers(bank: Bank, members: readonly string[], act: Remedy, report: Reporter): Promise<ActReport> {
  const who = members[0];
  if (who === undefined) return report("refused", `Nobody holds ${act.by} in the bank file.`);
  const next = await nextStep(bank, who, act);
  if ("note" in next) return report(next.step === "never" ? "refused" : "waiting", next.note);
  const verb = next.step === "send" ? "sign" : "schedule";
  return report("unsigned", `${act.by} must ${verb}: ${members.join(" or ")}`, {
    toSign: { by: who, call: next.call },
  });
}

type Next =
  | { readonly step: "send" | "schedule"; readonly call: Call }
  | { readonly step: "wait" | "never"; readonly note: string };

/** What `who` can do towards an act now: send it, schedule it, or wait for what is scheduled. */
async function nextStep(bank: Bank, who: string, { by, call }: Remedy): Promise<Next> {
  const { immediate, delay } = await accessOf(bank, who, call);
  if (immediate) return { step: "send", call };
  if (delay === 0n) return { step: "never", note: `${who} does not hold ${by} on this chain.` };
  const { state, readyAt } = await readSchedule(bank, who, call);
  if (state === "ready") return { step: "send", call: await throughManager(bank, call) };
  if (state === "waiting") return { step: "wait", note: waitNote(readyAt) };
  return { step: "schedule", call: await scheduleCall(bank, call) };
}

const waitNote = (readyAt = 0n): string =>
  `scheduled, may be carried out from ${isoDate(readyAt)} on; until then it can be cancelled`;

/** Contracts of the suite consume what was scheduled themselves; a desk, which is nobody's, is reached by the manager. */
async function throughManager(bank: Bank, call: Call): Promise<Call> {
  if (call.to !== deskAddress("InterbankClearing")) return call;
  return callOf(call.act, bank.accessManager.execute.populateTransaction(call.to, call.data), { role: call.role });
}
