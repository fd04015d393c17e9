import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { MadeUpToken__factory } from "../../../typechain-types/index.js";
import { Manner } from "../../issuance/support.js";
import { admitCustomer, OPENING } from "../support.js";
import { EUR_BOUGHT, USD_SOLD, useFxDesk, type Fx } from "./support.js";

const load = await useFxDesk();

const SETTLED = [OPENING - USD_SOLD, OPENING + USD_SOLD, OPENING + EUR_BOUGHT, OPENING - EUR_BOUGHT];

/** The dealer's "euros": a contract that says yes to everything. */
const fakeEuros = (fx: Fx) => new MadeUpToken__factory(fx.people.dealer).deploy(fx.a.manager, 2);

describe("an attack on a quote fails:", () => {
  it("a fake token instead of the dealer's, with the taker's signature for the real one", async () => {
    const fx = await load();
    const { desk, a, people, quoteOf, takerSigns, refuses } = fx;
    const quote = await quoteOf();
    const fake = { ...quote, dealerToken: (await fakeEuros(fx)).target as string };
    await refuses(
      desk.connect(people.dealer).settle(fake, await takerSigns(quote), "0x"),
      a.usd,
      "InvalidSignature",
      people.alice,
    );
  });

  it("a fake token instead of the taker's, to get the dealer's money for nothing", async () => {
    const fx = await load();
    const { desk, a, people, quoteOf, dealerSigns, refuses } = fx;
    const quote = await quoteOf();
    const fake = { ...quote, takerToken: (await fakeEuros(fx)).target as string };
    await refuses(
      desk.connect(people.alice).settle(fake, "0x", await dealerSigns(quote)),
      a.eur,
      "InvalidSignature",
      people.dealer,
    );
  });

  it("a leg that a stranger placed for the real quote, called with any other quote", async () => {
    const fx = await load();
    const { desk, a, people, quoteOf, takerSigns, dealerSigns, placeTaker, refuses } = fx;
    const quote = await quoteOf();
    await placeTaker(quote);
    for (const change of [
      { dealerToken: (await fakeEuros(fx)).target as string },
      { dealerAmount: 1n },
      { takerAmount: USD_SOLD - 1n },
      { expiry: quote.expiry + 1n },
      { salt: fx.reference("another quote") },
    ]) {
      const other = { ...quote, ...change };
      const signatures = [await takerSigns(quote), change.dealerToken ? "0x" : await dealerSigns(other)] as const;
      await refuses(desk.settle(other, ...signatures), a.usd, "InvalidSignature", people.alice);
    }
    expect(await a.usd.balanceOf(people.alice)).to.equal(OPENING);
  });

  it("the quote read backwards: taker as dealer, tokens and amounts swapped", async () => {
    const fx = await load();
    const { desk, a, people, quoteOf, takerSigns, dealerSigns, refuses } = fx;
    const quote = await quoteOf();
    const [taker, dealer] = [await takerSigns(quote), await dealerSigns(quote)];
    const swaps = [
      { ...quote, taker: quote.dealer, dealer: quote.taker },
      { ...quote, takerToken: quote.dealerToken, dealerToken: quote.takerToken },
      { ...quote, takerAmount: quote.dealerAmount, dealerAmount: quote.takerAmount },
    ];
    const first = [
      [a.usd, people.dealer],
      [a.eur, people.alice],
      [a.usd, people.alice],
    ] as const;
    for (const [i, swapped] of swaps.entries()) {
      await refuses(desk.settle(swapped, taker, dealer), first[i]![0], "InvalidSignature", first[i]![1]);
      await refuses(desk.settle(swapped, dealer, taker), first[i]![0], "InvalidSignature", first[i]![1]);
    }
  });

  it("one quote's leg used for another quote between the same parties", async () => {
    const { desk, a, people, quoteOf, takerSigns, dealerSigns, refuses } = await load();
    const [one, better] = [await quoteOf(), await quoteOf({ takerAmount: 1n })];
    const call = desk.settle(one, await takerSigns(better), await dealerSigns(one));
    await refuses(call, a.usd, "InvalidSignature", people.alice);
  });

  it("a made-up token that calls the desk back for the same quote: its own deal reverts, no real leg runs twice", async () => {
    const fx = await load();
    const { desk, a, people, quoteOf, takerSigns, balances } = fx;
    const fake = await fakeEuros(fx);
    // Alice is so careless as to sign for it: she alone loses what she signed for, once.
    const quote = await quoteOf({ dealerToken: fake.target as string });
    const signature = await takerSigns(quote);
    const again = desk.interface.encodeFunctionData("settle", [quote, signature, "0x"]);
    await fake.callBack(desk, again);
    const receipt = (await (await desk.connect(people.dealer).settle(quote, signature, "0x")).wait())!;
    const back = receipt.logs.map((log) => fake.interface.parseLog(log)).find((log) => log?.name === "CalledBack")!;
    expect(back.args["success"]).to.equal(false);
    expect(await balances(a.usd, a.eur)).to.deep.equal([OPENING - USD_SOLD, OPENING + USD_SOLD, OPENING, OPENING]);
  });

  it("a made-up token as the first leg that settles the whole quote inside itself", async () => {
    const fx = await load();
    const { desk, a, people, quoteOf, holdsOf, holdId, dealerSigns, refuses } = fx;
    const fake = await fakeEuros(fx);
    const quote = await quoteOf({ takerToken: fake.target as string });
    const signature = await dealerSigns(quote);
    const call = () => desk.connect(people.alice).settle(quote, "0x", signature);
    await fake.callBack(a.eur, a.eur.interface.encodeFunctionData("voidHold", [holdsOf(quote).dealer]));
    // Only the dealer can void its own leg; the token's call is refused and the leg that the dealer signed is paid once.
    await call();
    await refuses(call(), a.eur, "HoldNotOpen", holdId(holdsOf(quote).dealer));
    expect(await a.eur.balanceOf(people.dealer)).to.equal(OPENING - EUR_BOUGHT);
  });

  it("an address without code as a token", async () => {
    const { desk, people, ethers, quoteOf, takerSigns } = await load();
    const quote = await quoteOf({ dealerToken: people.stranger.address });
    await expect(desk.connect(people.alice).settle(quote, await takerSigns(quote), "0x")).to.revert(ethers);
    const none = await quoteOf({ dealerToken: ZeroAddress });
    await expect(desk.connect(people.alice).settle(none, await takerSigns(none), "0x")).to.revert(ethers);
  });
});

