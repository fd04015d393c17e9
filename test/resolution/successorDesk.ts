import { expect } from "chai";
import { ROLES } from "../../src/bank/roles.js";
import { SuccessorIssuanceDesk__factory } from "../../typechain-types/index.js";
import { QUOTA } from "../issuance/support.js";
import { entrySlot, namespaceSlot } from "../registry/support.js";
import { readReference, reference } from "../support/words.js";
import { useTwoBanks, type TwoBanks } from "./support.js";

const load = await useTwoBanks();

/** The successor upgrades its desk in place and names the old bank's USD as predecessor of its own. */
async function upgraded(banks: TwoBanks, named = true) {
  const { a, b } = banks;
  const implementation = await new SuccessorIssuanceDesk__factory(b.admin).deploy();
  await b.issuance.connect(b.upgrader).upgradeToAndCall(implementation, "0x");
  const desk = SuccessorIssuanceDesk__factory.connect(b.issuance.target as string, b.policyAdmin);
  const { selector } = desk.interface.getFunction("addPredecessor");
  await b.manager.connect(b.admin).setTargetFunctionRole(desk, [selector], ROLES.POLICY_ADMIN);
  if (named) await desk.addPredecessor(b.usd, a.usd);
  return desk;
}

/** A deposit that the old bank minted to alice. */
async function mintedAtOld({ a }: TwoBanks) {
  const order = await a.orderOf({ depositReference: reference("deposit of 30 October") });
  await a.mint(order);
  return order.depositReference;
}

describe("naming a predecessor", () => {
  it("is refused for the token itself, for what is no token, and twice", async () => {
    const banks = await load();
    const { a, b, stranger, refuses } = banks;
    const desk = await upgraded(banks);
    for (const predecessor of [b.usd, a.usd, stranger, a.manager]) {
      await refuses(desk.addPredecessor(b.usd, predecessor), desk, "PredecessorInvalid", b.usd, predecessor);
    }
  });

  it("is refused for a ninth", async () => {
    const banks = await load();
    const { b, refuses } = banks;
    const desk = await upgraded(banks);
    const tokens = [];
    for (let i = 0; i < 8; i++) tokens.push(await b.anotherToken(`X${i}`));
    for (const token of tokens.slice(0, 7)) await desk.addPredecessor(b.usd, token);
    await refuses(desk.addPredecessor(b.usd, tokens[7]!), desk, "PredecessorInvalid", b.usd, tokens[7]!);
    expect(await desk.predecessorsOf(b.usd)).to.have.length(8);
  });

  it("adds it to that token only, and says so; there is no function that takes it back", async () => {
    const banks = await load();
    const { a, b } = banks;
    const desk = await upgraded(banks, false);
    await expect(desk.addPredecessor(b.usd, a.usd)).to.emit(desk, "PredecessorAdded").withArgs(b.usd, a.usd);
    expect(await desk.predecessorsOf(b.usd)).to.deep.equal([a.usd.target]);
    expect(await desk.predecessorsOf(b.jpy)).to.deep.equal([]);
    const writes = desk.interface.fragments.filter((f) => "stateMutability" in f && f.stateMutability === "nonpayable");
    const names = writes.flatMap((fragment) => ("name" in fragment ? [String(fragment.name)] : []));
    expect(names.filter((name) => name.includes("Predecessor"))).to.deep.equal(["addPredecessor"]);
  });
});

