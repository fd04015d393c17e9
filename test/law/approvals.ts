import { expect } from "chai";
import { ZeroHash, type ContractTransactionResponse } from "ethers";
import { ROLES } from "../../src/bank/roles.js";
import { actHash, lawTypes, type ActName, type LegalOrder, type LiftName } from "../../src/chain/law/acts.js";
import { holdId, type Hold } from "../support/signing.js";
import { Operation, reference } from "../support/words.js";
import { ALICE, GROUNDS, useLaw, type How, type Law } from "./support.js";

const load = await useLaw();

interface Staged extends Law {
  order: LegalOrder;
  lienId: string;
  hold: Hold;
}

interface Act {
  name: ActName | LiftName;
  /** The fields signed, by name. */
  content: (world: Staged) => object;
  run: (world: Staged, how: How) => Promise<ContractTransactionResponse>;
}

/** Every act and lift of two people, each possible in the staged world. */
const ACTS: Act[] = [
  {
    name: "BlockParty",
    content: ({ order }) => ({ order, party: ALICE }),
    run: ({ blockParty, order }, how) => blockParty(order, ALICE, how),
  },
  {
    name: "PlaceLien",
    content: ({ order, usd, alice }) => ({ order, token: usd.target, account: alice.address, amount: 60n }),
    run: ({ placeLien, order, alice }, how) => placeLien(order, alice, 60n, how),
  },
  {
    name: "Seize",
    content: ({ order, usd, alice, carol }) => ({
      order,
      token: usd.target,
      account: alice.address,
      custody: carol.address,
      amount: 60n,
      lienId: ZeroHash,
    }),
    run: ({ seize, order, alice }, how) => seize(order, alice, 60n, how),
  },
  {
    name: "Recover",
    content: ({ order, alice, dave }) => ({ order, lost: alice.address, successor: dave.address }),
    run: ({ recover, order, alice, dave }, how) => recover(order, alice, dave, how),
  },
  {
    name: "ForceRelease",
    content: ({ order, usd, hold }) => ({ order, token: usd.target, hold: holdId(hold) }),
    run: ({ forceRelease, order, hold }, how) => forceRelease(order, hold, how),
  },
  {
    name: "LiftBlock",
    content: ({ order }) => ({ orderId: order.id, party: 102n, grounds: GROUNDS }),
    run: ({ liftBlock, order }, how) => liftBlock(order.id, 102n, how),
  },
  {
    name: "LiftLien",
    content: ({ lienId }) => ({ lienId, amount: 1n, grounds: GROUNDS }),
    run: ({ liftLien, lienId }, how) => liftLien(lienId, 1n, how),
  },
  {
    name: "LiftDirectBlock",
    content: () => ({ party: 102n, grounds: GROUNDS }),
    run: ({ liftDirectBlock }, how) => liftDirectBlock(102n, how),
  },
  {
    name: "UnblockWallet",
    content: ({ usd, bob }) => ({ token: usd.target, wallet: bob.address, grounds: GROUNDS }),
    run: ({ unblockWallet, bob }, how) => unblockWallet(bob, how),
  },
  {
    name: "LiftPause",
    content: ({ usd }) => ({ token: usd.target, operation: Operation.Mint, reason: GROUNDS }),
    run: ({ liftPause }, how) => liftPause(Operation.Mint, how),
  },
];

const LIFTS = ["LiftBlock", "LiftLien", "LiftDirectBlock", "UnblockWallet", "LiftPause"];
const isLift = ({ name }: Act) => LIFTS.includes(name);
const contractOf = ({ orders, pauses }: Law, { name }: Act) => (name === "LiftPause" ? pauses : orders);
const senderOf = (world: Law, act: Act) => (isLift(act) ? world.releaser : world.compliance);

/** A bank in which every act and lift would pass now: bob is blocked twice and his wallet once, a lien and a hold stand. */
async function stage(): Promise<Staged> {
  const law = await load();
  const { courtOrder, blockParty, lien, placed, alice, bob, usd, compliance, guardian, registry } = law;
  const order = await courtOrder();
  const hold = await placed(alice, 100n);
  await blockParty(order, 102n);
  await registry.connect(compliance).blockParty(102n, reference("3 a.m."));
  await usd.connect(compliance).blockWallet(bob);
  await usd.connect(guardian).pause(Operation.Mint);
  return { ...law, order, hold, lienId: await lien(order, alice, 10n) };
}

