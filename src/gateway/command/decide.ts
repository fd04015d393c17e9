import type { Context, Outcome } from "../../chain/commands/context.js";
import { InputError } from "../../chain/commands/exitCodes.js";
import { confirmDecision, type Decision, proposeDecision } from "../deposits/index.js";
import { liftHalt } from "../halt/index.js";
import { approveBatch } from "../mint/index.js";
import { closeBreak } from "../reconcile/index.js";
import { liftRedemptionHalt, releaseRedemption, resolveRedemption } from "../redemption/index.js";
import { resolveReturn } from "../returns/index.js";
import { book, confirmBooking, isBooking } from "./book.js";
import { personGiving, withGateway } from "./opened.js";

/** First of two people: what is to be done with a case. */
export async function propose(context: Context): Promise<Outcome> {
  const decision = decisionIn(context);
  const id = caseIn(context);
  return withGateway(context, [], async (opened) => {
    const person = personGiving(context, opened, "decide");
    await proposeDecision(opened.gateway, person, id, decision);
    const text =
      decision.do === "take"
        ? `Case ${id} belongs to ${decision.owner} now.`
        : `${person} proposes for case ${id}: ${decision.do}. Another person confirms it.`;
    return { text, data: { case: id, decision, person } };
  });
}

/** Second person: it is done. */
export async function confirm(context: Context): Promise<Outcome> {
  const id = caseIn(context);
  return withGateway(context, [], async (opened) => {
    const person = personGiving(context, opened, "decide");
    if (await isBooking(opened.gateway, id)) await confirmBooking(opened.gateway, person, id);
    else await confirmDecision(opened.gateway, person, id);
    return { text: `Case ${id} is closed, as proposed.`, data: { case: id, person } };
  });
}

/** The approver signs a batch that its policy leaves to a person. */
export async function approve(context: Context): Promise<Outcome> {
  const id = numberIn(context, "batch");
  return withGateway(context, ["APPROVER"], async ({ gateway }) => {
    await approveBatch(gateway, gateway.keys.APPROVER![0]!, id);
    return { text: `Batch ${id} is approved.`, data: { batch: id } };
  });
}

/** A redemption that waits for a person goes on; or, by two people, what the bank's messages leave in doubt. */
export async function release(context: Context): Promise<Outcome> {
  const id = context.required("redemption");
  const outcome = context.text("outcome");
  if (outcome !== undefined && outcome !== "paid" && outcome !== "refused") {
    throw new InputError("--outcome", `${JSON.stringify(outcome)} is not possible`, "Write paid or refused.");
  }
  return withGateway(context, [], async (opened) => {
    const person = personGiving(context, opened, "decide");
    if (outcome === undefined) {
      await releaseRedemption(opened.gateway, person, id);
      return { text: `Redemption ${id} goes on.`, data: { redemption: id, person } };
    }
    const done = await resolveRedemption(opened.gateway, person, id, outcome);
    const text = done
      ? `Redemption ${id} was ${outcome}.`
      : `${person} says it was ${outcome}. Another person confirms it.`;
    return { text, data: { redemption: id, outcome, done, person } };
  });
}

/** What money in suspense that came back is. Two people. */
export async function returned(context: Context): Promise<Outcome> {
  const id = numberIn(context, "return");
  const to = context.required("outcome");
  if (to !== "again" && to !== "ordinary" && to !== "dismissed") {
    throw new InputError("--outcome", `${JSON.stringify(to)} is not possible`, "Write again, ordinary or dismissed.");
  }
  return withGateway(context, [], async (opened) => {
    const person = personGiving(context, opened, "decide");
    const done = await resolveReturn(opened.gateway, person, id, to);
    const text = done
      ? `Return ${id}: ${to}.`
      : `${person} proposes for return ${id}: ${to}. Another person confirms it.`;
    return { text, data: { return: id, outcome: to, done, person } };
  });
}

/** Issuing, or redemption, goes on after a halt. Two people, each with this command. */
export async function lift(context: Context): Promise<Outcome> {
  const { currency } = context;
  const halt = context.text("halt") ?? "issuing";
  if (halt !== "issuing" && halt !== "redemption") {
    throw new InputError("--halt", `${JSON.stringify(halt)} is not possible`, "Write issuing or redemption.");
  }
  return withGateway(context, [], async (opened) => {
    const person = personGiving(context, opened, "decide");
    const done = await (halt === "issuing" ? liftHalt : liftRedemptionHalt)(opened.gateway, person, currency);
    const [what, goesOn] = halt === "issuing" ? ["Issuing", "issuing"] : ["Redemption", "redemption"];
    const text = done
      ? `${what} of ${currency} goes on.`
      : `${person} lets ${goesOn} go on. Another person confirms it.`;
    return { text, data: { currency, halt, done, person } };
  });
}

/** A difference that a person has explained. */
export async function explain(context: Context): Promise<Outcome> {
  const id = numberIn(context, "break");
  const note = context.required("reason");
  return withGateway(context, [], async (opened) => {
    const person = personGiving(context, opened, "decide");
    const done = await closeBreak(opened.gateway, person, id, note);
    const text = done
      ? `Break ${id} is closed.`
      : `${person} proposes to close break ${id}. Another person confirms it.`;
    return { text, data: { break: id, done, person } };
  });
}

/** A booking of the control account that no file brings: interest, an opening balance, a correction. Two people. */
export async function booking(context: Context): Promise<Outcome> {
  return withGateway(context, [], (opened) => book(context, opened, personGiving(context, opened, "decide")));
}

function decisionIn(context: Context): Decision {
  const what = context.required("do");
  if (what === "mint") return { do: "mint", customer: context.required("customer") };
  if (what === "dismiss") return { do: "dismiss", reason: context.required("reason") };
  if (what === "take") return { do: "take", owner: context.required("owner") };
  throw new InputError("--do", `${JSON.stringify(what)} is not possible`, "Write mint, dismiss or take.");
}

const caseIn = (context: Context): number => numberIn(context, "case");

function numberIn(context: Context, option: string): number {
  context.required(option);
  return context.integer(option, 1, Number.MAX_SAFE_INTEGER)!;
}
