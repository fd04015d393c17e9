import { id } from "ethers";

import { POWERS } from "../../../src/bank/roles.js";
import { buildMintBatch, buildMintOrder, signMintBatch, signMintOrder, signReturn } from "../../../src/chain/index.js";
import { accomplice, type Attempts, key } from "../attempt.js";
import { write } from "./code.js";

const AMOUNT = 100_000n;

/** Money out of nothing: orders that no second person approved, the token's own functions, a contract of the thief's. */
export const issuanceAttempts: Attempts = async (life, thief) => {
  const { bank, usd, at, redemptions, now } = life;
  const { issuanceDesk, redemptionDesk } = bank;
  const payee = at("mallory");
  const [order, batch] = await Promise.all([
    buildMintOrder(bank, { currency: "USD", payee, amount: AMOUNT, depositReference: id("no deposit") }),
    buildMintBatch(bank, { currency: "USD", items: [{ payee, amount: AMOUNT, depositReference: id("nor this") }] }),
  ]);
  const byAccomplice = await signMintOrder(bank, thief.accomplice, order);
  const byKey = await signMintOrder(bank, thief.key, order);
  const forBatch = await signMintBatch(bank, thief.accomplice, batch);
  const mint = key("IssuanceDesk", issuanceDesk, "mint", order, byAccomplice.approver, byAccomplice.signature);

  const returned = { amount: 50_000n, returnReference: id("no return"), expiry: (await now()) + 3_600n };
  const consent = await signReturn(bank, thief.accomplice, redemptions.settled, returned);
  const remint = key(
    ...(["RedemptionDesk", redemptionDesk, "remint", usd.target, redemptions.settled.hold, returned.amount] as const),
    ...[returned.returnReference, returned.expiry, consent.approver, consent.signature],
  );

  const admit = (powers: bigint) => key("DepositToken", usd, "admitContract", at("accomplice"), powers);
  const item = { payee, amount: AMOUNT, depositReference: id("item") };
  const own = [
    ["mint", payee, AMOUNT, id("own mint")],
    ["mintBatch", [item]],
    ["mintInterbank", payee, AMOUNT, `0x${"11".repeat(16)}${"00".repeat(16)}`, 1n],
  ] as const;

  return [
    { effect: "mint", steps: [mint] },
    { effect: "mint", steps: [key("IssuanceDesk", issuanceDesk, "mint", order, byKey.approver, byKey.signature)] },
    {
      effect: "mint",
      steps: [key("IssuanceDesk", issuanceDesk, "mintBatch", batch, forBatch.approver, forBatch.signature)],
    },
    {
      effect: "mint",
      steps: [key("IssuanceDesk", issuanceDesk, "raiseQuota", thief.address, usd.target, 10n * AMOUNT), mint],
    },
    { effect: "mint", steps: [remint] },
    ...own.map(([method, ...args]) => ({
      effect: "mint" as const,
      steps: [key("DepositToken", usd, method, ...args)],
    })),
    {
      effect: "mint",
      steps: [admit(POWERS.ISSUER), accomplice("DepositToken", usd, ...own[0])],
    },
    {
      effect: "mint",
      steps: [admit(POWERS.ISSUER), accomplice("DepositToken", usd, ...own[1])],
    },
    {
      effect: "mint",
      steps: [admit(POWERS.CLEARING), accomplice("DepositToken", usd, ...own[2])],
    },
    { effect: "mint", steps: [await write(life, [["mallory", AMOUNT]])] },
  ];
};
