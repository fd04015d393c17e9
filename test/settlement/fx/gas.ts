import { expect } from "chai";

import { POWERS } from "../../../src/bank/roles.js";
import { directToken } from "../directToken.js";
import { useFxDesk } from "./support.js";

/** The whole transaction, tokens called directly, both parties having balances in both tokens. */
const BOUND = 150_000n;
/** More than that when neither party sends it: both banks are asked whether the sender is blocked. */
const RELAYER = 6_500n;

const load = await useFxDesk();

describe("gas of payment versus payment", () => {
  it(`stays within ${BOUND} when a party sends it, tokens called directly; a relayer adds at most ${RELAYER}`, async () => {
    const fx = await load();
    const { people, desk } = fx;
    const usd = await directToken(fx, "a", "1", desk, POWERS.NOTARY, ["alice", "dealer"]);
    const eur = await directToken(fx, "a", "2", desk, POWERS.NOTARY, ["alice", "dealer"]);
    const tokens = { takerToken: usd.target as string, dealerToken: eur.target as string };
    const gasOf = async (by: (typeof people)["alice"]) =>
      (await (await fx.settle(await fx.quoteOf(tokens), by)).wait())!.gasUsed;
    const [byDealer, byTaker, relayed] = [
      await gasOf(people.dealer),
      await gasOf(people.alice),
      await gasOf(people.relayer),
    ];
    if (process.env["VOSTRO_SHOW_GAS"]) console.log({ byDealer, byTaker, relayed });
    expect(byDealer).to.be.at.most(BOUND);
    expect(byTaker).to.be.at.most(BOUND);
    expect(relayed).to.be.at.most(BOUND + RELAYER);
  });
});
