import { expect } from "chai";
import { hexlify, toUtf8Bytes } from "ethers";

import { countryCode } from "../../src/bank/countries.js";
import {
  addWallets,
  admitParties,
  blockParty,
  decodeProfile,
  decodeStanding,
  liftBlock,
  newTerms,
  pay,
  renewParties,
  signBlockLift,
} from "../../src/chain/index.js";
import { anyAddress, bytes32, DAY, partyOf, refusalOf, useBank, VALID_UNTIL } from "./support.js";

const load = await useBank();
const party = (id: bigint, wallets: string[], more: object = {}) => ({
  id,
  wallets,
  profile: { residency: countryCode("DE") },
  validUntil: VALID_UNTIL,
  ...more,
});

describe("admitParties", () => {
  it("is refused before anything is sent: no party, no wallet, a bad profile, time, hash or LEI", async () => {
    const { bank, REGISTRAR } = await load();
    const admit = (...parties: Parameters<typeof admitParties>[2]) => refusalOf(admitParties(bank, REGISTRAR, parties));
    expect((await admit()).name).to.equal("EmptyList");
    expect((await admit(party(1n, []))).name).to.equal("BadAddress");
    for (const residency of [0, 1_000, 1.5])
      expect((await admit(party(1n, [anyAddress()], { profile: { residency } }))).name).to.equal("BadProfile");
    for (const validUntil of [-1n, 1n << 32n])
      expect((await admit(party(1n, [anyAddress()], { validUntil }))).name).to.equal("BadTime");
    expect((await admit(party(1n, [anyAddress()], { settlementAccount: "DE12" }))).name).to.equal("BadBytes");
    expect((await admit(party(1n, [anyAddress()], { programme: "P-1" }))).name).to.equal("BadBytes");
    expect((await admit(party(1n, [anyAddress()], { lei: "984500MERIDIANTRD057" }))).name).to.equal("BadLei");
  });

  it("is refused for a known party, a taken wallet and from another person", async () => {
    const { bank, alice, stranger, REGISTRAR } = await load();
    const admit = (id: bigint, wallet: string, by = REGISTRAR) =>
      refusalOf(admitParties(bank, by, [party(id, [wallet])]));
    expect((await admit(partyOf("alice"), anyAddress())).sentence).to.equal("Party 100 is admitted already.");
    const taken = await admit(900n, alice.address);
    expect([taken.name, taken.args["party"]]).to.deep.equal(["WalletTaken", partyOf("alice")]);
    expect((await admit(900n, anyAddress(), stranger)).name).to.equal("AccessManagedUnauthorized");
  });

  it("admits parties of several wallets in every token, equal standings together", async () => {
    const { bank, REGISTRAR } = await load();
    const [a, b, c, d] = [anyAddress(), anyAddress(), anyAddress(), anyAddress()];
    const parties = [
      party(901n, [a, b]),
      party(902n, [c], { profile: { residency: countryCode("US") }, limited: true }),
      party(903n, [d]),
    ];
    const { transactions, gas, pushFailures } = await admitParties(bank, REGISTRAR, parties);
    expect(transactions.map(({ act }) => act)).to.deep.equal(["PartyRegistry.admit", "PartyRegistry.addWallets"]);
    expect(gas).to.equal(transactions[0]!.gas + transactions[1]!.gas);
    expect(pushFailures).to.deep.equal([]);
    const admitted = transactions[0]!.events
      .filter(({ name }) => name === "PartyAdmitted")
      .map(({ args }) => args["party"]);
    expect(admitted).to.deep.equal([901n, 903n, 902n]);
    for (const token of Object.values(bank.tokens)) {
      for (const wallet of [a, b, d]) expect(await token.canReceive(wallet)).to.equal(true);
      const standing = decodeStanding((await token.accountWord(c)) >> 192n);
      expect(standing).to.deep.equal({
        validUntil: VALID_UNTIL,
        zone: 1,
        admitted: true,
        blocked: false,
        limited: true,
        retired: false,
      });
    }
    expect(await bank.partyRegistry.walletsOf(901n)).to.deep.equal([b, a]);
  });

  it("is refused for a country that the bank does not serve", async () => {
    const { bank, REGISTRAR } = await load();
    const nowhere = party(904n, [anyAddress()], { profile: { residency: countryCode("KP") } });
    const refusal = await refusalOf(admitParties(bank, REGISTRAR, [nowhere]));
    expect([refusal.name, refusal.args]).to.deep.equal(["CountryNotServed", { party: 904n, country: 408n }]);
    expect(refusal.sentence).to.contain("KP");
  });

  it("records who serves and controls the party, its LEI and its programme", async () => {
    const { bank, REGISTRAR, POLICY_ADMIN } = await load();
    const policy = bank.partyRegistry.connect(POLICY_ADMIN);
    await policy.setCountries([{ code: countryCode("CN"), resident: 0, controlled: 9 }]);
    await policy.setInstitution(7, `0x${"61".repeat(20)}`);
    const profile = {
      residency: countryCode("HK"),
      control: countryCode("CN"),
      kind: "client-of-client" as const,
      homeBank: 7,
    };
    const more = { profile, limited: true, lei: "984500MERIDIANTRD056", programme: bytes32(5) };
    const { transactions } = await admitParties(bank, REGISTRAR, [party(905n, [anyAddress()], more)]);
    expect(decodeProfile(await bank.partyRegistry.profileOf(905n))).to.deep.equal({ ...profile, programme: true });
    expect(decodeStanding(await bank.partyRegistry.standingOf(905n))).to.include({ zone: 9, limited: true });
    const { args } = transactions[0]!.events.find(({ name }) => name === "PartyAdmitted")!;
    expect(args).to.include({ lei: hexlify(toUtf8Bytes("984500MERIDIANTRD056")), programme: bytes32(5) });
  });

  it("sends pages of fifty", async () => {
    const { bank, REGISTRAR } = await load();
    const parties = Array.from({ length: 51 }, (_, i) => party(2_000n + BigInt(i), [anyAddress()]));
    const { transactions } = await admitParties(bank, REGISTRAR, parties);
    expect(transactions).to.have.length(2);
    expect(await bank.partyRegistry.partyOf(parties[50]!.wallets[0]!)).to.equal(2_050n);
  });
});

