import { controlSum } from "./layout/amounts.js";
import type { Content } from "./layout/content.js";
import { date, dateTime } from "./layout/dates.js";
import { group } from "./layout/groups.js";
import { type Place, show } from "./layout/place.js";
import type { Json } from "./layout/slots.js";
import { oneOfCodes, reference } from "./layout/texts.js";
import type { Money } from "../field.js";
import { account, agent, codeOrProprietary } from "./parts.js";
import { oneCurrency, sumFits, transfersOf } from "./transferRules.js";
import type { InterbankFile, Settlement } from "./types.js";

/*
 * What pacs.008 and pacs.009 have in common: `GroupHeader93`. Agents, day and total stand in the header, as clearing
 * systems of many payments a message want them.
 */

type Method = Settlement["method"];

/** `SettlementInstruction7`. */
const settlement = (methods: readonly Method[]): Content<Settlement> =>
  group<Settlement>(
    (f) => [
      f.required("method", "SttlmMtd", oneOfCodes(...methods)),
      f.optional("account", "SttlmAcct", account),
      f.optional("clearingSystem", "ClrSys", codeOrProprietary(3)),
      f.optional("instructingReimbursementAgent", "InstgRmbrsmntAgt", agent("new")),
      f.optional("instructedReimbursementAgent", "InstdRmbrsmntAgt", agent("new")),
    ],
    fitsMethod,
  );

const REIMBURSEMENT = ["instructingReimbursementAgent", "instructedReimbursementAgent"];

/** Which fields go with a way of settling. */
const BELONGS: ReadonlyMap<unknown, readonly string[]> = new Map([
  ["INDA", ["account"]],
  ["INGA", ["account"]],
  ["CLRG", ["clearingSystem"]],
  ["COVE", REIMBURSEMENT],
]);

/** The rules of the message definition: which way of settling needs what, and excludes what. */
function fitsMethod(record: Json, at: Place): void {
  const { method } = record;
  const own = BELONGS.get(method);
  if (own === undefined) return;
  for (const key of ["account", "clearingSystem", ...REIMBURSEMENT]) {
    if (record[key] === undefined || own.includes(key)) continue;
    at.field(key).report("settlement", record[key], `does not go with ${show(method)}`, "Take it out.");
  }
  const needed = method === "CLRG" || method === "COVE";
  if (needed && own.every((key) => record[key] === undefined)) {
    at.report("settlement", method, `needs ${own.join(" or ")}`, "Fill it in.");
  }
}

const total = ({ transfers }: InterbankFile<Money>): Money => ({
  amount: transfers.reduce((sum, { amount }) => sum + amount, 0n),
  currency: transfers[0]?.currency ?? "",
});

/** A pacs message around its transfers. */
export function interbankFile<T extends Money>(
  transfer: Content<T>,
  methods: readonly Method[],
): Content<InterbankFile<T>> {
  return group<InterbankFile<T>>(
    (f) => [
      f.inline(
        "GrpHdr",
        f.required("messageId", "MsgId", reference),
        f.required("createdAt", "CreDtTm", dateTime),
        f.total("NbOfTxs", (file) => String(file.transfers.length)),
        f.total("CtrlSum", (file) => controlSum(file.transfers)),
        f.totalMoney("TtlIntrBkSttlmAmt", total),
        f.required("settlementDate", "IntrBkSttlmDt", date),
        f.required("settlement", "SttlmInf", settlement(methods)),
        f.required("instructingAgent", "InstgAgt", agent("new")),
        f.required("instructedAgent", "InstdAgt", agent("new")),
      ),
      f.list("transfers", "CdtTrfTxInf", transfer as Content<never>, { records: true }),
    ],
    (record, at) => {
      oneCurrency(record, at);
      sumFits(transfersOf(record), at.field("transfers"));
    },
  );
}
