import fc from "fast-check";
import type {
  Agent,
  BankTransfer,
  BankTransferFile,
  CreditTransfer,
  CreditTransferFile,
  CustomerTransferFile,
  InterbankCustomerTransfer,
  InterbankFile,
  PaymentAccount,
  PaymentBatch,
  PaymentParty,
  PostalAddress,
  Remittance,
  Settlement,
  StructuredRemittance,
} from "../../../src/iso20022/index.js";
import { DOCUMENT_TYPES } from "../../../src/iso20022/index.js";
import { COUNTRIES } from "../../../src/bank/countries.js";
import { MINOR_UNITS } from "../../../src/money/index.js";

/* Records for tests: any that may be written, in the form in which they are read back. */

/** Text as names and references have it, with what XML has to escape and characters beyond one UTF-16 unit. */
const CHARACTERS = [..."abcXYZ019 äßñ中ж&<>\"']/-?:().,'+#_%é😀𝄞"];
export const text = (max: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...CHARACTERS), { minLength: 1, maxLength: max })
    .map((characters) => characters.join("").trim())
    .filter((value) => value !== "");

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("");
const digits = "0123456789".split("");
const drawn = (from: readonly string[], length: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...from), { minLength: length, maxLength: length }).map((all) => all.join(""));
const code = (max: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...letters, ...digits), { minLength: 1, maxLength: max })
    .map((characters) => characters.join(""));

/** The two digits that make a text right under ISO 7064 mod 97-10. */
const checkDigits = (rest: string): string => {
  const numeric = `${rest}00`.replace(/[A-Z]/g, (letter) => parseInt(letter, 36).toString());
  return (98n - (BigInt(numeric) % 97n)).toString().padStart(2, "0");
};

export const country = fc.constantFrom(...Object.keys(COUNTRIES));
export const iban = fc
  .tuple(
    country,
    fc.integer({ min: 11, max: 30 }).chain((length) => drawn([...letters, ...digits], length)),
  )
  .map(([alpha2, rest]) => `${alpha2}${checkDigits(rest + alpha2)}${rest}`);
export const lei = drawn([...letters, ...digits], 18).map((rest) => rest + checkDigits(rest));
export const creditorReference = code(21).map((rest) => `RF${checkDigits(`${rest}RF`)}${rest}`);
/** Of the form that all versions take. */
export const bic = fc
  .tuple(drawn(letters, 4), country, drawn("BCDE234".split(""), 2), fc.constantFrom("", "XXX", "A1B"))
  .map((parts) => parts.join(""));
export const uetr = fc.uuid({ version: 4 });

