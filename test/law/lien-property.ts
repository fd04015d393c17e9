import { expect } from "chai";
import fc from "fast-check";
import type { LegalOrder } from "../../src/chain/law/acts.js";
import { often } from "../support/length.js";
import type { Hold } from "../support/signing.js";
import type { Account } from "../support/token.js";
import { ALICE_USD, BOB_USD, settlementAccount, type Redemption } from "../issuance/support.js";
import { LienModel, type ModelLien } from "./lien-model.js";
import { ALICE, useLaw, type Law } from "./support.js";

const load = await useLaw({ estimatesGas: false });

const SEQUENCES = often(50, 100);
const STEPS = 30;
const SEED = 5;

/** One step: what, on which of the things there are, and how much in per mille of what there is. */
interface Step {
  act: string;
  first: number;
  second: number;
  part: bigint;
}

interface World extends Law {
  model: LienModel;
  /** Alice's wallets, live and lost. */
  wallets: Account[];
  orderFiles: LegalOrder[];
  holds: { hold: Hold; left: bigint }[];
  redemptions: Redemption[];
  paidOut: bigint;
}

const pick = <T>(items: readonly T[], index: number): T | undefined => items[index % Math.max(items.length, 1)];
/** A part of an amount: sometimes nothing, sometimes a bit more than all. */
const partOf = (amount: bigint, part: bigint) => (amount * part) / 1_000n;

const carriedOut = (act: Promise<unknown>): Promise<boolean> =>
  act.then(
    () => true,
    () => false,
  );

/** Carries out the act and says what the model says: whether it can be done, and if so, what then holds. */
async function step(act: Promise<unknown>, isPossible: boolean, follow: () => void) {
  expect(await carriedOut(act)).to.equal(isPossible);
  if (isPossible) follow();
}

