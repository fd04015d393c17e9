import { expect } from "chai";
import { ROLES } from "../../src/bank/roles.js";
import {
  acceptLiability,
  buildAcceptance,
  buildCommitment,
  buildDeclaration,
  commitRegister,
  declareResolution,
  holderRegister,
  moveLiability,
  proofOf,
  readRegister,
  readResolution,
  registerToJson,
  requireCommitted,
  signAcceptance,
  signCommitment,
  signDeclaration,
} from "../../src/chain/index.js";
import { SuccessorIssuanceDesk__factory } from "../../typechain-types/index.js";
import { uetr } from "../issuance/support.js";
import { corridors, readFlows } from "../support/words.js";
import { INSTRUMENT, TRANSFER_INSTRUMENT, useTwoBanks, type TwoBanks } from "./support.js";

const load = await useTwoBanks();

/** Parties 1000 to 1037 of one wallet each, besides alice and bob; the last two have two wallets more each. */
const PARTIES = 38;
const PARTY = (i: number) => 1_000n + BigInt(i);
const MONEY = (i: number) => 10_000n + BigInt(i) * 111n;

/** Who is in which trouble, by number; nobody else is. */
const BLOCKED = [3, 4];
const LIENED = [7, 8, 9];
const REQUESTED = [12, 13];
const SUBMITTED = [14];
const NOT_AT_SUCCESSOR = [20, 21, 22, 23];
const BLOCKED_AT_SUCCESSOR = [25];
const WITHOUT_CORRIDOR = [27];
/** Lost and retired before the end, its money not yet recovered to the wallet that stands for it. */
const LOST = 30;

/** A bank of 40 customers with a past, on the evening before it fails. */
async function evening(banks: TwoBanks) {
  const { a, b, ethers, admit } = banks;
  const wallets = [];
  for (let i = 0; i < PARTIES + 4; i++) {
    const key = ethers.Wallet.createRandom(ethers.provider);
    await banks.setBalance(key.address, 10n ** 18n);
    await banks.impersonateAccount(key.address);
    wallets.push(await ethers.getSigner(key.address));
  }
  const party = (i: number) => (i < PARTIES ? PARTY(i) : PARTY(PARTIES - 1 - (i % 2)));
  for (const [i, wallet] of wallets.entries()) {
    await admit(a, wallet, party(i));
    if (NOT_AT_SUCCESSOR.includes(i)) continue;
    // The successor has numbers of its own, and sees one of them in a zone without a corridor.
    await admit(b, wallet, party(i) + 50_000n, WITHOUT_CORRIDOR.includes(i) ? { zone: 4 } : {});
  }
  const orders = await a.batchOf(wallets.map((wallet, i) => a.itemOf(wallet, MONEY(i))));
  await a.mintBatch(orders);
  for (const i of LIENED) await a.freeze(wallets[i]!, i === 9 ? 10n ** 9n : 5_000n);
  const heir = banks.spare[0]!;
  for (const [bank, party] of [
    [a, PARTY(LOST)],
    [b, PARTY(LOST) + 50_000n],
  ] as const) {
    await admit(bank, heir, party);
  }
  await a.retire(wallets[LOST]!, heir);
  for (const i of BLOCKED) await a.block(PARTY(i));
  for (const i of BLOCKED_AT_SUCCESSOR) await b.block(PARTY(i) + 50_000n);
  const redemptions = [];
  for (const i of [...REQUESTED, ...SUBMITTED]) {
    const wanted = await a.redemptionOf({ payer: wallets[i]!.address, amount: 4_000n });
    await a.usd.connect(wallets[i]!).placeHold(wanted.hold);
    if (SUBMITTED.includes(i)) await a.submit(wanted);
    redemptions.push(wanted);
  }
  return { wallets, heir, redemptions, references: orders.items.map(({ depositReference }) => depositReference) };
}

