import { hexlify, toUtf8Bytes } from "ethers";

import { POWERS, ROLES } from "../../src/bank/roles.js";
import {
  CLEARING_FUNCTIONS,
  type InterbankPayment,
  packZones,
  signPayerHold,
  signSettlementHold,
  standingHold,
} from "../../src/settlement/clearing/index.js";
import { DESKS } from "../../src/settlement/desks.js";
import type { Deployed } from "../chain.js";
import { AMOUNT, OPENING_BALANCE } from "../conditions.js";
import type { Bench, Measured } from "../measure.js";
import { AHEAD, DAY, HOUR, SettlementBank, deployDesk, word } from "./bank.js";

const USD = hexlify(toUtf8Bytes("USD"));
const CAP = 10n ** 15n;

/** A bank at the desk: its functions are given roles, its currency declared. */
async function join(bench: Bench, proxied: boolean, desk: Deployed, powers: bigint) {
  const { chain } = bench;
  const bank = await SettlementBank.open(bench, proxied);
  const { suite } = bank;
  for (const [method, role] of Object.entries(CLEARING_FUNCTIONS)) {
    const { selector } = desk.abi.getFunction(method)!;
    await chain.send(suite.admin, suite.manager, "setTargetFunctionRole", [desk.address, [selector], ROLES[role]]);
  }
  const money = await bank.money();
  await bank.admitDesk(desk, powers, money);
  await chain.send(suite.people.POLICY_ADMIN, desk, "declareCurrency", [money.at.address, USD]);
  return { policy: suite.people.POLICY_ADMIN, money };
}

/** Customers of two banks, which settle in the money of a third one: three registers, three access managers. */
export async function interbankPayment(bench: Bench, proxied: boolean): Promise<Measured> {
  const { chain } = bench;
  const desk = await deployDesk(bench, "InterbankClearing");
  const { powers } = DESKS.InterbankClearing;
  const sending = await join(bench, proxied, desk, powers);
  const receiving = await join(bench, proxied, desk, powers);
  const settlement = await join(bench, proxied, desk, POWERS.NOTARY);
  const [a, b, r] = [sending.money, receiving.money, settlement.money];
  const [treasuryA, treasuryB] = [await r.holders.holder(), await r.holders.holder()];
  const line = { senderToken: a.at.address, receiverToken: b.at.address, settlementToken: r.at.address };
  const { senderToken, receiverToken, settlementToken } = line;
  const accounts = { paying: treasuryA.address, receiving: treasuryB.address };
  const received = [receiverToken, senderToken, settlementToken, accounts.receiving, packZones({ 1: 1 })];
  await chain.send(receiving.policy, desk, "openReceiving", received);
  await chain.send(receiving.policy, desk, "raiseCap", [receiverToken, senderToken, CAP]);
  const sent = [senderToken, receiverToken, settlementToken, accounts.paying];
  await chain.send(sending.policy, desk, "openSending", sent);

  const [payer, payee] = [await a.holders.holder(), await b.holders.holder()];
  const paymentOf = (name: string): InterbankPayment => ({
    ...line,
    payer: payer.address,
    payee: payee.address,
    amount: AMOUNT,
    uetr: `${word(name).slice(0, 34)}${"00".repeat(16)}`,
    expiry: AHEAD + HOUR,
    remittance: word(`${name}: remittance`),
  });
  const pay = async (name: string): Promise<number> => {
    const payment = paymentOf(name);
    const signatures = [
      await signPayerHold(a.signing, payer, desk.address, payment),
      await signSettlementHold(r.signing, treasuryA, desk.address, payment, accounts),
    ];
    return chain.send(payer, desk, "pay", [payment, ...signatures]);
  };

  // The first one opens the tokens' running totals.
  await pay("first");
  const gas = await pay("second");
  const standing = { amount: OPENING_BALANCE / 2n, expiry: AHEAD + DAY };
  await chain.send(treasuryA, r.at, "placeHold", [standingHold(desk.address, line, standing, accounts)]);
  const payment = paymentOf("third");
  const signature = await signPayerHold(a.signing, payer, desk.address, payment);
  const fromHold = await chain.send(payer, desk, "payFromHold", [payment, signature, standing]);
  await a.holders.expect(payer.address, OPENING_BALANCE - 3n * AMOUNT);
  await b.holders.expect(payee.address, OPENING_BALANCE + 3n * AMOUNT);
  await r.holders.expect(treasuryB.address, OPENING_BALANCE + 3n * AMOUNT);
  return { gas, detail: { "interbank payment: payFromHold, sent by the payer": fromHold } };
}
