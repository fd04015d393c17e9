import { Context, type Outcome } from "./context.js";
import { InputError } from "./exitCodes.js";

/*
 * Acts that cannot be undone, or that give or take power, are confirmed by naming the bank: so nobody does at one bank what was
 * meant for another, and nothing dangerous happens by a line that was repeated from the shell's history. At a terminal the act
 * is rehearsed first and its bank asked for; elsewhere --yes names it.
 */

/**
 * Passes where nothing is sent, and where the act is confirmed.
 * @throws InputError when it is not; nothing was sent. At a terminal, also what the rehearsal is refused with
 */
export async function confirmed(
  context: Context,
  run: (context: Context, step: string) => Promise<Outcome>,
  name: string,
  step: string,
): Promise<void> {
  // A rehearsal sends nothing, an approval is sent by somebody else, and a cancellation only stops.
  if (["dryRun", "approve", "cancel"].some((flag) => context.flag(flag))) return;
  const { bank } = context.bank.addresses;
  const act = step === "" ? name : `${name} ${step}`;
  const given = context.text("yes");
  if (given === bank) return;
  if (given !== undefined) {
    throw new InputError("--yes", `says ${JSON.stringify(given)}, the bank is ${bank}`, "Check which bank is meant.");
  }
  const { ask, ...quiet } = context.environment;
  const fix = `See with --dry-run what it does, then add --yes ${bank}.`;
  if (ask === undefined) throw new InputError("--yes", `is missing: ${act} is dangerous`, fix);
  const rehearsal = await run(new Context(context.bank, { ...context.values, dryRun: true }, quiet), step);
  context.progress(rehearsal.text);
  const answer = await ask(`${act} is dangerous. Type the name of the bank to go on (${bank}): `);
  if (answer.trim() !== bank) throw new InputError(act, "was not confirmed", `Type ${bank}. Nothing was sent.`);
}
