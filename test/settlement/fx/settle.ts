import { expect } from "chai";

import { Operation } from "../../support/words.js";
import { OPENING, partyOf } from "../support.js";
import { EUR_BOUGHT, USD_SOLD, useFxDesk, type Fx } from "./support.js";

const load = await useFxDesk();

/** Nothing moved and nothing is held. */
async function untouched({ balances, a, people }: Fx) {
  expect(await balances()).to.deep.equal([OPENING, OPENING, OPENING, OPENING]);
  expect(await a.usd.heldOf(people.alice)).to.equal(0n);
  expect(await a.eur.heldOf(people.dealer)).to.equal(0n);
}

describe("settling a quote", () => {
  describe("is refused", () => {
    it("with both legs in one token, or one party on both sides", async () => {
      const { desk, people, a, quoteOf, quoteHash, settle, refuses } = await load();
      for (const change of [{ dealerToken: a.usd.target as string }, { dealer: people.alice.address }]) {
        const quote = await quoteOf(change);
        await refuses(settle(quote), desk, "FxQuoteInvalid", quoteHash(quote));
      }
    });

    it("from its expiry on", async () => {
      const { desk, quoteOf, settle, at, refuses } = await load();
      const quote = await quoteOf();
      await at(quote.expiry);
      await refuses(settle(quote), desk, "FxQuoteExpired", quote.expiry);
    });

    it("from its expiry on even if both parties have extended their placed holds", async () => {
      const fx = await load();
      const { desk, a, people, quoteOf, holdsOf, placeTaker, placeDealer, settle, at, refuses } = fx;
      const quote = await quoteOf();
      await placeTaker(quote);
      await placeDealer(quote);
      await a.usd.connect(people.alice).extendHold(holdsOf(quote).taker, 5);
      await a.eur.connect(people.dealer).extendHold(holdsOf(quote).dealer, 5);
      await at(quote.expiry);
      await refuses(settle(quote), desk, "FxQuoteExpired", quote.expiry);
    });

    it("a second time, whoever brings it", async () => {
      const { a, people, quoteOf, holdsOf, holdId, settle, balances, refuses } = await load();
      const quote = await quoteOf();
      await settle(quote);
      for (const by of [people.alice, people.dealer, people.stranger]) {
        await refuses(settle(quote, by), a.usd, "HoldNotOpen", holdId(holdsOf(quote).taker));
      }
      const paid = [OPENING - USD_SOLD, OPENING + USD_SOLD, OPENING + EUR_BOUGHT, OPENING - EUR_BOUGHT];
      expect(await balances()).to.deep.equal(paid);
    });

    it("without the signature of either party", async () => {
      const fx = await load();
      const { desk, a, people, quoteOf, takerSigns, dealerSigns, refuses } = fx;
      const quote = await quoteOf();
      const [taker, dealer] = [await takerSigns(quote), await dealerSigns(quote)];
      const by = desk.connect(people.dealer);
      await refuses(by.settle(quote, dealer, dealer), a.usd, "InvalidSignature", people.alice);
      await refuses(by.settle(quote, "0x", dealer), a.usd, "InvalidSignature", people.alice);
      await refuses(by.settle(quote, taker, taker), a.eur, "InvalidSignature", people.dealer);
      await refuses(by.settle(quote, taker, "0x"), a.eur, "InvalidSignature", people.dealer);
      await untouched(fx);
    });

    it("if either has too little, and the other's leg does not move", async () => {
      const fx = await load();
      const { a, people, quoteOf, settle, refuses } = fx;
      const tooMuch = OPENING + 1n;
      const [alice, dealer] = [people.alice, people.dealer];
      const dollars = await quoteOf({ takerAmount: tooMuch });
      await refuses(settle(dollars), a.usd, "ERC20InsufficientBalance", alice, OPENING, tooMuch);
      const euros = await quoteOf({ dealerAmount: tooMuch });
      await refuses(settle(euros), a.eur, "ERC20InsufficientBalance", dealer, OPENING, tooMuch);
      await untouched(fx);
    });

    it("for an amount of zero on either side", async () => {
      const fx = await load();
      const { a, quoteOf, holdsOf, holdId, settle, refuses } = fx;
      const nothing = await quoteOf({ takerAmount: 0n });
      await refuses(settle(nothing), a.usd, "HoldInvalid", holdId(holdsOf(nothing).taker));
      const gift = await quoteOf({ dealerAmount: 0n });
      await refuses(settle(gift), a.eur, "HoldInvalid", holdId(holdsOf(gift).dealer));
      await untouched(fx);
    });

    it("if the mainland stands on either side: neither taker nor dealer may be there", async () => {
      const fx = await load();
      const { desk, a, people, quoteOf, holdsOf, refuses } = fx;
      const { mainlander, alice, dealer } = people;
      const taking = await quoteOf({ taker: mainlander.address });
      const sign = (token: typeof a.usd, signer: typeof alice, hold: object) =>
        fx.signHold(token, signer, hold as Parameters<typeof fx.signHold>[2]);
      await refuses(
        desk.settle(
          taking,
          await sign(a.usd, mainlander, holdsOf(taking).taker),
          await sign(a.eur, dealer, holdsOf(taking).dealer),
        ),
        a.usd,
        "ERC7943CannotTransfer",
        mainlander,
        dealer,
        USD_SOLD,
      );
      const dealing = await quoteOf({ dealer: mainlander.address });
      await refuses(
        desk.settle(
          dealing,
          await sign(a.usd, alice, holdsOf(dealing).taker),
          await sign(a.eur, mainlander, holdsOf(dealing).dealer),
        ),
        a.usd,
        "ERC7943CannotTransfer",
        alice,
        mainlander,
        USD_SOLD,
      );
    });

    it("while a party is blocked, in the leg that it pays and in the one that it is paid", async () => {
      const { a, people, quoteOf, settle, refuses } = await load();
      const { alice, dealer, compliance } = people;
      await a.usd.connect(compliance).blockWallet(alice);
      await refuses(settle(await quoteOf()), a.usd, "ERC7943CannotSend", alice);
      const fx = await load();
      await fx.a.eur.connect(compliance).blockWallet(alice);
      await refuses(fx.settle(await fx.quoteOf()), fx.a.eur, "ERC7943CannotReceive", alice);
      const other = await load();
      await other.a.block(partyOf("a", "dealer"));
      await refuses(other.settle(await other.quoteOf()), other.a.usd, "ERC7943CannotReceive", dealer);
    });

    it("if the KYC of either lapsed between quote and settlement", async () => {
      for (const [name, error] of [
        ["alice", "ERC7943CannotSend"],
        ["dealer", "ERC7943CannotReceive"],
      ] as const) {
        const { a, people, now, at, quoteOf, settle, refuses } = await load();
        const quote = await quoteOf();
        const validUntil = (await now()) + 60n;
        await a.registry.connect(people.registrar).renew([partyOf("a", name)], validUntil);
        await at(validUntil + 1n);
        await refuses(settle(quote), a.usd, error, people[name]);
      }
    });

    it("if a lien came between quote and settlement, also on a leg that was placed before", async () => {
      const fx = await load();
      const { a, people, quoteOf, settle, placeDealer, refuses } = fx;
      const quote = await quoteOf();
      await placeDealer(quote);
      await a.freeze(people.dealer, OPENING - EUR_BOUGHT + 1n, a.eur);
      const short = [people.dealer, EUR_BOUGHT, EUR_BOUGHT - 1n] as const;
      await refuses(settle(quote), a.eur, "ERC7943InsufficientUnfrozenBalance", ...short);
      expect(await a.usd.balanceOf(people.alice)).to.equal(OPENING);
    });

    it("while either bank has paused placing or executing", async () => {
      for (const operation of [Operation.Place, Operation.Execute]) {
        for (const currency of ["usd", "eur"] as const) {
          const { a, people, quoteOf, settle, refuses } = await load();
          await a[currency].connect(people.guardian).pause(operation);
          await refuses(settle(await quoteOf()), a[currency], "OperationPaused", BigInt(operation));
        }
      }
    });

    it("once either bank has dismissed the desk", async () => {
      for (const currency of ["usd", "eur"] as const) {
        const { a, desk, people, quoteOf, settle, refuses } = await load();
        await a[currency].connect(people.compliance).dismissContract(desk, 1n << 232n);
        await refuses(settle(await quoteOf()), a[currency], "NotaryNotAdmitted", desk);
      }
    });

    it("by a relayer whom either bank blocks; the parties themselves are looked at as such", async () => {
      for (const currency of ["usd", "eur"] as const) {
        const fx = await load();
        const { a, people, quoteOf, settle, refuses } = fx;
        await a[currency].connect(people.compliance).blockWallet(people.relayer);
        await refuses(settle(await quoteOf()), a[currency], "RelayerBlocked", people.relayer);
        await settle(await quoteOf(), people.dealer);
      }
    });

    it("with the signature of a wallet that was lost; its successor signs a quote of its own", async () => {
      const fx = await load();
      const { a, people, quoteOf, settle, refuses } = fx;
      await a.registry.connect(people.registrar).addWallets(partyOf("a", "dealer"), [people.erin]);
      await a.retire(people.dealer, people.erin);
      await refuses(settle(await quoteOf()), a.usd, "ERC7943CannotReceive", people.dealer);
    });
  });

  it("pays both legs in one transaction, says so, and leaves the desk without balance or state", async () => {
    const fx = await load();
    const { desk, a, people, quoteOf, quoteHash, holdsOf, holdId, settle, balances, emits } = fx;
    const { alice, dealer } = people;
    const quote = await quoteOf();
    const { taker, dealer: leg } = holdsOf(quote);
    const terms = quoteHash(quote);
    const placed = (id: string, payer: string, payee: string, amount: bigint) =>
      ["HoldPlaced", id, payer, payee, desk, amount, quote.expiry, quote.expiry, false, terms] as const;
    await emits(
      settle(quote),
      [],
      ["FxSettled", terms, alice, dealer],
      placed(holdId(taker), alice.address, dealer.address, USD_SOLD),
      ["HoldExecuted", holdId(taker), USD_SOLD],
      ["Transfer", alice, dealer, USD_SOLD],
      placed(holdId(leg), dealer.address, alice.address, EUR_BOUGHT),
      ["HoldExecuted", holdId(leg), EUR_BOUGHT],
      ["Transfer", dealer, alice, EUR_BOUGHT],
    );
    const paid = [OPENING - USD_SOLD, OPENING + USD_SOLD, OPENING + EUR_BOUGHT, OPENING - EUR_BOUGHT];
    expect(await balances()).to.deep.equal(paid);
    expect(await a.usd.balanceOf(desk)).to.equal(0n);
    expect(await a.eur.balanceOf(desk)).to.equal(0n);
    for (let slot = 0; slot < 4; slot++) {
      expect(BigInt(await fx.ethers.provider.getStorage(desk.target, slot))).to.equal(0n);
    }
  });

  it("pays between two banks: dollars at A against euros at B, whose customers both parties are", async () => {
    const fx = await load();
    const { a, b, people, quoteOf, balances } = fx;
    const { financier, dealer } = people;
    const quote = await quoteOf({ taker: financier.address, dealerToken: b.eur.target as string });
    const taker = await fx.takerSigns(quote, financier);
    await fx.desk.settle(quote, taker, await fx.dealerSigns(quote));
    const paid = [OPENING - USD_SOLD, OPENING + USD_SOLD, OPENING + EUR_BOUGHT, OPENING - EUR_BOUGHT];
    expect(await balances(a.usd, b.eur, financier, dealer)).to.deep.equal(paid);
    // Frank is no customer of bank B, and cannot be paid there.
    const foreign = await quoteOf({ taker: people.frank.address, dealerToken: b.eur.target as string });
    const frank = await fx.takerSigns(foreign, people.frank);
    const call = fx.desk.settle(foreign, frank, await fx.dealerSigns(foreign));
    await fx.refuses(call, b.eur, "ERC7943CannotReceive", people.frank);
    expect(await a.usd.balanceOf(people.frank)).to.equal(OPENING);
  });

  it("settles one second before expiry", async () => {
    const { quoteOf, settle, at, a, people } = await load();
    const quote = await quoteOf();
    await at(quote.expiry - 1n);
    await settle(quote);
    expect(await a.usd.balanceOf(people.alice)).to.equal(OPENING - USD_SOLD);
  });

  it("pays a placed leg whose payee lost its wallet meanwhile to the successor", async () => {
    const fx = await load();
    const { a, people, quoteOf, placeTaker, placeDealer, settle } = fx;
    const quote = await quoteOf();
    await placeTaker(quote);
    await placeDealer(quote);
    await a.registry.connect(people.registrar).addWallets(partyOf("a", "alice"), [people.erin]);
    await a.retire(people.alice, people.erin);
    await settle(quote);
    expect(await a.eur.balanceOf(people.erin)).to.equal(EUR_BOUGHT);
    expect(await a.usd.balanceOf(people.dealer)).to.equal(OPENING + USD_SOLD);
  });
});
