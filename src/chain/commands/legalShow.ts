import { isoDate } from "../../errors/index.js";
import { currencyOf } from "../events.js";
import { type FiledAct, orderFile, type OrderFile } from "../law/index.js";
import type { Context, Outcome } from "./context.js";
import { orderFacts, orderIdIn } from "./legalOrder.js";
import { factLines } from "./perform.js";

/** The whole file of an order, from events alone: what was done under it, by whom, and what of it stands. */
export async function show(context: Context): Promise<Outcome> {
  const file = await orderFile(context.bank, await orderIdIn(context));
  const lines = [
    `Legal order on file since ${isoDate(file.filedAt)}:`,
    ...factLines(orderFacts(context, file.order)),
    "Done under it:",
    ...file.acts.map((act) => `  ${actLine(context, act)}`),
    "Stands now:",
    ...standing(context, file).map((line) => `  ${line}`),
  ];
  return { text: lines.join("\n"), data: { ...file } };
}

const money = (context: Context, token: string, amount: bigint): string =>
  context.money(amount, currencyOf(context.bank, token) ?? "");

/** "2026-11-02T00:00:05Z lien of USD 60.00 on 0x..., sent by 0x..., approved by 0x..., act 0x..." */
function actLine(context: Context, { kind, act, sender, approver, time, content }: FiledAct): string {
  const text = (name: string): string => String(content[name]);
  const amount = (): string => money(context, text("token"), content["amount"] as bigint);
  const what: Record<FiledAct["kind"], () => string> = {
    block: () => `of party ${text("party")}`,
    lien: () => `of ${amount()} on ${text("account")}`,
    seizure: () => `of ${amount()} from ${text("account")} to ${text("custody")}`,
    recovery: () => `of ${text("lost")} for ${text("successor")}`,
    "forced release": () => `of hold ${text("hold")}, ${amount()}`,
    "block lifted": () => `of party ${text("party")}, grounds ${text("grounds")}`,
    "lien lifted": () => `${text("lienId")}, grounds ${text("grounds")}`,
  };
  return `${isoDate(time)} ${kind} ${what[kind]()}, sent by ${sender}, approved by ${approver}, act ${act}`;
}

function standing(context: Context, { liens, blocks, recoveries }: OrderFile): string[] {
  const lines = [
    ...blocks.filter(({ live }) => live).map(({ party }) => `party ${party} is blocked`),
    ...liens.map(({ id, token, account, placed, seized, lifted, left }) => {
      const say = (amount: bigint): string => money(context, token, amount);
      const gone = `${say(seized)} seized, ${say(lifted)} lifted of ${say(placed)}`;
      return `lien ${id} on ${account}: ${say(left)} left (${gone})`;
    }),
    ...recoveries.flatMap(({ lost, successor, unswept }) => [
      `${successor} stands for the lost wallet ${lost}`,
      ...unswept.map((token) => `NOT swept of it: ${currencyOf(context.bank, token) ?? token}; run legal sweep`),
    ]),
  ];
  return lines.length === 0 ? ["nothing"] : lines;
}
