import type { Content } from "./layout/content.js";
import { money } from "./layout/amounts.js";
import { date } from "./layout/dates.js";
import { group } from "./layout/groups.js";
import { creditorReference } from "./layout/identifiers.js";
import type { Place } from "./layout/place.js";
import type { Json } from "./layout/slots.js";
import { oneOfCodes, text } from "./layout/texts.js";
import type { Era } from "./parts.js";
import { DOCUMENT_TYPES, type Remittance, type StructuredRemittance } from "./types.js";

type ReferredDocument = NonNullable<StructuredRemittance["document"]>;

/** `RemittanceInformation16` (old: 5). */
export const remittance = (era: Era): Content<Remittance> =>
  group<Remittance>((f) => [
    f.list("unstructured", "Ustrd", text(140), { optional: true }),
    f.list("structured", "Strd", structured(era), { optional: true }),
  ]);

// The list of before 2019 has no purchase order.
const referredDocument = (era: Era): Content<ReferredDocument> =>
  group<ReferredDocument>((f) => [
    f.inline(
      "Tp",
      f.inline(
        "CdOrPrtry",
        f.required("type", "Cd", oneOfCodes(...DOCUMENT_TYPES.filter((type) => era === "new" || type !== "PUOR"))),
      ),
    ),
    f.required("number", "Nb", text(35)),
    f.optional("date", "RltdDt", date),
  ]);

const structured = (era: Era): Content<StructuredRemittance> =>
  group<StructuredRemittance>(
    (f) => [
      f.optional("document", "RfrdDocInf", referredDocument(era)),
      f.inline(
        "RfrdDocAmt",
        f.optional("due", "DuePyblAmt", money),
        f.optional("creditNote", "CdtNoteAmt", money),
        f.optional("remitted", "RmtdAmt", money),
      ),
      f.optional("creditorReference", "CdtrRefInf", iso11649),
      f.list("additional", "AddtlRmtInf", text(140), { optional: true, max: 3 }),
    ],
    aboutSomething,
  );

/** SCOR issued by ISO says that the reference is one of ISO 11649. */
const iso11649: Content<string> = unwrapped(
  group<{ reference: string }>((f) => [
    f.inline("Tp", f.inline("CdOrPrtry", f.constant("Cd", "SCOR")), f.constant("Issr", "ISO")),
    f.required("reference", "Ref", creditorReference),
  ]),
);

function unwrapped(content: Content<{ reference: string }>): Content<string> {
  return {
    write: (value, at) => {
      const text = creditorReference.write(value, at);
      return text && content.write({ reference: text.content }, at);
    },
    read: (field) => content.read(field).reference,
  };
}

function aboutSomething(record: Json, at: Place): void {
  const isAbout = ["document", "creditorReference", "additional"].some((key) => record[key] !== undefined);
  if (!isAbout) at.report("missing", undefined, "names no document", "Fill in document or creditorReference.");
}
