import { expect } from "chai";
import { JsonRpcProvider, Wallet } from "ethers";

import {
  connectBank,
  pay,
  payBatch,
  paymentReference,
  readReference,
  simulate,
  payCall,
} from "../../src/chain/index.js";
import { ALICE_BALANCE, anyAddress, bytes32, refusalOf, useBank } from "./support.js";

const load = await useBank();

describe("pay", () => {
  it("is refused for every field that cannot be right, before anything is sent", async () => {
    const { bank, alice, bob } = await load();
    const good = { currency: "USD", to: bob.address, amount: 1n };
    const nonce = await alice.getNonce();
    const refuse = async (change: object) => (await refusalOf(pay(bank, alice, { ...good, ...change }))).name;
    expect(await refuse({ currency: "usd" })).to.equal("UnknownToken");
    expect(await refuse({ to: bob.address.toLowerCase().replace("a", "A") })).to.equal("BadAddress");
    expect(await refuse({ amount: -1n })).to.equal("BadAmount");
    expect(await refuse({ reference: "" })).to.equal("BadReference");
    expect(await alice.getNonce()).to.equal(nonce);
  });

  it("is refused by the token in the money of the payment", async () => {
    const { bank, alice, bob, dave } = await load();
    const short = await refusalOf(pay(bank, alice, { currency: "USD", to: bob.address, amount: ALICE_BALANCE + 1n }));
    expect(short.sentence).to.equal(`${alice.address} has USD 10000.00 and would need USD 10000.01.`);
    const unknown = await refusalOf(pay(bank, alice, { currency: "USD", to: anyAddress(), amount: 1n }));
    expect(unknown.name).to.equal("ERC7943CannotReceive");
    const denied = await refusalOf(pay(bank, alice, { currency: "USD", to: dave.address, amount: 2n }));
    expect(denied.sentence).to.contain("USD 0.02").and.contain("corridor");
    const yen = await refusalOf(pay(bank, alice, { currency: "JPY", to: bob.address, amount: 7n }));
    expect(yen.sentence).to.contain("has JPY 0 and would need JPY 7");
  });

  it("is refused with a signer on another chain, and an unreachable node is called that", async () => {
    const { bank, alice, bob, chain } = await load();
    const payment = { currency: "USD", to: bob.address, amount: 1n };
    const elsewhere = connectBank({ ...bank.addresses, chainId: 8453 }, chain.ethers.provider);
    const wrong = await refusalOf(pay(elsewhere, alice, payment));
    expect([wrong.name, wrong.args]).to.deep.equal(["WrongChain", { expected: 8453, found: 31337 }]);
    const dead = new JsonRpcProvider("http://127.0.0.1:9", 31337, { staticNetwork: true, batchMaxCount: 1 });
    const lost = await refusalOf(pay(connectBank(bank.addresses, dead), Wallet.createRandom(), payment));
    dead.destroy();
    expect(lost.name).to.equal("NodeUnreachable");
  });

  it("pays with and without a reference", async () => {
    const { bank, alice, bob } = await load();
    const plain = await pay(bank, alice, { currency: "USD", to: bob.address, amount: 10n });
    expect([plain.reference, plain.events.map(({ name }) => name)]).to.deep.equal([undefined, ["Transfer"]]);
    const marked = await pay(bank, alice, { currency: "USD", to: bob.address, amount: 5n, reference: "RE-2026-0042" });
    expect(marked.events.map(({ name }) => name)).to.deep.equal(["TransferReference", "Transfer"]);
    expect(marked.events[0]!.args["loggedReference"]).to.equal(marked.reference);
    expect(readReference(marked.reference!)).to.equal("RE-2026-0042");
    expect(await bank.tokens["USD"]!.balanceOf(bob)).to.equal(15n);
  });

  it("can be tried without a key: gas if it would succeed, the refusal if not", async () => {
    const { bank, alice, bob } = await load();
    const call = await payCall(bank, { currency: "USD", to: bob.address, amount: 1n });
    const tried = await simulate(bank, alice.address, call);
    expect(tried).to.include({ act: "DepositToken.transfer", from: alice.address, role: undefined });
    expect(tried.gas > 30_000n).to.equal(true);
    expect((await refusalOf(simulate(bank, anyAddress(), call))).name).to.equal("ERC7943CannotSend");
    expect(await bank.tokens["USD"]!.balanceOf(bob)).to.equal(0n);
  });
});

describe("payBatch", () => {
  it("is all or nothing, and names the item that cannot be right", async () => {
    const { bank, alice, bob } = await load();
    const items = [
      { to: bob.address, amount: 1n },
      { to: bob.address, amount: 0n },
    ];
    expect((await refusalOf(payBatch(bank, alice, "USD", items))).sentence).to.contain("Payment 2");
    expect((await refusalOf(payBatch(bank, alice, "USD", []))).name).to.equal("EmptyList");
    const bad = [
      { to: bob.address, amount: 1n },
      { to: anyAddress(), amount: 1n },
    ];
    expect((await refusalOf(payBatch(bank, alice, "USD", bad))).name).to.equal("ERC7943CannotReceive");
    expect(await bank.tokens["USD"]!.balanceOf(bob)).to.equal(0n);
  });

  it("pays each item under its own reference", async () => {
    const { bank, alice, bob } = await load();
    const hash = bytes32(0xabc);
    const paid = await payBatch(bank, alice, "USD", [
      { to: bob.address, amount: 1n, reference: hash },
      { to: bob.address, amount: 2n },
      { to: bob.address, amount: 3n, reference: "third" },
    ]);
    expect([paid.count, paid.total]).to.deep.equal([3, 6n]);
    const logged = paid.events.filter(({ name }) => name === "TransferReference");
    expect(logged.map(({ args }) => args["loggedReference"])).to.deep.equal([hash, paymentReference("third")]);
  });
});

describe("paymentReference", () => {
  it("refuses texts over 32 bytes, counting bytes and not letters, and hex that is no hash", () => {
    const refuse = (text: string) =>
      expect(() => paymentReference(text))
        .to.throw()
        .with.property("message");
    refuse("x".repeat(33)).that.contains("has 33 bytes in UTF-8, 32 are possible");
    refuse("ü".repeat(17)).that.contains("has 34 bytes");
    refuse("0x1234").that.contains("is not a 32-byte hash");
    refuse("").that.contains("empty");
  });

  it("takes 32 bytes of text, and a hash as it is; both can be read back", () => {
    for (const text of ["x".repeat(32), "ü".repeat(16), "請求書 42", "0"]) {
      expect(paymentReference(text)).to.match(/^0x[0-9a-f]{64}$/);
      expect(readReference(paymentReference(text))).to.equal(text);
    }
    const hash = `0x${"AB".repeat(32)}`;
    expect(paymentReference(hash)).to.equal(hash.toLowerCase());
    expect(readReference(hash.toLowerCase())).to.equal(hash.toLowerCase());
  });

  it("reads what is no text as hexadecimal digits", () => {
    for (const bytes of [[0, 65], [65, 0, 66], [0xff, 0xfe], [7, 8], [0]]) {
      const hex = `0x${Buffer.from(bytes).toString("hex").padEnd(64, "0")}`;
      expect(readReference(hex)).to.equal(hex);
    }
  });
});
