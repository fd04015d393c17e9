import { expect } from "chai";

import {
  attest,
  buildMintBatch,
  buildMintOrder,
  mintBatch,
  mintOrder,
  signMintBatch,
  signMintOrder,
} from "../../src/chain/index.js";
import {
  ALICE_BALANCE,
  anyAddress,
  ATTESTED,
  bytes32,
  DAY,
  MAX_AGE,
  mintTo,
  QUOTA,
  refusalOf,
  useBank,
} from "./support.js";

const load = await useBank();

describe("mintOrder", () => {
  describe("is refused", () => {
    it("with a changed amount: the approver did not sign that", async () => {
      const { bank, bob, ISSUER, APPROVER } = await load();
      const order = await buildMintOrder(bank, {
        currency: "USD",
        payee: bob.address,
        amount: 100n,
        depositReference: bytes32(2),
      });
      const approval = await signMintOrder(bank, APPROVER, order);
      const error = await refusalOf(mintOrder(bank, ISSUER, { ...order, amount: 101n }, approval));
      expect(error.name).to.equal("ApprovalInvalid");
      expect(error.args).to.deep.equal({ approver: APPROVER.address });
    });

    it("when the issuer approves its own order", async () => {
      const { bank, bob, ISSUER } = await load();
      const order = await buildMintOrder(bank, {
        currency: "USD",
        payee: bob.address,
        amount: 100n,
        depositReference: bytes32(2),
      });
      const error = await refusalOf(mintOrder(bank, ISSUER, order, await signMintOrder(bank, ISSUER, order)));
      expect(error.name).to.equal("ApproverInvalid");
    });

    it("from somebody without the issuer's role", async () => {
      const { bank, bob, stranger, APPROVER } = await load();
      const order = await buildMintOrder(bank, {
        currency: "USD",
        payee: bob.address,
        amount: 100n,
        depositReference: bytes32(2),
      });
      const error = await refusalOf(mintOrder(bank, stranger, order, await signMintOrder(bank, APPROVER, order)));
      expect(error.name).to.equal("AccessManagedUnauthorized");
      expect(error.message).to.contain(`${stranger.address} lacks the role`);
    });

    it("for a deposit minted before, naming the first mint in the currency", async () => {
      const { bank, people, alice } = await load();
      const error = await refusalOf(mintTo(bank, people, "bob", 5n, 1));
      expect(error.name).to.equal("DepositReferenceUsed");
      expect(error.sentence).to.contain("USD 10000.00").and.contain(alice.address);
    });

    it("above the attested deposits and above the quota", async () => {
      const { bank, people } = await load();
      await attest(bank, people.ATTESTOR, { currency: "USD", figure: ALICE_BALANCE + 10n });
      const short = await refusalOf(mintTo(bank, people, "bob", 11n, 2));
      expect(short.name).to.equal("BackingExceeded");
      expect(short.sentence).to.equal(
        "Deposits of USD 10000.10 back a supply of USD 10000.00: USD 0.11 more would pass them.",
      );
      const beyond = await refusalOf(mintTo(bank, people, "bob", QUOTA, 2));
      expect(beyond.name).to.equal("QuotaExceeded");
      expect(beyond.contract).to.equal("IssuanceDesk");
    });

    it("on a stale attestation, saying of when it is", async () => {
      const { bank, people, time } = await load();
      const [supply] = await bank.tokens["USD"]!.supplyWords();
      const attestedAt = (supply >> 128n) & 0xffffffffn;
      await time.increaseTo(attestedAt + MAX_AGE + 1n);
      const error = await refusalOf(mintTo(bank, people, "bob", 1n, 2));
      expect(error.name).to.equal("AttestationStale");
      expect(error.sentence).to.match(/is of 2026-11-02T00:\d\d:\d\dZ and is good for 1 day\./);
    });

    it("after the approval's expiry", async () => {
      const { bank, bob, time, ISSUER, APPROVER } = await load();
      const expiry = BigInt(await time.latest()) + 60n;
      const order = await buildMintOrder(bank, {
        currency: "USD",
        payee: bob.address,
        amount: 1n,
        depositReference: bytes32(2),
        expiry,
      });
      const approval = await signMintOrder(bank, APPROVER, order);
      await time.increaseTo(expiry);
      const error = await refusalOf(mintOrder(bank, ISSUER, order, approval));
      expect([error.name, error.args["expiry"]]).to.deep.equal(["ApprovalExpired", expiry]);
    });

    it("before anything is signed: another currency, no amount, no address, a short reference", async () => {
      const { bank, bob } = await load();
      const good = { currency: "USD", payee: bob.address, amount: 1n, depositReference: bytes32(2) };
      const build = (change: object) => refusalOf(buildMintOrder(bank, { ...good, ...change }));
      expect((await build({ currency: "EUR" })).message)
        .to.contain("has no EUR token")
        .and.contain("USD, JPY");
      expect((await build({ amount: 0n })).name).to.equal("BadAmount");
      expect((await build({ amount: 1n << 64n })).name).to.equal("BadAmount");
      expect((await build({ payee: "0x12" })).name).to.equal("BadAddress");
      expect((await build({ payee: `0x${"0".repeat(40)}` })).name).to.equal("BadAddress");
      expect((await build({ depositReference: "0x12" })).name).to.equal("BadBytes");
    });
  });

  it("mints, and returns hash, gas and events", async () => {
    const { bank, people, bob } = await load();
    const sent = await mintTo(bank, people, "bob", 12_345n, 2);
    expect(sent.hash).to.match(/^0x[0-9a-f]{64}$/);
    expect(sent.gas > 80_000n).to.equal(true);
    expect(sent.events.map(({ contract, name }) => `${contract}.${name}`)).to.deep.equal([
      "IssuanceDesk.MintOrdered",
      "DepositToken.TransferReference",
      "DepositToken.Transfer",
    ]);
    const { ISSUER, APPROVER } = people;
    expect(sent.events[0]!.args).to.include({ issuer: ISSUER.address, approver: APPROVER.address });
    expect(sent.events[2]!.args).to.include({ to: bob.address, value: 12_345n });
    expect(await bank.tokens["USD"]!.balanceOf(bob)).to.equal(12_345n);
  });
});

