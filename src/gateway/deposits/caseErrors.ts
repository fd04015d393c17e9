import { VostroError } from "../../errors/index.js";

/** Why a case cannot be decided so: one `name` each, and what to do. */
const refusal = (name: string, sentence: string, fix: string): VostroError => new VostroError({ name, sentence, fix });

export const caseErrors = {
  unknown: (id: number) => refusal("UnknownCase", `There is no case ${id} in suspense.`, "List the open cases."),
  closed: (id: number, by: string | null) =>
    refusal("CaseClosed", `Case ${id} was closed by ${by ?? "somebody"}.`, "List the open cases."),
  samePerson: (id: number, person: string) =>
    refusal("SamePerson", `${person} proposed the decision of case ${id}.`, "Another person confirms it."),
  notProposed: (id: number) => refusal("NothingProposed", `Nobody proposed anything for case ${id}.`, "Propose first."),
  redemption: (id: number, redemption: string) =>
    refusal(
      "RedemptionCase",
      `Case ${id} is of redemption ${redemption}.`,
      "Release it: gateway release --redemption.",
    ),
  noDeposit: (id: number) =>
    refusal(
      "NothingToMint",
      `Case ${id} has no deposit that could be minted.`,
      "Dismiss it, and ask the bank for a file that can be read.",
    ),
  notInSuspense: (id: number, state: string) =>
    refusal(
      "DepositNotInSuspense",
      `The deposit of case ${id} is ${state}.`,
      "Dismiss the case; nothing is to be decided.",
    ),
  returned: (id: number) =>
    refusal("ReturnedPayout", `Case ${id} is money back from a redemption.`, "The redemption desk mints it again."),
  reported: (id: number) =>
    refusal(
      "EntryAlreadyMinted",
      `The entry of case ${id} is accepted in its other form: whole, or split into its details.`,
      "Dismiss the case; an entry is minted whole or split, never both.",
    ),
  unknownCustomer: (customer: string) =>
    refusal("UnknownCustomer", `There is no customer ${customer}.`, "Import the customer file with it first."),
  expired: (customer: string, day: string) =>
    refusal("KycExpired", `The KYC of customer ${customer} ended on ${day}.`, "Renew it first: it could not receive."),
  noReason: (id: number) => refusal("NoReason", `Dismissing case ${id} needs a reason.`, "Say why it is never minted."),
  noPerson: () => refusal("NoPerson", "A decision needs the name of a person.", "Name who decides."),
} as const;
