import { partyId } from "../identity.js";
import { blockParty, blockPartyCall, unblockParty, unblockPartyCall } from "../parties.js";
import { ask } from "../send.js";
import type { Context, Outcome } from "./context.js";
import { InputError } from "./exitCodes.js";
import { perform, receipt } from "./perform.js";
import { personOf } from "./signers.js";

/** Blocks a party everywhere. */
export const block = (context: Context): Promise<Outcome> => change(context, true);

/** Lifts one block. */
export const unblock = (context: Context): Promise<Outcome> => change(context, false);

async function change(context: Context, blocks: boolean): Promise<Outcome> {
  const { bank } = context;
  const order = context.hash("order");
  const party = await partyIn(context);
  const as = blocks ? "COMPLIANCE" : "COMPLIANCE_RELEASER";
  const does = `${blocks ? "Blocks" : "Lifts one block of"} party ${party} under order ${order}.`;
  return perform(context, {
    does,
    sender: await personOf(context, as),
    as,
    calls: async () => [await (blocks ? blockPartyCall : unblockPartyCall)(bank, party, order)],
    send: (signer) => (blocks ? blockParty : unblockParty)(bank, signer, party, order),
    done: (sent) => {
      const { blocks: live, pushFailures, ...transaction } = sent;
      const lines = [
        does,
        live === 0n ? "The party is free." : `${live} block(s) are live on it.`,
        ...pushFailures.map(
          ({ currency, token, reason }) =>
            `NOT in ${currency ?? token}: ${reason.message} Pause that token if it matters.`,
        ),
        receipt(sent),
      ];
      const data = { party, blocks: live, pushFailures, transaction };
      return { text: lines.join("\n"), data, failed: pushFailures.length > 0 };
    },
  });
}

/** By customer number, by the number on chain, or by any wallet. */
async function partyIn(context: Context): Promise<bigint> {
  const given = context.text("party");
  if ((given === undefined) === (context.text("wallet") === undefined)) {
    throw new InputError("--party", "or --wallet must be given, one of them", "Name the party once.");
  }
  if (given === undefined) {
    const wallet = context.address("wallet");
    const party = await ask(context.bank, context.bank.partyRegistry.partyOf(wallet));
    if (party !== 0n) return party;
    throw new InputError("--wallet", `${wallet} belongs to no party`, "Name a wallet of the party.");
  }
  if (/^[0-9]{1,20}$/.test(given)) return BigInt(given);
  return partyId(await context.salt(), given);
}
