import { readAccount } from "../account.js";
import { liensOn, refreeze as sendRefreeze, refreezeCall, sweep as sendSweep, sweepCall } from "../law/index.js";
import type { Context, Outcome } from "./context.js";
import { InputError } from "./exitCodes.js";
import { sweepLines } from "./legalActs.js";
import { sweepChanges } from "./legalChanges.js";
import { changeLines, perform, receipt } from "./perform.js";
import { personOf } from "./signers.js";

/* What anyone may send: nothing is decided here. Compliance does it, because it looks after the cases. */

/** Moves what a lost wallet still has, and the liens on it, to the wallet that stands for it. */
export async function sweep(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const lost = context.address("wallet");
  const { successor } = await readAccount(bank, currency, lost);
  if (successor === undefined) {
    throw new InputError("--wallet", `${lost} was never retired`, "Recover it under an order first (legal recover).");
  }
  const changes = await sweepChanges(context, currency, lost, successor);
  const does = `Sweeps the ${currency} of the lost wallet ${lost} to ${successor}.`;
  return perform(context, {
    does,
    changes,
    sender: await personOf(context, "COMPLIANCE"),
    as: "COMPLIANCE",
    calls: async () => [await sweepCall(bank, currency, lost)],
    send: (signer) => sendSweep(bank, signer, currency, lost),
    done: ({ sweeps, sweepFailures, ...sent }) => {
      const lines = sweeps.length === 0 ? ["Nothing to sweep: open holds need all of it, or it is empty."] : [];
      const text = [does, ...sweepLines(context, { sweeps, sweepFailures }), ...lines, receipt(sent)].join("\n");
      return { text, data: { sweeps, transaction: sent } };
    },
  });
}

/** Writes the sum of the liens into the token again. */
export async function refreeze(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const wallet = context.address("wallet");
  const [{ frozen }, liens] = [await readAccount(bank, currency, wallet), await liensOn(bank, currency, wallet)];
  const changes = [{ of: wallet, what: "liens in the token", currency, before: frozen, after: liens }];
  const does = `Writes the liens on ${wallet} into the ${currency} token again.`;
  return perform(context, {
    does,
    changes,
    sender: await personOf(context, "COMPLIANCE"),
    as: "COMPLIANCE",
    calls: async () => [await refreezeCall(bank, currency, wallet)],
    send: (signer) => sendRefreeze(bank, signer, currency, wallet),
    done: (sent) => ({
      text: [does, ...changeLines(context, changes), receipt(sent)].join("\n"),
      data: { changes, transaction: sent },
    }),
  });
}
