import type { Writers } from "./types.js";

/** Errors of PartyRegistry, IssuanceDesk and what desks share (Approvals). */
export const BANK: Writers = {
  PartyExists: (a) => [`Party ${String(a.party)} is admitted already.`, "Add wallets to it instead."],
  PartyUnknown: (a) => [`There is no party ${String(a.party)}.`, "Admit it first, or correct the number."],
  AdmissionInvalid: (a) => [
    `Party ${String(a.party)} cannot be admitted so: number zero, zone not 1 to 14, or blocked from the start.`,
    "Correct the party and send again.",
  ],
  WalletInvalid: (a, say) => [
    `${say.who(a.wallet)} cannot be a customer's wallet.`,
    "Ask the customer for its address.",
  ],
  WalletTaken: (a, say) => [
    `${say.who(a.wallet)} belongs to party ${String(a.party)} already.`,
    "A wallet has one owner: ask the customer for another, or correct the party.",
  ],
  WalletCodeNotListed: (a, say) => [
    `${say.who(a.wallet)} is a contract whose code ${String(a.codeHash)} the bank has not listed.`,
    "List the code if it is one party's own smart account; pooled contracts are never admitted.",
  ],
  TooManyWallets: (a) => [
    `Party ${String(a.party)} would have more than 100 wallets.`,
    "Split the customer into parties.",
  ],
  TokenInvalid: (a, say) => [
    `${say.who(a.token)} cannot be listed: listed already, no contract, of another register, or one too many.`,
    "Check the address and the token's registry().",
  ],
  NotBlocked: (a) => [`No block is live on party ${String(a.party)}.`, "Nothing to lift."],
  TooManyBlocks: (a) => [
    `65,535 blocks are live on party ${String(a.party)}: it cannot be blocked more.`,
    "Nothing to do: it is blocked in every token already.",
  ],
  GasTooLow: () => ["The gas would not have reached every token.", "Send again with a higher gas limit."],

  QuotaExceeded: (a, say) => [
    `The daily quota leaves ${say.of(a.token).amount(a.available)} to issuer ${say.who(a.issuer)}, less than ${say.of(a.token).amount(a.amount)}.`,
    "Wait for it to refill (evenly over a day), or have the policy admin raise it.",
  ],
  QuotaUnchanged: (a, say) => [
    `The quota is ${say.amount(a.current)}: ${say.amount(a.wanted)} does not move it that way.`,
    "Raise with raiseQuota, cut with cutQuota.",
  ],
  QuotaInvalid: (a, say) => [`A quota of ${say.amount(a.limit)} does not fit 64 bits.`, "Set a smaller one."],
  BatchInvalid: (a, say) => [
    `The batch says ${String(a.count)} items of ${say.amount(a.total)} in all, and its items are not that.`,
    "Build the batch again from its items and have it approved.",
  ],
  BatchAlreadySpent: (a) => [
    `The approval of batch ${String(a.batch)} was spent by its first submission.`,
    "Put the items that were refused into a new batch and have it approved.",
  ],
  ApprovalExpired: (a, say) => [
    `The approval was good until ${say.date(a.expiry)}.`,
    "Have it signed again with a later expiry.",
  ],
  ApproverInvalid: (a, say) => [
    `${say.who(a.approver)} may not approve this: without the role, with a delay on it, or the sender itself.`,
    "Have another person with the approver's role sign.",
  ],
  ApprovalInvalid: (a, say) => [
    `${say.who(a.approver)} did not sign exactly this, in this desk's domain on this chain.`,
    "Have it signed again, changing no field afterwards.",
  ],
  SenderHidden: () => [
    "The call came through AccessManager.execute, which hides who sends.",
    "Schedule it, then call the desk directly.",
  ],
};
