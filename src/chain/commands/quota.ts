import { parseAmount } from "../../money/index.js";
import { tokenOf } from "../checks.js";
import { ask, callOf } from "../send.js";
import type { Context, Outcome } from "./context.js";
import { InputError } from "./exitCodes.js";
import { performCall, performCallDelayable } from "./oneCall.js";
import { lines } from "./read.js";
import { peopleOf } from "./signers.js";

/** What each issuer may mint in a day, in one token. Raising loosens and may wait; cutting is at once. */
export async function quota(context: Context, step: string): Promise<Outcome> {
  return step === "show" ? show(context) : change(context, step === "raise");
}

async function show(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const named = context.text("issuer") === undefined ? undefined : [context.address("issuer")];
  const issuers = named ?? (await peopleOf(bank, "ISSUER"));
  const quotas = await Promise.all(issuers.map((issuer) => quotaOf(context, issuer)));
  const text = lines(
    quotas.map(({ issuer, limit, available }) => [
      issuer,
      `${context.money(limit, currency)} a day, ${context.money(available, currency)} left now`,
    ]),
  );
  return { text: text === "" ? "Nobody is an issuer." : text, data: { currency, quotas } };
}

async function change(context: Context, raises: boolean): Promise<Outcome> {
  const { bank, currency } = context;
  const issuer = context.address("issuer");
  const wanted = context.read("amount", (text) => parseAmount(text, currency));
  const { limit } = await quotaOf(context, issuer);
  if (raises ? wanted <= limit : wanted >= limit) {
    const problem = `is ${context.money(wanted, currency)}, the quota is ${context.money(limit, currency)} now`;
    // What was scheduled or raised before is refused by the desk in its own words.
    if (!context.flag("execute") && !context.flag("cancel")) {
      throw new InputError(
        "--amount",
        problem,
        raises ? "A raise must raise: quota cut." : "A cut must cut: quota raise.",
      );
    }
  }
  const token = String(tokenOf(bank, currency).target);
  const as = raises ? "POLICY_ADMIN" : "COMPLIANCE";
  const { raiseQuota, cutQuota } = bank.issuanceDesk;
  const act = {
    does: `${raises ? "Raises" : "Cuts"} what ${issuer} may mint in a day to ${context.money(wanted, currency)}.`,
    as,
    changes: [{ of: issuer, what: "quota a day", currency, before: limit, after: wanted }],
    call: () =>
      callOf(
        `IssuanceDesk.${raises ? "raiseQuota" : "cutQuota"}`,
        (raises ? raiseQuota : cutQuota).populateTransaction(issuer, token, wanted),
        { role: as, currency },
      ),
    data: { currency, issuer, quota: wanted },
  } as const;
  return raises ? performCallDelayable(context, "quota raise", act) : performCall(context, act);
}

async function quotaOf({ bank, currency }: Context, issuer: string) {
  const token = String(tokenOf(bank, currency).target);
  const { limit, available } = await ask(bank, bank.issuanceDesk.quotaOf(issuer, token), currency);
  return { issuer, limit, available };
}
