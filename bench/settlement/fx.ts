import type { Wallet } from "ethers";

import { type FxQuote, buildFxQuote, signFxLeg } from "../../src/settlement/fx/index.js";
import { AMOUNT, OPENING_BALANCE } from "../conditions.js";
import type { Measured } from "../measure.js";
import { AHEAD, HOUR, type Money, type SettlementBank, word } from "./bank.js";

/** Two currencies of one bank exchanged on two signatures. */
export async function paymentVersusPayment(bank: SettlementBank, one: Money, other: Money): Promise<Measured> {
  const { chain, accounts } = bank.bench;
  const desk = await bank.desk("FxDesk", one, other);
  const [taker, dealer] = [await one.holders.holder(), await one.holders.holder()];
  for (const { address } of [taker, dealer]) await other.holders.fund(address);

  const settle = async (sender: Wallet, name: string): Promise<number> => {
    const quote: FxQuote = buildFxQuote({
      taker: taker.address,
      dealer: dealer.address,
      takerToken: one.at.address,
      takerAmount: AMOUNT,
      dealerToken: other.at.address,
      dealerAmount: AMOUNT,
      expiry: AHEAD + HOUR,
      salt: word(`quote sent by ${name}`),
    });
    const signatures = [
      await signFxLeg(one.signing, taker, desk.address, quote, "taker"),
      await signFxLeg(other.signing, dealer, desk.address, quote, "dealer"),
    ];
    return chain.send(sender, desk, "settle", [quote, ...signatures]);
  };

  const byTaker = await settle(taker, "the taker");
  const relayed = await settle(accounts.next(), "a relayer");
  await one.holders.expect(dealer.address, OPENING_BALANCE + 2n * AMOUNT);
  await other.holders.expect(taker.address, OPENING_BALANCE + 2n * AMOUNT);
  return { gas: byTaker, detail: { "payment versus payment: sent by a relayer": relayed } };
}
