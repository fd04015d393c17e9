import { expect } from "chai";
import fc from "fast-check";
import type { HolderRegister } from "../../src/chain/index.js";
import type { Redemption } from "../issuance/support.js";
import type { Account } from "../support/token.js";
import { readAccount, readFlows } from "../support/words.js";
import { useTwoBanks, type Claim, type TwoBanks } from "./support.js";

const load = await useTwoBanks({ estimatesGas: false });

const SEQUENCES = 20;
const SEED = 59;
const WALLETS = 7;
/** Party of each wallet at the old bank: the first party has two. */
const PARTIES = [200n, 200n, 201n, 202n, 203n, 204n, 205n];

interface World extends TwoBanks {
  wallets: Account[];
  register: HolderRegister;
  /** A register of an earlier block, which was never committed. */
  other: HolderRegister;
  rows: Map<string, bigint>;
  requests: Redemption[];
  /** What was paid out and burned since the register, and what the successor minted of its own. */
  redeemed: bigint;
  ownAtSuccessor: bigint;
}

interface Act {
  kind: keyof typeof ACTS;
  /** Which wallets and how much of what there is; what they mean is the act's. */
  picks: number[];
  share: bigint;
}

const part = (amount: bigint, share: bigint) => (amount * share) / 100n;

const ACTS = {
  /** A valid page never fails, whatever its rows may and may not do. */
  page: async ({ transfer, a, wallets, register, claimOf }: World, { picks }: Act) => {
    const claims = picks.map((i) => claimOf(register, wallets[i]!));
    await transfer.connect(a.resolutionOfficer).move(claims);
  },
  "page with a wrong row": async (world: World, { picks, share }: Act) => {
    const { transfer, a, wallets, register, other, claimOf, refuses } = world;
    const row = claimOf(register, wallets[picks[0]!]!);
    const wrong: Claim[] = [
      { ...row, balance: row.balance + 1n },
      { ...row, party: row.party + 1n },
      { ...row, proof: row.proof.slice(1) },
      claimOf(other, wallets[picks[0]!]!),
    ];
    const claim = wrong[Number(share) % wrong.length]!;
    const page = [row, claim];
    const { party, wallet, balance } = claim;
    await refuses(transfer.connect(a.resolutionOfficer).move(page), transfer, "NotInRegister", party, wallet, balance);
  },
  redeem: async (world: World, { picks, share }: Act) => {
    const wallet = world.wallets[picks[0]!]!;
    const amount = part(await world.a.usd.availableOf(wallet), share);
    await world.redeem(wallet, amount);
    world.redeemed += amount;
  },
  request: async ({ a, wallets, requests }: World, { picks, share }: Act) => {
    const payer = wallets[picks[0]!]!;
    const amount = part(await a.usd.availableOf(payer), share);
    const wanted = await a.redemptionOf({ payer: payer.address, amount });
    await a.request(wanted, payer);
    requests.push(wanted);
  },
  settle: async (world: World) => {
    const wanted = world.requests.shift()!;
    await world.a.submit(wanted);
    await world.a.settle(wanted);
    world.redeemed += wanted.hold.amount;
  },
  cancel: async ({ a, wallets, requests }: World) => {
    const wanted = requests.pop()!;
    await a.cancel(
      wanted,
      wallets.find(({ address }) => address === wanted.hold.payer)!,
    );
  },
  lien: async ({ a, wallets }: World, { picks, share }: Act) => {
    const wallet = wallets[picks[0]!]!;
    await a.freeze(wallet, part(await a.usd.balanceOf(wallet), share * 2n));
  },
  "lift the lien": ({ a, wallets }: World, { picks }: Act) => a.freeze(wallets[picks[0]!]!, 0n),
  block: ({ a }: World, { picks }: Act) => a.block(PARTIES[picks[0]!]!),
  unblock: ({ a }: World, { picks }: Act) => a.unblock(PARTIES[picks[0]!]!),
  seize: async ({ a, wallets }: World, { picks, share }: Act) => {
    const [from, to] = [wallets[picks[0]!]!, wallets[picks[1] ?? 0]!];
    const { balance, held } = readAccount(await a.usd.accountWord(from));
    await a.usd.connect(a.legalOrders).forcedTransfer(from, to, part(balance - held, share));
  },
  "lose a wallet": ({ a, wallets }: World) => a.retire(wallets[0]!, wallets[1]!),
  "admit at the successor": ({ b, wallets, admit }: World, { picks }: Act) =>
    admit(b, wallets[picks[0]!]!, BigInt(900 + picks[0]!)),
  "block at the successor": ({ b }: World, { picks }: Act) => b.block(BigInt(900 + picks[0]!)),
  "unblock at the successor": ({ b }: World, { picks }: Act) => b.unblock(BigInt(900 + picks[0]!)),
  "mint at the successor": async (world: World, { picks, share }: Act) => {
    const { b, wallets } = world;
    await b.mint(await b.orderOf({ payee: wallets[picks[0]!]!.address, amount: share }));
    world.ownAtSuccessor += share;
  },
  "pay at the successor": ({ b, wallets }: World, { picks, share }: Act) =>
    b.usd.connect(wallets[picks[0]!]!)["transfer(address,uint256)"](wallets[picks[1] ?? 0]!, share),
} satisfies Record<string, (world: World, act: Act) => Promise<unknown>>;

