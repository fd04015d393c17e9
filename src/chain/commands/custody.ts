import {
  addCustodyAccount,
  addCustodyAccountCall,
  removeCustodyAccount,
  removeCustodyAccountCall,
} from "../law/index.js";
import { ask } from "../send.js";
import type { Context, Outcome } from "./context.js";
import { performDelayable } from "./delayed.js";
import { receipt } from "./perform.js";
import { personOf } from "./signers.js";

/** Registers a custody account, or takes one off. */
export async function custody(context: Context, step: string): Promise<Outcome> {
  const { bank } = context;
  const account = context.address("wallet");
  const adds = step === "add";
  const as = adds ? "POLICY_ADMIN" : "COMPLIANCE";
  const [make, send] = adds
    ? [addCustodyAccountCall, addCustodyAccount]
    : [removeCustodyAccountCall, removeCustodyAccount];
  const [isCustody, party] = await ask(
    bank,
    Promise.all([bank.legalOrders.isCustody(account), bank.partyRegistry.partyOf(account)]),
  );
  const does = adds ? `Registers ${account} as custody account.` : `Takes ${account} off the custody accounts.`;
  const say = (is: boolean): string => (is ? "yes" : "no");
  return performDelayable(context, {
    command: `custody ${step}`,
    does,
    facts: [["party", party === 0n ? "none: the register does not know it" : String(party)]],
    changes: [{ of: account, what: "custody account", before: say(isCustody), after: say(adds) }],
    sender: await personOf(context, as),
    as,
    call: () => make(bank, account),
    send: (signer) => send(bank, signer, account),
    done: (sent) => ({ text: `${does}\n${receipt(sent)}`, data: { account, transaction: sent } }),
  });
}
