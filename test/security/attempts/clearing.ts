import { hexlify, id, toUtf8Bytes, ZeroAddress } from "ethers";

import { buildInterbankPayment, paymentHash } from "../../../src/settlement/clearing/payment.js";
import { signTogether } from "../../../src/settlement/clearing/statements.js";
import { type Attempt, type Attempts, key, type Step, throughManager } from "../attempt.js";
import { differs, falls, rises } from "../reading.js";

const RTGS = id("a settlement that never was");

/** Lines to other banks, and payments that claim to come over one. The other bank's dollars are those of `thiefsToken`. */
export const clearingAttempts: Attempts = async (life, thief) => {
  const { bank, usd, eur, at, now, thiefsToken, clearingDesk: desk } = life;
  const dollar = String(usd.target);
  const send = (method: string, ...args: readonly unknown[]) => key("InterbankClearing", desk, method, ...args);
  // The desk asks for a role without a delay: who has one schedules, and sends by the AccessManager.
  const ways = (step: Step): Step[][] => [[step], [throughManager(bank.accessManager, step)]];
  const wanted = (attempt: Omit<Attempt, "steps">, step: Step): Attempt[] =>
    ways(step).map((steps) => ({ ...attempt, steps }));

  const payment = buildInterbankPayment({
    ...{ senderToken: thiefsToken, receiverToken: dollar, payer: at("mallory"), payee: at("mallory"), amount: 50_000n },
    ...{ uetr: "44444444-4444-4444-8444-444444444444", expiry: (await now()) + 86_400n, remittance: id("nothing") },
  });
  const hash = paymentHash(payment);
  const message = { payment: hash, rtgsReference: RTGS, amount: payment.amount, expiry: payment.expiry };
  const people = await signTogether(desk, [thief.key, thief.accomplice], "SettlementStatement", message);
  const settle = send("settle", payment, RTGS, payment.amount, people);

  const line = async () => (await desk.lineOf(thiefsToken, dollar, ZeroAddress)).join();
  const lineOf = (from: string, to: string) => async () => (await desk.lineOf(from, to, ZeroAddress)).join();
  const zones = async () => (await desk.lineOf(thiefsToken, dollar, ZeroAddress))[4];
  const cap = async () => (await desk.capOf(dollar, thiefsToken))[0];
  const state = differs(() => desk.stateOf(hash));
  const [open, less] = [{ effect: "corridor" } as const, { effect: "corridor", worth: "less" } as const];
  return [
    ...wanted({ ...open, reads: rises(zones) }, send("mapZones", dollar, thiefsToken, ZeroAddress, 0x11n)),
    ...wanted(
      { ...open, reads: differs(lineOf(dollar, thiefsToken)) },
      send("openReceiving", thiefsToken, dollar, ZeroAddress, ZeroAddress, 1n),
    ),
    ...wanted(
      { ...open, reads: differs(lineOf(dollar, thiefsToken)) },
      send("openSending", dollar, thiefsToken, ZeroAddress, ZeroAddress),
    ),
    ...wanted(
      { ...open, reads: differs(() => desk.currencyOf(eur.target)) },
      send("declareCurrency", eur.target, hexlify(toUtf8Bytes("USD"))),
    ),
    { ...less, reads: falls(zones), steps: [send("unmapZones", dollar, thiefsToken, ZeroAddress, 2n)] },
    { ...less, reads: differs(line), steps: [send("closeReceiving", dollar, thiefsToken, ZeroAddress)] },
    { ...less, reads: differs(line), steps: [send("closeSending", thiefsToken, dollar, ZeroAddress)] },
    ...wanted({ effect: "limit", reads: rises(cap) }, send("raiseCap", dollar, thiefsToken, 10n ** 12n)),
    { effect: "limit", worth: "less", reads: falls(cap), steps: [send("cutCap", dollar, thiefsToken, 1n)] },
    // What no other bank has paid: every step that one person may take, and then the word of two.
    { effect: "mint", steps: [send("propose", payment), send("ready", payment), settle] },
    {
      effect: "mint",
      steps: [send("propose", payment), send("ready", payment), send("instruct", payment, RTGS), settle],
    },
    { effect: "stop", reads: state, steps: [send("propose", payment), send("cancel", payment, "0x")] },
  ];
};