describe("addWallets and renewParties", () => {
  it("are refused for an unknown party", async () => {
    const { bank, REGISTRAR } = await load();
    expect((await refusalOf(addWallets(bank, REGISTRAR, 7n, [anyAddress()]))).sentence).to.equal(
      "There is no party 7.",
    );
    expect((await refusalOf(renewParties(bank, REGISTRAR, [7n], VALID_UNTIL))).name).to.equal("PartyUnknown");
  });

  it("renew every wallet and leave a block alone", async () => {
    const { bank, alice, REGISTRAR, COMPLIANCE } = await load();
    const wallet = anyAddress();
    await addWallets(bank, REGISTRAR, partyOf("alice"), [wallet]);
    await blockParty(bank, COMPLIANCE, partyOf("alice"), bytes32(1));
    await renewParties(bank, REGISTRAR, [partyOf("alice")], VALID_UNTIL + DAY);
    for (const address of [alice.address, wallet]) {
      const standing = decodeStanding((await bank.tokens["USD"]!.accountWord(address)) >> 192n);
      expect([standing.validUntil, standing.blocked]).to.deep.equal([VALID_UNTIL + DAY, true]);
    }
  });
});

describe("blockParty and liftBlock", () => {
  const lift = { party: partyOf("alice"), grounds: bytes32(77) };

  it("are refused from another's key, and without the id of an order or decision", async () => {
    const { bank, COMPLIANCE, COMPLIANCE_APPROVER, COMPLIANCE_RELEASER } = await load();
    const id = partyOf("alice");
    const releaserBlocks = await refusalOf(blockParty(bank, COMPLIANCE_RELEASER, id, bytes32(1)));
    expect(releaserBlocks.name).to.equal("AccessManagedUnauthorized");
    expect((await refusalOf(blockParty(bank, COMPLIANCE, id, "order 1"))).name).to.equal("BadBytes");
    const terms = await newTerms(bank);
    const approval = await signBlockLift(bank, COMPLIANCE_APPROVER, lift, terms);
    const officerLifts = await refusalOf(liftBlock(bank, COMPLIANCE, lift, approval));
    expect(officerLifts.name).to.equal("AccessManagedUnauthorized");
    const unfounded = await refusalOf(signBlockLift(bank, COMPLIANCE_APPROVER, { ...lift, grounds: "because" }, terms));
    expect(unfounded.name).to.equal("BadBytes");
  });

  it("a lift needs a second person who signed exactly it, in time, and works once", async () => {
    const { bank, time, COMPLIANCE, COMPLIANCE_APPROVER: approver, COMPLIANCE_RELEASER: releaser } = await load();
    for (const order of [1, 2, 3]) await blockParty(bank, COMPLIANCE, lift.party, bytes32(order));
    const sign = async (by = approver, wanted = lift) => signBlockLift(bank, by, wanted, await newTerms(bank));
    const refused = async (approval: Awaited<ReturnType<typeof sign>>): Promise<string> =>
      (await refusalOf(liftBlock(bank, releaser, lift, approval))).name;
    expect(await refused(await sign(releaser))).to.equal("ApproverInvalid");
    expect(await refused(await sign(COMPLIANCE))).to.equal("ApproverInvalid");
    expect(await refused(await sign(approver, { ...lift, party: partyOf("bob") }))).to.equal("ApprovalInvalid");
    const approval = await sign();
    expect(await refused({ ...approval, salt: bytes32(5) })).to.equal("ApprovalInvalid");
    await liftBlock(bank, releaser, lift, approval);
    expect(await refused(approval)).to.equal("ActDone");
    const late = await sign();
    await time.increase(3_600);
    expect(await refused(late)).to.equal("ApprovalExpired");
  });

  it("count: the party is free when the last is lifted, and then there is nothing to lift", async () => {
    const { bank, alice, bob, COMPLIANCE, COMPLIANCE_APPROVER, COMPLIANCE_RELEASER } = await load();
    const id = partyOf("alice");
    const unblock = async () => {
      const approval = await signBlockLift(bank, COMPLIANCE_APPROVER, lift, await newTerms(bank));
      return liftBlock(bank, COMPLIANCE_RELEASER, lift, approval);
    };
    expect((await blockParty(bank, COMPLIANCE, id, bytes32(1))).blocks).to.equal(1n);
    expect((await blockParty(bank, COMPLIANCE, id, bytes32(2))).blocks).to.equal(2n);
    expect((await unblock()).blocks).to.equal(1n);
    const payment = { currency: "USD", to: bob.address, amount: 1n };
    expect((await refusalOf(pay(bank, alice, payment))).name).to.equal("ERC7943CannotSend");
    const last = await unblock();
    expect([last.blocks, last.pushFailures]).to.deep.equal([0n, []]);
    await pay(bank, alice, payment);
    expect((await refusalOf(unblock())).name).to.equal("NoDirectBlock");
  });

  it("report the token that did not take the block, and why", async () => {
    const { bank, people, chain, COMPLIANCE } = await load();
    // A token whose implementation was lost answers every push with a revert.
    await chain.networkHelpers.setCode(bank.addresses.tokens["JPY"]!, "0x60006000fd");
    const { pushFailures } = await blockParty(bank, COMPLIANCE, partyOf("alice"), bytes32(1));
    expect(pushFailures.map(({ currency, party, reason }) => [currency, party, reason.name])).to.deep.equal([
      ["JPY", partyOf("alice"), "RevertWithoutReason"],
    ]);
    expect(await bank.tokens["USD"]!.canSend(people.alice)).to.equal(false);
  });
});