for (const act of ACTS) {
  describe(`the two people of ${act.name}`, () => {
    it("pass once, under one consent: the very same is refused, and so is a second transaction with the same signature", async () => {
      const world = await stage();
      const contract = contractOf(world, act);
      const consent = { salt: reference("one consent"), expiry: (await world.now()) + 1_000n };
      const hash = actHash(act.name, act.content(world), consent);
      expect(await contract.isDone(hash)).to.equal(false);
      await act.run(world, consent);
      expect(await contract.isDone(hash)).to.equal(true);
      await world.refuses(act.run(world, consent), contract, "ActDone", hash);
    });

    it("are refused when the consent has expired, to the second", async () => {
      const world = await stage();
      const contract = contractOf(world, act);
      const expiry = (await world.now()) + 100n;
      await world.at(expiry);
      await world.refuses(act.run(world, { expiry }), contract, "ApprovalExpired", expiry);
      const later = expiry + 100n;
      await world.at(later - 1n);
      await act.run(world, { expiry: later });
    });

    it("are refused when they are one person, with both roles", async () => {
      const world = await stage();
      const { manager, admin, complianceApprover } = world;
      const contract = contractOf(world, act);
      const role = isLift(act) ? ROLES.COMPLIANCE_RELEASER : ROLES.COMPLIANCE;
      await manager.connect(admin).grantRole(role, complianceApprover, 0);
      const alone = act.run(world, { sender: complianceApprover });
      await world.refuses(alone, contract, "ApproverInvalid", complianceApprover);
    });

    it("are refused when the approver lacks the role, lost it, or has it with a delay", async () => {
      const world = await stage();
      const { manager, admin, complianceApprover, redemptionApprover } = world;
      const contract = contractOf(world, act);
      for (const signer of [redemptionApprover, world.compliance, world.releaser, world.approver]) {
        if (signer === senderOf(world, act)) continue;
        await world.refuses(act.run(world, { signer }), contract, "ApproverInvalid", signer);
      }
      await manager.connect(admin).revokeRole(ROLES.COMPLIANCE_APPROVER, complianceApprover);
      await world.refuses(act.run(world, {}), contract, "ApproverInvalid", complianceApprover);
      await manager.connect(admin).grantRole(ROLES.COMPLIANCE_APPROVER, complianceApprover, 1);
      await world.refuses(act.run(world, {}), contract, "ApproverInvalid", complianceApprover);
    });

    it("are refused when the sender is hidden behind AccessManager.execute", async () => {
      const world = await stage();
      const { manager, admin } = world;
      const contract = contractOf(world, act);
      // The manager is given the role, so that only the rule about hidden senders stands in the way.
      const role = isLift(act) ? ROLES.COMPLIANCE_RELEASER : ROLES.COMPLIANCE;
      await manager.connect(admin).grantRole(role, manager, 0);
      const { data } = await dryRun(world, act);
      const hidden = manager.connect(senderOf(world, act)).execute(contract, data);
      await world.refuses(hidden, contract, "SenderHidden");
    });

    it("are refused when any field signed is another one", async () => {
      const world = await stage();
      const contract = contractOf(world, act);
      const { data } = await dryRun(world, act);
      const fragment = contract.interface.getFunction(methodOf(act) as never)!;
      const given = contract.interface.decodeFunctionData(fragment, data).toArray(true) as unknown[];
      // Everything but the signature, one bit off.
      let tried = 0;
      for (const [i, argument] of given.entries()) {
        for (const changed of variantsOf(argument)) {
          const args = [...given];
          args[i] = changed;
          const call = senderOf(world, act).call({
            to: contract.target as string,
            data: contract.interface.encodeFunctionData(fragment as never, args as never),
          });
          await world.refuses(call, contract, "ApprovalInvalid", world.complianceApprover);
          tried += 1;
        }
      }
      expect(tried).to.be.greaterThan(3);
      await act.run(world, {});
    });

    it("do one act with one signature: in another contract's domain the same struct is void", async () => {
      const world = await stage();
      const { complianceApprover, redemption, now } = world;
      const contract = contractOf(world, act);
      const consent = { salt: reference("consent"), expiry: (await now()) + 1_000n };
      const { name, version, chainId } = await contract.eip712Domain();
      const domain = { name, version, chainId, verifyingContract: redemption.target as string };
      const signature = await complianceApprover.signTypedData(domain, lawTypes(act.name), {
        ...act.content(world),
        ...consent,
      });
      const { data } = await dryRun(world, act, consent);
      const fragment = contract.interface.getFunction(methodOf(act) as never)!;
      const args = contract.interface.decodeFunctionData(fragment, data).toArray(true) as unknown[];
      args[args.length - 1] = { ...consent, approver: complianceApprover.address, signature };
      const foreign = senderOf(world, act).sendTransaction({
        to: contract.target as string,
        data: contract.interface.encodeFunctionData(fragment as never, args as never),
      });
      await world.refuses(foreign, contract, "ApprovalInvalid", complianceApprover);
    });
  });
}

