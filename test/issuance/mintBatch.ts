import { expect } from "chai";
import { ZeroAddress } from "ethers";
import type { Log } from "../support/expect.js";
import { ROLES } from "../../src/bank/roles.js";
import { Operation, reason, reference, type ReasonName } from "../support/words.js";
import { structHash, type MintBatch, type MintItem } from "./signing.js";
import {
  ALICE_USD,
  ATTESTATION_MAX_AGE,
  ATTESTED,
  BOB_USD,
  PARTIES,
  QUOTA,
  USD_SUPPLY,
  useBank,
  type People,
} from "./support.js";

const load = await useBank();

const BANK = { address: ZeroAddress };
const GAS_LIMITS_TRIED = 64n;

const refused = ({ depositReference, payee, amount }: MintItem, why: ReasonName): Log => [
  "MintRefused",
  depositReference,
  payee,
  amount,
  reason(why),
];
const minted = ({ depositReference, payee, amount }: MintItem): Log[] => [
  ["TransferReference", depositReference],
  ["Transfer", BANK, payee, amount],
];
const spent = ({ issuer, approver }: People, batch: MintBatch, amount: bigint): Log => [
  "BatchSpent",
  structHash("MintBatch", batch),
  batch.token,
  amount,
  issuer,
  approver,
];

async function loadWithBatch() {
  const bank = await load();
  const { alice, bob, itemOf, batchOf } = bank;
  const batch = await batchOf([itemOf(alice, 10_000n), itemOf(bob, 20_000n), itemOf(alice, 30_000n)]);
  return { ...bank, batch };
}

