import { connectTransfer, readResolution } from "../resolution/index.js";
import { ask } from "../send.js";
import { readToken } from "../token.js";
import { type Context, type Outcome } from "./context.js";
import { count } from "./progress.js";
import { lines } from "./read.js";

/** Where the winding down of a token stands. */
export async function show(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const money = (amount: bigint): string => context.money(amount, currency);
  const { declared, committed } = await readResolution(bank, bank.resolution, currency);
  const { supply, policy } = await readToken(bank, currency);
  const moved = await movedBy(context);
  const text = lines([
    ["state", declared === undefined ? "in service" : `in resolution since block ${declared.blockNumber}`],
    ...(declared === undefined
      ? []
      : ([
          ["instrument", declared.instrument],
          ["authority", declared.authorityCode],
          ["agent", declared.agent],
        ] as const)),
    ["paused", policy.paused.join(", ") || "nothing"],
    ["supply now", money(supply)],
    [
      "register",
      committed === undefined
        ? "none is committed"
        : `${count(committed.holders)} holders, ${money(committed.total)} at block ${committed.blockNumber}`,
    ],
    ...(committed === undefined ? [] : [["root", committed.root] as const]),
    ...(moved === undefined ? [] : [["moved", money(moved)] as const]),
    ...(committed === undefined || moved === undefined
      ? []
      : [["redeemed since", money(committed.total - moved - supply)] as const]),
  ]);
  return { text, data: { currency, declared, committed, supply, moved } };
}

/** What has moved by --transfer, if it was named. */
async function movedBy(context: Context): Promise<bigint | undefined> {
  if (context.text("transfer") === undefined) return undefined;
  return ask(context.bank, connectTransfer(context.bank, context.address("transfer")).moved());
}
