import { ask, callOf } from "../send.js";
import { decodeAccountWord } from "../words.js";
import type { Context, Outcome } from "./context.js";
import { performCall } from "./oneCall.js";

/** Blocks one wallet in one token, at once: where the key, not its owner, is the trouble, or a contract that holds no money. */
export async function blockWallet(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const wallet = context.address("wallet");
  const token = bank.tokens[currency]!;
  const { localBlock } = decodeAccountWord(await ask(bank, token.accountWord(wallet), currency));
  const say = (is: boolean): string => (is ? "blocked" : "free");
  return performCall(context, {
    does: `Blocks ${wallet} in ${currency} only.`,
    as: "COMPLIANCE",
    changes: [{ of: wallet, what: `in ${currency}`, before: say(localBlock), after: "blocked" }],
    call: () =>
      callOf("DepositToken.blockWallet", token.blockWallet.populateTransaction(wallet), {
        role: "COMPLIANCE",
        currency,
      }),
    data: { currency, wallet },
  });
}
