import { present, readDetails, readTransactionCode } from "./details.js";
import { FieldError } from "./errors.js";
import type { Field } from "./field.js";
import type { Batch, Entry, TransactionDetails, UnreadableEntry } from "./types.js";

/** Reads one `Ntry`. Every wrong field is collected; none of them reaches the other entries. */
export function readEntry(field: Field, index: number): Entry | UnreadableEntry {
  const problems: FieldError[] = [];
  const attempt = <T>(read: () => T): T | undefined => collect(read, problems);

  const money = attempt(() => field.need("Amt").money());
  const partial = present({
    index,
    path: field.at.path,
    line: field.at.line,
    ntryRef: attempt(() => field.reference("NtryRef")),
    acctSvcrRef: attempt(() => field.reference("AcctSvcrRef")),
    amount: money?.amount,
    currency: money?.currency,
    creditDebit: attempt(() => field.need("CdtDbtInd").creditDebit()),
    status: attempt(() => status(field)),
    reversal: attempt(() => field.find("RvslInd")?.boolean() ?? false),
    bookingDate: attempt(() => field.find("BookgDt")?.date()),
    valueDate: attempt(() => field.find("ValDt")?.date()),
    additionalInfo: attempt(() => field.textAt("AddtlNtryInf")),
  });
  const code = attempt(() => readTransactionCode(field.find("BkTxCd"))) ?? {};
  const groups = field.all("NtryDtls");
  const batches = groups.flatMap((group) => attempt(() => batch(group)) ?? []);
  const details: TransactionDetails[] = groups
    .flatMap((group) => group.all("TxDtls"))
    .flatMap((one) => attempt(() => readDetails(one, money?.currency ?? "")) ?? []);

  const { amount, currency, creditDebit, status: state, reversal } = partial;
  const complete = amount !== undefined && currency !== undefined && creditDebit && state && reversal !== undefined;
  if (!complete || problems.length > 0) return { ...partial, problems };
  return { ...partial, amount, currency, creditDebit, status: state, reversal, code, batches, details };
}

/** Runs a read; a wrong field goes to `problems`. */
export function collect<T>(read: () => T, problems: FieldError[]): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    problems.push(error);
    return undefined;
  }
}

/** Plain text up to version 03, a choice of code and proprietary from 04 on. */
function status(field: Field): string {
  const sts = field.need("Sts");
  if (sts.element.children.length === 0) return sts.needText();
  const proprietary = sts.textAt("Prtry");
  return proprietary === undefined ? sts.needText("Cd") : `prtry:${proprietary}`;
}

function batch(group: Field): Batch {
  return present({
    numberOfTransactions: group.textAt("Btch", "NbOfTxs"),
    total: group.find("Btch", "TtlAmt")?.money(),
    details: group.all("TxDtls").length,
  });
}
