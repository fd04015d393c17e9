import { partyId } from "../identity.js";
import { type BlockChanged, blockParty, blockPartyCall, liftBlock, liftBlockCall, signBlockLift } from "../parties.js";
import { ask } from "../send.js";
import { newTerms } from "../twoPeople.js";
import type { Context, Outcome } from "./context.js";
import { InputError } from "./exitCodes.js";
import { perform, receipt } from "./perform.js";
import { personOf, signerOf, twoReleasers } from "./signers.js";

/** Blocks a party everywhere: one officer, at once. */
export async function block(context: Context): Promise<Outcome> {
  const { bank } = context;
  const order = context.hash("order");
  const party = await partyIn(context);
  const does = `Blocks party ${party} under order ${order}.`;
  return perform(context, {
    does,
    sender: await personOf(context, "COMPLIANCE"),
    as: "COMPLIANCE",
    calls: async () => [await blockPartyCall(bank, party, order)],
    send: (signer) => blockParty(bank, signer, party, order),
    done: (sent) => changed(does, sent),
  });
}

/** Lifts one block that an officer placed: two people. */
export async function unblock(context: Context): Promise<Outcome> {
  const { bank } = context;
  const lift = { grounds: context.hash("grounds"), party: await partyIn(context) };
  const { releaser, approver } = await twoReleasers(context);
  const terms = await newTerms(bank);
  const approve = () => signBlockLift(bank, signerOf(approver, "COMPLIANCE_APPROVER"), lift, terms);
  const does = `Lifts one block of party ${lift.party} on the grounds ${lift.grounds}.`;
  return perform(context, {
    does,
    sender: releaser,
    as: "COMPLIANCE_RELEASER",
    signatures: [{ who: approver.address, as: "COMPLIANCE_APPROVER", what: "approves exactly this lift" }],
    calls: async () => (approver.signer === undefined ? undefined : [await liftBlockCall(bank, lift, await approve())]),
    send: async (signer) => liftBlock(bank, signer, lift, await approve()),
    done: (sent) => changed(does, sent),
  });
}

function changed(does: string, { blocks, pushFailures, party, ...transaction }: BlockChanged): Outcome {
  const lines = [
    does,
    blocks === 0n ? "The party is free." : `${blocks} block(s) are live on it.`,
    ...pushFailures.map(
      ({ currency, token, reason }) => `NOT in ${currency ?? token}: ${reason.message} Pause that token if it matters.`,
    ),
    receipt(transaction),
  ];
  return {
    text: lines.join("\n"),
    data: { party, blocks, pushFailures, transaction },
    failed: pushFailures.length > 0,
  };
}

/** By customer number, by the number on chain, or by any wallet. */
export async function partyIn(context: Context): Promise<bigint> {
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
  return partyNamed(context, given);
}

/** By the number on chain, or by the customer number. */
export async function partyNamed(context: Context, given: string): Promise<bigint> {
  if (/^[0-9]{1,20}$/.test(given)) return BigInt(given);
  return partyId(await context.salt(), given);
}
