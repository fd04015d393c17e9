import { formatAmount } from "../../money/index.js";
import { collect } from "../entry.js";
import type { FieldError } from "../errors.js";
import type { Field, Money } from "../field.js";
import {
  day,
  groupReferences,
  isReadable,
  listed,
  readOriginal,
  readOriginalAmount,
  readReasons,
  readRecord,
} from "./fields.js";
import { countMismatch, repeats, saysNothing, withoutReference } from "./findings.js";
import type { Head } from "./head.js";
import type {
  AnswerFinding,
  OriginalReferences,
  PaymentReturn,
  PaymentReturnMessage,
  Reason,
  Unreadable,
} from "./types.js";

type Row = PaymentReturn | Unreadable<PaymentReturn>;

/** What the header says for every return. */
interface Common {
  readonly original: OriginalReferences;
  readonly reasons: readonly Reason[];
  readonly settlementDate: string | undefined;
}

/** Reads a PaymentReturn (pacs.004). */
export function readPaymentReturn(body: Field, head: Head<"pacs.004">, problems: FieldError[]): PaymentReturnMessage {
  const attempt = <T>(read: () => T): T | undefined => collect(read, problems);
  const header = attempt(() => body.need("GrpHdr"));
  const group = attempt(() => body.find("OrgnlGrpInf"));
  const common: Common = {
    original: group ? groupReferences(group, attempt) : {},
    reasons: (group && attempt(() => readReasons(group, "RtrRsnInf"))) ?? [],
    settlementDate: header && attempt(() => day(header, "IntrBkSttlmDt")),
  };
  const beneath = listed(body, "TxInf").map((field) => readTransaction(field, common));
  const whole = header && attempt(() => header.find("GrpRtr")?.boolean()) === true;
  const rows = header && whole ? [readGroup(header, common, beneath.length), ...beneath] : beneath;
  const records = rows.filter(isReadable);
  const stated = header && attempt(() => header.textAt("NbOfTxs"));
  const total = header && attempt(() => header.find("TtlRtrdIntrBkSttlmAmt")?.money());
  return {
    ...head,
    records,
    unreadable: rows.filter((row): row is Unreadable<PaymentReturn> => !isReadable(row)),
    problems,
    findings: [
      ...saysNothing(rows.length),
      ...countMismatch(stated, beneath.length, "GrpHdr/NbOfTxs"),
      ...(beneath.every(isReadable) ? sumMismatch(total, beneath) : []),
      ...records.flatMap(againstOriginal),
      ...withoutReference(records),
      ...repeats(records),
    ],
  };
}

/** `GrpRtr` true: the whole original message is returned. */
function readGroup(header: Field, common: Common, narrower: number): Row {
  return readRecord<PaymentReturn>("group", header.at.path, (attempt) => ({
    ...common,
    narrower,
    returned: attempt(() => header.find("TtlRtrdIntrBkSttlmAmt")?.money()),
    charges: [],
  }));
}

function readTransaction(field: Field, common: Common): Row {
  return readRecord<PaymentReturn>("transaction", field.at.path, (attempt) => {
    const reasons = attempt(() => readReasons(field, "RtrRsnInf")) ?? [];
    return {
      original: readOriginal(field, attempt, common.original),
      reasons: reasons.length > 0 ? reasons : common.reasons,
      narrower: 0,
      returnId: attempt(() => field.reference("RtrId")),
      returned: attempt(() => field.need("RtrdIntrBkSttlmAmt").money()),
      originalAmount: attempt(() => readOriginalAmount(field)),
      returnedInstructed: attempt(() => field.find("RtrdInstdAmt")?.money()),
      charges: field.all("ChrgsInf").flatMap((one) => attempt(() => one.need("Amt").money()) ?? []),
      settlementDate: attempt(() => day(field, "IntrBkSttlmDt")) ?? common.settlementDate,
      clrSysRef: attempt(() => field.reference("ClrSysRef")),
    };
  });
}

function sumMismatch(total: Money | undefined, returns: readonly PaymentReturn[]): AnswerFinding[] {
  const amounts = returns.flatMap(({ returned }) => returned ?? []);
  if (total === undefined || amounts.length === 0) return [];
  if (amounts.some(({ currency }) => currency !== total.currency)) {
    return [{ code: "other-currency", message: `the total is in ${total.currency}, not all returns are` }];
  }
  const sum = amounts.reduce((before, { amount }) => before + amount, 0n);
  if (sum === total.amount) return [];
  const message = `GrpHdr/TtlRtrdIntrBkSttlmAmt says ${text(total)}, the returns are ${text({ ...total, amount: sum })}`;
  return [{ code: "sum-mismatch", message }];
}

/** More money than was sent, or other money: nothing that could simply be minted again. */
function againstOriginal({ path, returned, originalAmount }: PaymentReturn): AnswerFinding[] {
  if (returned === undefined || originalAmount === undefined) return [];
  const both = `${text(returned)} is returned of ${text(originalAmount)}`;
  if (returned.currency !== originalAmount.currency) return [{ code: "other-currency", path, message: both }];
  return returned.amount > originalAmount.amount ? [{ code: "more-than-original", path, message: both }] : [];
}

const text = ({ amount, currency }: Money): string => `${currency} ${formatAmount(amount, currency)}`;
