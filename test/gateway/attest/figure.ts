import { expect } from "chai";
import fc from "fast-check";

import { type Books, openBooks } from "./support.js";

type Act = "accept" | "withdraw" | "mint" | "receive" | "clear" | "burn" | "pay" | "watch" | "attest" | "send";
const acts: readonly Act[] = [
  ...(["accept", "withdraw", "mint", "receive", "clear", "burn", "pay", "watch"] as const),
  ...(["attest", "send"] as const),
];

describe("The attested figure", () => {
  let books: Books;
  before(async () => {
    books = await openBooks();
  });
  after(async () => books.close());

  // The books go on from run to run, as a bank's do: nothing is ever reset.
  it("makes the backing accepted credits less burns plus credits of other banks, whatever happens in between", async () => {
    const model = { accepted: 0n, burned: 0n, received: 0n, balance: 0n };
    const unpaid: { id: string; amount: bigint }[] = [];
    let attested = 0n;
    let onItsWay: bigint | undefined;
    let mined = 0;

    const check = async (): Promise<void> => {
      const { backing, totalSupply } = await books.words();
      expect(totalSupply).to.equal(model.balance);
      const truth = attested - model.burned + model.received;
      expect(backing, "never a burn or a credit twice").to.equal(truth);
    };
    const act: Record<Act, (amount: bigint) => Promise<void>> = {
      accept: async (amount) => {
        await books.accept(amount);
        model.accepted += amount;
      },
      withdraw: async (amount) => {
        // Never what is minted already, nor what is about to be.
        if (model.accepted - amount < model.balance + model.burned - model.received) return;
        await books.withdraw(amount);
        model.accepted -= amount;
      },
      mint: async (amount) => {
        const { backing } = await books.words();
        const room = (backing < truthNow() ? backing : truthNow()) - model.balance;
        if (amount > room) return;
        await books.mint(amount);
        model.balance += amount;
      },
      receive: async (amount) => {
        await books.receive(amount);
        [model.received, model.balance] = [model.received + amount, model.balance + amount];
      },
      clear: async (amount) => {
        if (amount > model.balance) return;
        await books.clear(amount);
        [model.burned, model.balance] = [model.burned + amount, model.balance - amount];
      },
      burn: async (amount) => {
        if (amount > model.balance) return;
        unpaid.push({ id: await books.burn(amount, "settling"), amount });
        [model.burned, model.balance] = [model.burned + amount, model.balance - amount];
      },
      pay: async (amount) => {
        // Not in the order of the burns.
        const [one] = unpaid.splice(Number(amount) % Math.max(1, unpaid.length), 1);
        if (one !== undefined) await books.pay(one.id, one.amount);
      },
      watch: () => books.watch(),
      attest: async () => {
        if ((await books.attest()) === 0) return;
        onItsWay = model.accepted;
      },
      send: async () => {
        await books.send();
        if (onItsWay === undefined) return;
        [attested, onItsWay] = [onItsWay, undefined];
        mined++;
      },
    };
    const truthNow = (): bigint => model.accepted - model.burned + model.received;

    // Interbank credits are refused until somebody has attested at all.
    await act.attest(0n);
    await act.send(0n);
    const step = fc.tuple(fc.constantFrom(...acts), fc.bigInt({ min: 1n, max: 1_000n }));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 25, maxLength: 25 }), async (steps) => {
        for (const [name, amount] of steps) await act[name](amount);
        await check();
      }),
      { numRuns: 10, endOnFailure: true },
    );

    for (const { figure, burned, received, control_entry: entry } of await books.figures()) {
      const accepted = await books.acceptedUpTo(entry);
      expect(figure, "who counts again finds the same").to.equal(accepted - burned + received);
    }
    expect(await books.alarms(), "what is only on its way is no orphan").to.deep.equal([]);
    expect(mined).to.be.greaterThan(5);

    // When everything has arrived, the figure is the control account less other burns plus clearing.
    while (unpaid.length > 0) await act.pay(0n);
    // An attestation that is still on its way has an older figure, and lets no other pass.
    for (const last of ["send", "watch", "attest", "send"] as const) await act[last](0n);
    await check();
    expect(attested).to.equal(model.accepted);
  });
});
