import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import { ROLES } from "../../src/bank/roles.js";
import { signFor } from "../../src/chain/typedData.js";
import { sign } from "../support/signing.js";
import { HOUR } from "../support/token.js";
import { Operation, readPolicy, reference } from "../support/words.js";
import { AUTHORITY, INSTRUMENT, useTwoBanks } from "./support.js";

const load = await useTwoBanks();

describe("declaring resolution", () => {
  it("is refused to everybody but the resolution officer", async () => {
    const { a, b, resolution, declare, refuses } = await load();
    for (const sender of [a.admin, a.guardian, a.compliance, a.policyAdmin, b.resolutionOfficer]) {
      await refuses(declare({}, { sender }), resolution, "AccessManagedUnauthorized", sender);
    }
    expect(await resolution.isDeclared(a.usd)).to.equal(false);
  });

  it("is refused without another person's approval by the role that approves", async () => {
    const { a, b, resolution, declare, refuses } = await load();
    for (const signer of [a.resolutionOfficer, a.approver, a.compliance, a.admin, b.complianceApprover]) {
      await refuses(declare({}, { signer }), resolution, "ApproverInvalid", signer);
    }
    const approver = a.complianceApprover;
    await refuses(declare({}, { approver, signer: a.stranger }), resolution, "ApprovalInvalid", approver);
  });

  it("is refused to one person in both roles, and to an approver whose role has a delay", async () => {
    const { a, resolution, declare, refuses } = await load();
    await a.manager.connect(a.admin).grantRole(ROLES.COMPLIANCE_APPROVER, a.resolutionOfficer, 0);
    await refuses(declare({}, { signer: a.resolutionOfficer }), resolution, "ApproverInvalid", a.resolutionOfficer);
    await a.manager.connect(a.admin).grantRole(ROLES.COMPLIANCE_APPROVER, a.dave, Number(HOUR));
    await refuses(declare({}, { signer: a.dave }), resolution, "ApproverInvalid", a.dave);
  });

  it("is refused when any field is not the one that was signed", async () => {
    const { a, resolution, declarationOf, refuses } = await load();
    const signed = await declarationOf();
    const approver = a.complianceApprover;
    const signature = await signFor(resolution, approver, "Declaration", signed);
    const changes = {
      token: a.jpy.target as string,
      instrument: reference("another"),
      authorityCode: reference("another"),
      agent: a.stranger.address,
      expiry: signed.expiry + 1n,
    };
    for (const [field, value] of Object.entries(changes)) {
      const sent = { ...signed, [field]: value };
      const call = resolution.connect(a.resolutionOfficer).declare(sent, approver, signature);
      await refuses(call, resolution, "ApprovalInvalid", approver);
    }
  });

  it("is refused on an approval that was signed for the same act at another bank", async () => {
    const { a, b, resolution, declarationOf, refuses } = await load();
    const declaration = await declarationOf();
    const approver = a.complianceApprover;
    const signature = await signFor(b.resolution, approver, "Declaration", declaration);
    const call = resolution.connect(a.resolutionOfficer).declare(declaration, approver, signature);
    await refuses(call, resolution, "ApprovalInvalid", approver);
  });

  it("is refused from the very second in which the approval expires", async () => {
    const { a, resolution, declare, now, refuses } = await load();
    const expiry = (await now()) + 60n;
    await a.at(expiry);
    await refuses(declare({ expiry }), resolution, "ApprovalExpired", expiry);
  });

  it("is refused through the AccessManager, which hides who sends", async () => {
    const { a, resolution, declarationOf, refuses } = await load();
    const declaration = await declarationOf();
    const signature = await signFor(resolution, a.complianceApprover, "Declaration", declaration);
    const data = resolution.interface.encodeFunctionData("declare", [
      declaration,
      a.complianceApprover.address,
      signature,
    ]);
    const call = a.manager.connect(a.resolutionOfficer).execute(resolution, data);
    await refuses(call, resolution, "SenderHidden");
  });

  it("is refused without instrument, authority or agent", async () => {
    const { a, resolution, declare, refuses } = await load();
    for (const gap of [{ instrument: ZeroHash }, { authorityCode: ZeroHash }, { agent: ZeroAddress }]) {
      await refuses(declare(gap), resolution, "DeclarationIncomplete", a.usd);
    }
  });

  it("is refused for another bank's token and for what is no contract", async () => {
    const { b, stranger, resolution, declare, refuses } = await load();
    for (const token of [b.usd.target as string, stranger.address]) {
      await refuses(declare({ token }), resolution, "TokenOfAnotherBank", token);
    }
  });

  it("is refused a second time, and there is no function that takes it back", async () => {
    const { a, resolution, declare, refuses } = await load();
    await declare();
    await refuses(declare({ agent: a.stranger.address }), resolution, "AlreadyDeclared", a.usd);
    const writes = resolution.interface.fragments.filter((f) => "stateMutability" in f && f.stateMutability !== "view");
    const names = writes.flatMap((fragment) => ("name" in fragment ? [fragment.name] : []));
    expect(names.sort()).to.deep.equal(["commit", "declare", "setAuthority"]);
  });

  it("is refused while the contract is no guardian: nothing is declared that still runs", async () => {
    const { a, resolution, declare, refuses } = await load();
    await a.manager.connect(a.admin).revokeRole(ROLES.GUARDIAN, resolution);
    await refuses(declare(), a.usd, "AccessManagedUnauthorized", resolution);
    expect(await resolution.isDeclared(a.usd)).to.equal(false);
  });

  it("pauses everything that can be paused, in this token only, and says so", async () => {
    const { a, resolution, agent, declare, blockNumber, emits } = await load();
    await emits(
      declare(),
      ["ResolutionDeclared", a.usd, INSTRUMENT, AUTHORITY, agent, a.complianceApprover],
      ...Object.values(Operation).map((operation) => ["Paused", BigInt(operation), resolution] as const),
    );
    expect(readPolicy((await a.usd.policyWords())[0]).paused).to.equal(0b1111n);
    expect(readPolicy((await a.jpy.policyWords())[0]).paused).to.equal(0n);
    const declared = await resolution.declarationOf(a.usd);
    const at = BigInt(await blockNumber());
    expect([...declared]).to.deep.equal([INSTRUMENT, AUTHORITY, agent.address, at, 0n]);
    expect([await resolution.isDeclared(a.usd), await resolution.isDeclared(a.jpy)]).to.deep.equal([true, false]);
  });

  it("leaves alone what was paused before", async () => {
    const { a, resolution, agent, declare, emits } = await load();
    await a.usd.connect(a.guardian).pause(Operation.Place);
    await emits(
      declare(),
      ["ResolutionDeclared", a.usd, INSTRUMENT, AUTHORITY, agent, a.complianceApprover],
      ...[Operation.Transfer, Operation.Execute, Operation.Mint].map(
        (operation) => ["Paused", BigInt(operation), resolution] as const,
      ),
    );
  });
});

