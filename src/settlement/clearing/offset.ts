import { type Signer } from "ethers";

import { type Hold, signFor, type SigningContract } from "../../chain/typedData.js";
import { VostroError } from "../../errors/index.js";
import { dealHash, field, type Types } from "../signing.js";
import { clearingHold, type InterbankPayment, PAYMENT_FIELDS, type SettlementAccounts } from "./payment.js";

/** Payments between two banks in both directions, of which only the net is settled. */
export interface ClearingOffset {
  readonly forward: readonly InterbankPayment[];
  readonly backward: readonly InterbankPayment[];
  /** unix seconds: settled strictly before */
  readonly expiry: bigint;
}

export const CLEARING_OFFSET: Types = {
  ClearingOffset: [
    field("InterbankPayment[]", "forward"),
    field("InterbankPayment[]", "backward"),
    field("uint256", "expiry"),
  ],
  InterbankPayment: PAYMENT_FIELDS,
};

/** What the net hold carries as `terms`: both lists, in their order. */
export const offsetHash = (deal: ClearingOffset): string => dealHash("ClearingOffset", CLEARING_OFFSET, deal);

const totalOf = (payments: readonly InterbankPayment[]) => payments.reduce((sum, { amount }) => sum + amount, 0n);

/** Minor units that the forward payers' bank owes the other, less what that one owes it. */
export const netOf = ({ forward, backward }: ClearingOffset): bigint => totalOf(forward) - totalOf(backward);

/**
 * An offset that the desk will take, as far as its own fields say.
 * @throws VostroError BadOffset (no forward payment, or a payment not between the two tokens)
 */
export function buildOffset(
  forward: readonly InterbankPayment[],
  backward: readonly InterbankPayment[],
  expiry: bigint,
): ClearingOffset {
  const first = forward[0];
  if (first === undefined) throw bad("An offset has no forward payment.");
  const line = (from: string, to: string) => [from, to, first.settlementToken].join();
  const isOn = (wanted: string) => (p: InterbankPayment) =>
    [p.senderToken, p.receiverToken, p.settlementToken].join() === wanted;
  const there = forward.every(isOn(line(first.senderToken, first.receiverToken)));
  const back = backward.every(isOn(line(first.receiverToken, first.senderToken)));
  if (!there || !back) throw bad("A payment of the offset is not between its two tokens over its settlement token.");
  return { forward, backward, expiry };
}

function bad(sentence: string): VostroError {
  return new VostroError({ name: "BadOffset", sentence, fix: "Correct the lists; nothing was signed or sent." });
}

/**
 * What the bank that pays the net signs in the settlement token; undefined when nothing is to be paid.
 * @param accounts of the line from the bank that pays the net to the other
 */
export function netHold(desk: string, deal: ClearingOffset, accounts: SettlementAccounts): Hold | undefined {
  const net = netOf(deal);
  if (net === 0n) return undefined;
  const amount = net > 0n ? net : -net;
  return clearingHold(desk, accounts.paying, accounts.receiving, amount, deal.expiry, offsetHash(deal));
}

/** The net payer's signature; "0x" when nothing is to be paid. */
export async function signNetHold(
  settlementToken: SigningContract,
  signer: Signer,
  desk: string,
  deal: ClearingOffset,
  accounts: SettlementAccounts,
): Promise<string> {
  const hold = netHold(desk, deal, accounts);
  return hold === undefined ? "0x" : signFor(settlementToken, signer, "Hold", hold);
}
