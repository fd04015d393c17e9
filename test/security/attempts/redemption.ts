import { id, ZeroAddress } from "ethers";

import { POWERS } from "../../../src/bank/roles.js";
import { uetrToBytes16 } from "../../../src/chain/reference.js";
import { signFor, redemptionTermsHash } from "../../../src/chain/typedData.js";
import { accomplice, type Attempt, type Attempts, key } from "../attempt.js";
import { PARTIES } from "../people.js";
import { becomesTrue, differs } from "../reading.js";
import { write } from "./code.js";

const AMOUNT = 100_000n;
const SUBMITTED = 2n;

/** A customer's money out of the token: redemptions that nobody asked for, those that were asked for, and where they go. */
export const redemptionAttempts: Attempts = async (life, thief) => {
  const { bank, usd, at, redemptions, now } = life;
  const { redemptionDesk, partyRegistry } = bank;
  const { requested, submitted } = redemptions;
  const uetr = uetrToBytes16("33333333-3333-4333-8333-333333333333");
  const settlement = await partyRegistry.settlementAccountOf(at("alice"));
  const foreign = id("the thief's own bank account");

  const terms = { token: String(usd.target), settlementAccount: settlement, salt: id("nobody's wish") };
  const made = {
    ...requested.hold,
    terms: redemptionTermsHash(terms),
    amount: AMOUNT,
    placeBy: (await now()) + 3_600n,
  };
  const forgery = await signFor(usd, thief.key, "Hold", made);
  const burnt = { ...made, notary: at("accomplice"), payee: ZeroAddress };
  const burntForgery = await signFor(usd, thief.key, "Hold", burnt);
  const elsewhere = { ...requested.terms, settlementAccount: foreign };
  const submit = (...args: readonly unknown[]) => key("RedemptionDesk", redemptionDesk, "submit", ...args);
  const settle = (...args: readonly unknown[]) => key("RedemptionDesk", redemptionDesk, "settle", ...args);
  const setAccount = key("PartyRegistry", partyRegistry, "setSettlementAccount", PARTIES.alice, foreign);
  const admitBurner = key("DepositToken", usd, "admitContract", at("accomplice"), POWERS.NOTARY | POWERS.BURNER);

  const burn = (...steps: Attempt["steps"]): Attempt => ({ effect: "burn", steps });
  const redirected = becomesTrue(async () => {
    const [state] = await redemptionDesk.redemptionOf(usd.target, redemptions.requestedId);
    return BigInt(state) === SUBMITTED;
  });
  return [
    burn(key("RedemptionDesk", redemptionDesk, "request", made, terms, forgery)),
    burn(submit(made, terms, uetr), settle(usd.target, made)),
    burn(key("DepositToken", usd, "placeHold", made), submit(made, terms, uetr), settle(usd.target, made)),
    burn(key("DepositToken", usd, "executeHold", requested.hold, requested.hold.amount)),
    burn(key("DepositToken", usd, "sealHold", requested.hold)),
    burn(key("DepositToken", usd, "forcedTransfer", at("alice"), ZeroAddress, AMOUNT)),
    burn(admitBurner, accomplice("DepositToken", usd, "executeHold", requested.hold, requested.hold.amount)),
    burn(admitBurner, accomplice("DepositToken", usd, "executeSigned", burnt, burntForgery)),
    burn(await write(life, [["alice", -AMOUNT]])),
    {
      ...burn(submit(requested.hold, requested.terms, uetr), settle(usd.target, requested.hold)),
      worth: "signed",
    },
    { ...burn(settle(usd.target, submitted.hold)), worth: "signed" },
    // The customer signed its account: the desk takes no other, whatever the register says since.
    { effect: "redirect", reads: redirected, steps: [submit(requested.hold, elsewhere, uetr)] },
    { effect: "redirect", reads: redirected, steps: [setAccount, submit(requested.hold, elsewhere, uetr)] },
    {
      effect: "account",
      reads: differs(() => partyRegistry.settlementAccountOf(at("alice"))),
      steps: [setAccount],
    },
  ];
};
