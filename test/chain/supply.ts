import { expect } from "chai";

import {
  attest,
  type Bank,
  connectBank,
  buildHold,
  buildRedemption,
  executeHold,
  pay,
  placeHold,
  releaseHold,
  requestRedemption,
  settleRedemption,
  signHold,
  submitRedemption,
  supplyReport,
} from "../../src/chain/index.js";
import { POWERS } from "../../src/bank/roles.js";
import {
  admitNotary,
  ALICE_BALANCE,
  ATTESTED,
  bytes32,
  DAY,
  mintTo,
  type People,
  refusalOf,
  useBank,
} from "./support.js";
import { slotOf, without } from "./doubles.js";

const load = await useBank();
const UETR = "97ed4827-7b6f-4491-a06f-b548d5a7512d";

/** A redemption of alice's, requested with her signature. */
async function request(bank: Bank, { alice, stranger }: People, amount: bigint) {
  const redemption = await buildRedemption(bank, { currency: "USD", payer: alice.address, amount });
  await requestRedemption(bank, stranger, redemption, await signHold(bank, alice, "USD", redemption.hold));
  return redemption;
}

/** Some of everything that moves supply or earmarks money; returns the block after each act. */
async function live() {
  const fixture = await load();
  const { bank, people, alice, bob, stranger, time, chain } = fixture;
  const { REDEMPTION_OPERATOR, ATTESTOR, POLICY_ADMIN } = people;
  const at: Record<string, number> = { start: await time.latestBlock() };
  const token = bank.tokens["USD"]!;
  const notary = await admitNotary(bank, people);
  await mintTo(bank, people, "bob", 70_000n, 2);
  await pay(bank, alice, { currency: "USD", to: bob.address, amount: 30_000n });
  at["paid"] = await time.latestBlock();
  const hold = await buildHold(bank, {
    currency: "USD",
    payer: alice.address,
    payee: bob.address,
    notary,
    amount: 900n,
    terms: bytes32(1),
  });
  await placeHold(bank, alice, "USD", hold);
  await executeHold(bank, stranger, "USD", hold, 200n);
  await releaseHold(bank, bob, "USD", hold, 100n);
  await token.connect(alice).extendHold(hold, 2n);
  const closed = await buildHold(bank, {
    currency: "USD",
    payer: alice.address,
    payee: bob.address,
    notary,
    amount: 50n,
    terms: bytes32(2),
  });
  await placeHold(bank, alice, "USD", closed);
  await executeHold(bank, stranger, "USD", closed);
  await token.connect(alice).voidHold({ ...closed, terms: bytes32(3) });
  const settled = await request(bank, people, 4_000n);
  await submitRedemption(bank, REDEMPTION_OPERATOR, settled, UETR);
  await settleRedemption(bank, REDEMPTION_OPERATOR, settled);
  at["settled"] = await time.latestBlock();
  const pending = await request(bank, people, 500n);
  await time.increase(3_600);
  const submitted = await request(bank, people, 600n);
  await time.increase(1_800);
  await submitRedemption(bank, REDEMPTION_OPERATOR, submitted, UETR.replace("97ed", "97ee"));
  await token.connect(POLICY_ADMIN).admitContract(stranger, POWERS.CLEARING);
  await token.connect(stranger).mintInterbank(bob, 77n, bytes32(4), 1n);
  at["received"] = await time.latestBlock();
  await attest(bank, ATTESTOR, { currency: "USD", figure: ATTESTED });
  await mintTo(bank, people, "alice", 5n, 6);
  await time.increase(60);
  return { ...fixture, chain, at, hold, pending, submitted, supply: ALICE_BALANCE + 70_000n + 77n + 5n - 4_000n };
}

