import { expect } from "chai";

import { entrySlot, namespaceSlot } from "../registry/support.js";
import {
  addWallets,
  attest,
  blockParty,
  buildRedemption,
  decodeFirstUse,
  placeHold,
  readAccount,
  readToken,
} from "../../src/chain/index.js";
import {
  accountOf,
  ALICE_BALANCE,
  anyAddress,
  ATTESTED,
  bytes32,
  DAY,
  MAX_AGE,
  partyOf,
  refusalOf,
  useBank,
  VALID_UNTIL,
} from "./support.js";

const load = await useBank();

describe("readAccount", () => {
  it("is refused for what is no account or no token of the bank", async () => {
    const { bank, alice } = await load();
    expect((await refusalOf(readAccount(bank, "USD", "alice"))).name).to.equal("BadAddress");
    expect((await refusalOf(readAccount(bank, "CHF", alice.address))).name).to.equal("UnknownToken");
  });

  it("says of a stranger that it is nobody", async () => {
    const { bank } = await load();
    const account = await readAccount(bank, "USD", anyAddress());
    expect(account).to.deep.include({
      party: 0n,
      balance: 0n,
      mayAct: false,
      outOfSync: false,
      successor: undefined,
      settlementAccount: undefined,
    });
    expect(account.standing.admitted).to.equal(false);
  });

  it("tells money, standing and party of a customer", async () => {
    const { bank, alice, COMPLIANCE } = await load();
    const redemption = await buildRedemption(bank, { currency: "USD", payer: alice.address, amount: 400n });
    await placeHold(bank, alice, "USD", redemption.hold);
    const account = await readAccount(bank, "USD", alice.address);
    expect(account).to.deep.equal({
      address: alice.address,
      currency: "USD",
      balance: ALICE_BALANCE,
      held: 400n,
      frozen: 0n,
      available: ALICE_BALANCE - 400n,
      standing: { validUntil: VALID_UNTIL, zone: 1, admitted: true, blocked: false, limited: false, retired: false },
      party: partyOf("alice"),
      blocks: 0n,
      localBlock: false,
      valid: true,
      mayAct: true,
      powers: [],
      outOfSync: false,
      successor: undefined,
      settlementAccount: accountOf("alice"),
    });
    await blockParty(bank, COMPLIANCE, partyOf("alice"), bytes32(1));
    const blocked = await readAccount(bank, "USD", alice.address);
    expect([blocked.standing.blocked, blocked.blocks, blocked.mayAct]).to.deep.equal([true, 1n, false]);
  });

  it("sees a local block, lapsed KYC and a contract's powers", async () => {
    const { bank, people, alice, time, COMPLIANCE, REGISTRAR } = await load();
    const token = bank.tokens["USD"]!;
    await token.connect(COMPLIANCE).blockWallet(alice);
    const blocked = await readAccount(bank, "USD", alice.address);
    expect([blocked.localBlock, blocked.standing.blocked, blocked.mayAct]).to.deep.equal([true, false, false]);
    const desk = await readAccount(bank, "USD", bank.addresses.redemptionDesk);
    expect(desk.powers).to.deep.equal(["NOTARY", "ISSUER", "BURNER"]);
    await bank.partyRegistry.connect(REGISTRAR).renew([partyOf("bob")], BigInt(await time.latest()) + 10n);
    await time.increase(11);
    const lapsed = await readAccount(bank, "USD", people.bob.address);
    expect([lapsed.valid, lapsed.mayAct, lapsed.outOfSync]).to.deep.equal([false, false, false]);
  });

  it("sees a lost wallet and who stands for it, and a wallet that was given up", async () => {
    const { bank, alice, LEGAL_ORDERS, REGISTRAR } = await load();
    const [second, third] = [anyAddress(), anyAddress()];
    await addWallets(bank, REGISTRAR, partyOf("alice"), [second, third]);
    await bank.partyRegistry.connect(LEGAL_ORDERS).retireWallet(alice, second);
    const lost = await readAccount(bank, "USD", alice.address);
    expect(lost).to.include({ valid: true, mayAct: false, outOfSync: false, successor: second });
    expect(lost.standing).to.include({ admitted: true, retired: true });
    await bank.partyRegistry.connect(REGISTRAR).removeWallet(third);
    const given = await readAccount(bank, "USD", third);
    expect(given).to.include({ party: partyOf("alice"), mayAct: false, outOfSync: false, successor: undefined });
  });
});

