import { buildPayout, signPayout } from "../../src/settlement/payouts/index.js";
import { AMOUNT, BATCH_SIZE, OPENING_BALANCE } from "../conditions.js";
import { type Measured, perItem } from "../measure.js";
import { AHEAD, HOUR, type Money, type SettlementBank, deployDesk, word } from "./bank.js";

/** A payer's account, delegated to the payout code, pays holders on its signature, which somebody else brings. */
export async function payoutItem(bank: SettlementBank, money: Money): Promise<Measured> {
  const { chain, accounts } = bank.bench;
  const code = await deployDesk(bank.bench, "SignedPayouts");
  const payer = await money.holders.holder();
  const relayer = accounts.next();
  await chain.delegate(payer, code, relayer);
  const account = { address: payer.address, abi: code.abi };
  const payees = await money.minting.batchOfHolders();

  const payOut = async (lenient: boolean): Promise<number> => {
    const payout = buildPayout({
      token: money.at.address,
      payments: payees.map((payee) => ({
        payee,
        amount: AMOUNT,
        paymentReference: money.minting.nextReference(),
      })),
      lenient,
      validBefore: AHEAD + HOUR,
      nonce: word(`payout, lenient ${lenient}`),
    });
    const signature = await signPayout(chain.signing(account), payer, payout);
    return perItem(await chain.send(relayer, account, "payOut", [payout, signature]), BATCH_SIZE);
  };

  const [gas, lenient] = [await payOut(false), await payOut(true)];
  await money.holders.expect(payees[BATCH_SIZE - 1]!, OPENING_BALANCE + 2n * AMOUNT);
  return { gas, detail: { "payout item: lenient": lenient } };
}
