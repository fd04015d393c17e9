import { expect } from "chai";
import { ZeroHash } from "ethers";
import { proofOf } from "../../src/chain/index.js";
import { signFor } from "../../src/chain/typedData.js";
import { BOB_USD, USD_SUPPLY } from "../issuance/support.js";
import { MAX_AMOUNT, reference } from "../support/words.js";
import { useTwoBanks } from "./support.js";

const load = await useTwoBanks();

describe("committing the register of holders", () => {
  it("is refused to everybody but the resolution officer", async () => {
    const { a, b, resolution, declare, registerNow, commit, refuses } = await load();
    await declare();
    const register = await registerNow();
    for (const sender of [a.admin, a.guardian, a.registrar, b.resolutionOfficer]) {
      await refuses(commit(register, {}, { sender }), resolution, "AccessManagedUnauthorized", sender);
    }
  });

  it("is refused without another person's approval of exactly these figures", async () => {
    const { a, resolution, declare, registerNow, commit, commitmentOf, refuses } = await load();
    await declare();
    const register = await registerNow();
    for (const signer of [a.resolutionOfficer, a.approver]) {
      await refuses(commit(register, {}, { signer }), resolution, "ApproverInvalid", signer);
    }
    const signed = await commitmentOf(register);
    const approver = a.complianceApprover;
    const signature = await signFor(resolution, approver, "RegisterCommitment", signed);
    const changes = {
      token: a.jpy.target as string,
      root: reference("another"),
      total: signed.total + 1n,
      holders: signed.holders + 1n,
      blockNumber: signed.blockNumber + 1n,
      burnedThen: signed.burnedThen + 1n,
      expiry: signed.expiry + 1n,
    };
    for (const [field, value] of Object.entries(changes)) {
      const sent = { ...signed, [field]: value };
      const call = resolution.connect(a.resolutionOfficer).commit(sent, approver, signature);
      await refuses(call, resolution, "ApprovalInvalid", approver);
    }
  });

  it("is refused from the very second in which the approval expires", async () => {
    const { a, resolution, declare, registerNow, commit, now, refuses } = await load();
    await declare();
    const register = await registerNow();
    const expiry = (await now()) + 60n;
    await a.at(expiry);
    await refuses(commit(register, { expiry }), resolution, "ApprovalExpired", expiry);
  });

  it("is refused before the declaration", async () => {
    const { a, resolution, registerNow, commit, refuses } = await load();
    await refuses(commit(await registerNow()), resolution, "NotDeclared", a.usd);
  });

  it("is refused for a block before the declaration, and for one that is not over", async () => {
    const { resolution, declare, registerNow, commit, blockNumber, refuses } = await load();
    await declare();
    const declared = BigInt(await blockNumber());
    const register = await registerNow();
    const at = (block: bigint) => commit(register, { blockNumber: block });
    await refuses(at(declared - 1n), resolution, "RegisterBlockInvalid", declared - 1n, declared, declared + 1n);
    const next = declared + 1n;
    await refuses(at(next), resolution, "RegisterBlockInvalid", next, declared, next);
    await refuses(at(next + 1n), resolution, "RegisterBlockInvalid", next + 1n, declared, next);
    await at(declared);
  });

  it("is refused when the total is not what was owed then, to the minor unit", async () => {
    const { resolution, declare, registerNow, commit, refuses } = await load();
    await declare();
    const register = await registerNow();
    for (const total of [0n, USD_SUPPLY - 1n, USD_SUPPLY + 1n, MAX_AMOUNT, 2n ** 255n]) {
      await refuses(commit(register, { total }), resolution, "RegisterTotalInvalid", total, USD_SUPPLY);
    }
  });

  it("is refused when the burned total is not of that block: less than at the declaration, or more than now", async () => {
    const { a, resolution, declare, registerNow, commit, refuses } = await load();
    await a.settled();
    await declare();
    const register = await registerNow();
    expect(register.burned).to.equal(300_000n);
    const wrong = (burnedThen: bigint, total: bigint) => commit(register, { burnedThen, total });
    // The sum alone would hold for each: a total that never was, explained by burns that never were.
    await refuses(wrong(299_999n, USD_SUPPLY - 299_999n), resolution, "BurnedInvalid", 299_999n, 300_000n, 300_000n);
    await refuses(wrong(300_001n, USD_SUPPLY - 300_001n), resolution, "BurnedInvalid", 300_001n, 300_000n, 300_000n);
    await refuses(wrong(2n ** 200n, 1n), resolution, "BurnedInvalid", 2n ** 200n, 300_000n, 300_000n);
  });

  it("is refused without root or holders, and with more holders than minor units", async () => {
    const { a, resolution, declare, registerNow, commit, refuses } = await load();
    await declare();
    const register = await registerNow();
    for (const gap of [{ root: ZeroHash }, { holders: 0n }, { holders: USD_SUPPLY + 1n }]) {
      await refuses(commit(register, gap), resolution, "RegisterInvalid", a.usd);
    }
  });

  it("is refused a second time", async () => {
    const { a, resolution, committed, registerNow, commit, refuses } = await load();
    const register = await committed();
    await refuses(commit(register), resolution, "AlreadyCommitted", a.usd, register.root);
    await refuses(commit(await registerNow()), resolution, "AlreadyCommitted", a.usd, register.root);
  });

  it("remembers the register and says so", async () => {
    const { a, resolution, declare, registerNow, commit, emits } = await load();
    await a.settled();
    await declare();
    const { root, blockNumber, ...register } = await registerNow();
    expect(register.total).to.equal(USD_SUPPLY - 300_000n);
    const args = [root, register.total, 2n, BigInt(blockNumber), 300_000n] as const;
    await emits(commit({ ...register, root, blockNumber }), [
      "RegisterCommitted",
      a.usd,
      ...args,
      a.complianceApprover,
    ]);
    const { root: r, total, blockNumber: at, burnedThen, holders } = await resolution.registerOf(a.usd);
    expect([r, total, holders, at, burnedThen]).to.deep.equal(args);
    expect((await resolution.registerOf(a.jpy)).root).to.equal(ZeroHash);
  });

  it("holds when redemptions were paid between the block and the commitment", async () => {
    const { a, resolution, declare, registerNow, commit, refuses } = await load();
    const early = await a.submitted();
    await declare();
    const register = await registerNow();
    await a.settle(early);
    await a.settled();
    expect(await a.usd.totalSupply()).to.equal(USD_SUPPLY - 600_000n);
    // The register of the earlier block is owed more than is owed now, by what was burned since.
    await refuses(
      commit(register, { total: USD_SUPPLY - 600_000n }),
      resolution,
      "RegisterTotalInvalid",
      USD_SUPPLY - 600_000n,
      USD_SUPPLY,
    );
    await commit(register);
    expect((await resolution.registerOf(a.usd)).total).to.equal(USD_SUPPLY);
  });

  it("finds out if anything was minted since the declaration", async () => {
    const { a, resolution, declare, registerNow, commit, refuses } = await load();
    await declare();
    const register = await registerNow();
    // PauseControl never lifts this; here someone has the power all the same.
    await a.usd.connect(a.unpauser).unpause(3);
    await a.mint(await a.orderOf({ amount: 7n }));
    await refuses(commit(register), resolution, "RegisterTotalInvalid", USD_SUPPLY, USD_SUPPLY + 7n);
  });
});

describe("a holder's own proof", () => {
  it("is true for its row and false for every other party, wallet, amount, proof and token", async () => {
    const { a, bob, carol, resolution, committed } = await load();
    const register = await committed();
    const { party, wallet, balance, proof } = proofOf(register, bob.address);
    expect([party, wallet, balance]).to.deep.equal([102n, bob.address, BOB_USD]);
    const prove = resolution.prove;
    expect(await prove(a.usd, party, wallet, balance, [...proof])).to.equal(true);
    expect(await prove(a.usd, party + 1n, wallet, balance, [...proof])).to.equal(false);
    expect(await prove(a.usd, party, carol, balance, [...proof])).to.equal(false);
    expect(await prove(a.usd, party, wallet, balance + 1n, [...proof])).to.equal(false);
    expect(await prove(a.usd, party, wallet, balance, [])).to.equal(false);
    expect(await prove(a.usd, party, wallet, balance, [reference("another")])).to.equal(false);
    expect(await prove(a.jpy, party, wallet, balance, [...proof])).to.equal(false);
  });

  it("is false for anything while no register is committed", async () => {
    const { a, bob, resolution } = await load();
    expect(await resolution.prove(a.usd, 102n, bob, BOB_USD, [])).to.equal(false);
  });
});
