import { expect } from "chai";

import { attest, connectBank } from "../../src/chain/index.js";
import { balancesThen } from "../../src/proof/balances.js";
import {
  buildClaims,
  checkClaim,
  checkOffline,
  type CheckedClaim,
  type ClaimProof,
  claimsAt,
  proveClaim,
  proveClaims,
} from "../../src/proof/index.js";
import { without } from "../chain/doubles.js";
import { ALICE_BALANCE, ATTESTED, mintTo, refusalOf, useBank } from "../chain/support.js";
import { useMore } from "../tasks/support.js";
import { SECRET } from "./support.js";

/** Some history: two holders, a payment, a mint; then a block whose claims are built. */
const load = useMore(await useBank(), async (stage) => {
  const { bank, people, chain, alice, bob } = stage;
  await bank.tokens["USD"]!.connect(alice)["transfer(address,uint256)"](bob, 250_000n);
  await mintTo(bank, people, "bob", 40_000n, 2);
  const block = await chain.ethers.provider.getBlockNumber();
  const claims = await claimsAt(bank, "USD", block, SECRET);
  const { leaves: _, total: __, root: ___, ...place } = claims;
  const balances = { alice: ALICE_BALANCE - 250_000n, bob: 290_000n };
  return {
    ...stage,
    claims,
    place,
    balances,
    /** claims of the same block as a dishonest bank would write them */
    other: (alices: bigint, bobs: bigint) =>
      buildClaims(
        place,
        new Map([
          [alice.address, alices],
          [bob.address, bobs],
        ]),
        SECRET,
      ),
    commit: (root: string, figure = ATTESTED) =>
      attest(bank, people.ATTESTOR, { currency: "USD", figure, claims: root }),
  };
});

/** The checks that failed, and what was found. */
const failed = ({ proven, checks }: CheckedClaim): Record<string, string> => {
  const open = checks.filter(({ passed }) => !passed);
  expect(proven).to.equal(open.length === 0);
  // Every failure says what it means, and nothing else does.
  expect(checks.map(({ passed, meaning }) => passed === (meaning === undefined))).to.not.include(false);
  return Object.fromEntries(open.map(({ check, found }) => [check, found]));
};

describe("claims at a block", () => {
  it("are refused for an unknown currency, a block that is not there, and where nobody holds anything", async () => {
    const { bank } = await load();
    const name = async (currency: string, block?: number) =>
      (await refusalOf(claimsAt(bank, currency, block, SECRET))).name;
    expect(await name("EUR")).to.equal("UnknownToken");
    expect(await name("USD", 999_999)).to.equal("NoSuchBlock");
    expect(await name("JPY")).to.equal("NoClaims");
  });

  it("are refused where events are missing, or where the storage has another supply", async () => {
    const { bank, chain, claims, alice, bob } = await load();
    await bank.tokens["USD"]!.connect(bob)["transfer(address,uint256)"](alice, 1n);
    const late = connectBank({ ...bank.addresses, fromBlock: claims.block + 1 }, chain.ethers.provider);
    const missing = await refusalOf(claimsAt(late, "USD", undefined, SECRET));
    expect([missing.name, /would have paid more than it had/.test(missing.sentence)]).to.deep.equal([
      "ClaimsDoNotAddUp",
      true,
    ]);
    // A node that leaves the last log out: by events all is well, and still it is not the supply.
    const lossy = without(chain.ethers.provider, "getLogs", async (target, [filter]) =>
      (await target.getLogs(filter as never)).slice(0, 1),
    );
    const short = await refusalOf(claimsAt(connectBank(bank.addresses, lossy), "USD", claims.block, SECRET));
    expect(short.sentence).to.match(/balances add up to 1000000, the supply is 1040000 by storage/);
  });

  it("are the balances and the supply of that block, and not of a later one", async () => {
    const { bank, claims, alice, bob, balances, chain } = await load();
    await bank.tokens["USD"]!.connect(bob)["transfer(address,uint256)"](alice, 1n);
    const again = await claimsAt(bank, "USD", claims.block, SECRET);
    expect(again).to.deep.equal(claims);
    expect(claims.total).to.equal(balances.alice + balances.bob);
    expect(claims.blockHash).to.equal((await chain.ethers.provider.getBlock(claims.block))!.hash);
    expect(proveClaim(claims, bob.address).balance).to.equal(290_000n);
    expect((await claimsAt(bank, "USD", undefined, SECRET)).block).to.equal(claims.block + 1);
  });
});

