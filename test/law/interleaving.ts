import { expect } from "chai";
import type { Hold } from "../support/signing.js";
import { DAY, VALID_UNTIL } from "../support/token.js";
import { Operation, reference } from "../support/words.js";
import { ALICE_USD, BOB_USD, USD_SUPPLY, type Redemption } from "../issuance/support.js";
import { ALICE, BOB, useLaw, type Law } from "./support.js";

const load = await useLaw({ estimatesGas: false });

const AMOUNT = 300_000n;
const PART = 100_000n;

/** What the acts have done so far, and where the money is. */
interface State {
  blocked: boolean;
  liened: boolean;
  paused: boolean;
  lost: boolean;
  expired: boolean;
  payeeBlocked: boolean;
  payeeLost: boolean;
  payeeExpired: boolean;
  hold: "none" | "open" | "sealed" | "closed";
  /** Still in the hold. */
  held: bigint;
  /** Left the bank to the customer's own account. */
  cash: bigint;
  /** Burned. */
  burned: bigint;
  /** Paid to the payee of the order. */
  delivered: bigint;
  undone: (() => Promise<unknown>)[];
}

interface World extends Law {
  wanted: Redemption;
  order: Hold;
  /** Bob's further wallet. */
  bobsOther: { address: string };
}

const FRESH: State = {
  blocked: false,
  liened: false,
  paused: false,
  lost: false,
  expired: false,
  payeeBlocked: false,
  payeeLost: false,
  payeeExpired: false,
  hold: "none",
  held: 0n,
  cash: 0n,
  burned: 0n,
  delivered: 0n,
  undone: [],
};

/** Something that happens: what it needs, and what it does to the state. */
interface Event {
  name: string;
  isPossible: (state: State) => boolean;
  run: (world: World) => Promise<unknown>;
  then: (state: State, world: World) => Partial<State>;
}

const always = () => true;
const undo = (state: State, act: () => Promise<unknown>) => ({ undone: [...state.undone, act] });

// --- what the law and the bank may do at any moment ---

const block = (name: string, party: bigint, flag: "blocked" | "payeeBlocked"): Event => ({
  name,
  isPossible: always,
  run: async (world) => world.blockParty({ ...(await world.courtOrder()), id: reference(name) }, party),
  then: (state, world) => ({ [flag]: true, ...undo(state, () => world.liftBlock(reference(name), party)) }),
});

const expire = (name: string, party: bigint, flag: "expired" | "payeeExpired"): Event => ({
  name,
  isPossible: always,
  run: ({ registry, registrar }) => registry.connect(registrar).renew([party], 1n),
  then: (state, { registry, registrar }) => ({
    [flag]: true,
    ...undo(state, () => registry.connect(registrar).renew([party], VALID_UNTIL)),
  }),
});

/** A lien on all that the payer has, under a consent that names it for the lift. */
const LIEN: Event = {
  name: "a lien",
  isPossible: always,
  run: async (world) => {
    lienId = await world.lien(await world.courtOrder(), world.alice, ALICE_USD);
  },
  then: (state, world) => {
    const id = lienId;
    return { liened: true, ...undo(state, () => world.liftLien(id, ALICE_USD)) };
  },
};
let lienId = "";

const PAUSE: Event = {
  name: "a pause",
  isPossible: always,
  run: ({ pauseAll }) => pauseAll(),
  then: (state, { liftPause }) => ({
    paused: true,
    ...undo(state, async () => {
      for (const operation of Object.values(Operation)) await liftPause(operation);
    }),
  }),
};

const RETIRE: Event = {
  name: "a lost wallet",
  isPossible: always,
  run: async ({ recover, courtOrder, alice, dave }) => recover(await courtOrder(), alice, dave),
  then: () => ({ lost: true }),
};

const RETIRE_PAYEE: Event = {
  name: "a lost wallet of the payee",
  isPossible: always,
  run: async ({ recover, courtOrder, bob, bobsOther }) => recover(await courtOrder(), bob, bobsOther),
  then: () => ({ payeeLost: true }),
};

const forceRelease = (of: (world: World) => Hold): Event => ({
  name: "a forced release",
  isPossible: ({ hold }) => hold === "open",
  run: async (world) => world.forceRelease(await world.courtOrder(), of(world)),
  then: () => ({ hold: "closed", held: 0n }),
});

const PAYER_ACTS = [block("a block", ALICE, "blocked"), LIEN, PAUSE, RETIRE, expire("an expiry", ALICE, "expired")];
const PAYEE_ACTS = [
  block("a block of the payee", BOB, "payeeBlocked"),
  RETIRE_PAYEE,
  expire("an expiry of the payee", BOB, "payeeExpired"),
];

// --- a redemption ---

const redemptionHold = ({ wanted }: World) => wanted.hold;

