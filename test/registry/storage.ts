import { expect } from "chai";
import { AbiCoder, keccak256 } from "ethers";
import { goodStanding } from "../support/token.js";
import { packProfile, packStanding } from "../support/words.js";
import { PARTIES, profileOf, QUOTA, settlementAccount, uetr, useBank } from "../issuance/support.js";
import { structHash } from "../issuance/signing.js";
import { entrySlot, namespaceSlot } from "./support.js";

const load = await useBank();

const REGISTER = namespaceSlot("vostro.storage.PartyRegistry");
const ISSUANCE = namespaceSlot("vostro.storage.IssuanceDesk");
const REDEMPTION = namespaceSlot("vostro.storage.RedemptionDesk");

/** Reads raw storage: the layout is frozen, because an upgrade reads what its predecessor wrote. */
async function loadRaw() {
  const bank = await load();
  const raw = async (contract: { target: unknown }, slot: bigint) =>
    BigInt(await bank.helpers.getStorageAt(contract.target as string, slot));
  return { ...bank, raw };
}

describe("raw storage", () => {
  it("of the register begins at its ERC-7201 slot", async () => {
    const { registry, registrar, usd, jpy, alice, carol, block, raw, policyAdmin } = await loadRaw();
    await registry.connect(registrar).addWallets(PARTIES.alice, [carol]);
    await block(PARTIES.alice);
    const standing = packStanding({ ...goodStanding(1), blocked: true });
    const [parties, wallets, accounts, codes, isToken, tokens] = [0n, 1n, 2n, 3n, 4n, 5n].map((i) => REGISTER + i);
    expect(await raw(registry, entrySlot(parties!, "uint64", PARTIES.alice))).to.equal(
      BigInt(carol.address) | (standing << 160n) | (2n << 200n) | (1n << 208n) | (packProfile(profileOf()) << 224n),
    );
    expect(await raw(registry, entrySlot(wallets!, "address", carol.address))).to.equal(
      (PARTIES.alice << 160n) | BigInt(alice.address),
    );
    expect(await raw(registry, entrySlot(wallets!, "address", alice.address))).to.equal(PARTIES.alice << 160n);
    expect(await raw(registry, entrySlot(accounts!, "uint64", PARTIES.alice))).to.equal(
      BigInt(settlementAccount("alice")),
    );
    const codeHash = keccak256("0x00");
    await registry.connect(policyAdmin).allowWalletCode(codeHash);
    expect(await raw(registry, entrySlot(codes!, "bytes32", codeHash))).to.equal(1n);
    expect(await raw(registry, entrySlot(isToken!, "address", jpy.target as string))).to.equal(1n);
    expect(await raw(registry, tokens!)).to.equal(2n);
    expect(await raw(registry, BigInt(keccak256(AbiCoder.defaultAbiCoder().encode(["uint256"], [tokens!]))))).to.equal(
      BigInt(usd.target as string),
    );
  });

  it("of lost and removed wallets, countries, programmes and institutions follows behind", async () => {
    const { registry, registrar, policyAdmin, compliance, alice, carol, dave, erin, retire, raw } = await loadRaw();
    const [wallets, successors, countries, programmes, institutions] = [1n, 6n, 7n, 8n, 9n].map((i) => REGISTER + i);
    const wallet = (account: { address: string }) => raw(registry, entrySlot(wallets!, "address", account.address));
    await registry.connect(registrar).addWallets(PARTIES.alice, [carol, dave, erin]);
    await registry.connect(registrar).removeWallet(dave);
    await retire(alice, carol);
    const party = PARTIES.alice << 160n;
    expect(await wallet(alice)).to.equal((1n << 224n) | party);
    expect(await wallet(carol)).to.equal((1n << 232n) | party | BigInt(alice.address));
    expect(await wallet(dave)).to.equal((2n << 224n) | party);
    expect(await wallet(erin)).to.equal(party | BigInt(carol.address));
    expect(await raw(registry, entrySlot(successors!, "address", alice.address))).to.equal(BigInt(carol.address));

    await registry.connect(policyAdmin).setCountries([{ code: 840, resident: 1, controlled: 15 }]);
    expect(await raw(registry, entrySlot(countries!, "uint256", 26n))).to.equal(0xf1n << 64n);
    await registry.connect(compliance).requireProgramme(9);
    expect(await raw(registry, programmes!)).to.equal(1n << 9n);
    await registry.connect(policyAdmin).setInstitution(7, `0x${"61".repeat(20)}`);
    const lei = BigInt(`0x${"61".repeat(20)}`);
    expect(await raw(registry, entrySlot(institutions!, "uint8", 7n))).to.equal(lei);
  });

  it("of the issuance desk begins at its ERC-7201 slot", async () => {
    const { issuance, issuer, usd, alice, itemOf, batchOf, mintBatch, now, raw } = await loadRaw();
    const batch = await batchOf([itemOf(alice, 70_000n)]);
    await mintBatch(batch);
    const quota = entrySlot(entrySlot(ISSUANCE, "address", issuer.address), "address", usd.target as string);
    expect(await raw(issuance, quota)).to.equal(QUOTA | ((70_000n * 86_400n) << 64n) | ((await now()) << 160n));
    expect(await raw(issuance, entrySlot(ISSUANCE + 1n, "bytes32", structHash("MintBatch", batch)))).to.equal(1n);
  });

  it("of the redemption desk begins at its ERC-7201 slot", async () => {
    const { redemption, registry, usd, submitted, raw } = await loadRaw();
    const { id } = await submitted();
    const of = entrySlot(entrySlot(REDEMPTION, "address", usd.target as string), "bytes32", id);
    expect(await raw(redemption, of)).to.equal(2n | (BigInt(uetr(id)) << 8n));
    const used = entrySlot(REDEMPTION + 1n, "bytes16", uetr(id));
    expect(await raw(redemption, used)).to.equal(1n);
    expect(await raw(redemption, REDEMPTION + 2n)).to.equal(BigInt(registry.target as string));
  });
});
