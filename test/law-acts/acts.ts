import { expect } from "chai";
import { id, type Signer, ZeroHash } from "ethers";

import {
  type ActApproval,
  type Bank,
  blockParty,
  blockUnderOrder,
  buildHold,
  forceReleaseHold,
  type Hold,
  type LegalActName,
  type LegalActs,
  type LegallyActed,
  liftDirectBlock,
  liftLien,
  liftOrderedBlock,
  liensOn,
  placeHold,
  placeLien,
  readAccount,
  readHold,
  readLien,
  recoverWallet,
  refreeze,
  seizableOf,
  seize,
  signLegalAct,
  sweep,
  unblockWallet,
} from "../../src/chain/index.js";
import { legalActId } from "../../src/chain/law/index.js";
import { ALICE_BALANCE, admitNotary, anyAddress, bytes32, partyOf, refusalOf } from "../chain/support.js";
import { ALICE_NEW, CUSTODY, type Law, useLaw } from "./support.js";

const load = await useLaw();
const GROUNDS = id("decision 2026/4");

type Act<N extends LegalActName> = (law: Staged, how?: { amount?: bigint }) => LegalActs[N];
type Run<N extends LegalActName, R extends LegallyActed = LegallyActed> = (
  bank: Bank,
  signer: Signer,
  act: LegalActs[N],
  approval: ActApproval,
) => Promise<R>;

interface Row {
  readonly name: LegalActName;
  readonly sender: "COMPLIANCE" | "COMPLIANCE_RELEASER";
  /** the act, and one of other content */
  readonly acts: (law: Staged) => readonly [object, object];
  readonly sign: (law: Staged, signer: Signer, act: object, expiry?: bigint) => Promise<ActApproval>;
  readonly run: (law: Staged, signer: Signer, act: object, approval: ActApproval) => Promise<LegallyActed>;
}

function row<N extends LegalActName>(
  name: N,
  sender: Row["sender"],
  acts: (law: Staged) => readonly [LegalActs[N], LegalActs[N]],
  run: Run<N>,
): Row {
  return {
    name,
    sender,
    acts,
    sign: async ({ bank, terms }, signer, act, expiry) => {
      const consent = await terms();
      return signLegalAct(bank, signer, name, act as LegalActs[N], { ...consent, expiry: expiry ?? consent.expiry });
    },
    run: (law, signer, act, approval) => run(law.bank, signer, act as LegalActs[N], approval),
  };
}

interface Staged extends Law {
  readonly lienId: string;
  readonly hold: Hold;
}

/** Approves as the compliance approver and acts as compliance, or as the releaser for lifts. */
async function together<N extends LegalActName, R extends LegallyActed>(
  law: Law,
  name: N,
  act: LegalActs[N],
  run: Run<N, R>,
): Promise<R> {
  const approval = await signLegalAct(law.bank, law.COMPLIANCE_APPROVER, name, act, await law.terms());
  const isLift = name.startsWith("Lift") || name === "UnblockWallet";
  return run(law.bank, isLift ? law.COMPLIANCE_RELEASER : law.COMPLIANCE, act, approval);
}

/** Everything there is to lift: a lien of USD 60 on alice and a hold of hers, blocks of dave, carol and bob's wallet. */
async function staged(): Promise<Staged> {
  const law = await load();
  const { bank, order, alice, bob, COMPLIANCE, people } = law;
  const notary = await admitNotary(bank, people);
  const request = {
    currency: "USD",
    payer: alice.address,
    payee: bob.address,
    notary,
    amount: 500n,
    terms: bytes32(7),
  };
  const hold = await buildHold(bank, request);
  await placeHold(bank, alice, "USD", hold);
  const lien = { order, currency: "USD", account: alice.address, amount: 6_000n };
  const { actId } = await together(law, "PlaceLien", lien, placeLien);
  await together(law, "BlockParty", { order, party: partyOf("dave") }, blockUnderOrder);
  await blockParty(bank, COMPLIANCE, partyOf("carol"), order.id);
  await bank.tokens["USD"]!.connect(COMPLIANCE).blockWallet(bob);
  return { ...law, lienId: actId, hold };
}

const lienOf: (amount: bigint) => Act<"PlaceLien"> =
  (amount) =>
  ({ order, alice }) => ({ order, currency: "USD", account: alice.address, amount });
const seizureOf: (amount: bigint) => Act<"Seize"> =
  (amount) =>
  ({ order, alice, lienId }) => ({ order, currency: "USD", account: alice.address, custody: CUSTODY, amount, lienId });

