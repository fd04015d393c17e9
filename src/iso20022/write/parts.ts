import type { Content } from "./layout/content.js";
import { within } from "./layout/content.js";
import { choice, group } from "./layout/groups.js";
import { bic, bicBefore2019, country, currency, iban, lei } from "./layout/identifiers.js";
import type { Place } from "./layout/place.js";
import type { Json } from "./layout/slots.js";
import { code, oneOfCodes, text } from "./layout/texts.js";
import type {
  Agent,
  ChargeBearer,
  CodeOrProprietary,
  PaymentAccount,
  PaymentParty,
  PaymentType,
  PostalAddress,
} from "./types.js";

/*
 * Parties, banks and accounts as all messages have them. "old" is the form before 2019 (pain.001 version 03): no LEI, and
 * a BIC by another name.
 */

export type Era = "old" | "new";

export const codeOrProprietary = (max: number): Content<CodeOrProprietary> =>
  choice<CodeOrProprietary>(
    { key: "code", path: ["Cd"], content: group<{ code: string }>((f) => [f.required("code", "Cd", code(max))]) },
    {
      key: "proprietary",
      path: ["Prtry"],
      content: group<{ proprietary: string }>((f) => [f.required("proprietary", "Prtry", text(35))]),
    },
  );

/** `PostalAddress24` (and 6, which has these too). */
export const postalAddress = group<PostalAddress>((f) => [
  f.optional("street", "StrtNm", text(70)),
  f.optional("buildingNumber", "BldgNb", text(16)),
  f.optional("postCode", "PstCd", text(16)),
  f.required("town", "TwnNm", text(35)),
  f.optional("countrySubdivision", "CtrySubDvsn", text(35)),
  f.required("country", "Ctry", country),
]);

const NO_LEI = "Leave it out, or write version 10.";

/** `PartyIdentification135` (old: 32). */
export const party = (era: Era): Content<PaymentParty> =>
  group<PaymentParty>((f) => [
    f.required("name", "Nm", text(140)),
    f.optional("address", "PstlAdr", postalAddress),
    era === "old" ? f.notInVersion("lei", NO_LEI) : f.inline("Id", f.inline("OrgId", f.optional("lei", "LEI", lei))),
  ]);

/** `BranchAndFinancialInstitutionIdentification6` (old: 4). */
export const agent = (era: Era): Content<Agent> =>
  group<Agent>(
    (f) => [
      f.inline(
        "FinInstnId",
        era === "old" ? f.optional("bic", "BIC", bicBefore2019) : f.optional("bic", "BICFI", bic),
        f.optional("clearingMember", "ClrSysMmbId", clearingMember),
        era === "old" ? f.notInVersion("lei", NO_LEI) : f.optional("lei", "LEI", lei),
        f.optional("name", "Nm", text(140)),
        f.optional("address", "PstlAdr", postalAddress),
      ),
    ],
    reachable,
  );

const clearingMember = group<{ readonly system: string; readonly member: string }>((f) => [
  f.inline("ClrSysId", f.required("system", "Cd", code(5))),
  f.required("member", "MmbId", text(35)),
]);

function reachable(record: Json, at: Place): void {
  if (record["bic"] !== undefined || record["clearingMember"] !== undefined) return;
  at.report(
    "missing",
    undefined,
    "has neither bic nor clearingMember",
    "Fill in one: a bank is not found by its name.",
  );
}

interface ByIban {
  readonly iban: string;
  readonly currency?: string;
}

interface ByOtherId {
  readonly other: string;
  readonly scheme?: CodeOrProprietary;
  readonly currency?: string;
}

/** `CashAccount38` (old: 16). */
export const account: Content<PaymentAccount> = choice<PaymentAccount>(
  {
    key: "iban",
    path: ["Id", "IBAN"],
    content: group<ByIban>((f) => [
      f.inline("Id", f.required("iban", "IBAN", iban)),
      f.optional("currency", "Ccy", currency),
    ]),
  },
  {
    key: "other",
    path: ["Id", "Othr"],
    content: group<ByOtherId>((f) => [
      f.inline(
        "Id",
        f.inline("Othr", f.required("other", "Id", text(34)), f.optional("scheme", "SchmeNm", codeOrProprietary(4))),
      ),
      f.optional("currency", "Ccy", currency),
    ]),
  },
);

/** `PaymentTypeInformation26` and 28. */
export const paymentType = group<PaymentType>((f) => [
  f.optional("priority", "InstrPrty", oneOfCodes("HIGH", "NORM")),
  f.optional("serviceLevel", "SvcLvl", within("Cd", code(4))),
  f.optional("localInstrument", "LclInstrm", within("Cd", code(35))),
  f.optional("categoryPurpose", "CtgyPurp", within("Cd", code(4))),
]);

export const chargeBearer = oneOfCodes<ChargeBearer>("DEBT", "CRED", "SHAR", "SLEV");
