import type { Writers } from "./types.js";

const OPERATIONS = ["Transfers", "The placing of holds", "The execution of holds", "Minting"];

/** Errors of LegalOrders and PauseControl. */
export const LAW: Writers = {
  OrderIdMissing: () => ["The legal order has no id.", "Give it the bank's own salted number (id)."],
  OrderAuthorityMissing: (a) => [
    `The legal order ${String(a.id)} names no court or authority.`,
    "Set authority to the code of who issued it; without one the bank must not act.",
  ],
  OrderDocumentMissing: (a) => [
    `The legal order ${String(a.id)} names no document.`,
    "Set documentHash to the hash of the document as served.",
  ],
  OrderDateInvalid: (a, say) => [
    `The legal order ${String(a.id)} was issued at ${say.date(a.issuedAt)}, which is no time or lies ahead.`,
    "Set issuedAt to the unix second of issue.",
  ],
  OrderLapsed: (a, say) => [
    `The legal order ${String(a.id)} was in force until ${say.date(a.validUntil)}; what was done under it stands until lifted.`,
    "Ask the authority for a new order and act under its own id.",
  ],
  OrderMismatch: (a) => [
    `Another legal order is on file under the id ${String(a.id)}: its hash is ${String(a.filed)}, not ${String(a.given)}.`,
    "Read the order on file and give exactly its fields, or file the new one under its own id.",
  ],
  ActDone: (a) => [
    `The act ${String(a.act)} was done before: a signed act is used once.`,
    "To do the same again, have it signed again with another salt.",
  ],
  GroundsMissing: () => ["The lift names no grounds.", "Set grounds to the number or hash of the decision to lift."],
  AccountUnknown: (a, say) => [
    `${say.who(a.account)} is not a wallet of the register.`,
    "Name the party's wallet as the register has it.",
  ],
  BlockLive: (a) => [
    `The order ${String(a.orderId)} blocks party ${String(a.party)} already.`,
    "Nothing to do: one block an order is enough.",
  ],
  BlockNotLive: (a) => [
    `The order ${String(a.orderId)} does not block party ${String(a.party)}.`,
    "Read the blocks of the party; one that an officer placed at the register is lifted with liftDirectBlock.",
  ],
  NoDirectBlock: (a) => [
    `All ${String(a.blocks)} live blocks of party ${String(a.party)} were placed under orders.`,
    "Lift each by its order with liftBlock, once that order ends.",
  ],
  WalletNotBlocked: (a, say) => [
    `${say.who(a.wallet)} has no block of its own in ${say.who(a.token)}.`,
    "If its party is blocked, lift the party's blocks instead.",
  ],
  LienAmountInvalid: (a, say) => [
    `A lien of ${say.amount(a.amount)} is zero or above 2^96 - 1.`,
    "Set the amount of the order, in minor units of the token.",
  ],
  LiftAmountInvalid: (a, say) => [
    `The lien ${String(a.lienId)} has ${say.amount(a.left)} left; ${say.amount(a.amount)} cannot be lifted from it.`,
    "Lift part of what is left, more than zero.",
  ],
  LienForeign: (a) => [
    `The lien ${String(a.lienId)} is not one of the order ${String(a.orderId)} in this token.`,
    "Name a lien that this very order placed in this token, or none (zero) to take free money only.",
  ],
  LienNotHere: (a, say) => [
    `Nothing of the lien ${String(a.lienId)} is on ${say.who(a.account)}.`,
    "Read where it is (lienAt): it follows the money of a lost wallet, and is gone once lifted or seized.",
  ],
  SeizureZero: () => ["A seizure of nothing was asked for.", "Set the amount in minor units, more than zero."],
  LiensInTheWay: (a, say) => [
    `Liens of other orders leave ${say.amount(a.seizable)} of ${say.who(a.account)} to seize, less than ${say.amount(a.amount)}.`,
    "Seize that much, or have the lien that ranks behind lifted first.",
  ],
  CustodyUnknown: (a, say) => [
    `${say.who(a.custody)} is not another, registered custody account.`,
    "Seize to a custody account; the policy admin registers one with addCustodyAccount.",
  ],
  CustodyInvalid: (a, say) => [
    `${say.who(a.account)} cannot be registered (no live wallet of a party, or registered already) or taken off (not registered).`,
    "Check the address with isCustody and the register.",
  ],
  WalletNotRetired: (a, say) => [
    `${say.who(a.wallet)} was never retired.`,
    "Recover the wallet under an order first; only a retired wallet is swept.",
  ],

  NotPaused: (a, say) => [
    `${OPERATIONS[Number(a.operation)] ?? "This operation"} of ${say.who(a.token)} ${Number(a.operation) === 0 ? "are" : "is"} not paused.`,
    "Nothing to lift.",
  ],
  TokenInResolution: (a, say) => [
    `${say.who(a.token)} is in resolution: what is paused there never runs again.`,
    "Holders redeem through the agent or move to the successor bank.",
  ],
  ReasonMissing: () => ["The lifting names no reason.", "Set reason to the number or hash of the decision."],
  ResolutionInvalid: (a, say) => [
    `${say.who(a.resolution)} is no contract.`,
    "Deploy with the bank's Resolution contract, or with zero for none.",
  ],
};