describe("balances from events", () => {
  it("are those of storage at every block, read in pages of whatever size", async () => {
    const { bank, claims, alice, bob } = await load();
    const token = bank.tokens["USD"]!;
    await token.connect(bob)["transfer(address,uint256)"](bob, 3n);
    await token.connect(bob)["transfer(address,uint256)"](alice, 290_000n);
    for (let block = claims.block - 2; block <= claims.block + 2; block++) {
      const whole = await balancesThen(bank, "USD", block);
      for (const page of [1, 3, 17]) expect(await balancesThen(bank, "USD", block, page)).to.deep.equal(whole);
      for (const { address } of [alice, bob]) {
        expect(whole.balances.get(address) ?? 0n).to.equal(await token.balanceOf(address, { blockTag: block }));
      }
      expect(whole.balances.has(bob.address)).to.equal(block !== claims.block - 2 && block !== claims.block + 2);
    }
  });
});

describe("a holder's check of its claim", () => {
  it("fails where no attestation commits to the claims, or one commits to others", async () => {
    const { bank, claims, alice, commit, other, balances } = await load();
    const proof = proveClaim(claims, alice.address);
    expect(failed(await checkClaim(bank, proof))).to.deep.equal({
      commitment: `No attestation after block ${claims.block} commits to any claims yet.`,
    });
    const lie = other(balances.alice - 1n, balances.bob + 1n);
    await commit(lie.root);
    const found = failed(await checkClaim(bank, proof));
    expect(Object.keys(found)).to.deep.equal(["commitment"]);
    expect(found["commitment"]).to.contain(`commits to ${lie.root}, not to this root ${claims.root}`);
  });

  it("fails for the second of two trees of one block: some holders cannot be shown the one, others the other", async () => {
    const { bank, claims, alice, bob, commit, other, balances, time } = await load();
    const second = other(balances.alice, balances.bob);
    const lie = other(balances.alice + balances.bob - 1n, 1n);
    expect(second.root).to.equal(claims.root);
    await commit(lie.root);
    await time.increase(1);
    await commit(claims.root);
    expect(Object.keys(failed(await checkClaim(bank, proveClaim(claims, bob.address))))).to.deep.equal(["commitment"]);
    // Nor does the first tree hold, which is not of the chain's balances.
    expect(Object.keys(failed(await checkClaim(bank, proveClaim(lie, alice.address))))).to.deep.equal(["balance"]);
  });

  it("fails where the tree leaves a holder out or adds one: the claims are not the supply", async () => {
    const { bank, alice, commit, other, balances } = await load();
    for (const bobs of [0n, balances.bob + 5n]) {
      const lie = other(balances.alice, bobs);
      await commit(lie.root);
      const found = failed(await checkClaim(bank, proveClaim(lie, alice.address)));
      expect(found["total"]).to.match(/^All claims are USD [\d.]+; the supply at block \d+ was USD 10400\.00\.$/);
    }
  });

  it("fails for a balance that is not the chain's, on a node with old state or without", async () => {
    const { bank, chain, alice, commit, other, balances } = await load();
    const lie = other(balances.alice - 1n, balances.bob + 1n);
    await commit(lie.root);
    const proof = proveClaim(lie, alice.address);
    const pruned = without(chain.ethers.provider, "call", () => Promise.reject(new Error("missing trie node")));
    for (const [on, source] of [
      [bank, "storage"],
      [connectBank(bank.addresses, pruned), "events"],
    ] as const) {
      expect(failed(await checkClaim(on, proof))).to.deep.equal({
        balance: `The claim is USD 7499.99; the chain owed ${alice.address} USD 7500.00 (by ${source}).`,
      });
    }
  });

  it("fails where deposits did not cover the claims, then or in the attestation", async () => {
    const { bank, claims, alice, commit, time } = await load();
    const proof = proveClaim(claims, alice.address);
    await commit(claims.root, claims.total - 1n);
    expect(failed(await checkClaim(bank, proof))).to.deep.equal({
      backing: `Deposits backed USD 50000.00 of USD 10400.00 at block ${claims.block}, and USD 10399.99 of USD 10400.00 in the attestation of block ${claims.block + 1}.`,
    });
    await time.increase(1);
    const later = await claimsAt(bank, "USD", undefined, SECRET);
    await commit(later.root);
    const found = failed(await checkClaim(bank, proveClaim(later, alice.address)));
    expect(found["backing"]).to.match(/^Deposits backed USD 10399\.99 of USD 10400\.00 at block/);
  });

  it("goes no further where the arithmetic is wrong, the token is another bank's, or the block is of a fork", async () => {
    const { bank, claims, alice, balances, place, commit } = await load();
    await commit(claims.root);
    const good = proveClaim(claims, alice.address);
    const elsewhere = (change: object): ClaimProof =>
      proveClaim(
        buildClaims({ ...place, ...change }, new Map([[alice.address, balances.alice]]), SECRET),
        alice.address,
      );
    const cases: [ClaimProof, string, RegExp, number][] = [
      [{ ...good, balance: good.balance + 1n }, "arithmetic", /adds up to 1040001/, 2],
      [elsewhere({ chainId: 1 }), "token", /on chain 1, which bank test on chain 31337 does not have/, 2],
      [elsewhere({ token: alice.address }), "token", /does not have/, 2],
      [elsewhere({ currency: "EUR" }), "token", /\(EUR\)/, 2],
      [elsewhere({ currency: "JPY" }), "token", /\(JPY\)/, 2],
      [elsewhere({ blockHash: SECRET }), "block", /the proof names 0x5e5e/, 3],
      [elsewhere({ block: 999_999 }), "block", /the node does not have it/, 3],
    ];
    for (const [proof, check, found, made] of cases) {
      const result = await checkClaim(bank, proof);
      expect(Object.keys(failed(result))).to.deep.equal([check]);
      expect(failed(result)[check]).to.match(found);
      expect(result.checks.length).to.equal(made);
    }
  });

  it("is an error, not a failure, where the node does not answer", async () => {
    const { bank, chain, claims, alice } = await load();
    const dead = without(chain.ethers.provider, "getLogs", () => Promise.reject(new Error("fetch failed")));
    const refusal = await refusalOf(checkClaim(connectBank(bank.addresses, dead), proveClaim(claims, alice.address)));
    expect(refusal.name).to.equal("NodeUnreachable");
  });

  it("proves every holder's claim, also after later payments, mints and attestations, with state or without", async () => {
    const { bank, chain, people, claims, alice, bob, commit, time } = await load();
    await bank.tokens["USD"]!.connect(alice)["transfer(address,uint256)"](bob, 1_000n);
    await attest(bank, people.ATTESTOR, { currency: "USD", figure: ATTESTED });
    await commit(claims.root);
    await mintTo(bank, people, "alice", 7n, 3);
    await time.increase(1);
    await commit((await claimsAt(bank, "USD", undefined, SECRET)).root);
    const pruned = without(chain.ethers.provider, "call", () => Promise.reject(new Error("missing trie node")));
    for (const on of [bank, connectBank(bank.addresses, pruned)]) {
      for (const proof of proveClaims(claims)) {
        const result = await checkClaim(on, proof);
        expect(failed(result)).to.deep.equal({});
        expect(result.checks.map(({ check }) => check)).to.deep.equal([
          ...["arithmetic", "token", "block", "total", "balance", "commitment", "backing"],
        ]);
        expect(result.commitment!.claims).to.equal(claims.root);
      }
    }
    const [first] = proveClaims(claims);
    expect(failed(checkOffline(first!))).to.deep.equal({});
    expect(Object.keys(failed(checkOffline({ ...first!, total: 1n })))).to.deep.equal(["arithmetic"]);
  });
});