const ROWS: readonly Row[] = [
  row(
    "BlockParty",
    "COMPLIANCE",
    ({ order }) => [
      { order, party: 100n },
      { order, party: 101n },
    ],
    blockUnderOrder,
  ),
  row("PlaceLien", "COMPLIANCE", (law) => [lienOf(5_000n)(law), lienOf(5_001n)(law)], placeLien),
  row("Seize", "COMPLIANCE", (law) => [seizureOf(100n)(law), seizureOf(101n)(law)], seize),
  row(
    "Recover",
    "COMPLIANCE",
    ({ order, alice }) => [
      { order, lost: alice.address, successor: ALICE_NEW },
      { order, lost: ALICE_NEW, successor: alice.address },
    ],
    recoverWallet,
  ),
  row(
    "ForceRelease",
    "COMPLIANCE",
    ({ order, hold }) => [
      { order, currency: "USD", hold },
      { order, currency: "USD", hold: { ...hold, amount: 501n } },
    ],
    forceReleaseHold,
  ),
  row(
    "LiftBlock",
    "COMPLIANCE_RELEASER",
    ({ order }) => [
      { orderId: order.id, party: 103n, grounds: GROUNDS },
      { orderId: order.id, party: 103n, grounds: bytes32(1) },
    ],
    liftOrderedBlock,
  ),
  row(
    "LiftLien",
    "COMPLIANCE_RELEASER",
    ({ lienId }) => [
      { lienId, amount: 10n, grounds: GROUNDS },
      { lienId, amount: 11n, grounds: GROUNDS },
    ],
    (bank, signer, act, approval) => liftLien(bank, signer, act, approval, "USD"),
  ),
  row(
    "LiftDirectBlock",
    "COMPLIANCE_RELEASER",
    () => [
      { party: 102n, grounds: GROUNDS },
      { party: 103n, grounds: GROUNDS },
    ],
    liftDirectBlock,
  ),
  row(
    "UnblockWallet",
    "COMPLIANCE_RELEASER",
    ({ bob, alice }) => [
      { currency: "USD", wallet: bob.address, grounds: GROUNDS },
      { currency: "USD", wallet: alice.address, grounds: GROUNDS },
    ],
    unblockWallet,
  ),
];

describe("every act and lift of two people", () => {
  for (const { name, sender, acts, sign, run } of ROWS) {
    it(`${name}: refused without the second person's yes to exactly this, now, once; then done under its name`, async () => {
      const law = await staged();
      const { bank, COMPLIANCE_APPROVER: approver, COMPLIANCE, stranger, time, now } = law;
      const [act, other] = acts(law);
      const person = law[sender];
      const refused = async (by: Signer, approval: ActApproval, what = act) =>
        (await refusalOf(run(law, by, what, approval))).name;

      const approval = await sign(law, approver, act);
      expect(await refused(stranger, approval)).to.equal("AccessManagedUnauthorized");
      expect(await refused(sender === "COMPLIANCE" ? law.COMPLIANCE_RELEASER : COMPLIANCE, approval)).to.equal(
        "AccessManagedUnauthorized",
      );
      expect(await refused(person, await sign(law, person, act))).to.equal("ApproverInvalid");
      expect(await refused(person, await sign(law, stranger, act))).to.equal("ApproverInvalid");
      expect(await refused(person, await sign(law, approver, other))).to.equal("ApprovalInvalid");
      expect(await refused(person, { ...approval, salt: ZeroHash })).to.equal("ApprovalInvalid");
      const brief = await sign(law, approver, act, (await now()) + 60n);
      await time.increase(60);
      expect(await refused(person, brief)).to.equal("ApprovalExpired");

      const done = await run(law, person, act, approval);
      // The contract has hashed the very struct that was signed: types and order of the fields are the same.
      expect(done.actId).to.equal(legalActId(bank, name, act as never, approval));
      expect(await bank.legalOrders.isDone(done.actId)).to.equal(true);
      const own = done.events.filter(({ contract, args }) => contract === "LegalOrders" && args["act"] === done.actId);
      expect(own).to.have.lengthOf(1);
      expect(own[0]!.args).to.include({ approver: approver.address, sender: person.address });
      expect(await refused(person, approval)).to.equal("ActDone");
    });
  }
});

