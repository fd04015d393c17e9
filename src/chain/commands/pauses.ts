import { liftPause, liftPauseCall, pause as sendPause, pauseCall, signPauseLift } from "../pauses.js";
import { newTerms } from "../twoPeople.js";
import { type Operation, OPERATIONS } from "../words.js";
import type { Context, Outcome } from "./context.js";
import { InputError } from "./exitCodes.js";
import { perform, receipt } from "./perform.js";
import { personOf, signerOf, twoReleasers } from "./signers.js";

/** Stops one operation of a token: the guardian, alone and at once. */
export async function pause(context: Context): Promise<Outcome> {
  const { bank } = context;
  const pausable = { currency: context.currency, operation: operationIn(context) };
  const does = `Pauses ${pausable.operation} of ${pausable.currency}.`;
  return perform(context, {
    does,
    sender: await personOf(context, "GUARDIAN"),
    as: "GUARDIAN",
    calls: async () => [await pauseCall(bank, pausable)],
    send: (signer) => sendPause(bank, signer, pausable),
    done: (transaction) => ({ text: `${does}\n${receipt(transaction)}`, data: { transaction } }),
  });
}

/** Lets a token run an operation again: two people, neither of them the guardian. */
export async function unpause(context: Context): Promise<Outcome> {
  const { bank } = context;
  const lift = { currency: context.currency, operation: operationIn(context), reason: context.hash("reason") };
  const { releaser, approver } = await twoReleasers(context);
  const terms = await newTerms(bank);
  const approve = () => signPauseLift(bank, signerOf(approver, "COMPLIANCE_APPROVER"), lift, terms);
  const does = `Lifts the pause of ${lift.operation} of ${lift.currency} for the reason ${lift.reason}.`;
  return perform(context, {
    does,
    sender: releaser,
    as: "COMPLIANCE_RELEASER",
    signatures: [{ who: approver.address, as: "COMPLIANCE_APPROVER", what: "approves exactly this lift" }],
    calls: async () => (approver.signer === undefined ? undefined : [await liftPauseCall(bank, lift, await approve())]),
    send: async (signer) => liftPause(bank, signer, lift, await approve()),
    done: (transaction) => ({ text: `${does}\n${receipt(transaction)}`, data: { transaction } }),
  });
}

function operationIn(context: Context): Operation {
  return context.read("operation", (text) => {
    const operation = OPERATIONS.find((known) => known === text);
    if (operation !== undefined) return operation;
    const problem = `${JSON.stringify(text)} is no operation that can be paused`;
    throw new InputError("--operation", problem, `Write one of ${OPERATIONS.join(", ")}.`);
  });
}