const REQUEST: Event = {
  name: "request",
  // Neither a pause nor a lapsed KYC stops a customer from asking for its money.
  isPossible: ({ blocked, liened, lost }) => !blocked && !liened && !lost,
  run: ({ request, wanted }) => request(wanted),
  then: () => ({ hold: "open", held: AMOUNT }),
};
const CANCEL: Event = {
  name: "cancel",
  isPossible: ({ hold }) => hold === "open",
  run: ({ cancel, wanted }) => cancel(wanted),
  then: () => ({ hold: "closed", held: 0n }),
};
const SUBMIT: Event = {
  name: "submit",
  // A lost wallet's request stands: its money goes to the customer's own account all the same.
  isPossible: ({ hold, blocked, liened }) => hold === "open" && !blocked && !liened,
  run: ({ submit, wanted }) => submit(wanted),
  then: () => ({ hold: "sealed" }),
};
const SETTLE: Event = {
  name: "settle",
  // The payment left after the seal: nothing stops the burn.
  isPossible: ({ hold }) => hold === "sealed",
  run: ({ settle, wanted }) => settle(wanted),
  then: ({ cash, burned }) => ({ hold: "closed", held: 0n, cash: cash + AMOUNT, burned: burned + AMOUNT }),
};
const REJECT: Event = {
  name: "reject",
  isPossible: ({ hold }) => hold === "sealed",
  run: ({ reject, wanted }) => reject(wanted),
  then: () => ({ hold: "closed", held: 0n }),
};
const REMINT: Event = {
  name: "remint",
  // Minted to the successor if the wallet was lost meanwhile; a lien catches it.
  isPossible: ({ burned, cash, blocked, paused, expired }) =>
    burned !== 0n && cash !== 0n && !blocked && !paused && !expired,
  run: async ({ usd, redemption, wanted, attestor, operator, redemptionApprover, signDesk, now }) => {
    await usd.connect(attestor).attest(USD_SUPPLY, await now(), AMOUNT, 0);
    const expiry = (await now()) + DAY;
    const [returnReference, amount] = [reference("return"), AMOUNT];
    const message = { token: usd.target, hold: wanted.id, amount, returnReference, expiry };
    const approval = await signDesk(redemptionApprover, "ReturnRedemption", message);
    return redemption
      .connect(operator)
      .remint(usd, wanted.hold, amount, returnReference, expiry, redemptionApprover, approval);
  },
  then: ({ cash }) => ({ cash: cash - AMOUNT }),
};

// --- an order ---

const orderHold = ({ order }: World) => order;
const reachesPayee = ({ payeeBlocked, payeeExpired }: State) => !payeeBlocked && !payeeExpired;

const PLACE: Event = {
  name: "place",
  isPossible: (state) =>
    !state.blocked &&
    !state.liened &&
    !state.lost &&
    !state.expired &&
    !state.paused &&
    !state.payeeLost &&
    reachesPayee(state),
  run: ({ usd, alice, order }) => usd.connect(alice).placeHold(order),
  then: () => ({ hold: "open", held: AMOUNT }),
};

/** The payer's lapsed KYC or lost wallet breaks no order; what is due to the payee's lost wallet goes to its successor. */
const execute = (name: string, amount: bigint): Event => ({
  name,
  isPossible: (state) =>
    state.hold === "open" &&
    state.held >= amount &&
    !state.blocked &&
    !state.liened &&
    !state.paused &&
    reachesPayee(state),
  run: ({ usd, notary, order }) => usd.connect(notary).executeHold(order, amount),
  then: ({ held, delivered }) => ({
    hold: held === amount ? "closed" : "open",
    held: held - amount,
    delivered: delivered + amount,
  }),
});

/** Nothing stops a release, not even of what a refused payment left in the hold. */
const release = (name: string, amount: bigint): Event => ({
  name,
  isPossible: ({ hold, held }) => hold === "open" && held >= amount,
  run: ({ usd, notary, order }) => usd.connect(notary).releaseHold(order, amount),
  then: ({ held }) => ({ hold: held === amount ? "closed" : "open", held: held - amount }),
});

interface Story {
  steps: Event[];
  acts: Event[];
  /** How many interleavings there are; an act that was refused makes none. */
  ends: number;
  /** What the bank still owes if it could not be done in its turn: it must be possible once the acts have ended. */
  owed?: Event;
}

const STORIES: Record<string, Story> = {
  "a redemption that is paid": {
    steps: [REQUEST, SUBMIT, SETTLE],
    ends: 248,
    acts: [...PAYER_ACTS, forceRelease(redemptionHold)],
  },
  "a redemption that is rejected": {
    steps: [REQUEST, SUBMIT, REJECT],
    ends: 248,
    acts: [...PAYER_ACTS, forceRelease(redemptionHold)],
  },
  "a redemption that comes back": {
    steps: [REQUEST, SUBMIT, SETTLE, REMINT],
    ends: 360,
    acts: [...PAYER_ACTS, forceRelease(redemptionHold)],
    owed: REMINT,
  },
  "a redemption that is regretted": {
    steps: [REQUEST, CANCEL],
    ends: 154,
    acts: [...PAYER_ACTS, forceRelease(redemptionHold)],
  },
  "an order paid in two parts": {
    steps: [PLACE, execute("pay a part", PART), execute("pay the rest", AMOUNT - PART)],
    ends: 669,
    acts: [...PAYER_ACTS, ...PAYEE_ACTS, forceRelease(orderHold)],
  },
  "an order paid in part, the rest refunded": {
    steps: [PLACE, execute("pay a part", PART), release("refund the rest", AMOUNT - PART)],
    ends: 266,
    acts: [...PAYER_ACTS, forceRelease(orderHold)],
  },
};