/** What the property is about comes more often than the rest. */
const OFTEN = ["page", "page", "page", "page", "request", "request", "settle", "cancel"] as const;
const MUST_SUCCEED = new Set<string>(["page", "page with a wrong row"]);

async function worldOf(): Promise<World> {
  const banks = await load();
  const wallets = banks.spare.slice(0, WALLETS);
  for (const [i, wallet] of wallets.entries()) {
    await banks.customer(wallet, PARTIES[i]!, 10_000n + BigInt(i), false);
    if (i % 2 === 0 && i > 1) {
      await banks.admit(banks.b, wallet, BigInt(900 + i));
      await banks.b.mint(await banks.b.orderOf({ payee: wallet.address, amount: 1_000n }));
    }
  }
  const other = await banks.registerNow();
  await banks.a.usd.connect(wallets[2]!)["transfer(address,uint256)"](wallets[3]!, 500n);
  const register = await banks.accepted();
  return {
    ...banks,
    wallets,
    register,
    other,
    rows: new Map(register.rows.map(({ wallet, balance }) => [wallet, balance])),
    requests: [],
    redeemed: 0n,
    ownAtSuccessor: await banks.b.usd.totalSupply(),
  };
}

/** Nothing moves twice and nothing is lost: `rules.md` 59. */
async function judge({ a, b, transfer, register, rows, redeemed, ownAtSuccessor }: World, after: string) {
  const moved = await transfer.moved();
  const left = await a.usd.totalSupply();
  expect(moved + left + redeemed, `${after}: total`).to.equal(register.total);
  expect(await b.usd.totalSupply(), `${after}: the successor's supply`).to.equal(ownAtSuccessor + moved);
  const flows = readFlows((await b.usd.supplyWords())[1]);
  expect(flows.received, `${after}: received`).to.equal(moved);
  if (after !== "page" && after !== "the end") return;
  let sum = 0n;
  for (const [wallet, balance] of rows) {
    const part_ = await transfer.movedOf(wallet);
    expect(part_ <= balance, `${after}: ${wallet} moved ${part_} of ${balance}`).to.equal(true);
    sum += part_;
  }
  expect(sum, `${after}: sum of the rows`).to.equal(moved);
}

const acts = fc.array(
  fc.record<Act>({
    kind: fc.constantFrom(...(Object.keys(ACTS) as Act["kind"][]), ...OFTEN),
    picks: fc.array(fc.nat(WALLETS - 1), { minLength: 1, maxLength: 6 }),
    share: fc.bigInt(1n, 100n),
  }),
  { minLength: 25, maxLength: 40 },
);

describe("moving a liability, whatever happens in between", () => {
  it(`total = moved + old supply + redeemed, at every step of ${SEQUENCES} random sequences`, async () => {
    const done = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(acts, async (sequence) => {
        const world = await worldOf();
        for (const act of sequence) {
          const carriedOut = await ACTS[act.kind](world, act).then(
            () => true,
            (problem: unknown) => {
              if (MUST_SUCCEED.has(act.kind)) throw problem;
              return false;
            },
          );
          if (carriedOut) done.set(act.kind, (done.get(act.kind) ?? 0) + 1);
          await judge(world, act.kind);
        }
        await everythingEnds(world);
      }),
      { numRuns: SEQUENCES, seed: SEED },
    );
    // Every act was possible at least sometimes, or the property says less than it seems to.
    for (const kind of Object.keys(ACTS)) expect(done.get(kind) ?? 0, kind).to.be.greaterThan(2);
  });

  /** Liens, blocks and holds end, everybody becomes a customer of the successor: nobody is left behind. */
  async function everythingEnds(world: World) {
    const { a, b, wallets, requests, register, rows, transfer, admit, claimOf } = world;
    while (requests.length > 0)
      await ACTS.cancel(world).catch(() => a.usd.connect(a.legalOrders).forceRelease(requests.pop()!.hold));
    for (const [i, wallet] of wallets.entries()) {
      await a.freeze(wallet, 0n);
      for (let n = await a.registry.blocksOf(PARTIES[i]!); n > 0n; n--) await a.unblock(PARTIES[i]!);
      const known = await b.registry.partyOf(wallet);
      if (known === 0n) await admit(b, wallet, BigInt(900 + i));
      else for (let n = await b.registry.blocksOf(known); n > 0n; n--) await b.unblock(known);
    }
    if (await a.registry.isRetired(wallets[0]!)) {
      const swept = await a.usd.balanceOf(wallets[0]!);
      if (swept !== 0n) await a.usd.connect(a.legalOrders).forcedTransfer(wallets[0]!, wallets[1]!, swept);
    }
    await transfer.connect(a.resolutionOfficer).move(wallets.map((wallet) => claimOf(register, wallet)));
    await judge(world, "the end");
    for (const wallet of wallets) {
      const open = rows.get(wallet.address)! - (await transfer.movedOf(wallet));
      const balance = await a.usd.balanceOf(wallet);
      // Either the row has moved in full, or there is nothing left to move.
      expect(open === 0n || balance === 0n, `${wallet.address}: ${open} of its row, ${balance} left`).to.equal(true);
    }
  }
});
