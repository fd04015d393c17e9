import { expect } from "chai";

import {
  addWallets,
  buildHold,
  blockParty,
  explain,
  pay,
  placeHold,
  REASONS,
  type ReasonName,
  renewParties,
} from "../../src/chain/index.js";
import { LimitsDouble__factory } from "../../typechain-types/index.js";
import {
  admitNotary,
  ALICE_BALANCE,
  anyAddress,
  bytes32,
  type Customer,
  partyOf,
  refusalOf,
  useBank,
} from "./support.js";

const load = await useBank();
type Fixture = Awaited<ReturnType<typeof load>>;

async function installLimits({ bank, admin, POLICY_ADMIN }: Fixture, answer: ReasonName) {
  const limits = await new LimitsDouble__factory(admin).deploy();
  await limits.setAnswer(REASONS.indexOf(answer));
  await bank.tokens["USD"]!.connect(POLICY_ADMIN).setLimits(limits);
}

async function limit({ bank, REGISTRAR }: Fixture, customer: Customer) {
  const profile = await bank.partyRegistry.profileOf(partyOf(customer));
  const none = [`0x${"0".repeat(40)}`, `0x${"0".repeat(64)}`] as const;
  await bank.partyRegistry.connect(REGISTRAR).reclassify(partyOf(customer), profile, true, ...none);
}

async function retire({ bank, people, REGISTRAR, LEGAL_ORDERS }: Fixture, customer: Customer) {
  const successor = anyAddress();
  await addWallets(bank, REGISTRAR, partyOf(customer), [successor]);
  await bank.partyRegistry.connect(LEGAL_ORDERS).retireWallet(people[customer], successor);
}

/** What a bank looks like for each reason, the payment that meets it, and words of the answer. */
const CASES: Partial<Record<ReasonName, [setUp: (f: Fixture) => Promise<object | void>, words: RegExp]>> = {
  Paused: [
    async ({ bank, GUARDIAN }) => void (await bank.tokens["USD"]!.connect(GUARDIAN).pause(0n)),
    /paused by the guardian/,
  ],
  PayerNotAdmitted: [async () => ({ from: anyAddress() }), /The payer 0x\w+ is not a customer/],
  PayerBlocked: [
    async ({ bank, COMPLIANCE }) => void (await blockParty(bank, COMPLIANCE, partyOf("alice"), bytes32(1))),
    /blocked as a party \(100\) by 1 order/,
  ],
  PayerExpired: [
    async ({ bank, REGISTRAR }) => void (await renewParties(bank, REGISTRAR, [partyOf("alice")], 1_793_577_600n)),
    /KYC of the payer 0x\w+ lapsed at 2026-11-02T00:00:00Z/,
  ],
  PayeeNotAdmitted: [async () => ({ to: anyAddress() }), /The payee 0x\w+ is not a customer/],
  PayeeBlocked: [
    async ({ bank, bob, COMPLIANCE }) => void (await bank.tokens["USD"]!.connect(COMPLIANCE).blockWallet(bob)),
    /The payee 0x\w+ is blocked in this token/,
  ],
  PayeeExpired: [
    async ({ bank, REGISTRAR }) => void (await renewParties(bank, REGISTRAR, [partyOf("bob")], 1_793_577_600n)),
    /KYC of the payee/,
  ],
  SpenderNotAllowed: [async ({ stranger }) => ({ spender: stranger.address }), /The spender 0x\w+ is not an admitted/],
  InsufficientAllowance: [
    async ({ carol }) => ({ spender: carol.address }),
    /allowance is USD 0.00, less than USD 1.00/,
  ],
  CorridorDenied: [async ({ dave }) => ({ to: dave.address }), /corridor from zone 1 to zone 4 is denied/],
  ClearanceMissing: [
    async (fixture) => {
      await installLimits(fixture, "ClearanceMissing");
      return { to: fixture.carol.address };
    },
    /from zone 1 to zone 3 is under review .* USD 1.00/,
  ],
  PayerLimit: [
    async (fixture) => {
      await installLimits(fixture, "PayerLimit");
      await limit(fixture, "alice");
    },
    /limits of party 100/,
  ],
  PayeeLimit: [
    async (fixture) => {
      await installLimits(fixture, "PayeeLimit");
      await limit(fixture, "bob");
    },
    /limits of the payee's party 101/,
  ],
  LimitsMissing: [async (fixture) => limit(fixture, "alice"), /token has no Limits contract/],
  LimitsNotSet: [
    async (fixture) => {
      await installLimits(fixture, "LimitsNotSet");
      await limit(fixture, "alice");
      await limit(fixture, "bob");
    },
    /apply to party 100 and party 101, but none are set/,
  ],
  TravelRecordMissing: [
    async (fixture) => {
      await installLimits(fixture, "TravelRecordMissing");
      await limit(fixture, "bob");
    },
    /no travel-rule record names this payment/,
  ],
  PayerRetired: [async (fixture) => retire(fixture, "alice"), /The payer 0x\w+ was lost and retired/],
  PayeeRetired: [async (fixture) => retire(fixture, "bob"), /The payee 0x\w+ was lost and retired/],
  InsufficientBalance: [async () => ({ amount: ALICE_BALANCE + 1n }), /has USD 10000.00, less than USD 10000.01/],
  InsufficientUnfrozen: [
    async ({ bank, alice, LEGAL_ORDERS }) => {
      await bank.tokens["USD"]!.connect(LEGAL_ORDERS).setFrozenTokens(alice, ALICE_BALANCE - 99n);
    },
    /Liens of USD 9999.01 leave less than USD 1.00 of USD 10000.00/,
  ],
  InsufficientAvailable: [
    async ({ bank, people, alice, bob }) => {
      const notary = await admitNotary(bank, people);
      const amount = ALICE_BALANCE - 99n;
      const request = { currency: "USD", payer: alice.address, payee: bob.address, notary, amount, terms: bytes32(1) };
      await placeHold(bank, alice, "USD", await buildHold(bank, request));
    },
    /Open holds of USD 9999.01 leave USD 0.99, less than USD 1.00/,
  ],
  LimitsUnavailable: [
    async ({ bank, carol, admin, POLICY_ADMIN }) => {
      const limits = await new LimitsDouble__factory(admin).deploy();
      await limits.breakPromise();
      await bank.tokens["USD"]!.connect(POLICY_ADMIN).setLimits(limits);
      // Nothing is counted for a zero amount, so the token asks `assess`, the very question that breaks.
      return { to: carol.address, amount: 0n };
    },
    /Limits contract failed to answer/,
  ],
  InvalidPayee: [async () => ({ to: `0x${"0".repeat(40)}` }), /zero address can never be paid/],
};