export const day = fc
  .date({ min: new Date("2020-01-01T00:00:00Z"), max: new Date("2099-12-31T00:00:00Z"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
export const moment = fc
  .tuple(day, fc.constantFrom("T00:00:00Z", "T23:59:59.123Z", "T09:30:00+05:30", "T12:00:00-11:00"))
  .map(([date, time]) => date + time);

export const currency = fc.constantFrom(...MINOR_UNITS.keys());
export const amount = fc.bigInt({ min: 1n, max: 10n ** 13n });
const money = fc.record({ amount, currency });

/** A record of which `rest` may be absent. The keys are checked here, the values by writing and the schema. */
function record<T extends object>(
  needed: Partial<Arbitraries<T>>,
  rest: Partial<Arbitraries<T>> = {},
): fc.Arbitrary<T> {
  const requiredKeys = Object.keys(needed) as never[];
  return fc.record({ ...needed, ...rest } as never, { requiredKeys, noNullPrototype: true }) as fc.Arbitrary<T>;
}
type Arbitraries<T> = { [K in keyof T]: fc.Arbitrary<unknown> };
const filled = <T extends object>(value: T): boolean => Object.keys(value).length > 0;
const someOf = <T>(item: fc.Arbitrary<T>, maxLength = 2): fc.Arbitrary<T[]> =>
  fc.array(item, { minLength: 1, maxLength });

const codeOrProprietary = (max: number): fc.Arbitrary<{ code: string } | { proprietary: string }> =>
  fc.oneof(
    code(max).map((value) => ({ code: value })),
    text(35).map((value) => ({ proprietary: value })),
  );

const address = record<PostalAddress>(
  { town: text(35), country },
  { street: text(70), buildingNumber: text(16), postCode: text(16), countrySubdivision: text(35) },
);

export interface Era {
  /** the fields of versions since 2019 too */
  readonly isNew: boolean;
}

const party = ({ isNew }: Era): fc.Arbitrary<PaymentParty> =>
  record<PaymentParty>({ name: text(140) }, isNew ? { address, lei } : { address });

const agent = ({ isNew }: Era): fc.Arbitrary<Agent> => {
  const clearingMember = record<NonNullable<Agent["clearingMember"]>>({ system: code(5), member: text(35) });
  const others = { name: text(140), address, ...(isNew ? { lei } : {}) };
  return fc.oneof(record<Agent>({ bic }, { clearingMember, ...others }), record<Agent>({ clearingMember }, others));
};

const account: fc.Arbitrary<PaymentAccount> = fc.oneof(
  record<{ iban: string; currency?: string }>({ iban }, { currency }),
  record<{ other: string }>({ other: text(34) }, { scheme: codeOrProprietary(4), currency } as never),
);

const structured = ({ isNew }: Era): fc.Arbitrary<StructuredRemittance> => {
  const types = DOCUMENT_TYPES.filter((type) => isNew || type !== "PUOR");
  const document = record<NonNullable<StructuredRemittance["document"]>>(
    { type: fc.constantFrom(...types), number: text(35) },
    { date: day },
  );
  const amounts = { due: money, creditNote: money, remitted: money };
  return fc.oneof(
    record<StructuredRemittance>({ document }, { ...amounts, creditorReference, additional: someOf(text(140), 3) }),
    record<StructuredRemittance>({ creditorReference }, { ...amounts, additional: someOf(text(140), 3) }),
  );
};

const remittance = (era: Era): fc.Arbitrary<Remittance> =>
  record<Remittance>({}, { unstructured: someOf(text(140)), structured: someOf(structured(era)) }).filter(filled);

const paymentType = record<NonNullable<PaymentBatch["paymentType"]>>(
  {},
  {
    priority: fc.constantFrom("HIGH", "NORM"),
    serviceLevel: code(4),
    localInstrument: code(35),
    categoryPurpose: code(4),
  },
).filter(filled);
const chargeBearer = fc.constantFrom("DEBT", "CRED", "SHAR", "SLEV");

const transfer = (era: Era, ccy: string): fc.Arbitrary<CreditTransfer> =>
  record<CreditTransfer>(
    {
      endToEndId: text(35),
      amount,
      currency: fc.constant(ccy),
      creditor: party(era),
      creditorAccount: account,
    },
    {
      instructionId: text(30),
      ...(era.isNew ? { uetr } : {}),
      ultimateDebtor: party(era),
      intermediaryAgent: agent(era),
      creditorAgent: agent(era),
      ultimateCreditor: party(era),
      purpose: code(4),
      remittance: remittance(era),
    },
  );

const batch = (era: Era): fc.Arbitrary<PaymentBatch> =>
  currency.chain((ccy) =>
    record<PaymentBatch>(
      {
        batchId: text(30),
        requestedExecution: era.isNew ? fc.oneof(day, moment) : day,
        debtor: party(era),
        debtorAccount: account,
        debtorAgent: agent(era),
        transfers: someOf(transfer(era, ccy), 3),
      },
      { batchBooking: fc.boolean(), paymentType, chargeBearer },
    ),
  );

/** Ids that may occur once in a file get their number. */
function numbered<T extends { instructionId?: string; transactionId?: string; uetr?: string }>(
  transfer: T,
  i: number,
): T {
  const { instructionId, transactionId, uetr: id } = transfer;
  return {
    ...transfer,
    ...(instructionId === undefined ? {} : { instructionId: `${instructionId}.${i}` }),
    ...(transactionId === undefined ? {} : { transactionId: `${transactionId}.${i}` }),
    ...(id === undefined ? {} : { uetr: id.slice(0, -2) + i.toString(16).padStart(2, "0") }),
  };
}

/** Any pain.001. */
export const creditTransferFile = (era: Era): fc.Arbitrary<CreditTransferFile> =>
  record<CreditTransferFile>({
    messageId: text(35),
    createdAt: moment,
    initiatingParty: party(era),
    batches: someOf(batch(era)).map((batches) =>
      batches.map((one, i) => ({
        ...one,
        batchId: `${one.batchId}.${i}`,
        transfers: one.transfers.map((each, j) => numbered(each, 10 * i + j)),
      })),
    ),
  });

const NEW: Era = { isNew: true };

const settlement = (withCover: boolean): fc.Arbitrary<Settlement> =>
  fc.oneof(
    record<Settlement>({ method: fc.constantFrom("INDA", "INGA") }, { account: account }),
    record<Settlement>({ method: fc.constant("CLRG"), clearingSystem: codeOrProprietary(3) }),
    ...(withCover
      ? [
          record<Settlement>(
            { method: fc.constant("COVE"), instructingReimbursementAgent: agent(NEW) },
            { instructedReimbursementAgent: agent(NEW) },
          ),
        ]
      : []),
  );

const file = <T extends object>(
  transfers: (ccy: string) => fc.Arbitrary<T>,
  withCover: boolean,
): fc.Arbitrary<InterbankFile<T>> =>
  currency.chain((ccy) =>
    record<InterbankFile<T>>({
      messageId: text(35),
      createdAt: moment,
      settlementDate: day,
      settlement: settlement(withCover),
      instructingAgent: agent(NEW),
      instructedAgent: agent(NEW),
      transfers: someOf(transfers(ccy), 3).map((all) => all.map(numbered)),
    }),
  );

const references = { endToEndId: text(35), uetr };
const ownIds = { instructionId: text(30), transactionId: text(30) };

/** Any pacs.008. */
export const customerTransferFile: fc.Arbitrary<CustomerTransferFile> = file(
  (ccy) =>
    record<InterbankCustomerTransfer>(
      {
        ...references,
        amount,
        currency: fc.constant(ccy),
        chargeBearer,
        debtor: party(NEW),
        debtorAgent: agent(NEW),
        creditorAgent: agent(NEW),
        creditor: party(NEW),
      },
      {
        ...ownIds,
        paymentType,
        intermediaryAgent: agent(NEW),
        ultimateDebtor: party(NEW),
        debtorAccount: account,
        creditorAccount: account,
        ultimateCreditor: party(NEW),
        purpose: code(4),
        remittance: remittance(NEW),
      },
    ),
  true,
);

/** Any pacs.009. */
export const bankTransferFile: fc.Arbitrary<BankTransferFile> = file(
  (ccy) =>
    record<BankTransfer>(
      { ...references, amount, currency: fc.constant(ccy), debtor: agent(NEW), creditor: agent(NEW) },
      {
        ...ownIds,
        paymentType,
        intermediaryAgent: agent(NEW),
        debtorAccount: account,
        debtorAgent: agent(NEW),
        creditorAgent: agent(NEW),
        creditorAccount: account,
        purpose: code(4),
        unstructured: someOf(text(140)),
      },
    ),
  false,
);