// --- walking through every interleaving ---

async function attempt(world: World, state: State, event: Event, path: string): Promise<State> {
  const isPossible = event.isPossible(state);
  const passed = await event.run(world).then(
    () => true,
    () => false,
  );
  expect(passed, `${path} > ${event.name}`).to.equal(isPossible);
  if (!passed) return state;
  const next = { ...state, ...event.then(state, world) };
  await expectConserved(world, next, `${path} > ${event.name}`);
  return next;
}

async function expectConserved(world: World, { cash, delivered, held }: State, path: string) {
  const { usd, alice, dave, bob, bobsOther } = world;
  const wallets = [alice, dave, bob, bobsOther].map(({ address }) => usd.balanceOf(address));
  const [lost, successor, payee, payeesOther, heldNow, supply] = await Promise.all([
    ...wallets,
    usd.heldOf(alice),
    usd.totalSupply(),
  ]);
  // Never both: what was paid out has burned. Never neither: everything else is the customer's still, or the payee's.
  expect(lost! + successor!, path).to.equal(ALICE_USD - cash - delivered);
  expect(payee! + payeesOther!, path).to.equal(BOB_USD + delivered);
  expect([heldNow, supply], path).to.deep.equal([held, USD_SUPPLY - cash]);
}

/** The acts end: then the customer, or its successor, disposes of all that was not paid, and of no more. */
async function expectFreeAtTheEnd(world: World, last: State, path: string, owed: Event | undefined) {
  const { usd, orders, alice, dave, carol, stranger, wanted, order, now, travelTo } = world;
  for (const undone of [...last.undone].reverse()) await undone();
  let state = { ...last, blocked: false, liened: false, paused: false, expired: false };
  if (owed?.isPossible(state)) state = { ...state, ...(await attempt(world, state, owed, path)) };
  if (state.hold === "open") {
    const hold = state.held === AMOUNT && (await usd.holdWord(wanted.id)) !== 0n ? wanted.hold : order;
    if ((await now()) < hold.expiry) await travelTo(hold.expiry);
    await usd.connect(stranger).releaseHold(hold, state.held);
  }
  if (state.lost) await orders.sweep(usd, alice);
  const owner = state.lost ? dave : alice;
  const claim = ALICE_USD - state.cash - state.delivered;
  expect(await usd.availableOf(owner), path).to.equal(claim);
  await usd.connect(owner)["transfer(address,uint256)"](carol.address, claim);
  expect(await usd.totalSupply(), path).to.equal(USD_SUPPLY - state.cash);
}

interface Walk {
  world: World;
  acts: Event[];
  owed: Event | undefined;
  ends: number;
  refused: Set<string>;
}

/** Every way to put at most `left` of the acts between the steps that remain. */
async function walk(on: Walk, state: State, steps: Event[], used: string[], path: string, left: number): Promise<void> {
  const { world, acts, refused } = on;
  const branch = async (what: () => Promise<void>) => {
    const snapshot = await world.helpers.takeSnapshot();
    await what();
    await snapshot.restore();
  };
  if (left > 0) {
    for (const act of acts) {
      if (used.includes(act.name)) continue;
      await branch(async () => {
        const next = await attempt(world, state, act, path);
        // Refused, it changed nothing: what follows is what follows without it.
        if (next === state) return;
        await walk(on, next, steps, [...used, act.name], `${path} > ${act.name}`, left - 1);
      });
    }
  }
  const [step, ...rest] = steps;
  await branch(async () => {
    if (step === undefined) {
      on.ends += 1;
      return expectFreeAtTheEnd(world, state, path, on.owed);
    }
    if (!step.isPossible(state)) refused.add(step.name);
    const next = await attempt(world, state, step, path);
    // A step that was refused is not tried again in this story; what follows is.
    await walk(on, next, rest, used, `${path} > ${step.name}`, left);
  });
}

describe("an act of the law or of the bank at every point of", () => {
  for (const [name, { steps, acts, owed, ends }] of Object.entries(STORIES)) {
    it(`${name}, alone and with every other act at every point: never both token and cash, never neither`, async () => {
      const law = await load();
      const { registry, registrar, redemptionOf, holdOf, alice, bob, ethers } = law;
      const [bobsOther] = (await ethers.getSigners()).slice(-1);
      await registry.connect(registrar).addWallets(BOB, [bobsOther!]);
      const world = {
        ...law,
        bobsOther: bobsOther!,
        wanted: await redemptionOf({ amount: AMOUNT }),
        order: await holdOf(alice, bob, AMOUNT),
      };
      const on: Walk = { world, acts, owed, ends: 0, refused: new Set() };
      await walk(on, FRESH, steps, [], "", 2);
      expect(on.ends).to.equal(ends);
      expect(on.refused.size).to.be.greaterThan(0);
    });
  }
});
