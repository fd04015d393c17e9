import type { RedemptionState } from "../../store/index.js";

/*
 * What a bank's word about one payment means for its redemption. Nothing is read or written here: state and answer in,
 * decision out.
 */

export interface Answer {
  /** "paid", "rejected", "pending"; anything else is not understood */
  readonly outcome: string | null;
  /** as the bank wrote it: "ACSC", "RJCT" */
  readonly status: string | null;
  /** ISO 20022 reason code, or the bank's own text */
  readonly reason: string | null;
  /** minor units; null when the message does not say */
  readonly amount: bigint | null;
  readonly currency: string | null;
}

export interface Answered {
  readonly state: RedemptionState;
  readonly resume: RedemptionState | null;
  readonly amount: bigint;
  readonly currency: string;
  /** whether a payment file has it */
  readonly filed: boolean;
  /** "return": its money came back whole before the burn, so its payment had been made */
  readonly refusedBy?: string | null;
}

export interface Decision {
  /** what the message is marked with */
  readonly handled: "paid" | "refused" | "pending" | "repeated" | "suspense";
  readonly to?: "paid" | "refused" | "suspense";
  /** a person decides, or has to know */
  readonly open?: { readonly reason: string; readonly message: string };
  /** nothing more may be sealed or filed in this currency */
  readonly halt?: true;
}

/** The states in which the chain no longer waits for the answer. */
const BURNED: readonly RedemptionState[] = ["paid", "settling", "settled"];
const LET_GO: readonly RedemptionState[] = ["rejecting", "rejected"];

export function decide(redemption: Answered, answer: Answer): Decision {
  if (answer.outcome === "pending") return { handled: "pending" };
  if (answer.outcome === "paid") return paid(redemption, answer);
  if (answer.outcome === "rejected") return rejected(redemption, answer);
  return suspense("unclear-status", `The status ${answer.status ?? "(none)"} says neither paid nor rejected.`);
}

const suspense = (reason: string, message: string, more: Partial<Decision> = {}): Decision => ({
  handled: "suspense",
  open: { reason, message },
  ...more,
});

function paid({ state, amount, currency, filed, refusedBy }: Answered, answer: Answer): Decision {
  if (!filed) {
    const message = `The bank says that it was paid, and this gateway never wrote a payment: it was ${state}. Find out who paid.`;
    // A seal on its way cannot be called back; whatever it becomes, it is not filed while the currency is halted.
    return suspense("paid-without-seal", message, { halt: true, ...(canStop(state) && { to: "suspense" }) });
  }
  if (differs({ amount, currency }, answer)) {
    const message = "The bank paid another amount than was redeemed.";
    return suspense("paid-amount-differs", message, state === "filed" ? { to: "suspense" } : {});
  }
  if (state === "filed") return { handled: "paid", to: "paid" };
  if (BURNED.includes(state)) return { handled: "repeated" };
  // Files overtake each other: paid, and back already.
  if (refusedBy === "return" && (state === "refused" || LET_GO.includes(state))) return { handled: "repeated" };
  if (LET_GO.includes(state)) {
    const message = "The bank says that it was paid, after it had rejected it and the customer's money was let go.";
    return suspense("paid-after-rejection", message, { halt: true });
  }
  return contradicts("paid", state);
}

function rejected({ state, filed }: Answered, { status, reason }: Answer): Decision {
  if (!filed) return suspense("rejected-without-file", "The bank rejects a payment that this gateway never wrote.");
  if (state === "filed") {
    const why = reason ?? "no reason";
    return {
      handled: "refused",
      to: "refused",
      open: {
        reason: "refused",
        message: `The bank will not pay (${status ?? "rejected"}, ${why}): approve the rejection, or have it paid.`,
      },
    };
  }
  if (state === "refused" || LET_GO.includes(state)) return { handled: "repeated" };
  return contradicts("rejected", state);
}

/** Never the later word by itself: one of the two is wrong, and money is at stake either way. */
function contradicts(said: string, state: RedemptionState): Decision {
  const message = `The bank says ${said}, and it was ${state} here: ask the bank which is true.`;
  return suspense("contradicting-status", message, { ...(canStop(state) && { to: "suspense" }) });
}

/** Where no transaction is on its way or done. */
const canStop = (state: RedemptionState): boolean =>
  ["requested", "sealed", "payable", "paid", "refused"].includes(state);

function differs(redemption: { amount: bigint; currency: string }, { amount, currency }: Answer): boolean {
  return (amount !== null && amount !== redemption.amount) || (currency !== null && currency !== redemption.currency);
}
