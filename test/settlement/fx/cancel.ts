import { expect } from "chai";

import { fxHoldIds, signFxCancel } from "../../../src/settlement/fx/index.js";
import { partyOf } from "../support.js";
import { EUR_BOUGHT, useFxDesk } from "./support.js";

const load = await useFxDesk();

describe("cancelling a quote whose leg was placed", () => {
  describe("is refused", () => {
    it("to anybody who is no party, even with a party's signature of another quote", async () => {
      const { desk, people, quoteOf, placeDealer, refuses } = await load();
      const [quote, other] = [await quoteOf(), await quoteOf()];
      await placeDealer(quote);
      const { dealer, stranger, alice } = people;
      await refuses(desk.connect(stranger).cancel(quote, stranger, "0x"), desk, "NotAPartyOfQuote", stranger);
      await refuses(desk.connect(stranger).cancel(quote, dealer, "0x"), desk, "ConsentMissing", dealer);
      const elsewhere = await signFxCancel(desk, dealer, other);
      await refuses(desk.connect(stranger).cancel(quote, dealer, elsewhere), desk, "ConsentMissing", dealer);
      // The taker cannot take the dealer's leg back.
      await refuses(desk.connect(alice).cancel(quote, dealer, "0x"), desk, "ConsentMissing", dealer);
    });

    it("of a leg that was never placed: the token voids that", async () => {
      const { desk, a, people, quoteOf, holdsOf, holdId, refuses } = await load();
      const quote = await quoteOf();
      const id = holdId(holdsOf(quote).dealer);
      await refuses(desk.connect(people.dealer).cancel(quote, people.dealer, "0x"), a.eur, "HoldNotOpen", id);
    });

    it("once it settled", async () => {
      const { desk, a, people, quoteOf, holdsOf, holdId, settle, refuses } = await load();
      const quote = await quoteOf();
      await settle(quote);
      const id = holdId(holdsOf(quote).taker);
      await refuses(desk.connect(people.alice).cancel(quote, people.alice, "0x"), a.usd, "HoldNotOpen", id);
    });

    it("through a relayer whom the bank blocks", async () => {
      const { desk, a, people, quoteOf, placeDealer, refuses } = await load();
      const quote = await quoteOf();
      await placeDealer(quote);
      await a.eur.connect(people.compliance).blockWallet(people.relayer);
      const signature = await signFxCancel(desk, people.dealer, quote);
      const call = desk.connect(people.relayer).cancel(quote, people.dealer, signature);
      await refuses(call, a.eur, "RelayerBlocked", people.relayer);
    });
  });

  it("gives the party's own money back, by its call or its signature, and the quote never settles", async () => {
    for (const signed of [false, true]) {
      const { desk, a, people, quoteOf, quoteHash, holdsOf, holdId, placeDealer, settle, refuses, emits } =
        await load();
      const { dealer, relayer } = people;
      const quote = await quoteOf();
      await placeDealer(quote);
      const leg = holdsOf(quote).dealer;
      expect(await a.eur.heldOf(dealer)).to.equal(EUR_BOUGHT);
      const signature = signed ? await signFxCancel(desk, dealer, quote) : "0x";
      await emits(
        desk.connect(signed ? relayer : dealer).cancel(quote, dealer, signature),
        [],
        ["FxCancelled", quoteHash(quote), dealer],
        ["HoldReleased", holdId(leg), EUR_BOUGHT],
      );
      expect(await a.eur.heldOf(dealer)).to.equal(0n);
      await refuses(settle(quote), a.eur, "HoldNotOpen", holdId(leg));
    }
  });

  it("gives back what is left when the counterparty let go of a part", async () => {
    const { desk, a, people, quoteOf, holdsOf, placeDealer } = await load();
    const quote = await quoteOf();
    await placeDealer(quote);
    await a.eur.connect(people.alice).releaseHold(holdsOf(quote).dealer, 15_000n);
    await desk.connect(people.dealer).cancel(quote, people.dealer, "0x");
    expect(await a.eur.heldOf(people.dealer)).to.equal(0n);
  });

  it("is for the successor of a lost wallet to decide", async () => {
    const { desk, a, people, quoteOf, placeDealer, refuses } = await load();
    const quote = await quoteOf();
    await placeDealer(quote);
    await a.registry.connect(people.registrar).addWallets(partyOf("a", "dealer"), [people.erin]);
    await a.retire(people.dealer, people.erin);
    const { dealer, erin } = people;
    await refuses(desk.connect(dealer).cancel(quote, dealer, "0x"), desk, "ConsentMissing", erin);
    await desk.connect(erin).cancel(quote, dealer, "0x");
    expect(await a.eur.heldOf(dealer)).to.equal(0n);
  });
});

describe("a quote off chain", () => {
  it("hashes to what the desk hashes, and to the very holds that the desk will take", async () => {
    const { desk, quoteOf, quoteHash, holdsOf, holdId } = await load();
    const quote = await quoteOf();
    expect(await desk.hashQuote(quote)).to.equal(quoteHash(quote));
    const [taker, dealer] = await desk.holdsOf(quote);
    const ours = holdsOf(quote);
    expect(holdId(taker)).to.equal(holdId(ours.taker));
    expect(holdId(dealer)).to.equal(holdId(ours.dealer));
    expect(fxHoldIds(desk.target as string, quote)).to.deep.equal({
      taker: holdId(ours.taker),
      dealer: holdId(ours.dealer),
    });
  });
});