describe("supplyReport", () => {
  it("is refused for a block before the bank or after the chain, and for a currency it does not have", async () => {
    const { bank, time } = await load();
    const latest = await time.latestBlock();
    const later = { ...bank, addresses: { ...bank.addresses, fromBlock: 5 } };
    for (const block of [-1, 4, latest + 1, 6.5]) {
      expect((await refusalOf(supplyReport(later, "USD", block))).name, String(block)).to.equal("NoSuchBlock");
    }
    expect((await refusalOf(supplyReport(bank, "CHF"))).name).to.equal("UnknownToken");
  });

  it("finds what events lack: started after the first mint, nothing adds up", async () => {
    const { bank, at } = await live();
    const late = { ...bank, addresses: { ...bank.addresses, fromBlock: at["paid"]! } };
    const { findings, compared } = await supplyReport(late, "USD");
    expect(compared).to.equal(true);
    const about = findings.map(({ what }) => what);
    expect(about).to.include.members(["events", "supply"]);
    expect(about.some((what) => what.startsWith("balance of "))).to.equal(true);
  });

  it("finds storage that no event explains", async () => {
    const { bank, chain, alice } = await live();
    const token = bank.addresses.tokens["USD"]!;
    const { provider } = chain.ethers;
    const word = await bank.tokens["USD"]!.accountWord(alice);
    // Whoever writes storage without an event (a bad upgrade) is found by whoever reads the events.
    const slot = await slotOf(provider, token, word);
    await chain.networkHelpers.setStorageAt(token, slot, word + 1n + (1n << 128n));
    const { findings } = await supplyReport(bank, "USD");
    expect(findings.map(({ what }) => what)).to.deep.equal([`balance of ${alice.address}`, `held by ${alice.address}`]);
  });

  it("finds supply above backing", async () => {
    const { bank, time, ATTESTOR } = await live();
    await time.increase(1);
    await attest(bank, ATTESTOR, { currency: "USD", figure: 100n });
    const { findings } = await supplyReport(bank, "USD");
    expect(findings).to.have.length(1);
    expect(findings[0]!.message).to.match(/deposits of USD 1\.00 do not cover the supply of USD 10660\.82/);
  });

  it("rebuilds supply, backing, totals and everything pending, and agrees with storage", async () => {
    const { bank, hold, pending, submitted, supply, time } = await live();
    const report = await supplyReport(bank, "USD");
    expect(report).to.include({
      supply,
      minted: supply + 4_000n,
      burned: 4_000n,
      received: 77n,
      backing: ATTESTED,
      holders: 2,
      held: 600n + 500n + 600n,
      compared: true,
      block: await time.latestBlock(),
      time: BigInt(await time.latest()),
    });
    expect(report.findings).to.deep.equal([]);
    expect(report.attestation?.figure).to.equal(ATTESTED);
    expect(report.attestation!.age >= 60n && report.attestation!.age < DAY).to.equal(true);
    expect(report.openHolds.map(({ remaining, expiry, lapsed }) => ({ remaining, expiry, lapsed }))).to.deep.equal([
      { remaining: 600n, expiry: hold.expiry + 7_200n, lapsed: false },
    ]);
    expect(report.requested.map(({ payer, remaining, uetr }) => ({ payer, remaining, uetr }))).to.deep.equal([
      { payer: pending.hold.payer, remaining: 500n, uetr: undefined },
    ]);
    expect(report.requested[0]!.age >= 5_460n).to.equal(true);
    expect(report.submitted.map(({ remaining, uetr }) => ({ remaining, uetr }))).to.deep.equal([
      { remaining: submitted.hold.amount, uetr: UETR.replace("97ed", "97ee") },
    ]);
    expect(report.submitted[0]!.age < 1_800n).to.equal(true);
  });

  it("tells any block in the past as it was then", async () => {
    const { bank, at } = await live();
    const start = await supplyReport(bank, "USD", at["start"]);
    expect(start).to.deep.include({
      supply: ALICE_BALANCE,
      burned: 0n,
      holders: 1,
      held: 0n,
      findings: [],
      compared: true,
    });
    const settled = await supplyReport(bank, "USD", at["settled"]);
    expect(settled).to.deep.include({
      supply: ALICE_BALANCE + 66_000n,
      burned: 4_000n,
      backing: ATTESTED - 4_000n,
      requested: [],
      findings: [],
    });
    const received = await supplyReport(bank, "USD", at["received"]);
    expect(received).to.deep.include({ received: 77n, backing: ATTESTED - 4_000n + 77n, findings: [] });
    // The yen token has seen nothing.
    expect(await supplyReport(bank, "JPY")).to.deep.include({
      supply: 0n,
      held: 0n,
      attestation: undefined,
      findings: [],
    });
  });

  it("gives the same from pages of one block, and from a node that takes only small pages", async () => {
    const { bank, chain } = await live();
    const whole = await supplyReport(bank, "USD");
    expect(await supplyReport(bank, "USD", undefined, { page: 1 })).to.deep.equal(whole);
    const { provider } = chain.ethers;
    let refused = 0;
    const small = without(provider, "getLogs", (target, [filter]) => {
      const { fromBlock, toBlock } = filter as { fromBlock: number; toBlock: number };
      if (toBlock - fromBlock < 20) return target.getLogs(filter as never);
      refused++;
      return Promise.reject(new Error("query returned more than 10000 results"));
    });
    expect(await supplyReport(connectBank(bank.addresses, small), "USD")).to.deep.equal(whole);
    expect(refused).to.be.greaterThan(0);
  });

  it("judges events alone where the node has no state of the block", async () => {
    const { bank, chain, supply } = await live();
    const pruned = without(chain.ethers.provider, "call", () => Promise.reject(new Error("missing trie node")));
    const report = await supplyReport(connectBank(bank.addresses, pruned), "USD");
    expect([report.compared, report.supply, report.findings]).to.deep.equal([false, supply, []]);
  });

  it("says what a node refuses even for one block", async () => {
    const { bank, chain } = await load();
    const dead = without(chain.ethers.provider, "getLogs", () => Promise.reject(new Error("fetch failed")));
    expect((await refusalOf(supplyReport(connectBank(bank.addresses, dead), "USD"))).name).to.equal("NodeUnreachable");
  });
});