const ACTS: Record<string, (world: World, step: Step) => Promise<void>> = {
  credit: async ({ pay, bob, model, wallets }, { first, part }) => {
    const to = pick(wallets, first)!;
    const amount = partOf(BOB_USD / 4n, part);
    const isPossible = !model.isRetired(to.address) && amount <= model.available(bob.address);
    await step(pay(bob, to, amount), isPossible, () => model.move(bob.address, to.address, amount));
  },
  pay: async ({ pay, bob, model, wallets }, { first, part }) => {
    const from = pick(wallets, first)!;
    const amount = partOf(model.at(from.address).balance, part);
    const isPossible = !model.isRetired(from.address) && amount <= model.available(from.address);
    await step(pay(from, bob, amount), isPossible, () => model.move(from.address, bob.address, amount));
  },
  lien: async ({ lien, model, wallets, orderFiles }, { first, second, part }) => {
    const account = pick(wallets, first)!;
    const order = second % orderFiles.length;
    const amount = partOf(ALICE_USD / 3n, part) + 1n;
    model.place(await lien(orderFiles[order]!, account, amount), order, account.address, amount);
  },
  lift: async (world, { first, part }) => {
    const { model, liftLien } = world;
    const lien = pick(model.liens, first);
    if (lien === undefined) return;
    const amount = partOf(lien.left, part);
    await step(liftLien(lien.id, amount), amount !== 0n && amount <= lien.left, () => (lien.left -= amount));
    await readSums(world);
  },
  seize: async ({ model, wallets, seize, orderFiles, carol, orders, usd }, { first, second, part }) => {
    const lien = second % 3 === 0 ? undefined : pick(model.liens, first);
    // Mostly where the lien's money is, sometimes anywhere.
    const elsewhere = lien === undefined || second % 5 === 0;
    const address = elsewhere ? pick(wallets, first)!.address : model.heir(lien.account);
    const { balance, held, liens } = model.at(address);
    const own = lien === undefined ? 0n : model.lienAt(lien, address);
    if (lien !== undefined) expect(await orders.lienAt(lien.id, address), "lienAt").to.equal(own);
    const others = liens - own;
    const room = others < balance ? balance - others : 0n;
    const seizable = room < balance - held ? room : balance - held;
    expect(await orders.seizable(usd, address, lien?.id ?? NO_LIEN), "seizable").to.equal(seizable);
    const amount = partOf(second % 4 === 0 ? balance : seizable, part);
    const isPossible = amount !== 0n && (lien === undefined || own !== 0n) && amount <= seizable;
    const order = orderFiles[lien?.order ?? 0]!;
    await step(seize(order, { address }, amount, { lienId: lien?.id ?? NO_LIEN }), isPossible, () => {
      model.move(address, carol.address, amount);
      if (lien === undefined) return;
      const ofLien = amount < own ? amount : own;
      lien.left -= ofLien;
      model.setLiens(address, liens - ofLien);
    });
  },
  recover: async ({ model, wallets, recover, orderFiles }, { first, second }) => {
    const live = wallets.filter(({ address }) => !model.isRetired(address));
    const [lost, successor] = [pick(live, first)!, pick(second % 5 === 0 ? wallets : live, second)!];
    const isPossible = lost !== successor && !model.isRetired(successor.address);
    await step(recover(orderFiles[0]!, lost, successor), isPossible, () => {
      model.successors.set(lost.address, successor.address);
      model.sweep(lost.address);
    });
  },
  sweep: async ({ model, wallets, orders, usd }, { first }) => {
    const retired = wallets.filter(({ address }) => model.isRetired(address));
    const lost = pick(retired.length > 0 ? retired : wallets, first)!;
    await step(orders.sweep(usd, lost), model.isRetired(lost.address), () => model.sweep(lost.address));
  },
  hold: async ({ model, wallets, holdOf, usd, bob, holds }, { first, part }) => {
    const payer = pick(wallets, first)!;
    const amount = partOf(model.at(payer.address).balance, part);
    const hold = await holdOf(payer, bob, amount);
    const isPossible = amount !== 0n && !model.isRetired(payer.address) && amount <= model.available(payer.address);
    await step(usd.connect(payer).placeHold(hold), isPossible, () => {
      model.at(payer.address).held += amount;
      holds.push({ hold, left: amount });
    });
  },
  execute: async ({ model, notary, usd, bob, holds }, { first, part }) => {
    const open = pick(holds, first);
    if (open === undefined) return;
    const { payer } = open.hold;
    const amount = partOf(open.left, part);
    const isPossible = amount !== 0n && amount <= open.left && amount <= model.unfrozen(payer);
    await step(usd.connect(notary).executeHold(open.hold, amount), isPossible, () => {
      open.left -= amount;
      model.at(payer).held -= amount;
      model.move(payer, bob.address, amount);
    });
  },
  release: async ({ model, notary, usd, holds }, { first, part }) => {
    const open = pick(holds, first);
    if (open === undefined) return;
    const amount = partOf(open.left, part);
    const isPossible = amount !== 0n && amount <= open.left;
    await step(usd.connect(notary).releaseHold(open.hold, amount), isPossible, () => {
      open.left -= amount;
      model.at(open.hold.payer).held -= amount;
    });
  },
  "force a release": async ({ model, forceRelease, orderFiles, holds }, { first }) => {
    const open = pick(holds, first);
    if (open === undefined) return;
    await step(forceRelease(orderFiles[0]!, open.hold), open.left !== 0n, () => {
      model.at(open.hold.payer).held -= open.left;
      open.left = 0n;
    });
  },
  submit: async ({ model, wallets, redemptionOf, request, submit, redemptions }, { first, part }) => {
    const payer = pick(wallets, first)!;
    const amount = partOf(model.at(payer.address).balance, part);
    const wanted = await redemptionOf({ payer: payer.address, amount });
    const isPossible = amount !== 0n && !model.isRetired(payer.address) && amount <= model.available(payer.address);
    await step(
      request(wanted, payer).then(() => submit(wanted)),
      isPossible,
      () => {
        model.at(payer.address).held += amount;
        redemptions.push(wanted);
      },
    );
  },
  settle: async (world, { first }) => {
    const { model, settle, redemptions } = world;
    const [wanted] = redemptions.splice(first % Math.max(redemptions.length, 1), 1);
    if (wanted === undefined) return;
    const { payer, amount } = wanted.hold;
    // Nothing stops a sealed burn; liens give way in the token and stand in the book.
    await step(settle(wanted), true, () => {
      const account = model.at(payer);
      const unfrozen = model.unfrozen(payer);
      if (amount > unfrozen) account.frozen -= amount - unfrozen;
      account.held -= amount;
      model.move(payer, undefined, amount);
      world.paidOut += amount;
    });
  },
  refreeze: async ({ model, wallets, orders, usd }, { first }) => {
    const account = pick(wallets, first)!;
    await step(
      orders.refreeze(usd, account),
      true,
      () => (model.at(account.address).frozen = model.at(account.address).liens),
    );
  },
};

const NO_LIEN = `0x${"00".repeat(32)}`;