/** Reasons that only a mint can meet. */
const OF_MINTS = ["ZeroAmount", "ReferenceUsed", "AttestationStale", "BackingExceeded"];

describe("explain", () => {
  it("has a case here for every reason a payment can meet", () => {
    expect([...Object.keys(CASES), ...OF_MINTS, "Ok"].sort()).to.deep.equal([...REASONS].sort());
  });

  for (const [reason, [setUp, words]] of Object.entries(CASES)) {
    it(`names ${reason}, and the payment itself is refused`, async () => {
      const fixture = await load();
      const { bank, alice, bob } = fixture;
      const payment = {
        currency: "USD",
        from: alice.address,
        to: bob.address,
        amount: 100n,
        ...((await setUp(fixture)) ?? {}),
      };
      const answer = await explain(bank, payment);
      expect([answer.ok, answer.reason]).to.deep.equal([false, reason]);
      expect(answer.sentence)
        .to.match(words)
        .and.match(/^[^]*\.$/);
      expect(answer.fix).to.match(/^[A-Z].*\.$/);
      const token = bank.tokens["USD"]!;
      const sender = (payment as { spender?: string }).spender ?? payment.from;
      const call =
        sender === payment.from
          ? token["transfer(address,uint256)"].populateTransaction(payment.to, payment.amount)
          : token["transferFrom(address,address,uint256)"].populateTransaction(
              payment.from,
              payment.to,
              payment.amount,
            );
      const error: unknown = await call
        .then((tx) => bank.partyRegistry.runner!.provider!.call({ ...tx, from: sender }))
        .then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
      expect(error).to.not.equal(undefined);
    });
  }

  it("asks the Limits contract where there is one", async () => {
    const { bank, alice, carol, admin, POLICY_ADMIN } = await load();
    const limits = await new LimitsDouble__factory(admin).deploy();
    await bank.tokens["USD"]!.connect(POLICY_ADMIN).setLimits(limits);
    const payment = { currency: "USD", from: alice.address, to: carol.address, amount: 1n };
    expect((await explain(bank, payment)).ok).to.equal(true);
    await limits.setAnswer(REASONS.indexOf("PayerLimit"));
    expect((await explain(bank, payment)).reason).to.equal("PayerLimit");
  });

  it("says yes to what then succeeds, with both sides and the reference as it will be logged", async () => {
    const { bank, alice, bob } = await load();
    const payment = { currency: "USD", from: alice.address, to: bob.address, amount: 100n, reference: "RE-1" };
    const answer = await explain(bank, payment);
    expect(answer).to.include({
      ok: true,
      reason: "Ok",
      sentence: "The payment of USD 1.00 would succeed now.",
      fix: "",
    });
    expect(answer.details.corridor).to.deep.equal({ from: 1, to: 2, state: "allowed" });
    expect([answer.details.payer.address, answer.details.payee?.address]).to.deep.equal([alice.address, bob.address]);
    const paid = await pay(bank, alice, payment);
    expect(paid.reference).to.equal(answer.details.reference);
  });

  it("is refused for a question that cannot be asked", async () => {
    const { bank, alice, bob } = await load();
    const good = { currency: "USD", from: alice.address, to: bob.address, amount: 1n };
    const ask = async (change: object) => (await refusalOf(explain(bank, { ...good, ...change }))).name;
    expect(await ask({ currency: "EUR" })).to.equal("UnknownToken");
    expect(await ask({ from: "0x1" })).to.equal("BadAddress");
    expect(await ask({ to: "bob" })).to.equal("BadAddress");
    expect(await ask({ amount: -1n })).to.equal("BadAmount");
    expect(await ask({ reference: "x".repeat(33) })).to.equal("BadReference");
  });
});
