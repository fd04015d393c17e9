import type { Context, Outcome } from "./context.js";
import { cancel } from "./upgradeCancel.js";
import { execute } from "./upgradeExecute.js";
import { propose } from "./upgradePropose.js";
import { check, digest, show } from "./upgradeSteps.js";

/** Upgrades: compared, proposed by the upgrader, carried out after its delay, until then cancelled by the guardian. */
export async function upgrade(context: Context, step: string): Promise<Outcome> {
  if (step === "propose") return propose(context);
  if (step === "execute") return execute(context);
  if (step === "cancel") return cancel(context);
  return step === "check" ? check(context) : step === "show" ? show(context) : digest(context);
}