/** After a lift: from which wallets it took is the contract's choice; that the sums are the liens' is checked. */
async function readSums({ model, wallets, orders, usd }: World) {
  for (const { address } of wallets) {
    const sum = await orders.liensOf(usd, address);
    const known = model.at(address).liens;
    expect(sum <= known, "a lift adds to no account").to.equal(true);
    if (sum !== known) model.setLiens(address, sum);
  }
}

async function expectAgreement({ model, usd, orders, accountOf, paidOut }: World) {
  let total = 0n;
  for (const [address, expected] of model.accounts) {
    const { balance, held, frozen } = await accountOf({ address });
    const liens = await orders.liensOf(usd, address);
    expect({ address, balance, held, frozen, liens }).to.deep.equal({ address, ...expected });
    total += balance;
  }
  expect(total + paidOut).to.equal(ALICE_USD + BOB_USD);
  expect(await usd.totalSupply()).to.equal(total);
  expect(model.isSound(), "the sums are the liens' own").to.equal(true);
}

async function begin(): Promise<World> {
  const law = await load();
  const { registry, registrar, usd, alice, bob, carol, dave, ethers, courtOrder } = law;
  const further = (await ethers.getSigners()).slice(34, 37);
  await registry.connect(registrar).addWallets(ALICE, further);
  const model = new LienModel();
  const wallets = [alice, dave, ...further];
  for (const { address } of [...wallets, bob, carol]) model.open(address, await usd.balanceOf(address));
  const orderFiles = [await courtOrder(), await courtOrder(), await courtOrder()];
  expect(await registry.settlementAccountOf(dave)).to.equal(settlementAccount("alice"));
  return { ...law, model, wallets, orderFiles, holds: [], redemptions: [], paidOut: 0n };
}

/** Whatever was done, every lien can be lifted to its last unit, in any order, and nothing stays frozen. */
async function liftAll(world: World) {
  const { model, liftLien, wallets, usd } = world;
  const byId = (a: ModelLien, b: ModelLien) => (a.id < b.id ? -1 : 1);
  for (const lien of [...model.liens].sort(byId)) {
    if (lien.left !== 0n) await liftLien(lien.id, lien.left);
    lien.left = 0n;
    await readSums(world);
    expect(model.isSound()).to.equal(true);
  }
  for (const wallet of wallets) {
    expect(await world.orders.liensOf(usd, wallet)).to.equal(0n);
  }
}

const steps = fc.array(
  fc.record<Step>({
    act: fc.constantFrom(
      ...Object.keys(ACTS),
      "lien",
      "seize",
      "seize",
      "hold",
      "recover",
      "sweep",
      "submit",
      "settle",
    ),
    first: fc.nat(20),
    second: fc.nat(20),
    part: fc.oneof(fc.bigInt(0n, 1_050n), fc.constant(1_000n), fc.bigInt(0n, 300n)),
  }),
  { minLength: STEPS, maxLength: STEPS },
);

/** What the sequences got to, so that none of it is missed without notice. */
const reached = { recovered: 0, seizedUnderLien: 0, seizedAtSuccessor: 0, liensOnLost: 0, thawed: 0 };

function count({ act }: Step, { model }: World, left: bigint[], liensAt: Map<string, bigint>, recovered: number) {
  reached.recovered += model.successors.size - recovered;
  const seized = act === "seize" ? model.liens.find((lien, i) => lien.left < left[i]!) : undefined;
  if (seized !== undefined) {
    reached.seizedUnderLien += 1;
    if (model.at(seized.account).liens === liensAt.get(seized.account)) reached.seizedAtSuccessor += 1;
  }
  const accounts = [...model.accounts];
  if (accounts.some(([address, { liens }]) => liens !== 0n && model.isRetired(address))) reached.liensOnLost += 1;
  if (act === "settle" && accounts.some(([, { frozen, liens }]) => frozen < liens)) reached.thawed += 1;
}

describe("liens, seizures and recoveries", () => {
  it(`agree with a plain model over ${SEQUENCES} random sequences of ${STEPS} steps; every lien can be lifted at the end`, async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (plan) => {
        const world = await begin();
        for (const planned of plan) {
          const { model } = world;
          const left = model.liens.map((lien) => lien.left);
          const liensAt = new Map([...model.accounts].map(([address, { liens }]) => [address, liens]));
          const recovered = model.successors.size;
          await ACTS[planned.act]!(world, planned);
          await expectAgreement(world);
          count(planned, world, left, liensAt, recovered);
        }
        await liftAll(world);
      }),
      { numRuns: SEQUENCES, seed: SEED },
    );
    for (const [what, times] of Object.entries(reached)) expect(times, what).to.be.greaterThan(0);
  });
});