describe("blockUnderOrder and liftOrderedBlock", () => {
  it("block once per order while live; a block of an officer's is lifted by itself", async () => {
    const law = await load();
    const { bank, order, COMPLIANCE } = law;
    const block = { order, party: partyOf("alice") };
    const done = await together(law, "BlockParty", block, blockUnderOrder);
    expect(done).to.deep.include({ party: 100n, blocks: 1n, pushFailures: [] });
    expect((await refusalOf(together(law, "BlockParty", block, blockUnderOrder))).name).to.equal("BlockLive");
    expect((await blockParty(bank, COMPLIANCE, 100n, order.id)).blocks).to.equal(2n);
    const lift = { orderId: order.id, party: 100n, grounds: GROUNDS };
    expect((await together(law, "LiftBlock", lift, liftOrderedBlock)).blocks).to.equal(1n);
    expect((await refusalOf(together(law, "LiftBlock", lift, liftOrderedBlock))).name).to.equal("BlockNotLive");
    const direct = { party: 100n, grounds: GROUNDS };
    expect((await together(law, "LiftDirectBlock", direct, liftDirectBlock)).blocks).to.equal(0n);
    expect((await refusalOf(together(law, "LiftDirectBlock", direct, liftDirectBlock))).name).to.equal("NoDirectBlock");
  });
});

describe("placeLien and liftLien", () => {
  it("are refused before anything is signed: of zero, too much, on no account, without grounds", async () => {
    const law = await load();
    const refused = async <N extends LegalActName>(name: N, act: LegalActs[N], run: Run<N>) =>
      (await refusalOf(together(law, name, act, run))).name;
    expect(await refused("PlaceLien", lienOf(0n)(law as Staged), placeLien)).to.equal("BadAmount");
    expect(await refused("PlaceLien", lienOf(2n ** 96n)(law as Staged), placeLien)).to.equal("BadAmount");
    const foreign = { ...lienOf(1n)(law as Staged), account: anyAddress() };
    expect(await refused("PlaceLien", foreign, placeLien)).to.equal("AccountUnknown");
    expect(await refused("PlaceLien", { ...foreign, currency: "CHF" }, placeLien)).to.equal("UnknownToken");
    const lift = { lienId: bytes32(1), amount: 1n, grounds: ZeroHash };
    expect(await refused("LiftLien", lift, liftLien)).to.equal("GroundsMissing");
    expect(await refused("LiftLien", { ...lift, grounds: GROUNDS }, liftLien)).to.equal("LiftAmountInvalid");
  });

  it("add up and may exceed the balance; lifting one leaves the other", async () => {
    const law = await load();
    const { bank, alice } = law;
    const available = async () => (await readAccount(bank, "USD", alice.address)).available;
    const first = await together(law, "PlaceLien", lienOf(600_000n)(law as Staged), placeLien);
    const second = await together(law, "PlaceLien", lienOf(500_000n)(law as Staged), placeLien);
    expect([await liensOn(bank, "USD", alice.address), await available()]).to.deep.equal([1_100_000n, 0n]);
    expect(await readLien(bank, second.actId)).to.deep.equal({
      ...{ lienId: second.actId, orderId: law.order.id, token: law.usd.target, currency: "USD" },
      ...{ account: alice.address, left: 500_000n },
    });
    await together(law, "LiftLien", { lienId: first.actId, amount: 600_000n, grounds: GROUNDS }, liftLien);
    expect(await available()).to.equal(ALICE_BALANCE - 500_000n);
    expect((await readLien(bank, first.actId))?.left).to.equal(0n);
    expect(await readLien(bank, bytes32(5))).to.equal(undefined);
  });
});

