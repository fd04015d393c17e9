import type { Signer } from "ethers";

import type { Call, Sent } from "../send.js";
import type { Context, Outcome, Person } from "./context.js";
import { writeForSafe } from "./safeOut.js";
import { type Signatory, signerOf } from "./signers.js";
import { tryCalls } from "./tried.js";

/** Somebody who has to sign, and what. */
export interface Signature {
  readonly who: string;
  readonly as: Signatory;
  /** "sends it", "approves the order" */
  readonly what: string;
}

/** A figure or state that an act changes. Amounts are minor units. */
export interface Change {
  /** whose: an account, a party, a lien */
  readonly of: string;
  /** "liens" */
  readonly what: string;
  /** ISO 4217 code, where before and after are amounts */
  readonly currency?: string | undefined;
  readonly before: bigint | string;
  readonly after: bigint | string;
}

/** Something of the act that a person checks before signing: what it is, and in words. */
export type Fact = readonly [what: string, words: string];

/** An act about to be sent. */
export interface Step<T> {
  /** what changes, a sentence */
  readonly does: string;
  readonly facts?: readonly Fact[];
  readonly changes?: readonly Change[];
  readonly sender: Person;
  readonly as: Signatory;
  /** further people whose signatures it needs */
  readonly signatures?: readonly Signature[];
  /** the transactions, for a dry run; undefined when a signature is missing without which none can be built */
  readonly calls: () => Promise<readonly Call[] | undefined>;
  readonly send: (signer: Signer) => Promise<T>;
  /** what later steps need in the file of --out; `send` writes it itself */
  readonly keep?: object;
  /** what comes once a Safe has sent it, a line each */
  readonly next?: readonly string[];
  /** what to say and to print as JSON when it is done */
  readonly done: (result: T) => Outcome;
}

/** Sends the act, or with --dry-run says what it would do, or with --safe writes it for the owners of a Safe to sign. */
export async function perform<T>(context: Context, step: Step<T>): Promise<Outcome> {
  if (context.dryRun) return rehearse(context, step);
  if (step.sender.safe === true) return writeForSafe(context, step);
  return step.done(await step.send(signerOf(step.sender, step.as)));
}

async function rehearse<T>(context: Context, step: Step<T>): Promise<Outcome> {
  const { does, sender, as, facts = [], changes = [] } = step;
  const signatures = [{ who: sender.address, as, what: "sends it" }, ...(step.signatures ?? [])];
  const calls = await step.calls();
  const tried = calls === undefined ? [] : await tryCalls(context, sender.address, calls);
  const lines = [
    `Would do: ${does}`,
    ...factLines(facts),
    ...changeLines(context, changes),
    ...signatures.map(({ who, as: role, what }) => `Must sign: ${who} as ${role}, ${what}`),
    ...tried.map(({ act, gas, untried }) => `Tried: ${act}, ${untried ?? `about ${gas} gas`}`),
    ...(calls === undefined ? ["Not tried: a signature is missing, and without it nothing can be built"] : []),
    "Nothing was sent.",
  ];
  return { text: lines.join("\n"), data: { dryRun: true, does, changes, signatures, calls: tried } };
}

export function factLines(facts: readonly Fact[]): string[] {
  const width = Math.max(0, ...facts.map(([what]) => what.length));
  return facts.map(([what, words]) => `  ${what.padEnd(width)}  ${words}`);
}

/** "Changes: 0x... liens USD 60.00 -> USD 110.00" */
export const changeLines = (context: Context, changes: readonly Change[]): string[] =>
  changes.map(({ of, what, currency, before, after }) => {
    const say = (value: bigint | string): string =>
      currency === undefined || typeof value === "string" ? String(value) : context.money(value, currency);
    return `Changes: ${of} ${what} ${say(before)} -> ${say(after)}`;
  });

/** The transaction's line under what was done. */
export const receipt = ({ hash, blockNumber, gas, before }: Sent): string =>
  `Transaction ${hash} in block ${blockNumber}, ${gas} gas.` +
  (before === true ? " An earlier run had sent it; nothing was sent now." : "");