describe("a leg placed first by a stranger", () => {
  it("changes nothing: taker's, dealer's or both, the quote settles once and in full", async () => {
    for (const places of [["placeTaker"], ["placeDealer"], ["placeTaker", "placeDealer"]] as const) {
      const fx = await load();
      const { desk, people, quoteOf, balances } = fx;
      const quote = await quoteOf();
      for (const place of places) await fx[place](quote);
      // The signatures of placed legs are not asked for again.
      const taker = (places as readonly string[]).includes("placeTaker") ? "0x" : await fx.takerSigns(quote);
      const dealer = (places as readonly string[]).includes("placeDealer") ? "0x" : await fx.dealerSigns(quote);
      await desk.connect(people.relayer).settle(quote, taker, dealer);
      expect(await balances()).to.deep.equal(SETTLED);
    }
  });

  it("cannot be executed by anybody but the desk, nor assigned to somebody else", async () => {
    const { a, people, quoteOf, holdsOf, holdId, placeTaker, refuses } = await load();
    const quote = await quoteOf();
    await placeTaker(quote);
    const { taker } = holdsOf(quote);
    const id = holdId(taker);
    for (const by of [people.dealer, people.stranger, people.alice]) {
      await refuses(a.usd.connect(by).executeHold(taker, USD_SOLD), a.usd, "HoldUnauthorized", id, by);
      await refuses(a.usd.connect(by).executeSigned(taker, "0x"), a.usd, "HoldUnauthorized", id, by);
    }
    await refuses(a.usd.connect(people.dealer).assignHold(taker, people.bob), a.usd, "HoldInvalid", id);
  });

  it("and let go in part or whole by its payee leaves a quote that never settles", async () => {
    for (const amount of [1n, USD_SOLD]) {
      const { a, people, quoteOf, holdsOf, holdId, placeTaker, settle, refuses } = await load();
      const quote = await quoteOf();
      await placeTaker(quote);
      await a.usd.connect(people.dealer).releaseHold(holdsOf(quote).taker, amount);
      await refuses(settle(quote), a.usd, "HoldNotOpen", holdId(holdsOf(quote).taker));
      expect(await a.eur.balanceOf(people.dealer)).to.equal(OPENING);
    }
  });

  it("and voided, or its twin voided before it was placed, leaves a quote that never settles", async () => {
    const { a, people, quoteOf, holdsOf, holdId, settle, placeTaker, refuses } = await load();
    const quote = await quoteOf();
    await placeTaker(quote);
    await a.eur.connect(people.dealer).voidHold(holdsOf(quote).dealer);
    await refuses(settle(quote), a.eur, "HoldNotOpen", holdId(holdsOf(quote).dealer));
    expect(await a.usd.balanceOf(people.dealer)).to.equal(OPENING);
  });
});

describe("a party that is a smart account", () => {
  /** A wallet of alice's, customer of bank A with a lot of dollars. */
  async function withWallet(manner: number) {
    const fx = await load();
    const { a, people } = fx;
    const wallet = await a.deployWallet(people.alice, manner);
    await a.registry.connect(people.policyAdmin).allowWalletCode(await a.codeHashOf(wallet));
    await admitCustomer(fx, a.registry, wallet, 777n);
    await a.usd.connect(people.alice)["transfer(address,uint256)"](wallet, USD_SOLD);
    const quote = await fx.quoteOf({ taker: wallet.address });
    const taker = await fx.takerSigns(quote, people.alice);
    const call = async () =>
      fx.desk.connect(people.relayer).settle(quote, taker, await fx.dealerSigns(quote), { gasLimit: 5_000_000n });
    return { fx, wallet, call };
  }

  it("signs by ERC-1271", async () => {
    const { fx, wallet, call } = await withWallet(Manner.Honest);
    await call();
    expect(await fx.a.eur.balanceOf(wallet)).to.equal(EUR_BOUGHT);
    expect(await fx.a.usd.balanceOf(wallet)).to.equal(0n);
  });

  for (const manner of ["WrongAnswer", "Reverts", "BurnsGas", "ReturnBomb", "ShortAnswer"] as const) {
    it(`is refused, and costs the other side nothing, when it answers in this manner: ${manner}`, async () => {
      const { fx, wallet, call } = await withWallet(Manner[manner]);
      const { a, people } = fx;
      const before = await a.eur.balanceOf(people.dealer);
      await fx.refuses(call(), a.usd, "InvalidSignature", wallet);
      expect(await a.eur.balanceOf(people.dealer)).to.equal(before);
    });
  }
});
