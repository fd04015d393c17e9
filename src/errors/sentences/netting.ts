import type { Writers } from "./types.js";

/** Errors of the netting desk. */
export const NETTING: Writers = {
  CycleInvalid: (a) => [
    `The cycle ${String(a.id)} breaks a rule: its times are out of order, or round, previous cycle and second deadline do not go together.`,
    "Build it with the library and have all sign again.",
  ],
  CycleContentDiffers: (a) => [
    `These are not the nets or slices that the cycle ${String(a.id)} commits to.`,
    "Present both lists exactly as they were signed.",
  ],
  CyclePartiesInvalid: (a) => [
    `The parties of the cycle ${String(a.id)} are fewer than 2, more than 248, or not by ascending address.`,
    "Sort them and name each once.",
  ],
  CycleNotOpen: (a) => [
    `The cycle ${String(a.id)} is settled, replaced by its second round, or closed.`,
    "Read its state; what was not settled stays open gross.",
  ],
  CycleTimePassed: (a, say) => [
    `Too late for the cycle ${String(a.id)}: this ended at ${say.date(a.deadline)}.`,
    "Go on to the second round, or close it and net in another cycle.",
  ],
  CycleNotDue: (a, say) => [
    `Too early for the cycle ${String(a.id)}: not before ${say.date(a.from)}.`,
    "Wait, or settle it.",
  ],
  NetsUnbalanced: (a) => [
    `The nets of the cycle sum to ${String(a.sum)} minor units, not to zero.`,
    "Compute them again from the gross list.",
  ],
  SliceInvalid: (a) => [
    `Slice ${String(a.index)} is not a payment of a net debtor to a net creditor.`,
    "Compute the slices again from the nets.",
  ],
  NetDiffers: (a, say) => [
    `The slices give ${say.who(a.party)} ${String(a.settled)} minor units; its net is ${String(a.net)}.`,
    "Compute the slices again from the nets.",
  ],
  ConsentNotAsked: (a) => [
    `Party ${String(a.index)} of the nets does not consent by signing the cycle: it is a net debtor, or there is none.`,
    "A net debtor consents by the holds of its slices.",
  ],
  SignaturesMiscounted: (a) => [
    `${String(a.given)} signatures were given where ${String(a.expected)} places are.`,
    "Give one for each place, empty where none is needed.",
  ],
  PartyNotServed: (a, say) => [
    `${say.who(a.party)} is paid nothing and pays nothing, and no other party of the cycle could pay it or be paid by it now.`,
    "Net without it.",
  ],
  NobodyMissing: (a) => [`Nobody is missing in the cycle ${String(a.id)}.`, "Settle it."],
  SecondRoundInvalid: (a) => [
    `The cycle ${String(a.id)} is no second round of ${String(a.previous)}: other parties than stayed, another token, too late, or settled already.`,
    "Build it from the event of the second round.",
  ],
};
