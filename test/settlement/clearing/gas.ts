import { expect } from "chai";

import { POWERS } from "../../../src/bank/roles.js";
import { standingHold, signPayerHold, signSettlementHold } from "../../../src/settlement/clearing/index.js";
import { DAY } from "../../support/token.js";
import { directToken } from "../directToken.js";
import { OPENING } from "../support.js";
import { BURNS, openLines, USD, useClearing } from "./support.js";

/** The whole transaction, tokens called directly, everybody having paid before. */
const BOUND = 190_000n;
/** More than that when somebody else than the payer sends it: the payer's bank is asked whether the sender is blocked. */
const RELAYER = 3_500n;
const OWN_LEG = 27_500n;

const load = await useClearing();

describe("gas of an interbank payment", () => {
  it(`stays within ${BOUND} for the whole transaction, tokens called directly`, async () => {
    const clearing = await load();
    const { people, desk, paymentOf } = clearing;
    const [a, b, r] = [
      await directToken(clearing, "a", "1", desk, BURNS, ["alice"]),
      await directToken(clearing, "b", "2", desk, BURNS, ["carol"]),
      await directToken(clearing, "r", "3", desk, POWERS.NOTARY, ["treasuryA", "treasuryB"]),
    ];
    for (const token of [a, b, r]) await desk.declareCurrency(token, USD);
    await openLines(desk, clearing, a, b, r);

    const at = desk.target as string;
    const tokens = {
      senderToken: a.target as string,
      receiverToken: b.target as string,
      settlementToken: r.target as string,
    };
    const standing = { amount: OPENING / 2n, expiry: (await clearing.now()) + DAY };
    await r
      .connect(people.treasuryA)
      .placeHold(standingHold(at, tokens, standing, clearing.accountsOf(await paymentOf(tokens))));

    async function fromHold(by: (typeof people)["alice"]) {
      const payment = await paymentOf(tokens);
      const payer = await signPayerHold(a, people.alice, at, payment);
      return (await (await desk.connect(by).payFromHold(payment, payer, standing)).wait())!.gasUsed;
    }
    async function gasOf(by: (typeof people)["alice"]) {
      const payment = await paymentOf(tokens);
      const payer = await signPayerHold(a, people.alice, at, payment);
      const bank = await signSettlementHold(r, people.treasuryA, at, payment, clearing.accountsOf(payment));
      return (await (await desk.connect(by).pay(payment, payer, bank)).wait())!.gasUsed;
    }
    // The first one opens the tokens' running totals.
    await gasOf(people.alice);
    const [byPayer, relayed] = [await gasOf(people.alice), await gasOf(people.relayer)];
    const fromStanding = [await fromHold(people.alice), await fromHold(people.relayer)];
    if (process.env["VOSTRO_SHOW_GAS"]) console.log({ byPayer, relayed, fromStanding });
    // Paid out of a standing hold of the bank's, the bound holds; a settlement leg of its own, with its own slot, event
    // and signature, costs 26,000 more.
    expect(fromStanding[0]).to.be.at.most(BOUND);
    expect(fromStanding[1]).to.be.at.most(BOUND + RELAYER);
    expect(byPayer).to.be.at.most(BOUND + OWN_LEG);
    expect(relayed).to.be.at.most(BOUND + OWN_LEG + RELAYER);
  });
});
