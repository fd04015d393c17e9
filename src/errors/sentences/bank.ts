import { countryOf } from "../../bank/countries.js";
import type { Writers } from "./types.js";

/** A country as people write it, with the number that the chain has. */
const country = (code: unknown): string => `${countryOf(Number(code)) ?? "country"} (${String(code)})`;

/** Errors of PartyRegistry, IssuanceDesk and what desks share (Approvals). */
export const BANK: Writers = {
  PartyExists: (a) => [`Party ${String(a.party)} is admitted already.`, "Add wallets to it instead."],
  PartyUnknown: (a) => [`There is no party ${String(a.party)}.`, "Admit it first, or correct the number."],
  AdmissionInvalid: (a) => [
    `Party ${String(a.party)} cannot be so: number zero, a malformed profile, or a client of a client without limits.`,
    "Correct kind, residency, control, home bank or limits, and send again.",
  ],
  PartyIsClosed: (a) => [
    `Party ${String(a.party)} was closed: it is no customer any more.`,
    "Admit a customer that returns under another id, with another wallet.",
  ],
  ProfileFixed: (a) => [
    `Party ${String(a.party)} would change its kind or home bank, which never change.`,
    "Close the party and admit it under another id.",
  ],
  CountryNotServed: (a) => [
    `Party ${String(a.party)} resides in, or is controlled from, ${country(a.country)}, which the bank does not serve.`,
    "Correct residency or control; otherwise have the policy admin set the country's zones (setCountries).",
  ],
  ProgrammeRequired: (a) => [
    `Party ${String(a.party)} falls into zone ${String(a.zone)}, whose customers need a programme's approval id.`,
    "Send it with the salted hash of the approval id (programme).",
  ],
  InstitutionUnknown: (a) => [
    `No institution has the number ${String(a.homeBank)}, or it would be one without number or LEI.`,
    "Name it with setInstitution first: a number from 1 to 255 and its LEI.",
  ],
  CountryInvalid: (a) => [
    `Country ${country(a.code)} cannot be set so: the code is not 1 to 999, or a zone is none.`,
    "Use ISO 3166-1 numeric codes, residents' zone 0 to 14, and 0 to 15 for those controlled from there.",
  ],
  AccountNotEmpty: (a, say) => [
    `Account ${say.who(a.wallet)} still has money in token ${say.who(a.token)}.`,
    "Have the customer redeem or pay it out first.",
  ],
  WalletNotLive: (a, say) => [
    `${say.who(a.wallet)} is not a live wallet of the register: unknown, retired or removed.`,
    "Correct the address.",
  ],
  WalletIsSuccessor: (a, say) => [
    `Money due to a lost wallet goes to ${say.who(a.wallet)}, so it cannot be removed.`,
    "Retire it in favour of another wallet of the party instead.",
  ],
  SuccessorInvalid: (a, say) => [
    `${say.who(a.successor)} cannot stand for ${say.who(a.wallet)}: it is not another live wallet of the same party.`,
    "Add the customer's new wallet to the party first, then name it.",
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
