import { type BaseContract, type ContractTransactionResponse } from "ethers";

import { POWERS } from "../../../src/bank/roles.js";
import { fxHolds, fxQuoteHash, signFxLeg, type FxQuote } from "../../../src/settlement/fx/index.js";
import { FxDesk__factory, type DepositToken, type FxDesk } from "../../../typechain-types/index.js";
import { expectLogs, type Log } from "../../support/expect.js";
import { HOUR, type Account } from "../../support/token.js";
import { tokenAt, useBanks, type World } from "../support.js";

/** Alice sells USD 1,250.00 and buys EUR 1,150.00 of the dealer. */
export const USD_SOLD = 125_000n;
export const EUR_BOUGHT = 115_000n;

/** The desk, admitted as notary by both banks in all their dollars and euros. */
export async function useFxDesk() {
  const load = await useBanks(async (world) => {
    const desk = (await new FxDesk__factory(world.people.admin).deploy()).connect(world.people.stranger);
    const { a, b } = world;
    await world.admit(desk, POWERS.NOTARY, a.usd, a.eur, b.usd, b.eur);
    return { desk };
  });
  return async () => fxOf(await load());
}

export type Fx = Awaited<ReturnType<Awaited<ReturnType<typeof useFxDesk>>>>;

function fxOf(world: World & { desk: FxDesk }) {
  const { a, b, people, desk } = world;
  let salts = 0;

  /** Alice's dollars against the dealer's euros, both of bank A, good for an hour. */
  const quoteOf = async (changes: Partial<FxQuote> = {}): Promise<FxQuote> => ({
    taker: people.alice.address,
    dealer: people.dealer.address,
    takerToken: a.usd.target as string,
    takerAmount: USD_SOLD,
    dealerToken: a.eur.target as string,
    dealerAmount: EUR_BOUGHT,
    expiry: (await world.now()) + HOUR,
    salt: world.reference(`quote ${++salts}`),
    ...changes,
  });

  const at = desk.target as string;
  const holdsOf = (quote: FxQuote) => fxHolds(at, quote);
  const takerSigns = (quote: FxQuote, signer: Account = people.alice) =>
    signFxLeg(tokenAt(quote.takerToken, world), signer, at, quote, "taker");
  const dealerSigns = (quote: FxQuote, signer: Account = people.dealer) =>
    signFxLeg(tokenAt(quote.dealerToken, world), signer, at, quote, "dealer");

  /** Settled by a relayer with both signatures. */
  async function settle(quote: FxQuote, by: Account = people.relayer): Promise<ContractTransactionResponse> {
    return desk.connect(by).settle(quote, await takerSigns(quote), await dealerSigns(quote));
  }

  /** A stranger places a leg with the signature of its payer. */
  const placeTaker = async (quote: FxQuote) =>
    tokenAt(quote.takerToken, world)
      .connect(people.stranger)
      .placeHoldWithAuthorization(holdsOf(quote).taker, await takerSigns(quote));
  const placeDealer = async (quote: FxQuote) =>
    tokenAt(quote.dealerToken, world)
      .connect(people.stranger)
      .placeHoldWithAuthorization(holdsOf(quote).dealer, await dealerSigns(quote));

  /** Balances of two accounts in two tokens: [first in one, second in one, first in other, second in other]. */
  const balances = async (
    one: DepositToken = a.usd,
    other: DepositToken = a.eur,
    first: { address: string } = people.alice,
    second: { address: string } = people.dealer,
  ) => Promise.all([one, other].flatMap((token) => [first, second].map(({ address }) => token.balanceOf(address))));

  const emits = (call: Promise<ContractTransactionResponse>, contracts: BaseContract[], ...logs: Log[]) =>
    expectLogs(call, [desk, a.usd, a.eur, b.usd, b.eur, ...contracts], logs);

  return {
    ...world,
    quoteOf,
    quoteHash: fxQuoteHash,
    holdsOf,
    takerSigns,
    dealerSigns,
    settle,
    placeTaker,
    placeDealer,
    balances,
    emits,
  };
}