describe("mintBatch", () => {
  it("is refused the second time, and when an item was changed after approval", async () => {
    const { bank, bob, ISSUER, APPROVER } = await load();
    const batch = await buildMintBatch(bank, {
      currency: "USD",
      items: [{ payee: bob.address, amount: 7n, depositReference: bytes32(2) }],
    });
    const approval = await signMintBatch(bank, APPROVER, batch);
    const changed = { ...batch, items: [{ ...batch.items[0]!, payee: anyAddress() }] };
    expect((await refusalOf(mintBatch(bank, ISSUER, changed, approval))).name).to.equal("ApprovalInvalid");
    const minted = await mintBatch(bank, ISSUER, batch, approval);
    const again = await refusalOf(mintBatch(bank, ISSUER, batch, approval));
    expect([again.name, again.args["batch"]]).to.deep.equal(["BatchAlreadySpent", minted.batch]);
  });

  it("of nothing is refused before anything is signed", async () => {
    const { bank } = await load();
    expect((await refusalOf(buildMintBatch(bank, { currency: "USD", items: [] }))).name).to.equal("EmptyList");
  });

  it("mints what passes and lists the rest with their reasons", async () => {
    const { bank, alice, bob, dave, ISSUER, APPROVER } = await load();
    const item = (payee: string, amount: bigint, n: number) => ({ payee, amount, depositReference: bytes32(n) });
    const stranger = anyAddress();
    const items = [
      item(bob.address, 7n, 2),
      item(alice.address, 8n, 1),
      item(stranger, 9n, 3),
      item(dave.address, 10n, 4),
      item(bob.address, ATTESTED, 5),
    ];
    const batch = await buildMintBatch(bank, { currency: "USD", items: items.slice(0, 4) });
    const sent = await mintBatch(bank, ISSUER, batch, await signMintBatch(bank, APPROVER, batch));
    expect(sent.minted).to.equal(7n);
    expect(sent.refused).to.deep.equal([
      { ...items[1], reason: "ReferenceUsed" },
      { ...items[2], reason: "PayeeNotAdmitted" },
      { ...items[3], reason: "CorridorDenied" },
    ]);
    const second = await buildMintBatch(bank, { currency: "USD", items: [items[4]!] });
    const none = await mintBatch(bank, ISSUER, second, await signMintBatch(bank, APPROVER, second));
    expect([none.minted, none.refused[0]?.reason]).to.deep.equal([0n, "BackingExceeded"]);
  });
});

describe("attest", () => {
  it("is refused when it names more than was burned, or a time that is not newer", async () => {
    const { bank, ATTESTOR, time } = await load();
    const ahead = await refusalOf(attest(bank, ATTESTOR, { currency: "USD", figure: 1n, burned: 1n }));
    expect(ahead.name).to.equal("AttestationInvalid");
    const asOf = BigInt(await time.latest()) - 10n * DAY;
    expect((await refusalOf(attest(bank, ATTESTOR, { currency: "USD", figure: 1n, asOf }))).name).to.equal(
      "AttestationInvalid",
    );
  });

  it("reports backing and, below the supply, the shortfall", async () => {
    const { bank, ATTESTOR, time } = await load();
    const good = await attest(bank, ATTESTOR, { currency: "USD", figure: ALICE_BALANCE });
    expect([good.backing, good.shortfall]).to.deep.equal([ALICE_BALANCE, 0n]);
    await time.increase(1);
    const short = await attest(bank, ATTESTOR, { currency: "USD", figure: ALICE_BALANCE - 3n });
    expect([short.backing, short.shortfall]).to.deep.equal([ALICE_BALANCE - 3n, 3n]);
  });
});