describe("IssuanceDesk.mintBatch", () => {
  describe("is refused", () => {
    it("from the second at which the approval expires", async () => {
      const { issuance, batch, mintBatch, at, refuses } = await loadWithBatch();
      await at(batch.expiry);
      await refuses(mintBatch(batch), issuance, "ApprovalExpired", batch.expiry);
    });

    it("when count or total do not describe the items, even if they were signed", async () => {
      const { issuance, batch, mintBatch, refuses } = await loadWithBatch();
      for (const [count, total] of [
        [2n, 60_000n],
        [4n, 60_000n],
        [3n, 59_999n],
        [3n, 60_001n],
        [0n, 0n],
      ] as const) {
        await refuses(mintBatch({ ...batch, count, total }), issuance, "BatchInvalid", count, total);
      }
    });

    it("when anything but the signed content is sent, the order of the items included", async () => {
      const bank = await loadWithBatch();
      const { issuance, issuer, approver, jpy, bob, batch, itemOf, signBatch, refuses } = bank;
      const approval = await signBatch(batch);
      const [first, second, third] = batch.items as [MintItem, MintItem, MintItem];
      const others: Partial<MintBatch>[] = [
        { token: jpy.target as string },
        { expiry: batch.expiry + 1n },
        { items: [second, first, third] },
        { items: [third, second, first] },
        { items: [{ ...first, payee: bob.address }, second, third] },
        { items: [{ ...first, amount: first.amount + 1n }, { ...second, amount: second.amount - 1n }, third] },
        { items: [{ ...first, depositReference: reference("another") }, second, third] },
        { items: [first, second], count: 2n, total: 30_000n },
        { items: [...batch.items, itemOf(bob, 0n)], count: 4n },
        { items: [], count: 0n, total: 0n },
      ];
      for (const other of others) {
        const call = issuance.connect(issuer).mintBatch({ ...batch, ...other }, approver, approval);
        await refuses(call, issuance, "ApprovalInvalid", approver);
      }
      await issuance.connect(issuer).mintBatch(batch, approver, approval);
    });

    it("as an order's signature, or to one key that is both people, or hidden behind the AccessManager", async () => {
      const { issuance, issuer, approver, admin, manager, batch, orderOf, signOrder, signBatch, refuses } =
        await loadWithBatch();
      const single = await signOrder(await orderOf());
      const call = issuance.connect(issuer).mintBatch(batch, approver, single);
      await refuses(call, issuance, "ApprovalInvalid", approver);
      await manager.connect(admin).grantRole(ROLES.APPROVER, issuer, 0);
      const own = [batch, issuer.address, await signBatch(batch, issuer)] as const;
      await refuses(issuance.connect(issuer).mintBatch(...own), issuance, "ApproverInvalid", issuer);
      const data = issuance.interface.encodeFunctionData("mintBatch", [...own]);
      await refuses(manager.connect(issuer).execute(issuance, data), issuance, "SenderHidden");
    });

    it("a second time, even if items were refused the first time", async () => {
      const { issuance, batch, block, unblock, mintBatch, refuses } = await loadWithBatch();
      await block(PARTIES.bob);
      await mintBatch(batch);
      await unblock(PARTIES.bob);
      await refuses(mintBatch(batch), issuance, "BatchAlreadySpent", structHash("MintBatch", batch));
    });

    it("when it would mint more than the quota leaves", async () => {
      const { issuance, issuer, usd, alice, itemOf, batchOf, mintBatch, refuses } = await load();
      const batch = await batchOf([itemOf(alice, QUOTA), itemOf(alice, 1n)]);
      await refuses(mintBatch(batch), issuance, "QuotaExceeded", issuer, usd, QUOTA + 1n, QUOTA);
    });

    it("whole by what stops every mint alike, and the approval stays good", async () => {
      const { usd, guardian, unpauser, attestor, batch, mintBatch, supply, at, now, refuses } = await loadWithBatch();
      await usd.connect(guardian).pause(Operation.Mint);
      await refuses(mintBatch(batch), usd, "OperationPaused", BigInt(Operation.Mint));
      await usd.connect(unpauser).unpause(Operation.Mint);
      await mintBatch(batch);

      const { attestedAt } = await supply();
      await at(attestedAt + ATTESTATION_MAX_AGE + 1n);
      const later = { ...batch, expiry: attestedAt + 2n * ATTESTATION_MAX_AGE };
      await refuses(mintBatch(later), usd, "AttestationStale", attestedAt, ATTESTATION_MAX_AGE);
      await usd.connect(attestor).attest(ATTESTED, await now(), 0, 0);
      await mintBatch(later);
    });

    it("when its amounts pass 2^256 together", async () => {
      const { issuance, issuer, approver, alice, itemOf, batchOf } = await load();
      const batch = await batchOf([itemOf(alice, 2n ** 256n - 1n), itemOf(alice, 1n)], { total: 0n });
      await expect(issuance.connect(issuer).mintBatch(batch, approver, "0x")).to.be.revertedWithPanic(0x11);
    });
  });

  it("mints every item, and is spent", async () => {
    const { people, usd, alice, bob, batch, mintBatch, quota, emits } = await loadWithBatch();
    await emits(mintBatch(batch), ...batch.items.flatMap(minted), spent(people, batch, 60_000n));
    expect(await usd.balanceOf(alice)).to.equal(ALICE_USD + 40_000n);
    expect(await usd.balanceOf(bob)).to.equal(BOB_USD + 20_000n);
    expect(await usd.totalSupply()).to.equal(USD_SUPPLY + 60_000n);
    expect(await quota()).to.deep.equal({ limit: QUOTA, available: QUOTA - 60_000n });
  });

  it("gives back what it minted", async () => {
    const { issuance, issuer, approver, batch, signBatch } = await loadWithBatch();
    const args = [batch, approver.address, await signBatch(batch)] as const;
    expect(await issuance.connect(issuer).mintBatch.staticCall(...args)).to.equal(60_000n);
  });

  it("refuses items one by one with the reason, mints the rest, and counts only that", async () => {
    const { usd, alice, bob, carol, stranger, block, itemOf, batchOf, mintBatch, quota, emits, ...bank } = await load();
    const { people, registry, registrar, admissionOf } = bank;
    await registry.connect(registrar).admit([admissionOf(carol, 103n, { zone: 4 })]);
    await block(PARTIES.bob);
    const good = [itemOf(alice, 10_000n), itemOf(alice, 20_000n)] as const;
    const [zero, blocked, unknown, nobody, denied] = [
      itemOf(alice, 0n),
      itemOf(bob, 1n),
      itemOf(stranger, 2n),
      itemOf(BANK, 3n),
      itemOf(carol, 4n),
    ] as const;
    const tooMuch = itemOf(alice, ATTESTED);
    const twice = itemOf(alice, 5n, good[0].depositReference);
    const batch = await batchOf([good[0], zero, blocked, unknown, nobody, denied, tooMuch, twice, good[1]]);
    await emits(
      mintBatch(batch),
      ...minted(good[0]),
      refused(zero, "ZeroAmount"),
      refused(blocked, "PayeeBlocked"),
      refused(unknown, "PayeeNotAdmitted"),
      refused(nobody, "PayeeNotAdmitted"),
      refused(denied, "CorridorDenied"),
      refused(tooMuch, "BackingExceeded"),
      refused(twice, "ReferenceUsed"),
      ...minted(good[1]),
      spent(people, batch, 30_000n),
    );
    expect(await usd.totalSupply()).to.equal(USD_SUPPLY + 30_000n);
    expect((await quota()).available).to.equal(QUOTA - 30_000n);
  });

  it("is spent even if nothing was minted, or there was nothing to mint", async () => {
    const { people, issuance, bob, block, itemOf, batchOf, mintBatch, emits, refuses } = await load();
    await block(PARTIES.bob);
    const item = itemOf(bob, 5n);
    const batch = await batchOf([item]);
    await emits(mintBatch(batch), refused(item, "PayeeBlocked"), spent(people, batch, 0n));
    await refuses(mintBatch(batch), issuance, "BatchAlreadySpent", structHash("MintBatch", batch));
    const empty = await batchOf([]);
    await emits(mintBatch(empty), spent(people, empty, 0n));
  });

  it("may name in a new batch what the first one refused", async () => {
    const { usd, bob, batch, block, unblock, batchOf, mintBatch } = await loadWithBatch();
    await block(PARTIES.bob);
    await mintBatch(batch);
    await unblock(PARTIES.bob);
    await mintBatch(await batchOf([batch.items[1]!]));
    expect(await usd.balanceOf(bob)).to.equal(BOB_USD + 20_000n);
  });

  it("cannot be starved of gas to choose who fails: it reverts, or the result is the same", async () => {
    const { issuance, issuer, approver, usd, alice, bob, block, itemOf, batchOf, signBatch, helpers } = await load();
    await block(PARTIES.bob);
    const items = Array.from({ length: 12 }, (_, i) => itemOf(i % 4 === 1 ? bob : alice, 1_000n + BigInt(i)));
    const batch = await batchOf(items);
    const approval = await signBatch(batch);
    const send = (gasLimit: bigint) => issuance.connect(issuer).mintBatch(batch, approver, approval, { gasLimit });
    const wanted = items.filter((_, i) => i % 4 !== 1).reduce((sum, { amount }) => sum + amount, USD_SUPPLY);

    const start = await helpers.takeSnapshot();
    const most = ((await (await send(10_000_000n)).wait())!.gasUsed * 11n) / 10n;
    await start.restore();
    const results = new Set<bigint>();
    for (let i = 1n; i <= GAS_LIMITS_TRIED; ++i) {
      const snapshot = await helpers.takeSnapshot();
      await send(60_000n + ((most - 60_000n) * i) / GAS_LIMITS_TRIED).then(
        async () => results.add(await usd.totalSupply()),
        () => undefined,
      );
      await snapshot.restore();
    }
    expect([...results]).to.deep.equal([wanted]);
  });
});
