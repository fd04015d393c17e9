import { Accounts } from "./accounts.js";
import type { Acts, Bench } from "./measure.js";
import { SettlementBank } from "./settlement/bank.js";
import { interbankPayment } from "./settlement/clearing.js";
import { paymentVersusPayment } from "./settlement/fx.js";
import { nettingCycle } from "./settlement/netting.js";
import { orderDetail } from "./settlement/orders.js";
import { payoutItem } from "./settlement/payouts.js";
import { invoicePayment } from "./settlement/receivables.js";

export interface Settlement {
  acts: Acts;
  /** The act `order` at the escrow that ships, beside the one through a minimal notary. */
  order(): Promise<Record<string, number>>;
}

/** The settlement desks, at banks and among people of their own: no other act's figures depend on them. */
export async function settlement({ chain }: Bench, proxied: boolean): Promise<Settlement> {
  const bench = { chain, accounts: new Accounts(`settlement ${proxied ? "vostroProxy" : "vostro"}`) };
  const bank = await SettlementBank.open(bench, proxied);
  const [dollars, euros] = [await bank.money(), await bank.money()];
  return {
    acts: {
      paymentVersusPayment: () => paymentVersusPayment(bank, dollars, euros),
      interbankPayment: () => interbankPayment(bench, proxied),
      nettingCycle: () => nettingCycle(bank, dollars),
      payoutItem: () => payoutItem(bank, dollars),
      invoicePayment: () => invoicePayment(bank, dollars),
    },
    order: () => orderDetail(bank, dollars),
  };
}