describe("a token in resolution", () => {
  it("moves nothing by its holders' will and mints nothing", async () => {
    const { a, b, alice, bob, transfer, declare, refuses } = await load();
    const { usd } = a;
    const hold = {
      payer: alice.address,
      payee: bob.address,
      notary: a.dave.address,
      amount: 1_000n,
      expiry: (await a.now()) + 10n * HOUR,
      placeBy: (await a.now()) + 10n * HOUR,
      assignable: false,
      terms: reference("order 1"),
    };
    await usd.connect(a.policyAdmin).admitContract(a.dave, 1n << 232n);
    const open = { ...hold, terms: reference("order 2") };
    await usd.connect(alice).placeHold(open);
    await usd.connect(alice).approve(bob, 10n);
    await declare();

    const paused = (call: Promise<unknown>, operation: number) =>
      refuses(call, usd, "OperationPaused", BigInt(operation));
    await paused(usd.connect(alice)["transfer(address,uint256)"](bob, 1n), Operation.Transfer);
    await paused(usd.connect(bob)["transferFrom(address,address,uint256)"](alice, bob, 1n), Operation.Transfer);
    await paused(
      usd.connect(alice).transferBatch([{ payee: bob, amount: 1n, paymentReference: reference("p") }]),
      Operation.Transfer,
    );
    await paused(usd.connect(alice).placeHold(hold), Operation.Place);
    await paused(usd.connect(a.dave).executeSigned(hold, await sign(usd, alice, "Hold", hold)), Operation.Place);
    await paused(usd.connect(a.dave).executeHold(open, 1n), Operation.Execute);
    await paused(a.mint(await a.orderOf()), Operation.Mint);
    await paused(a.mintBatch(await a.batchOf([a.itemOf(alice, 1n)])), Operation.Mint);
    await usd.connect(a.policyAdmin).admitContract(a.erin, 1n << 235n);
    await paused(usd.connect(a.erin).mintInterbank(alice, 1n, reference("uetr"), 1), Operation.Mint);
    // What is nobody's payment goes on: a hold lets go, and the other bank works.
    await usd.connect(a.dave).releaseHold(open, open.amount);
    expect((await a.accountOf(alice)).held).to.equal(0n);
    await b.mint(await b.orderOf());
    expect(await transfer.moved()).to.equal(0n);
  });

  it("redeems: requested, submitted, paid and burned, or let go", async () => {
    const { a, alice, declare } = await load();
    const before = await a.requested();
    await declare();
    for (const redemption of [before, await a.requested()]) {
      await a.submit(redemption);
      await a.settle(redemption);
    }
    const cancelled = await a.requested();
    await a.cancel(cancelled);
    const rejected = await a.submitted();
    await a.reject(rejected);
    expect(await a.usd.balanceOf(alice)).to.equal(1_000_000n - 600_000n);
    expect((await a.accountOf(alice)).held).to.equal(0n);
  });

  it("does not mint a returned payment again: that deposit stays with the agent", async () => {
    const { a, declare, refuses } = await load();
    const { hold, terms, id } = await a.settled();
    await declare();
    const expiry = (await a.now()) + HOUR;
    const message = { token: terms.token, hold: id, amount: 1n, returnReference: reference("return"), expiry };
    const approval = await a.signDesk(a.redemptionApprover, "ReturnRedemption", message);
    const call = a.redemption
      .connect(a.operator)
      .remint(terms.token, hold, 1n, message.returnReference, expiry, a.redemptionApprover, approval);
    await refuses(call, a.usd, "OperationPaused", BigInt(Operation.Mint));
  });
});
