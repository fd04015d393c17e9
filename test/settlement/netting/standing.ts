import { expect } from "chai";

import { POWERS } from "../../../src/bank/roles.js";
import { OPENING, partyOf } from "../support.js";
import { actsOf, obligationsOf, useNetting } from "./support.js";

const load = await useNetting();

async function setUp() {
  const world = await load();
  return { ...world, ...actsOf(world) };
}

/** Balance changes by party, in the order of the nets. */
const changes = (balances: bigint[]) => balances.map((balance) => balance - OPENING);

describe("the standing of the parties when a cycle is settled", () => {
  it("reverts whole for one blocked, lapsed or lost creditor, one lien, one pause", async () => {
    const { a, people, cycleOf, place, record, settle, balancesOf, refuses, now } = await setUp();
    const built = await cycleOf();
    await place(built);
    await record(built);
    const go = () => settle(built, { sliceSignatures: [], consents: [] });
    const { alice, frank, bob } = people;
    await a.block(102n);
    await refuses(go(), a.usd, "ERC7943CannotReceive", bob);
    await a.unblock(102n);
    await a.registry.connect(people.registrar).renew([partyOf("a", "frank")], await now());
    await refuses(go(), a.usd, "ERC7943CannotReceive", frank);
    await a.registry.connect(people.registrar).renew([partyOf("a", "frank")], (await now()) + 100_000n);
    await a.block(101n);
    await refuses(go(), a.usd, "ERC7943CannotSend", alice);
    await a.unblock(101n);
    await a.usd.connect(people.legalOrders).setFrozenTokens(alice, OPENING - 69_999n);
    await refuses(go(), a.usd, "ERC7943InsufficientUnfrozenBalance", alice, 10_000n, 9_999n);
    await a.usd.connect(people.legalOrders).setFrozenTokens(alice, 0n);
    await a.usd.connect(people.guardian).pause(2);
    await refuses(go(), a.usd, "OperationPaused", 2n);
    expect(changes(await balancesOf(built)).every((change) => change === 0n)).to.equal(true);
    await a.usd.connect(people.unpauser).unpause(2);
    await go();
    expect(changes(await balancesOf(built))).to.deep.equal(built.nets.map(({ amount }) => amount));
  });

  it("pays the successor of a creditor whose wallet was lost after the slices were placed", async () => {
    const { a, people, cycleOf, place, record, settle } = await setUp();
    const built = await cycleOf();
    await place(built);
    await record(built);
    await a.registry.connect(people.registrar).addWallets(partyOf("a", "frank"), [people.carol]);
    await a.retire(people.frank, people.carol);
    await settle(built, { sliceSignatures: [], consents: [] });
    expect(await a.usd.balanceOf(people.carol)).to.equal(40_000n);
  });

  it("settles though a debtor's KYC has lapsed or its wallet was lost since the slices were placed", async () => {
    const { a, people, cycleOf, place, record, settle, balancesOf, now } = await setUp();
    const built = await cycleOf();
    await place(built);
    await record(built);
    await a.registry.connect(people.registrar).addWallets(101n, [people.carol]);
    await a.retire(people.alice, people.carol);
    await a.registry.connect(people.registrar).renew([101n], await now());
    await settle(built, { sliceSignatures: [], consents: [] });
    expect(changes(await balancesOf(built))).to.deep.equal(built.nets.map(({ amount }) => amount));
  });

  it("stops where the bank switches the desk off, and still releases what was placed", async () => {
    const { a, desk, people, cycleOf, place, record, settle, close, heldOf, refuses, travelTo } = await setUp();
    const built = await cycleOf();
    await place(built);
    await record(built);
    await a.usd.connect(people.compliance).dismissContract(desk, POWERS.NOTARY);
    await refuses(settle(built, { sliceSignatures: [], consents: [] }), a.usd, "NotaryNotAdmitted", desk);
    await travelTo(built.cycle.settleBy);
    await close(built);
    expect(await heldOf(built)).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
  });

  it("refuses the mainland customer as debtor, as creditor, and where it is paid nothing", async () => {
    const { a, desk, people, cycleOf, settle, refuses } = await setUp();
    const { alice, bob, mainlander } = people;
    const owes = await cycleOf(obligationsOf([mainlander, alice, 500n]));
    await refuses(settle(owes), a.usd, "ERC7943CannotTransfer", mainlander, alice, 500n);
    const isOwed = await cycleOf(obligationsOf([alice, mainlander, 500n]));
    await refuses(settle(isOwed), a.usd, "ERC7943CannotTransfer", alice, mainlander, 500n);
    const between = await cycleOf(obligationsOf([alice, mainlander, 500n], [mainlander, bob, 500n]));
    await refuses(settle(between), desk, "PartyNotServed", mainlander);
    const offset = await cycleOf(obligationsOf([alice, mainlander, 500n], [mainlander, alice, 500n]));
    await refuses(settle(offset), desk, "PartyNotServed", offset.nets[0]!.party);
  });

  it("refuses a party that is paid nothing and has only corridors under review: no clearance could be used up", async () => {
    const { a, desk, people, cycleOf, settle, refuses } = await setUp();
    const built = await cycleOf();
    await a.reclassify(partyOf("a", "dealer"), { zone: 3 });
    await refuses(settle(built), desk, "PartyNotServed", people.dealer);
  });

  it("refuses a blocked party that is paid nothing, and a blocked relayer", async () => {
    const { a, desk, people, cycleOf, settle, refuses, sliceSignatures, consents } = await setUp();
    const built = await cycleOf();
    const party = partyOf("a", "dealer");
    await a.block(party);
    await refuses(settle(built), desk, "PartyNotServed", people.dealer);
    const { cycle, nets, slices } = built;
    const sent = desk
      .connect(people.dealer)
      .settle(cycle, nets, slices, await sliceSignatures(built), await consents(built));
    await refuses(sent, a.usd, "RelayerBlocked", people.dealer);
  });
});
