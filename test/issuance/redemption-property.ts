import { expect } from "chai";
import fc from "fast-check";
import { DAY } from "../support/token.js";
import { MAX_AMOUNT, Power, reference } from "../support/words.js";
import { ALICE_USD, BOB_USD, PARTIES, uetr, USD_SUPPLY, useBank, type Bank, type Redemption } from "./support.js";

const load = await useBank({ estimatesGas: false });

const SEQUENCES = 200;
const SEED = 50;
const POWERS = Power.Notary | Power.Burner | Power.Issuer;

/** One redemption of alice's, the bank's cash as its payment system knows it, and what left alice otherwise. */
interface World extends Bank {
  wanted: Redemption;
  /** Paid out to alice's own bank account, minor units. */
  cash: bigint;
  /** Paid or seized from alice to bob. */
  moved: bigint;
}

/** Whatever may happen while a redemption is on its way; each may also be refused. */
const ACTS: Record<string, (world: World) => Promise<unknown>> = {
  "block the party": ({ block }) => block(PARTIES.alice),
  "unblock the party": ({ unblock }) => unblock(PARTIES.alice),
  "block the wallet": ({ usd, compliance, alice }) => usd.connect(compliance).blockWallet(alice),
  "unblock the wallet": ({ usd, legalOrders, alice }) => usd.connect(legalOrders).unblockWallet(alice),
  "lien on all": ({ freeze, alice }) => freeze(alice, MAX_AMOUNT),
  "lien on some": ({ freeze, alice }) => freeze(alice, 800_000n),
  "lift the lien": ({ freeze, alice }) => freeze(alice, 0n),
  "pause everything": ({ pauseAll }) => pauseAll(),
  "let the KYC lapse": ({ registry, registrar }) => registry.connect(registrar).renew([PARTIES.alice], 1n),
  "wait a day": ({ now, travelTo }) => now().then((time) => travelTo(time + DAY)),
  "wait past the deadline": ({ now, travelTo, wanted }) =>
    now().then((time) => travelTo(time > wanted.hold.expiry ? time + 1n : wanted.hold.expiry)),
  "dismiss the desk": ({ usd, compliance, redemption }) => usd.connect(compliance).dismissContract(redemption, POWERS),
  "admit the desk again": ({ usd, policyAdmin, redemption }) =>
    usd.connect(policyAdmin).admitContract(redemption, POWERS),
  "force a release": ({ usd, legalOrders, wanted }) => usd.connect(legalOrders).forceRelease(wanted.hold),
  cancel: ({ cancel, wanted }) => cancel(wanted),
  "release as a stranger": ({ usd, stranger, wanted: { hold } }) =>
    usd.connect(stranger).releaseHold(hold, hold.amount),
  "release as the payer": ({ usd, alice, wanted: { hold } }) => usd.connect(alice).releaseHold(hold, hold.amount),
  "extend the deadline": ({ usd, alice, wanted }) => usd.connect(alice).extendHold(wanted.hold, 48n),
  "void the hold": ({ usd, alice, wanted }) => usd.connect(alice).voidHold(wanted.hold),
  "request again": ({ request, wanted }) => request(wanted),
  "submit again": ({ submit, wanted }) => submit(wanted, uetr("another payment")),
  "change the settlement account": ({ registry, registrar }) =>
    registry.connect(registrar).setSettlementAccount(PARTIES.alice, reference("another account")),
  "pay bob": async (world) => {
    await world.usd.connect(world.alice)["transfer(address,uint256)"](world.bob, 50_000n);
    world.moved += 50_000n;
  },
  "seize what is not held": async (world) => {
    const { balance, held } = await world.accountOf(world.alice);
    await world.usd.connect(world.legalOrders).forcedTransfer(world.alice, world.bob, balance - held);
    world.moved += balance - held;
  },
};
type Act = keyof typeof ACTS;

interface Plan {
  amount: bigint;
  before: Act[];
  between: Act[];
  after: Act[];
  /** What the payment system says of a payment that left. */
  payment: "arrives" | "fails" | "comes back";
}

const acts = fc.array(fc.constantFrom(...Object.keys(ACTS)), { maxLength: 5 });
const plans = fc.record<Plan>({
  amount: fc.constantFrom(1n, 300_000n, ALICE_USD),
  before: fc.oneof(fc.constant<Act[]>([]), acts),
  between: acts,
  after: acts,
  payment: fc.constantFrom("arrives", "fails", "comes back"),
});