describe("a bank of 40 customers is wound down and its liability moved", () => {
  it("from the declaration to the last customer who can move, with every minor unit accounted for", async () => {
    const banks = await load();
    const { a, b, bankA, bankB, agent, resolution, transfer, alice, bob, blockNumber, refuses } = banks;
    const { wallets, heir, redemptions, references } = await evening(banks);
    const supply = await a.usd.totalSupply();
    const successorsOwn = await b.usd.totalSupply();

    // 1. Declared by two people: everything stops but redemption.
    const declaration = await buildDeclaration(bankA, {
      currency: "USD",
      instrument: INSTRUMENT,
      authorityCode: "549300H7V3YKZLGYRG96",
      agent: agent.address,
    });
    const declared = await signDeclaration(resolution, a.complianceApprover, declaration);
    await declareResolution(bankA, resolution, a.resolutionOfficer, declaration, declared);
    await expect(a.usd.connect(alice)["transfer(address,uint256)"](bob, 1n)).to.be.revertedWithCustomError(
      a.usd,
      "OperationPaused",
    );

    // 2. The register is exported at a block, checked by another person from the events, and committed.
    const block = await blockNumber();
    const file = registerToJson(await holderRegister(bankA, "USD", block));
    const checked = await holderRegister(bankA, "USD", block);
    expect(readRegister(file, "register.json")).to.deep.equal(checked);
    const commitment = await buildCommitment(bankA, checked);
    const approval = await signCommitment(resolution, a.complianceApprover, commitment);

    // A payment confirmed in between changes nothing of what was owed at the block.
    await a.settle(redemptions[2]!);
    await commitRegister(bankA, resolution, a.resolutionOfficer, commitment, approval);
    const { committed } = await readResolution(bankA, resolution, "USD");
    expect(committed).to.include({ total: supply, holders: 44n });
    for (const [i, wallet] of wallets.entries()) {
      const { party, balance, proof } = proofOf(checked, wallet.address);
      expect(balance).to.equal(MONEY(i));
      expect(await resolution.prove(a.usd, party, wallet, balance, [...proof])).to.equal(true);
    }

    // 3. The agent redeems.
    await a.manager.connect(a.admin).grantRole(ROLES.REDEMPTION_OPERATOR, agent, 0);
    await a.manager.connect(a.admin).revokeRole(ROLES.REDEMPTION_OPERATOR, a.operator);

    // 4. The successor upgrades its desk, names its predecessor, checks the file and accepts.
    const implementation = await new SuccessorIssuanceDesk__factory(b.admin).deploy();
    await b.issuance.connect(b.upgrader).upgradeToAndCall(implementation, "0x");
    const desk = SuccessorIssuanceDesk__factory.connect(b.issuance.target as string, b.policyAdmin);
    const { selector } = desk.interface.getFunction("addPredecessor");
    await b.manager.connect(b.admin).setTargetFunctionRole(desk, [selector], ROLES.POLICY_ADMIN);
    await desk.addPredecessor(b.usd, a.usd);
    const received = readRegister(file, "register.json");
    const acceptance = await buildAcceptance(bankB, received, committed!, TRANSFER_INSTRUMENT);
    const yes = await signAcceptance(transfer, b.complianceApprover, acceptance);
    await acceptLiability(bankB, transfer, b.resolutionOfficer, acceptance, yes);

    // 5. The rows move, without a single customer acting.
    const moved = await moveLiability(bankA, transfer, a.resolutionOfficer, received);
    const reasonOf = new Map(moved.left.map(({ wallet, reason }) => [wallet, reason]));
    const expected = new Map<string, string>([
      ...BLOCKED.map((i) => [wallets[i]!.address, "PayerBlocked"] as const),
      [wallets[9]!.address, "InsufficientUnfrozen"],
      ...NOT_AT_SUCCESSOR.map((i) => [wallets[i]!.address, "PayeeNotAdmitted"] as const),
      ...BLOCKED_AT_SUCCESSOR.map((i) => [wallets[i]!.address, "PayeeBlocked"] as const),
      ...WITHOUT_CORRIDOR.map((i) => [wallets[i]!.address, "CorridorDenied"] as const),
      [wallets[LOST]!.address, "InsufficientBalance"],
    ]);
    expect(reasonOf).to.deep.equal(expected);
    const partly = new Map(moved.moved.filter(({ left }) => left !== 0n).map(({ wallet, left }) => [wallet, left]));
    expect(partly).to.deep.equal(
      new Map([
        ...LIENED.slice(0, 2).map((i) => [wallets[i]!.address, 5_000n] as const),
        ...[...REQUESTED, ...SUBMITTED].map((i) => [wallets[i]!.address, 4_000n] as const),
      ]),
    );
    const account = async (redeemed: bigint) => {
      const gone = await transfer.moved();
      expect(gone + (await a.usd.totalSupply()) + redeemed).to.equal(supply);
      expect(await b.usd.totalSupply()).to.equal(successorsOwn + gone);
      expect(readFlows((await b.usd.supplyWords())[1]).received).to.equal(gone);
    };
    await account(4_000n);

    // 6. A deposit of the old bank is not minted again at the successor.
    for (const depositReference of references.slice(0, 3)) {
      const again = b.mint(await b.orderOf({ depositReference, amount: 1n }));
      await refuses(again, desk, "ReferenceUsedAtPredecessor", depositReference, a.usd);
    }

    // 7. Those who stayed are paid by the agent, or move when what kept them has ended.
    const stranger = wallets[NOT_AT_SUCCESSOR[0]!]!;
    const { hold, terms, id } = await a.redemptionOf({ payer: stranger.address, amount: MONEY(20) });
    await a.usd.connect(stranger).placeHold(hold);
    const paying = a.redemption.connect(agent);
    for (const wanted of [{ hold, terms, id }, redemptions[0]!]) {
      await paying.submit(wanted.hold, wanted.terms, uetr(wanted.id));
      await paying.settle(wanted.terms.token, wanted.hold);
    }
    await a.redemption.connect(wallets[13]!).cancel(terms.token, redemptions[1]!.hold);
    for (const i of BLOCKED) await a.unblock(PARTY(i));
    for (const i of LIENED) await a.freeze(wallets[i]!, 0n);
    for (const i of BLOCKED_AT_SUCCESSOR) await b.unblock(PARTY(i) + 50_000n);
    await b.usd.connect(b.policyAdmin).openCorridors(corridors([4, 4]), 0n);
    for (const i of NOT_AT_SUCCESSOR.slice(1, 3)) await banks.admit(b, wallets[i]!, PARTY(i) + 50_000n);
    await a.usd.connect(a.legalOrders).forcedTransfer(wallets[LOST]!, heir, MONEY(LOST));
    const later = await moveLiability(bankA, transfer, a.resolutionOfficer, received);
    await account(4_000n + MONEY(20) + 4_000n);
    expect(await banks.balances(heir)).to.deep.equal([0n, MONEY(LOST)]);

    // 8. One customer is left: no customer of the successor, redeem only, and it can prove what it is owed.
    const last = wallets[NOT_AT_SUCCESSOR[3]!]!;
    expect(await a.usd.totalSupply()).to.equal(await a.usd.balanceOf(last));
    expect(later.left.map(({ wallet, reason }) => [wallet, reason])).to.deep.equal(
      [
        [last.address, "PayeeNotAdmitted"],
        // Paid out in full or in part: their rows stay open with nothing behind them.
        ...[stranger, wallets[12]!, wallets[14]!].map(({ address }) => [address, "InsufficientBalance"]),
      ].sort(byRow(received)),
    );
    requireCommitted(received, committed!);

    // Rows that stay cost a fifth of one that moves: per row moved this is a little more than it costs.
    const perRow = moved.gas / BigInt(moved.moved.length);
    expect(perRow < 100_000n, `${perRow} gas a row moved`).to.equal(true);
  });

  function byRow({ rows }: { rows: readonly { wallet: string }[] }) {
    const place = (row: readonly string[]) => rows.findIndex(({ wallet }) => wallet === row[0]);
    return (x: string[], y: string[]) => place(x) - place(y);
  }
});