describe("minting at the successor", () => {
  it("is refused for a deposit that the predecessor has minted, and spends no quota", async () => {
    const banks = await load();
    const { a, b, accepted, move, alice, refuses } = banks;
    const desk = await upgraded(banks);
    const depositReference = await mintedAtOld(banks);
    const mint = async () => b.mint(await b.orderOf({ depositReference }));
    await refuses(mint(), desk, "ReferenceUsedAtPredecessor", depositReference, a.usd);
    // Nor once the liability has moved: the customer would have it twice.
    await move(await accepted(), alice);
    await refuses(mint(), desk, "ReferenceUsedAtPredecessor", depositReference, a.usd);
    expect((await b.quota()).available).to.equal(QUOTA);
    expect(await b.usd.depositReference(depositReference)).to.equal(0n);
  });

  it("is refused in a batch whole: nothing is minted, and neither quota nor approval is spent", async () => {
    const banks = await load();
    const { a, b, alice, bob, refuses } = banks;
    const desk = await upgraded(banks);
    const depositReference = await mintedAtOld(banks);
    const good = b.itemOf(bob, 5n);
    const batch = await b.batchOf([good, b.itemOf(alice, 7n, depositReference), b.itemOf(bob, 9n)]);
    await refuses(b.mintBatch(batch), desk, "ReferenceUsedAtPredecessor", depositReference, a.usd);
    // The same error again, not BatchAlreadySpent.
    await refuses(b.mintBatch(batch), desk, "ReferenceUsedAtPredecessor", depositReference, a.usd);
    expect((await b.quota()).available).to.equal(QUOTA);
    await b.mintBatch(await b.batchOf([good]));
    expect(readReference(await b.usd.depositReference(good.depositReference)).amount).to.equal(5n);
  });

  it("names the predecessor, of several", async () => {
    const banks = await load();
    const { a, b, refuses } = banks;
    const desk = await upgraded(banks);
    await desk.addPredecessor(b.usd, a.jpy);
    const yen = await a.orderOf({ token: a.jpy.target as string, amount: 10n });
    await a.mint(yen);
    const { depositReference } = yen;
    const call = async () => b.mint(await b.orderOf({ depositReference }));
    await refuses(call(), desk, "ReferenceUsedAtPredecessor", depositReference, a.jpy);
  });

  it("goes on for every other deposit, and in tokens without a predecessor", async () => {
    const banks = await load();
    const { b } = banks;
    await upgraded(banks);
    const depositReference = await mintedAtOld(banks);
    await b.mint(await b.orderOf());
    // The predecessor is one of USD; that a bank's references differ between its currencies is the bank's rule.
    await b.mint(await b.orderOf({ token: b.jpy.target as string, depositReference }));
    expect(readReference(await b.jpy.depositReference(depositReference)).amount).to.equal(100_000n);
  });

  it("is refused by the token for a deposit of its own, as before", async () => {
    const banks = await load();
    const { b } = banks;
    await upgraded(banks);
    const order = await b.orderOf();
    await b.mint(order);
    await expect(b.mint(order)).to.be.revertedWithCustomError(b.usd, "DepositReferenceUsed");
  });
});

describe("upgrading the desk in place", () => {
  it("keeps quotas with what was used of them, spent batches, authority and domain", async () => {
    const banks = await load();
    const { b, alice, refuses } = banks;
    const batch = await b.batchOf([b.itemOf(alice, 40_000_000n)]);
    await b.mintBatch(batch);
    const used = await b.quota();
    const domain = await b.issuance.eip712Domain();
    // Within a day nothing but time gives the quota back.
    const desk = await upgraded(banks);
    const { limit, available } = await b.quota();
    expect(limit).to.equal(used.limit);
    expect(available < used.available + 60_000n, `${available} after ${used.available}`).to.equal(true);
    expect(await desk.authority()).to.equal(b.manager.target);
    expect(await desk.eip712Domain()).to.deep.equal(domain);
    await expect(b.mintBatch(batch)).to.be.revertedWithCustomError(desk, "BatchAlreadySpent");
    const tooMuch = await b.orderOf({ amount: QUOTA - 39_000_000n });
    await expect(b.mint(tooMuch)).to.be.revertedWithCustomError(desk, "QuotaExceeded");
    await refuses(desk.initialize(b.manager), desk, "InvalidInitialization");
  });

  it("puts predecessors into a namespace of their own", async () => {
    const banks = await load();
    const { a, b, getStorageAt } = banks;
    const desk = await upgraded(banks);
    const slot = entrySlot(namespaceSlot("vostro.storage.SuccessorIssuanceDesk"), "address", b.usd.target as string);
    expect(BigInt(await getStorageAt(desk.target as string, slot))).to.equal(1n);
    expect(await desk.predecessorsOf(b.usd)).to.deep.equal([a.usd.target]);
  });
});
