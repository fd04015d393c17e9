import { expect } from "chai";
import {
  acceptCall,
  acceptLiability,
  buildAcceptance,
  buildCommitment,
  buildDeclaration,
  commitRegister,
  connectResolution,
  connectTransfer,
  declareCall,
  declareResolution,
  holderRegister,
  moveCalls,
  moveLiability,
  readResolution,
  signAcceptance,
  signCommitment,
  signDeclaration,
  simulate,
} from "../../src/chain/index.js";
import { refusalOf } from "../chain/support.js";
import { INSTRUMENT, TRANSFER_INSTRUMENT, useTwoBanks, type TwoBanks } from "./support.js";

const load = await useTwoBanks();

const LEI = "549300H7V3YKZLGYRG96";

const declarationFor = ({ bankA, agent }: TwoBanks) =>
  buildDeclaration(bankA, { currency: "USD", instrument: INSTRUMENT, authorityCode: LEI, agent: agent.address });

describe("resolution from TypeScript", () => {
  it("refuses a declaration that says nothing, naming the field", async () => {
    const { bankA, agent } = await load();
    const request = { currency: "USD", instrument: INSTRUMENT, authorityCode: LEI, agent: agent.address };
    const cases = [
      [{ currency: "EUR" }, "UnknownToken", /no EUR token/],
      [{ instrument: "0x12" }, "BadBytes", /The instrument's hash is not 32 bytes/],
      [{ authorityCode: "" }, "BadAuthorityCode", /is empty or longer than 32 bytes/],
      [{ authorityCode: "x".repeat(33) }, "BadAuthorityCode", /is empty or longer than 32 bytes/],
      [{ agent: "0x12" }, "BadAddress", /The agent is not a usable address/],
    ] as const;
    for (const [change, name, message] of cases) {
      const refusal = await refusalOf(buildDeclaration(bankA, { ...request, ...change }));
      expect(refusal.name).to.equal(name);
      expect(refusal.message).to.match(message);
    }
    for (const connect of [connectResolution, connectTransfer]) {
      expect(() => connect(bankA, "0x12")).to.throw("is not a usable address");
    }
  });

  it("tries a declaration without sending it, and says which role it needs", async () => {
    const banks = await load();
    const { a, bankA, resolution } = banks;
    const declaration = await declarationFor(banks);
    const approval = await signDeclaration(resolution, a.complianceApprover, declaration);
    const call = await declareCall(bankA, resolution, declaration, approval);
    expect(call).to.include({ act: "Resolution.declare", role: "RESOLUTION", currency: "USD" });
    const tried = await simulate(bankA, a.resolutionOfficer.address, call);
    expect(tried.gas > 100_000n).to.equal(true);
    const refusal = await refusalOf(simulate(bankA, a.guardian.address, call));
    expect(refusal.name).to.equal("AccessManagedUnauthorized");
    expect(await readResolution(bankA, resolution, "USD")).to.deep.equal({ declared: undefined, committed: undefined });
  });

  it("declares, exports, commits, accepts and moves in pages, with progress and a row for each holder", async () => {
    const banks = await load();
    const { a, b, bankA, bankB, spare, agent, customer, blockNumber } = banks;
    const wallets = spare.slice(0, 7);
    for (const [i, wallet] of wallets.entries()) await customer(wallet, BigInt(300 + i), 1_000n + BigInt(i), i < 4);
    await a.freeze(wallets[0]!, 400n);
    const resolution = connectResolution(bankA, banks.resolution.target as string);
    const transfer = connectTransfer(bankA, banks.transfer.target as string);

    const declaration = await declarationFor(banks);
    const declared = await declareResolution(
      bankA,
      resolution,
      a.resolutionOfficer,
      declaration,
      await signDeclaration(resolution, a.complianceApprover, declaration),
    );
    expect(declared.events.map(({ name }) => name)).to.deep.equal([
      "ResolutionDeclared",
      ...Array.from({ length: 4 }, () => "Paused"),
    ]);

    const register = await holderRegister(bankA, "USD", await blockNumber());
    const commitment = await buildCommitment(bankA, register);
    const committed = await commitRegister(
      bankA,
      resolution,
      a.resolutionOfficer,
      commitment,
      await signCommitment(resolution, a.complianceApprover, commitment),
    );
    expect(committed.events.map(({ name }) => name)).to.deep.equal(["RegisterCommitted"]);
    const state = await readResolution(bankA, resolution, "USD");
    expect(state.declared).to.deep.equal({
      instrument: INSTRUMENT,
      authorityCode: LEI,
      agent: agent.address,
      blockNumber: BigInt(register.blockNumber),
    });
    expect(state.committed).to.include({ root: register.root, total: register.total, holders: 9n });

    const acceptance = await buildAcceptance(bankB, register, state.committed!, TRANSFER_INSTRUMENT);
    const approval = await signAcceptance(transfer, b.complianceApprover, acceptance);
    expect(await acceptCall(transfer, acceptance, approval)).to.include({ role: "RESOLUTION" });
    const accepted = await acceptLiability(bankB, transfer, b.resolutionOfficer, acceptance, approval);
    expect(accepted.events.map(({ name }) => name)).to.deep.equal(["LiabilityAccepted"]);

    const dry = await moveCalls(bankA, transfer, register, { page: 4 });
    expect(dry.map(({ act, role }) => [act, role])).to.deep.equal(
      Array.from({ length: 3 }, () => ["LiabilityTransfer.move", "RESOLUTION"]),
    );
    for (const call of dry) await simulate(bankA, a.resolutionOfficer.address, call);

    const progress: unknown[] = [];
    const first = await moveLiability(bankA, transfer, a.resolutionOfficer, register, {
      page: 4,
      onProgress: (...line) => progress.push(line),
    });
    const strangers = [1_004n, 1_005n, 1_006n];
    const stays = strangers.reduce((sum, amount) => sum + amount, 400n);
    expect(first.amount).to.equal(register.total - stays);
    expect(progress.map((line) => (line as unknown[]).slice(0, 2))).to.deep.equal([
      [4, 9],
      [8, 9],
      [9, 9],
    ]);
    expect(first.transactions).to.have.length(3);
    expect(first.gas).to.equal(first.transactions.reduce((sum, { gas }) => sum + gas, 0n));
    expect(first.left).to.deep.equal(
      [4, 5, 6].map((i) => ({ party: BigInt(300 + i), wallet: wallets[i]!.address, reason: "PayeeNotAdmitted" })),
    );
    const { wallet, holder, amount, left, reference } = first.moved.find(({ party }) => party === 300n)!;
    expect([wallet, holder, amount, left]).to.deep.equal([wallets[0]!.address, wallets[0]!.address, 600n, 400n]);
    expect(reference).to.equal(await transfer.referenceOf(wallet, 0n));
    expect(first.done).to.equal(0);

    // Again, when some became free: only those are sent.
    await a.freeze(wallets[0]!, 0n);
    await banks.admit(b, wallets[4]!, 304n);
    const second = await moveLiability(bankA, transfer, a.resolutionOfficer, register);
    expect(second.moved.map(({ party, amount }) => [party, amount])).to.deep.equal([
      [300n, 400n],
      [304n, 1_004n],
    ]);
    expect([second.done, second.left.length, second.transactions.length]).to.deep.equal([5, 2, 1]);
    expect(await transfer.moved()).to.equal(register.total - 1_005n - 1_006n);
    const one = { wallets: [wallets[1]!.address] };
    const third = await moveLiability(bankA, transfer, a.resolutionOfficer, register, one);
    expect([third.done, third.transactions.length, third.amount]).to.deep.equal([1, 0, 0n]);
  });

  it("refuses a file that is not the committed register before anybody signs", async () => {
    const { bankA, bankB, resolution, committed } = await load();
    const register = await committed();
    const { committed: chain } = await readResolution(bankA, resolution, "USD");
    const changed = { ...register, rows: register.rows.slice(1) };
    const refusal = await refusalOf(buildAcceptance(bankB, changed, chain!, TRANSFER_INSTRUMENT));
    expect(refusal.name).to.equal("RegisterNotCommitted");
    const bad = await refusalOf(buildAcceptance(bankB, register, chain!, "0x"));
    expect(bad).to.include({ name: "BadBytes" });
  });

  it("says in words why the chain refused", async () => {
    const banks = await load();
    const { a, alice, stranger, bankA, transfer, resolution, committed } = banks;
    const early = await declarationFor(banks);
    const approval = await signDeclaration(resolution, a.complianceApprover, early);
    const register = await committed();
    const again = await refusalOf(declareResolution(bankA, resolution, a.resolutionOfficer, early, approval));
    expect(again.message).to.match(/^the USD token \(0x\w+\) is in resolution already, for good\./);
    const move = (officer = a.resolutionOfficer, wallets = [alice.address]) =>
      moveLiability(bankA, transfer, officer, register, { wallets });
    expect((await refusalOf(move())).message).to.equal(
      "The successor bank has not accepted the liability. Have it accepted by the successor first.",
    );
    expect((await refusalOf(move(stranger))).message).to.match(/lacks the role RESOLUTION at the AccessManager/);
    expect((await refusalOf(move(undefined, [stranger.address]))).name).to.equal("NotAHolder");
    expect((await refusalOf(move(undefined, []))).name).to.equal("EmptyList");
  });
});
