import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import { FUNCTION_ROLES, ROLES } from "../../src/bank/roles.js";
import { actHash, signAct, type ActName, type LiftName } from "../../src/chain/law/acts.js";
import { PauseControl__factory } from "../../typechain-types/index.js";
import { ALICE_USD } from "../issuance/support.js";
import { DAY, HOUR } from "../support/token.js";
import { Operation, reason, reference } from "../support/words.js";
import { useTwoBanks, type TwoBanks } from "./support.js";

const load = await useTwoBanks();

const ALICE = 101n;
const COURT = encodeBytes32String("DE-AG-HAMBURG");

/** The old bank's law goes on in resolution: its court orders, each by two people. */
async function lawOf({ a, alice, admit }: TwoBanks) {
  const { orders, usd } = a;
  const custody = a.relayer;
  await admit(a, custody, 900n);
  await orders.connect(a.policyAdmin).addCustodyAccount(custody);
  const order = {
    id: reference("order 1"),
    authority: COURT,
    documentHash: reference("the document"),
    issuedAt: (await a.now()) - DAY,
    validUntil: 0n,
  };
  const consent = async (name: string) => ({ salt: reference(name), expiry: (await a.now()) + HOUR });
  const approve = async (name: ActName | LiftName, content: object) =>
    signAct(orders, a.complianceApprover, name, content, await consent(name));

  return {
    custody,
    async lien(amount: bigint) {
      const content = { order, token: usd.target, account: alice.address, amount };
      const agreed = await consent("PlaceLien");
      const approval = await signAct(orders, a.complianceApprover, "PlaceLien", content, agreed);
      await orders.connect(a.compliance).placeLien(order, usd, alice, amount, approval);
      return actHash("PlaceLien", content, agreed);
    },
    async liftLien(lienId: string, amount: bigint) {
      const grounds = reference("the decision to lift");
      const approval = await approve("LiftLien", { lienId, amount, grounds });
      await orders.connect(a.releaser).liftLien(lienId, amount, grounds, approval);
    },
    async seize(lienId: string, amount: bigint) {
      const content = { order, token: usd.target, account: alice.address, custody: custody.address, amount, lienId };
      const approval = await approve("Seize", content);
      await orders.connect(a.compliance).seize(order, usd, alice, custody, amount, lienId, approval);
    },
    async recover(successor: { address: string }) {
      const approval = await approve("Recover", { order, lost: alice.address, successor: successor.address });
      await orders.connect(a.compliance).recover(order, alice, successor.address, approval);
    },
  };
}

describe("law and resolution together", () => {
  it("two people who lift any other pause lift none of a token in resolution", async () => {
    const { a, resolution, declare, refuses } = await load();
    const control = await new PauseControl__factory(a.admin).deploy(a.manager, resolution);
    for (const method of Object.keys(FUNCTION_ROLES.PauseControl)) {
      const { selector } = control.interface.getFunction(method as "liftPause");
      await a.manager.connect(a.admin).setTargetFunctionRole(control, [selector], ROLES.COMPLIANCE_RELEASER);
    }
    await a.manager.connect(a.admin).grantRole(ROLES.UNPAUSER, control, 0);
    const lift = async (token: typeof a.usd, operation: number) => {
      const consent = { salt: reference(`${operation}`), expiry: (await a.now()) + HOUR };
      const content = { token: token.target, operation, reason: reference("why") };
      const approval = await signAct(control, a.complianceApprover, "LiftPause", content, consent);
      return control.connect(a.releaser).liftPause(token, operation, reference("why"), approval);
    };
    await a.usd.connect(a.guardian).pause(Operation.Transfer);
    await lift(a.usd, Operation.Transfer);
    await a.jpy.connect(a.guardian).pause(Operation.Mint);
    await declare();
    for (const operation of Object.values(Operation)) {
      await refuses(lift(a.usd, operation), control, "TokenInResolution", a.usd);
    }
    await lift(a.jpy, Operation.Mint);
  });

  it("a lien keeps its money at the old bank for its court; what it lets go moves", async () => {
    const banks = await load();
    const { a, alice, accepted, move, balances, transfer } = banks;
    const { custody, lien, seize, liftLien } = await lawOf(banks);
    const id = await lien(600_000n);
    const register = await accepted();
    await move(register, alice);
    expect(await balances(alice)).to.deep.equal([600_000n, ALICE_USD + 400_000n]);

    await seize(id, 250_000n);
    await liftLien(id, 350_000n);
    await move(register, alice);
    expect(await balances(alice)).to.deep.equal([0n, ALICE_USD + 750_000n]);
    expect(await a.usd.balanceOf(custody)).to.equal(250_000n);
    expect(await transfer.movedOf(alice)).to.equal(750_000n);
  });

  it("a lien placed after the register stops what has not moved yet", async () => {
    const banks = await load();
    const { alice, accepted, move, emits, balances } = banks;
    const register = await accepted();
    const { lien } = await lawOf(banks);
    await lien(2n * ALICE_USD);
    await emits(move(register, alice), ["NotMoved", ALICE, alice, reason("InsufficientUnfrozen")]);
    expect(await balances(alice)).to.deep.equal([ALICE_USD, ALICE_USD]);
  });

  it("a lost wallet is recovered while everything is paused, and its row moves to the wallet that stands for it", async () => {
    const banks = await load();
    const { a, b, alice, spare, admit, accepted, move, balances } = banks;
    const register = await accepted();
    const { recover } = await lawOf(banks);
    const heir = spare[0]!;
    await admit(a, heir, ALICE);
    await admit(b, heir, ALICE);
    await recover(heir);
    await move(register, alice);
    expect(await balances(heir)).to.deep.equal([0n, ALICE_USD]);
    expect(await balances(alice)).to.deep.equal([0n, ALICE_USD]);
  });
});
