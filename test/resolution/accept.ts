import { expect } from "chai";
import { ZeroHash } from "ethers";
import { ROLES } from "../../src/bank/roles.js";
import { signFor } from "../../src/chain/typedData.js";
import { LiabilityTransfer__factory } from "../../typechain-types/index.js";
import { USD_SUPPLY } from "../issuance/support.js";
import { HOUR } from "../support/token.js";
import { reference } from "../support/words.js";
import { TRANSFER_INSTRUMENT, useTwoBanks } from "./support.js";

const load = await useTwoBanks();

describe("a liability transfer", () => {
  it("cannot be between a token and itself, tokens of other minor units, or with another bank's resolution", async () => {
    const { a, b, transfer, refuses } = await load();
    const factory = new LiabilityTransfer__factory(a.admin);
    for (const [resolution, from, to] of [
      [a.resolution, a.usd, a.usd],
      [a.resolution, a.usd, b.jpy],
      [b.resolution, a.usd, b.usd],
    ] as const) {
      await refuses(factory.deploy(resolution, from, to), transfer, "TransferInvalid", from, to);
    }
  });

  it("has no owner and nothing that changes it but to accept and to move", async () => {
    const { a, b, transfer, resolution } = await load();
    const writes = transfer.interface.fragments.filter((f) => "stateMutability" in f && f.stateMutability !== "view");
    expect(writes.flatMap((f) => ("name" in f ? [f.name] : [])).sort()).to.deep.equal(["accept", "move"]);
    const named = [await transfer.resolution(), await transfer.oldToken(), await transfer.newToken()];
    expect(named).to.deep.equal([resolution.target, a.usd.target, b.usd.target]);
  });
});

describe("accepting a liability", () => {
  it("is refused to everybody but the successor's resolution officer, without delay", async () => {
    const { a, b, transfer, committed, accept, refuses } = await load();
    const register = await committed();
    for (const sender of [a.resolutionOfficer, b.admin, b.policyAdmin, b.legalOrders]) {
      const call = accept(register, {}, { sender });
      await refuses(call, transfer, "CallerLacksRole", sender, ROLES.RESOLUTION, b.manager);
    }
    await b.manager.connect(b.admin).grantRole(ROLES.RESOLUTION, b.erin, Number(HOUR));
    const delayed = accept(register, {}, { sender: b.erin });
    await refuses(delayed, transfer, "CallerLacksRole", b.erin, ROLES.RESOLUTION, b.manager);
  });

  it("is refused without another person of the successor having approved exactly this", async () => {
    const { a, b, transfer, committed, accept, now, refuses } = await load();
    const register = await committed();
    for (const signer of [b.resolutionOfficer, b.approver, a.complianceApprover]) {
      await refuses(accept(register, {}, { signer }), transfer, "ApproverInvalid", signer);
    }
    const { root, total } = register;
    const signed = { root, total, instrument: TRANSFER_INSTRUMENT, expiry: (await now()) + HOUR };
    const approver = b.complianceApprover;
    const signature = await signFor(transfer, approver, "Acceptance", signed);
    const changes = {
      root: reference("another"),
      total: total + 1n,
      instrument: reference("another"),
      expiry: signed.expiry + 1n,
    };
    for (const [field, value] of Object.entries(changes)) {
      const call = transfer.connect(b.resolutionOfficer).accept({ ...signed, [field]: value }, approver, signature);
      await refuses(call, transfer, "ApprovalInvalid", approver);
    }
  });

  it("is refused on an approval for another pair of tokens", async () => {
    const { a, b, transfer, committed, now, refuses } = await load();
    const { root, total } = await committed();
    const other = await new LiabilityTransfer__factory(a.admin).deploy(a.resolution, a.jpy, b.jpy);
    const acceptance = { root, total, instrument: TRANSFER_INSTRUMENT, expiry: (await now()) + HOUR };
    const signature = await signFor(other, b.complianceApprover, "Acceptance", acceptance);
    const call = transfer.connect(b.resolutionOfficer).accept(acceptance, b.complianceApprover, signature);
    await refuses(call, transfer, "ApprovalInvalid", b.complianceApprover);
  });

  it("is refused from the very second in which the approval expires", async () => {
    const { a, transfer, committed, accept, now, refuses } = await load();
    const register = await committed();
    const expiry = (await now()) + 60n;
    await a.at(expiry);
    await refuses(accept(register, { expiry }), transfer, "ApprovalExpired", expiry);
  });

  it("is refused while no register is committed, a root of zero included", async () => {
    const { transfer, declare, registerNow, accept, refuses } = await load();
    await declare();
    const register = await registerNow();
    const { root, total } = register;
    await refuses(accept(register), transfer, "AcceptanceMismatch", root, total, ZeroHash, 0n);
    const nothing = { root: ZeroHash, total: 0n };
    await refuses(accept(register, nothing), transfer, "AcceptanceMismatch", ZeroHash, 0n, ZeroHash, 0n);
  });

  it("is refused for another register than the committed one, by root or by total", async () => {
    const { transfer, committed, accept, refuses } = await load();
    const register = await committed();
    const { root, total } = register;
    const other = reference("another");
    await refuses(accept(register, { root: other }), transfer, "AcceptanceMismatch", other, total, root, total);
    await refuses(accept(register, { total: 1n }), transfer, "AcceptanceMismatch", root, 1n, root, total);
  });

  it("is refused a second time", async () => {
    const { transfer, accepted, accept, refuses } = await load();
    const register = await accepted();
    await refuses(accept(register), transfer, "AlreadyAccepted", register.root);
  });

  it("names the register for good, and says so", async () => {
    const { b, transfer, committed, accept, emits } = await load();
    const register = await committed();
    expect(await transfer.acceptedRoot()).to.equal(ZeroHash);
    await emits(accept(register), [
      "LiabilityAccepted",
      register.root,
      TRANSFER_INSTRUMENT,
      USD_SUPPLY,
      b.complianceApprover,
    ]);
    expect(await transfer.acceptedRoot()).to.equal(register.root);
  });
});
