import { id } from "ethers";

import {
  buildClearance,
  buildConfirmation,
  buildConfirmedPayment,
  newTerms,
  payConfirmedCall,
  rejectRedemptionCall,
  signClearance,
  signConfirmation,
  signRejection,
} from "../../../src/chain/index.js";
import { approveAct } from "../../../src/chain/twoPeople.js";
import { signFor } from "../../../src/chain/typedData.js";
import { type Attempt, type Attempts, key } from "../attempt.js";
import { PARTIES } from "../people.js";
import { becomesTrue, differs, falls, rises } from "../reading.js";

/** What the law, the guardian or compliance has stopped, and what a single payment must pass. */
export const liftAttempts: Attempts = async (life, thief) => {
  const { bank, usd, eur, at, legalOrder, lienId, redemptions, now } = life;
  const { legalOrders, partyRegistry, pauseControl, limits, redemptionDesk } = bank;
  const { requested, submitted } = redemptions;
  const grounds = id("says the thief");
  const terms = await newTerms(bank);
  const approved = (
    name: Parameters<typeof approveAct>[2],
    content: object,
    contract: typeof legalOrders = legalOrders,
  ) => approveAct(contract, thief.accomplice, name, content, terms);
  const orders = (method: string, ...args: readonly unknown[]) => key("LegalOrders", legalOrders, method, ...args);
  const token = (method: string, ...args: readonly unknown[]) => key("DepositToken", usd, method, ...args);
  const [carol, dave] = [PARTIES.carol, at("dave")];

  const [direct, ordered, lien, wallet, release, pause] = await Promise.all([
    approved("LiftDirectBlock", { party: carol, grounds }),
    approved("LiftBlock", { orderId: legalOrder.id, party: carol, grounds }),
    approved("LiftLien", { lienId, amount: 1_000_000n, grounds }),
    approved("UnblockWallet", { token: usd.target, wallet: at("carol"), grounds }),
    approved("ForceRelease", { order: legalOrder, token: usd.target, hold: redemptions.requestedId }),
    approveAct(
      pauseControl,
      thief.accomplice,
      "LiftPause",
      { token: eur.target, operation: 0, reason: grounds },
      terms,
    ),
  ]);

  const rejection = { reason: "AC04", expiry: terms.expiry };
  const rejected = await signRejection(bank, thief.accomplice, submitted, rejection);
  const refusal = await rejectRedemptionCall(bank, submitted, rejection, rejected);
  const reject = { by: "key", to: refusal.to, data: refusal.data, method: "RedemptionDesk.reject" } as const;

  const clearance = await buildClearance(bank, {
    ...{ currency: "USD", payer: at("alice"), payee: at("bob"), amount: 700n, caseId: id("no case") },
  });
  const cleared = await signClearance(bank, thief.accomplice, clearance);
  // Alice was talked into paying mallory under bob's name.
  const payment = await buildConfirmedPayment(bank, {
    ...{ currency: "USD", payer: at("alice"), payee: at("mallory"), amount: 1_000n, nameHash: id("Bob Ltd") },
  });
  const confirmation = await buildConfirmation(bank, {
    ...{ currency: "USD", payee: at("mallory"), nameHash: id("Bob Ltd") },
  });
  const deceived = await payConfirmedCall(bank, {
    ...payment,
    holdSignature: await signFor(usd, life.of("alice"), "Hold", payment.hold),
    confirmation,
    confirmed: await signConfirmation(bank, thief.key, confirmation),
  });
  const travel = [usd.target, at("alice"), at("bob"), 700n];

  const free = becomesTrue(() => usd.canSend(at("carol")));
  const frozen = falls(() => usd.getFrozenTokens(dave));
  const held = falls(() => usd.heldOf(at("alice")));
  const running = differs(async () => (await eur.policyWords())[0]);
  const lift = (reads: Attempt["reads"], ...steps: Attempt["steps"]): Attempt => ({
    effect: "lift",
    reads: reads!,
    steps,
  });
  return [
    lift(free, orders("liftDirectBlock", carol, grounds, direct)),
    lift(free, orders("liftBlock", legalOrder.id, carol, grounds, ordered)),
    lift(free, orders("unblockWallet", usd.target, at("carol"), grounds, wallet)),
    lift(free, token("unblockWallet", at("carol"))),
    lift(free, key("PartyRegistry", partyRegistry, "unblockParty", carol, grounds)),
    lift(frozen, orders("liftLien", lienId, 1_000_000n, grounds, lien)),
    lift(frozen, token("setFrozenTokens", dave, 0n)),
    lift(frozen, orders("refreeze", usd.target, dave)),
    lift(running, key("PauseControl", pauseControl, "liftPause", eur.target, 0, grounds, pause)),
    lift(running, key("DepositToken", eur, "unpause", 0)),
    lift(held, orders("forceRelease", legalOrder, usd.target, requested.hold, release)),
    lift(held, token("forceRelease", requested.hold)),
    lift(held, token("releaseHold", requested.hold, requested.hold.amount)),
    lift(held, key("RedemptionDesk", redemptionDesk, "cancel", usd.target, requested.hold)),
    lift(held, reject),
    {
      effect: "check",
      reads: differs(() => limits.clearanceOf(usd.target, at("alice"), at("bob"), 700n).then(String)),
      steps: [key("Limits", limits, "grantClearance", clearance, cleared.approver, cleared.signature)],
    },
    {
      effect: "check",
      reads: differs(() => limits.travelRecordOf(...(travel as [string, string, string, bigint])).then(String)),
      steps: [key("Limits", limits, "fileTravelRecord", ...travel, id("nothing"), (await now()) + 86_400n)],
    },
    {
      effect: "check",
      worth: "signed",
      reads: rises(() => usd.balanceOf(at("mallory"))),
      steps: [{ by: "mallory", to: deceived.to, data: deceived.data, method: "ConfirmedPayments.pay" }],
    },
  ];
};
