import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { expectLogs } from "../support/expect.js";
import {
  ALICE_BALANCE,
  ATTESTATION_MAX_AGE,
  ATTESTED,
  BOB_BALANCE,
  SUPPLY,
  useToken,
  type TokenFixture,
} from "../support/token.js";
import { Cause, kind, Operation, reason, type ReasonName, reference } from "../support/words.js";

const load = await useToken();

const HEADROOM = ATTESTED - SUPPLY;
const BANK = { address: ZeroAddress };

const item = (payee: { address: string }, amount: bigint, name: string) => ({
  payee: payee.address,
  amount,
  depositReference: reference(name),
});
type Item = ReturnType<typeof item>;

const minted = ({ depositReference, payee, amount }: Item) =>
  [
    ["TransferReference", depositReference],
    ["Transfer", BANK, payee, amount],
  ] as const;
const refused = ({ depositReference, payee, amount }: Item, cause: ReasonName) =>
  ["MintRefused", depositReference, payee, amount, reason(cause)] as const;

describe("mintBatch", () => {
  it("is refused to anybody that is not an issuer", async () => {
    const { alice, notary, clearing, admin, as, refuses } = await load();
    for (const caller of [alice, notary, clearing, admin]) {
      await refuses(as(caller).mintBatch([item(alice, 1n, "a")]), "CallerNotAdmitted", caller);
      await refuses(as(caller).mintBatch([]), "CallerNotAdmitted", caller);
    }
  });

  it("is refused whole by what stops every mint alike: a pause, a stale attestation", async () => {
    const { alice, issuer, as, pause, supply, travelTo, refuses } = await load();
    const batch = () => as(issuer).mintBatch([item(alice, 1n, "a")]);
    const { attestedAt } = await supply();
    await travelTo(attestedAt + ATTESTATION_MAX_AGE + 1n);
    await refuses(batch(), "AttestationStale", attestedAt, ATTESTATION_MAX_AGE);
    await pause(Operation.Mint);
    await refuses(batch(), "OperationPaused", BigInt(Operation.Mint));
  });

  /** An item that is refused for this reason, once the fixture is prepared for it. */
  const REFUSALS: Array<
    [cause: ReasonName, prepare: (fixture: TokenFixture) => Promise<unknown>, bad: (f: TokenFixture) => Item]
  > = [
    ["ZeroAmount", async () => undefined, ({ bob }) => item(bob, 0n, "bad")],
    ["ReferenceUsed", ({ alice, mint }) => mint(alice, 9n, reference("bad")), ({ bob }) => item(bob, 1n, "bad")],
    ["PayeeNotAdmitted", async () => undefined, ({ stranger }) => item(stranger, 1n, "bad")],
    ["PayeeNotAdmitted", async () => undefined, () => item(BANK, 1n, "bad")],
    ["PayeeNotAdmitted", async () => undefined, ({ notary }) => item(notary, 1n, "bad")],
    ["PayeeBlocked", ({ bob, push }) => push(bob, { blocked: true }), ({ bob }) => item(bob, 1n, "bad")],
    ["PayeeBlocked", ({ bob, compliance, as }) => as(compliance).blockWallet(bob), ({ bob }) => item(bob, 1n, "bad")],
    ["PayeeExpired", ({ bob, expire }) => expire(bob), ({ bob }) => item(bob, 1n, "bad")],
    ["CorridorDenied", async () => undefined, ({ erin }) => item(erin, 1n, "bad")],
    ["BackingExceeded", async () => undefined, ({ bob }) => item(bob, HEADROOM + 1n, "bad")],
    ["BackingExceeded", async () => undefined, ({ bob }) => item(bob, 2n ** 256n - 1n, "bad")],
    ["PayeeRetired", ({ bob, push }) => push(bob, { retired: true }), ({ bob }) => item(bob, 1n, "bad")],
    ["PayeeBlocked", ({ bob, push }) => push(bob, { retired: true, blocked: true }), ({ bob }) => item(bob, 1n, "bad")],
    ["LimitsMissing", ({ bob, push }) => push(bob, { limited: true }), ({ bob }) => item(bob, 1n, "bad")],
    [
      "LimitsMissing",
      ({ policyAdmin, as }) => as(policyAdmin).openCorridors(0n, 1n << 4n),
      ({ erin }) => item(erin, 1n, "bad"),
    ],
  ];

  for (const [index, [cause, prepare, badItem]] of REFUSALS.entries()) {
    it(`refuses one item alone: ${cause} (${index + 1})`, async () => {
      const fixture = await load();
      const { token, alice, carol, issuer, as, emits } = fixture;
      await prepare(fixture);
      const supplyBefore = await token.totalSupply();
      const used = await token.depositReference(reference("bad"));
      const first = item(alice, 10n, "first");
      const bad = badItem(fixture);
      const last = item(carol, 20n, "last");
      expect(await as(issuer).mintBatch.staticCall([first, bad, last])).to.equal(30n);
      await emits(as(issuer).mintBatch([first, bad, last]), ...minted(first), refused(bad, cause), ...minted(last));
      expect(await token.totalSupply()).to.equal(supplyBefore + 30n);
      expect(await token.depositReference(reference("bad"))).to.equal(used);
      expect(await token.balanceOf(carol)).to.equal(20n);
    });
  }

  it("refuses with the answer that Limits gives for that payee", async () => {
    const { token, alice, bob, issuer, as, push, installLimits } = await load();
    const limits = await installLimits();
    await push(bob, { limited: true });
    await push(alice, { limited: true });
    await limits.setAnswerFor(bob, reason("PayeeLimit"));
    const bad = item(bob, 5n, "bad");
    const good = item(alice, 6n, "good");
    await expectLogs(
      as(issuer).mintBatch([bad, good]),
      [token, limits],
      [
        refused(bad, "PayeeLimit"),
        ...minted(good),
        ["Recorded", [kind("Mint"), BANK, alice, 6n, Cause.PayeeLimited], 0n, ALICE_BALANCE + 6n],
      ],
    );
    expect(await token.balanceOf(bob)).to.equal(BOB_BALANCE);
  });

  it("judges in order: a reference twice in one batch, and backing that runs out on the way", async () => {
    const { token, alice, bob, issuer, as, emits } = await load();
    const most = item(alice, HEADROOM - 10n, "a");
    const again = item(bob, 5n, "a");
    const tooMuch = item(bob, 11n, "b");
    const fits = item(bob, 10n, "c");
    const nothingLeft = item(bob, 1n, "d");
    await emits(
      as(issuer).mintBatch([most, again, tooMuch, fits, nothingLeft]),
      ...minted(most),
      refused(again, "ReferenceUsed"),
      refused(tooMuch, "BackingExceeded"),
      ...minted(fits),
      refused(nothingLeft, "BackingExceeded"),
    );
    expect(await token.totalSupply()).to.equal(ATTESTED);
  });

  it("mints every item when the deposits allow it exactly, the same payee twice included", async () => {
    const { token, alice, issuer, as, supply } = await load();
    await as(issuer).mintBatch([item(alice, 1n, "a"), item(alice, HEADROOM - 1n, "b")]);
    expect(await token.balanceOf(alice)).to.equal(ALICE_BALANCE + HEADROOM);
    expect(await supply()).to.include({ totalSupply: ATTESTED, backing: ATTESTED });
  });

  it("of nothing changes nothing", async () => {
    const { token, issuer, as, emits } = await load();
    await emits(as(issuer).mintBatch([]));
    expect(await token.totalSupply()).to.equal(SUPPLY);
  });

  /** What a batch of five minted, for every gas limit that could make a difference. */
  async function outcomesOfStarving(
    { alice, bob, carol, erin, issuer, as, push, installLimits }: TokenFixture,
    effort: bigint,
  ) {
    const limits = await installLimits();
    await limits.setEffort(effort);
    await push(bob, { limited: true });
    const items = [
      item(alice, 1n, "a"),
      item(bob, 2n, "b"),
      item(erin, 4n, "c"),
      item(carol, 8n, "d"),
      item(bob, 16n, "e"),
    ];
    const enough = (await as(issuer).mintBatch.estimateGas(items)) + effort;
    const step = enough / 100n;
    const outcomes = new Set<string>();
    for (let gasLimit = 30_000n; gasLimit < enough + 2n * step; gasLimit += step) {
      outcomes.add(
        await as(issuer)
          .mintBatch.staticCall(items, { gasLimit })
          .then(String, () => "reverted"),
      );
    }
    return [...outcomes];
  }

  it("cannot be steered by starving the gas: it reverts whole or refuses the same items", async () => {
    expect(await outcomesOfStarving(await load(), 0n)).to.have.members(["reverted", "27"]);
  });

  // An answer that does not come is no refusal: otherwise a submitter could starve the last item and get "11" of "27".
  it("cannot be steered by starving a Limits contract that needs much gas either", async () => {
    expect(await outcomesOfStarving(await load(), 500_000n)).to.have.members(["reverted", "27"]);
  });
});
