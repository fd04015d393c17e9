import type { Wallet } from "ethers";

import { signFor } from "../../src/chain/typedData.js";
import { type Order, buildOrder, holdOfOrder, signOrder, signOrderAct } from "../../src/settlement/orders/index.js";
import { AMOUNT, OPENING_BALANCE } from "../conditions.js";
import { AHEAD, DAY, type Money, type SettlementBank, word } from "./bank.js";

/** The order of the act `order` at the real escrow: by own calls, and by signatures that a relayer brings. */
export async function orderDetail(bank: SettlementBank, money: Money): Promise<Record<string, number>> {
  const { chain, accounts } = bank.bench;
  const escrow = await bank.desk("OrderEscrow", money);
  const signing = chain.signing(escrow);
  const [buyer, seller] = [await money.holders.holder(), await money.holders.holder()];
  const relayer: Wallet = accounts.next();
  const [arbiter, inspector] = [accounts.next().address, accounts.next().address];

  const orderOf = (name: string): Order => {
    return buildOrder(
      {
        token: money.at.address,
        buyer: buyer.address,
        seller: seller.address,
        amount: AMOUNT,
        orderReference: word(`${name}: reference`),
        document: word(`${name}: document`),
        arbiter,
        inspector,
        shipBy: AHEAD + 10n * DAY,
        placeBy: AHEAD + DAY,
        salt: word(`${name}: salt`),
      },
      AHEAD,
    );
  };

  const own = orderOf("own calls");
  const ownHold = holdOfOrder(own, escrow.address);
  const place = await chain.send(buyer, money.at, "placeHold", [ownHold]);
  const confirm = await chain.send(buyer, escrow, "confirmHold", [own.token, ownHold]);
  await money.holders.expect(seller.address, OPENING_BALANCE + AMOUNT);

  const signed = orderOf("signatures");
  const signatures = [
    await signFor(money.signing, buyer, "Hold", holdOfOrder(signed, escrow.address)),
    await signOrder(signing, seller, signed),
  ];
  const fund = await chain.send(relayer, escrow, "fund", [signed, ...signatures]);
  const confirmation = await signOrderAct(signing, buyer, signed, "Confirmation", {});
  const bySignature = await chain.send(relayer, escrow, "confirm", [signed, confirmation, []]);
  await money.holders.expect(seller.address, OPENING_BALANCE + 2n * AMOUNT);

  return {
    "order: OrderEscrow, placed by the buyer and confirmed": place + confirm,
    "order: OrderEscrow, funded on both signatures": fund,
    "order: OrderEscrow, confirmed by signature": bySignature,
  };
}
