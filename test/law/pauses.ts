import { expect } from "chai";
import { ZeroAddress, ZeroHash, type BaseContract } from "ethers";
import { FUNCTION_ROLES, ROLES, type ManagedContract } from "../../src/bank/roles.js";
import { actHash, signAct } from "../../src/chain/law/acts.js";
import { PauseControl__factory } from "../../typechain-types/index.js";
import { Operation, reference } from "../support/words.js";
import { ALICE_USD } from "../issuance/support.js";
import { GROUNDS, useLaw, type Law } from "./support.js";

const load = await useLaw();
const OPERATIONS = Object.values(Operation);

/** A pause control of a bank whose tokens are all in resolution. */
async function inResolution({ admin, manager, releaser }: Law) {
  // isDeclared answers true, whatever the token: push 1, store it at 0, return 32 bytes.
  const deployed = await admin.sendTransaction({ data: "0x60088060095f395ff360015f5260205ff3" });
  const resolution = (await deployed.wait())!.contractAddress!;
  const control = await new PauseControl__factory(admin).deploy(manager, resolution);
  const { selector } = control.interface.getFunction("liftPause");
  await manager.connect(admin).setTargetFunctionRole(control, [selector], ROLES.COMPLIANCE_RELEASER);
  await manager.connect(admin).grantRole(ROLES.UNPAUSER, control, 0);
  return { control: control.connect(releaser), resolution };
}

describe("liftPause", () => {
  it("is refused without a reason, and for an operation that runs", async () => {
    const { pauses, usd, guardian, liftPause, refuses } = await load();
    await refuses(liftPause(Operation.Mint), pauses, "NotPaused", usd, BigInt(Operation.Mint));
    await usd.connect(guardian).pause(Operation.Mint);
    await refuses(liftPause(Operation.Mint, { grounds: ZeroHash }), pauses, "ReasonMissing");
    await refuses(liftPause(Operation.Place), pauses, "NotPaused", usd, BigInt(Operation.Place));
  });

  it("lifts exactly one operation of one token, and names both people, the act and the reason", async () => {
    const { usd, jpy, pauses, releaser, complianceApprover, pauseAll, liftPause, emits, now } = await load();
    for (const token of [usd, jpy]) await pauseAll(token);
    const paused = async (token: typeof usd) => ((await token.policyWords())[0] >> 225n) & 0xfn;
    for (const operation of OPERATIONS) {
      const before = await paused(usd);
      const consent = { salt: reference(`lift ${operation}`), expiry: (await now()) + 1_000n };
      const act = actHash("LiftPause", { token: usd.target, operation, reason: GROUNDS }, consent);
      await emits(
        liftPause(operation, consent),
        ["PauseLifted", usd, BigInt(operation), act, GROUNDS, releaser, complianceApprover],
        ["Unpaused", BigInt(operation), pauses],
      );
      expect(await paused(usd)).to.equal(before & ~(1n << BigInt(operation)));
    }
    expect(await paused(jpy)).to.equal(0xfn);
  });

  it("is refused for a token in resolution, which never runs again", async () => {
    const law = await load();
    const { usd, guardian, refuses, now, complianceApprover } = law;
    const { control, resolution } = await inResolution(law);
    expect(await control.resolution()).to.equal(resolution);
    await usd.connect(guardian).pause(Operation.Transfer);
    const consent = { salt: reference("salt"), expiry: (await now()) + 1_000n };
    const content = { token: usd.target, operation: Operation.Transfer, reason: GROUNDS };
    const approval = await signAct(control, complianceApprover, "LiftPause", content, consent);
    await refuses(control.liftPause(usd, Operation.Transfer, GROUNDS, approval), control, "TokenInResolution", usd);
  });

  it("knows a resolution contract, or none: an address without code is refused at deployment", async () => {
    const { pauses, manager, admin, stranger, refuses } = await load();
    expect(await pauses.resolution()).to.equal(ZeroAddress);
    const wrong = new PauseControl__factory(admin).deploy(manager, stranger);
    await refuses(wrong, pauses, "ResolutionInvalid", stranger);
  });
});

describe("the guardian", () => {
  it("has the pause in the role table, and nothing else", () => {
    const own = Object.entries(FUNCTION_ROLES).flatMap(([contract, row]) =>
      Object.keys(row)
        .filter((method) => row[method] === "GUARDIAN")
        .map((method) => `${contract}.${method}`),
    );
    expect(own).to.deep.equal(["DepositToken.pause"]);
  });

  it("may call nothing restricted but the pause, in any contract of the bank", async () => {
    const { manager, guardian, usd, jpy, registry, issuance, redemption, orders, pauses } = await load();
    const targets: [ManagedContract, BaseContract][] = [
      ["DepositToken", usd],
      ["DepositToken", jpy],
      ["PartyRegistry", registry],
      ["IssuanceDesk", issuance],
      ["RedemptionDesk", redemption],
      ["LegalOrders", orders],
      ["PauseControl", pauses],
    ];
    const allowed: string[] = [];
    for (const [name, target] of targets) {
      for (const method of Object.keys(FUNCTION_ROLES[name])) {
        const { selector } = target.interface.getFunction(method)!;
        const [immediate, delay] = await manager.canCall(guardian, target, selector);
        if (immediate || delay !== 0n) allowed.push(`${name}.${method}`);
      }
    }
    expect(allowed).to.deep.equal(["DepositToken.pause", "DepositToken.pause"]);
  });

  it("cannot lift its own pause, even with the approver's consent", async () => {
    const { usd, pauses, guardian, liftPause, refuses } = await load();
    await usd.connect(guardian).pause(Operation.Transfer);
    await refuses(liftPause(Operation.Transfer, { sender: guardian }), pauses, "AccessManagedUnauthorized", guardian);
    await refuses(usd.connect(guardian).unpause(Operation.Transfer), usd, "AccessManagedUnauthorized", guardian);
  });

  it("stops no redemption and no release, whatever it pauses: they have no operation of their own", async () => {
    const { usd, ethers, guardian, alice, notary, placed, pauseAll, redemptionOf, request, ...bank } = await load();
    const hold = await placed(alice, 100n);
    await pauseAll();
    for (const beyond of [4, 5, 255]) await expect(usd.connect(guardian).pause(beyond)).to.be.revert(ethers);

    const paid = await redemptionOf({ amount: 200n });
    await request(paid);
    await bank.submit(paid);
    await bank.settle(paid);
    const unpaid = await redemptionOf({ amount: 300n });
    await request(unpaid);
    await bank.submit(unpaid);
    await bank.reject(unpaid);
    const regretted = await redemptionOf({ amount: 400n });
    await request(regretted);
    await bank.cancel(regretted);
    await usd.connect(notary).releaseHold(hold, 100n);
    expect([await usd.balanceOf(alice), await usd.heldOf(alice)]).to.deep.equal([ALICE_USD - 200n, 0n]);
  });
});