/** True if the act was carried out. */
const carriedOut = (act: Promise<unknown>): Promise<boolean> =>
  act.then(
    () => true,
    () => false,
  );

async function perform(world: World, names: Act[]) {
  for (const name of names) await carriedOut(ACTS[name]!(world));
}

/** Token and cash together are what the bank owed at the start: nothing is paid twice, nothing is lost. */
async function expectConserved({ usd, alice, bob, cash, moved }: World) {
  expect(await usd.balanceOf(alice)).to.equal(ALICE_USD - moved - cash);
  expect(await usd.balanceOf(bob)).to.equal(BOB_USD + moved);
  expect(await usd.totalSupply()).to.equal(USD_SUPPLY - cash);
}

/** The payment file leaves once the seal is on chain; whatever happens then, settle and reject work at once. */
async function finishPayment(world: World, { amount, between, after, payment }: Plan) {
  const { wanted, settle, reject, redemptionState, holdState } = world;
  await perform(world, between);
  expect(await holdState(wanted)).to.include({ status: "Sealed", remaining: amount });
  if (payment === "fails") {
    await reject(wanted);
    expect((await redemptionState(wanted))[0]).to.equal("Rejected");
  } else {
    world.cash += amount;
    await perform(world, after);
    await settle(wanted);
    expect((await redemptionState(wanted))[0]).to.equal("Settled");
  }
  await expectConserved(world);
  if (payment === "comes back") await takeBack(world, amount);
}

/** The payee's bank returns the money: attested, then minted again once the customer may receive. */
async function takeBack(world: World, amount: bigint) {
  const { usd, redemption, wanted, operator, attestor, legalOrders, unpauser, policyAdmin } = world;
  const { registry, registrar, alice } = world;
  while (await carriedOut(world.unblock(PARTIES.alice)));
  await usd.connect(legalOrders).unblockWallet(alice);
  await registry.connect(registrar).renew([PARTIES.alice], 2n ** 32n - 1n);
  await usd.connect(policyAdmin).admitContract(redemption, POWERS);
  await usd.connect(unpauser).unpause(3);
  const now = await world.now();
  await usd.connect(attestor).attest(USD_SUPPLY, now, amount, 0);
  const expiry = now + DAY;
  const message = {
    token: usd.target,
    hold: wanted.id,
    amount,
    returnReference: reference("return"),
    expiry,
  };
  const approval = await world.signDesk(world.redemptionApprover, "ReturnRedemption", message);
  const remint = () =>
    redemption
      .connect(operator)
      .remint(usd, wanted.hold, amount, message.returnReference, expiry, world.redemptionApprover, approval);
  await remint();
  world.cash -= amount;
  expect(await carriedOut(remint())).to.equal(false);
}

/** Nothing was submitted: the money is free already, or anyone frees it from the deadline on. */
async function finishUnpaid(world: World) {
  const { usd, stranger, wanted, holdState, now, travelTo } = world;
  const { status, extension } = await holdState(wanted);
  if (status !== "Open") return;
  const deadline = wanted.hold.expiry + extension * 3_600n;
  if ((await now()) < deadline) await travelTo(deadline);
  await usd.connect(stranger).releaseHold(wanted.hold, wanted.hold.amount);
}

describe("a redemption", () => {
  it(`never ends with both token and cash, nor with neither, over ${SEQUENCES} random sequences`, async () => {
    const outcomes = { arrives: 0, fails: 0, "comes back": 0, unpaid: 0 };
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const bank = await load();
        const wanted = await bank.requested({ amount: plan.amount });
        const world: World = { ...bank, wanted, cash: 0n, moved: 0n };
        await perform(world, plan.before);
        // "submit again" may have been the first to submit.
        await carriedOut(bank.submit(wanted));
        const submitted = (await bank.redemptionState(wanted))[0] === "Submitted";
        await expectConserved(world);
        if (submitted) await finishPayment(world, plan);
        else await finishUnpaid(world);
        outcomes[submitted ? plan.payment : "unpaid"] += 1;

        await expectConserved(world);
        expect(await bank.usd.heldOf(bank.alice)).to.equal(0n);
        expect(world.cash).to.equal(submitted && plan.payment === "arrives" ? plan.amount : 0n);
      }),
      { numRuns: SEQUENCES, seed: SEED },
    );
    for (const count of Object.values(outcomes)) expect(count).to.be.greaterThan(SEQUENCES / 10);
  });
});