/** The calldata of an act, without sending it. */
async function dryRun(world: Staged, act: Act, how: How = {}) {
  const snapshot = await world.helpers.takeSnapshot();
  const { data } = await act.run(world, how);
  await snapshot.restore();
  return { data };
}

const methodOf = ({ name }: Act) => name[0]!.toLowerCase() + name.slice(1);

/** The same argument with one thing changed; of the approval only what was signed. */
function variantsOf(argument: unknown): unknown[] {
  if (typeof argument === "boolean") return [!argument];
  if (typeof argument === "bigint") return [argument === 0n ? 1n : argument - 1n];
  if (typeof argument === "string")
    return [`${argument.slice(0, -1)}${argument.endsWith("1") ? "2" : "1"}`.toLowerCase()];
  const fields = argument as unknown[];
  const isApproval = fields.length === 4;
  return fields.flatMap((field, i) => {
    if (isApproval && i > 1) return [];
    return variantsOf(field).map((changed) => fields.map((kept, j) => (j === i ? changed : kept)));
  });
}

describe("approvals", () => {
  it("by a smart account count, by ERC-1271", async () => {
    const world = await load();
    const { deployWallet, complianceApprover, manager, admin, orders, courtOrder, approve, compliance } = world;
    const safe = await deployWallet(complianceApprover);
    await manager.connect(admin).grantRole(ROLES.COMPLIANCE_APPROVER, safe, 0);
    const order = await courtOrder();
    const approval = { ...(await approve("BlockParty", { order, party: ALICE })), approver: safe.address };
    await orders.connect(compliance).blockParty(order, ALICE, approval);
    expect(await orders.liveBlocks(ALICE)).to.equal(1n);
  });

  it("overlap without harm: two of equal content are two acts by their salts, and one cannot stand for the other", async () => {
    const { orders, usd, alice, courtOrder, placeLien, refuses, approve, compliance } = await load();
    const order = await courtOrder();
    const consents = ["first", "second"].map((salt) => ({ salt: reference(salt), expiry: 2_000_000_000n }));
    const content = { order, token: usd.target, account: alice.address, amount: 60n };
    const [first, second] = [
      await approve("PlaceLien", content, consents[0]),
      await approve("PlaceLien", content, consents[1]),
    ];
    const mixed = { ...first, salt: second.salt };
    const call = orders.connect(compliance).placeLien(order, usd, alice, 60n, mixed);
    await refuses(call, orders, "ApprovalInvalid", first.approver);
    for (const consent of consents) await placeLien(order, alice, 60n, consent);
    expect(await orders.liensOf(usd, alice)).to.equal(120n);
    expect(await usd.getFrozenTokens(alice)).to.equal(120n);
    for (const consent of consents) {
      await refuses(placeLien(order, alice, 60n, consent), orders, "ActDone", actHash("PlaceLien", content, consent));
    }
  });

  it("are not spent by an act that fails", async () => {
    const { usd, orders, alice, bob, carol, courtOrder, seize, pay, refuses } = await load();
    const order = await courtOrder();
    const consent = { salt: reference("kept"), expiry: 2_000_000_000n };
    const amount = 1_100_000n;
    const content = {
      order,
      token: usd.target,
      account: alice.address,
      custody: carol.address,
      amount,
      lienId: ZeroHash,
    };
    await refuses(seize(order, alice, amount, consent), usd, "ERC20InsufficientBalance", alice, 1_000_000n, amount);
    expect(await orders.isDone(actHash("Seize", content, consent))).to.equal(false);
    await pay(bob, alice, 100_000n);
    await seize(order, alice, amount, consent);
    expect(await orders.isDone(actHash("Seize", content, consent))).to.equal(true);
  });
});