describe("readAccount of a token that missed a push", () => {
  it("says so, until the token is synced", async () => {
    const { bank, chain, alice, COMPLIANCE } = await load();
    const address = bank.addresses.tokens["JPY"]!;
    const code = await chain.ethers.provider.getCode(address);
    await chain.networkHelpers.setCode(address, "0x60006000fd");
    await blockParty(bank, COMPLIANCE, partyOf("alice"), bytes32(1));
    await chain.networkHelpers.setCode(address, code);
    expect(await readAccount(bank, "JPY", alice.address)).to.include({ blocks: 1n, mayAct: true, outOfSync: true });
    expect(await readAccount(bank, "USD", alice.address)).to.include({ blocks: 1n, mayAct: false, outOfSync: false });
    await bank.partyRegistry.connect(alice).syncToken(address, [partyOf("alice")]);
    expect(await readAccount(bank, "JPY", alice.address)).to.include({ mayAct: false, outOfSync: false });
  });

  it("says so of a lost wallet and of one that was given up, too", async () => {
    const { bank, chain, alice, LEGAL_ORDERS, REGISTRAR } = await load();
    const [second, third] = [anyAddress(), anyAddress()];
    await addWallets(bank, REGISTRAR, partyOf("alice"), [second, third]);
    const address = bank.addresses.tokens["JPY"]!;
    const slots = [alice.address, third].map((wallet) =>
      entrySlot(namespaceSlot("vostro.storage.DepositToken"), "address", wallet),
    );
    const words = await Promise.all(slots.map((slot) => chain.networkHelpers.getStorageAt(address, slot)));
    await bank.partyRegistry.connect(LEGAL_ORDERS).retireWallet(alice, second);
    await bank.partyRegistry.connect(REGISTRAR).removeWallet(third);
    // As if the yen had never heard of it.
    for (const [i, slot] of slots.entries()) await chain.networkHelpers.setStorageAt(address, slot, words[i]!);
    for (const wallet of [alice.address, third]) {
      expect(await readAccount(bank, "JPY", wallet)).to.include({ mayAct: true, outOfSync: true });
      expect(await readAccount(bank, "USD", wallet)).to.include({ mayAct: false, outOfSync: false });
    }
    await bank.partyRegistry.connect(alice).syncToken(address, [partyOf("alice")]);
    expect(await readAccount(bank, "JPY", alice.address)).to.include({ mayAct: false, outOfSync: false });
  });
});

describe("readToken", () => {
  it("is refused where the address holds no token", async () => {
    const { bank, chain } = await load();
    await chain.networkHelpers.setCode(bank.addresses.tokens["JPY"]!, "0x");
    expect((await refusalOf(readToken(bank, "JPY"))).name).to.equal("NoContract");
  });

  it("tells supply, backing, attestation, policy and pauses", async () => {
    const { bank, GUARDIAN } = await load();
    const token = bank.tokens["USD"]!;
    await token.connect(GUARDIAN).pause(3n);
    const info = await readToken(bank, "USD");
    expect(info).to.include({
      currency: "USD",
      address: bank.addresses.tokens["USD"],
      name: "Test Bank US Dollar",
      symbol: "TUSD",
      decimals: 2,
      supply: ALICE_BALANCE,
      backing: ATTESTED,
      headroom: ATTESTED - ALICE_BALANCE,
      attestationMaxAge: MAX_AGE,
      stale: false,
      limits: undefined,
      registry: bank.addresses.partyRegistry,
    });
    expect(info.policy.paused).to.deep.equal(["mint"]);
    expect(info.policy.allowed).to.have.length(7);
    expect(info.policy.review).to.deep.equal([{ from: 1, to: 3 }]);
    expect(info.flows).to.deep.equal({ burned: 0n, received: 0n });
    const first = decodeFirstUse(await token.depositReference(bytes32(1)));
    expect(first?.amount).to.equal(ALICE_BALANCE);
  });

  it("calls an attestation stale one second after its age, and never attested no age at all", async () => {
    const { bank, time, ATTESTOR } = await load();
    const { attestedAt } = await readToken(bank, "USD");
    await time.increaseTo(attestedAt + MAX_AGE);
    const last = await readToken(bank, "USD");
    expect([last.attestationAge, last.stale]).to.deep.equal([DAY, false]);
    await time.increaseTo(attestedAt + MAX_AGE + 1n);
    expect((await readToken(bank, "USD")).stale).to.equal(true);
    expect(await readToken(bank, "JPY")).to.include({
      attestedAt: 0n,
      attestationAge: undefined,
      stale: true,
      headroom: 0n,
    });
    await attest(bank, ATTESTOR, { currency: "USD", figure: ALICE_BALANCE - 1n });
    expect(await readToken(bank, "USD")).to.include({ stale: false, headroom: 0n, backing: ALICE_BALANCE - 1n });
  });
});
