import { DepositToken__factory, SuccessorIssuanceDesk__factory } from "../../../typechain-types/index.js";
import { ask, callOf, providerOf } from "../send.js";
import type { Context, Outcome } from "./context.js";
import { performCallDelayable } from "./oneCall.js";

/**
 * Has the successor bank's issuance desk refuse deposits that the bank in resolution has minted. Before it takes the liability
 * over; its desk is a SuccessorIssuanceDesk by then (an upgrade). There is no way back.
 */
export async function succeed(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const predecessor = context.address("predecessor");
  const token = String(bank.tokens[currency]!.target);
  const name = await ask(bank, DepositToken__factory.connect(predecessor, providerOf(bank)).name());
  const desk = SuccessorIssuanceDesk__factory.connect(bank.addresses.issuanceDesk, providerOf(bank));
  return performCallDelayable(context, "resolution succeed", {
    does: `Mints no deposit in ${currency} any more that was minted in ${name} (${predecessor}).`,
    as: "POLICY_ADMIN",
    call: () =>
      callOf("SuccessorIssuanceDesk.addPredecessor", desk.addPredecessor.populateTransaction(token, predecessor), {
        role: "POLICY_ADMIN",
        currency,
      }),
    data: { currency, predecessor },
  });
}