describe("seize", () => {
  it("is refused to an account that is no custody account, and for what other liens need", async () => {
    const law = await load();
    const { bank, bob, alice } = law;
    const seizure = { ...seizureOf(10n)(law as Staged), lienId: undefined };
    const refused = async (act: LegalActs["Seize"]) => refusalOf(together(law, "Seize", act, seize));
    expect((await refused({ ...seizure, custody: bob.address })).name).to.equal("CustodyUnknown");
    expect((await refused({ ...seizure, amount: 0n })).name).to.equal("BadAmount");
    expect((await refused({ ...seizure, lienId: bytes32(1) })).name).to.equal("LienForeign");
    await together(law, "PlaceLien", lienOf(ALICE_BALANCE - 5n)(law as Staged), placeLien);
    const inTheWay = await refused(seizure);
    expect([inTheWay.name, inTheWay.sentence]).to.deep.equal([
      "LiensInTheWay",
      `Liens of other orders leave USD 0.05 of ${alice.address} to seize, less than USD 0.10.`,
    ]);
    expect(await seizableOf(bank, "USD", alice.address)).to.equal(5n);
  });

  it("takes the order's own lien first, then free money, while everything is paused", async () => {
    const law = await load();
    const { bank, alice, usd, GUARDIAN } = law;
    const { actId: lienId } = await together(law, "PlaceLien", lienOf(6_000n)(law as Staged), placeLien);
    for (const operation of [0, 1, 2, 3]) await usd.connect(GUARDIAN).pause(operation);
    const done = await together(law, "Seize", { ...seizureOf(10_000n)(law as Staged), lienId }, seize);
    expect(done.events.find(({ name }) => name === "Seized")!.args).to.include({ amount: 10_000n, ofLien: 6_000n });
    expect(await usd.balanceOf(CUSTODY)).to.equal(10_000n);
    expect(await readAccount(bank, "USD", alice.address)).to.include({ balance: ALICE_BALANCE - 10_000n, frozen: 0n });
  });
});

describe("recoverWallet", () => {
  it("is refused to another party's wallet, to itself and to a wallet nobody knows", async () => {
    const law = await load();
    const { order, alice, bob } = law;
    for (const successor of [bob.address, alice.address, anyAddress()]) {
      const error = await refusalOf(together(law, "Recover", { order, lost: alice.address, successor }, recoverWallet));
      expect(error.name).to.equal("SuccessorInvalid");
    }
  });

  it("moves money and liens to the successor, and mints nothing", async () => {
    const law = await load();
    const { bank, order, alice, usd } = law;
    const supply = await usd.totalSupply();
    await together(law, "PlaceLien", lienOf(6_000n)(law as Staged), placeLien);
    const done = await together(law, "Recover", { order, lost: alice.address, successor: ALICE_NEW }, recoverWallet);
    expect(done.sweepFailures).to.deep.equal([]);
    expect(done.sweeps).to.deep.equal([
      { token: usd.target, currency: "USD", heir: ALICE_NEW, amount: ALICE_BALANCE, liens: 6_000n },
    ]);
    expect(await usd.totalSupply()).to.equal(supply);
    const lost = await readAccount(bank, "USD", alice.address);
    expect(lost).to.include({ balance: 0n, frozen: 0n, mayAct: false, successor: ALICE_NEW });
  });

  it("reports the token that could not be swept, which is swept once the cause is gone", async () => {
    const law = await load();
    const { bank, order, alice, usd, COMPLIANCE, stranger } = law;
    await usd.connect(COMPLIANCE).blockWallet(ALICE_NEW);
    const { sweeps, sweepFailures } = await together(
      law,
      "Recover",
      { order, lost: alice.address, successor: ALICE_NEW },
      recoverWallet,
    );
    expect(sweeps).to.deep.equal([]);
    expect(sweepFailures.map(({ currency, reason }) => [currency, reason.name])).to.deep.equal([
      ["USD", "ERC7943CannotReceive"],
    ]);
    const unblock = { currency: "USD", wallet: ALICE_NEW, grounds: GROUNDS };
    await together(law, "UnblockWallet", unblock, unblockWallet);
    expect((await sweep(bank, stranger, "USD", alice.address)).sweeps).to.have.lengthOf(1);
    expect((await sweep(bank, stranger, "USD", alice.address)).sweeps).to.deep.equal([]);
    expect(await usd.balanceOf(ALICE_NEW)).to.equal(ALICE_BALANCE);
    expect((await refusalOf(sweep(bank, stranger, "USD", ALICE_NEW))).name).to.equal("WalletNotRetired");
  });
});

describe("forceReleaseHold and refreeze", () => {
  it("give the hold's money back to its payer, once", async () => {
    const law = await staged();
    const { bank, hold, order, alice } = law;
    const release = { order, currency: "USD", hold };
    await together(law, "ForceRelease", release, forceReleaseHold);
    expect((await readHold(bank, "USD", hold)).status).to.equal("Closed");
    expect((await refusalOf(together(law, "ForceRelease", release, forceReleaseHold))).name).to.equal("HoldNotOpen");
    // Nothing is out of step here: writing the liens again changes nothing, and anyone may.
    await refreeze(bank, law.stranger, "USD", alice.address);
    expect((await readAccount(bank, "USD", alice.address)).frozen).to.equal(6_000n);
  });
});
