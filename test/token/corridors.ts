import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { ALLOWED, REVIEW, useToken } from "../support/token.js";
import { corridors, Operation } from "../support/words.js";

const load = await useToken();

const NEW = corridors([4, 1], [14, 14]);
const EVERY = (1n << 225n) - 1n;
/** Bits that no corridor has: the four pauses and what lies beyond. */
const BEYOND = [1n << 225n, 1n << 228n, 1n << 229n, 1n << 255n, MaxUint256];

describe("openCorridors", () => {
  it("is refused to anybody but the policy admin, to those that may close too", async () => {
    const { alice, compliance, guardian, admin, as, refuses } = await load();
    for (const caller of [alice, compliance, guardian, admin]) {
      await refuses(as(caller).openCorridors(NEW, 0n), "AccessManagedUnauthorized", caller);
    }
  });

  it("is refused for bits beyond the corridors, in either word", async () => {
    const { policyAdmin, as, refuses } = await load();
    for (const bits of BEYOND) {
      await refuses(as(policyAdmin).openCorridors(bits, 0n), "ZoneInvalid", 15n);
      await refuses(as(policyAdmin).openCorridors(0n, bits), "ZoneInvalid", 15n);
    }
  });

  it("adds to what is open, in both words, and lifts no pause", async () => {
    const { policyAdmin, as, pause, policy, review, emits } = await load();
    for (const operation of Object.values(Operation)) await pause(operation);
    await emits(as(policyAdmin).openCorridors(NEW, corridors([4, 4])), [
      "CorridorsSet",
      ALLOWED | NEW,
      REVIEW | corridors([4, 4]),
    ]);
    expect(await policy()).to.deep.equal({ corridors: ALLOWED | NEW, paused: 0b1111n });
    expect(await review()).to.deep.equal({ corridors: REVIEW | corridors([4, 4]), paused: 0n });
  });

  it("closes nothing: with nothing to add, all stays as it was", async () => {
    const { policyAdmin, as, policy, review } = await load();
    await as(policyAdmin).openCorridors(0n, 0n);
    expect((await policy()).corridors).to.equal(ALLOWED);
    expect((await review()).corridors).to.equal(REVIEW);
  });

  it("allows one direction of one pair: 4 to 1 and not 1 to 4", async () => {
    const { alice, erin, policyAdmin, as, pay, refuses } = await load();
    await refuses(pay(erin, alice, 0n), "ERC7943CannotTransfer", erin, alice, 0n);
    await as(policyAdmin).openCorridors(corridors([4, 1]), 0n);
    await pay(erin, alice, 0n);
    await refuses(pay(alice, erin, 0n), "ERC7943CannotTransfer", alice, erin, 0n);
  });

  it("allow wins over review where a pair has both", async () => {
    const { alice, dave, policyAdmin, as, pay, refuses } = await load();
    await refuses(pay(alice, dave, 5n), "ERC7943CannotTransfer", alice, dave, 5n);
    await as(policyAdmin).openCorridors(corridors([1, 3]), 0n);
    await pay(alice, dave, 5n);
  });
});

describe("closeCorridors", () => {
  it("is refused to anybody but compliance, to those that may open too", async () => {
    const { alice, policyAdmin, guardian, admin, as, refuses } = await load();
    for (const caller of [alice, policyAdmin, guardian, admin]) {
      await refuses(as(caller).closeCorridors(NEW), "AccessManagedUnauthorized", caller);
    }
  });

  it("is refused for bits beyond the corridors: it can lift no pause", async () => {
    const { compliance, as, refuses } = await load();
    for (const bits of BEYOND) await refuses(as(compliance).closeCorridors(bits), "ZoneInvalid", 15n);
  });

  it("removes from both words and keeps every pause", async () => {
    const { compliance, as, pause, policy, review, emits } = await load();
    for (const operation of Object.values(Operation)) await pause(operation);
    const gone = corridors([1, 2], [1, 3]);
    await emits(as(compliance).closeCorridors(gone), ["CorridorsSet", ALLOWED & ~gone, REVIEW & ~gone]);
    expect(await policy()).to.deep.equal({ corridors: ALLOWED & ~gone, paused: 0b1111n });
    expect(await review()).to.deep.equal({ corridors: REVIEW & ~gone, paused: 0n });
  });

  it("can close everything at once", async () => {
    const { compliance, as, policy, review } = await load();
    await as(compliance).closeCorridors(EVERY);
    expect((await policy()).corridors).to.equal(0n);
    expect((await review()).corridors).to.equal(0n);
  });

  it("a clearance does not open what is closed: denied is not under review", async () => {
    const { alice, dave, pay, closeCorridor, installLimits, refuses } = await load();
    await installLimits();
    await pay(alice, dave, 5n);
    await closeCorridor(1, 3);
    await refuses(pay(alice, dave, 5n), "ERC7943CannotTransfer", alice, dave, 5n);
  });
});
