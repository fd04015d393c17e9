import { AbiCoder, type BaseContract, hexlify, id, keccak256, toUtf8Bytes, ZeroAddress } from "ethers";

import { countryCode } from "../../src/bank/countries.js";
import {
  addWallets,
  admitParties,
  attest,
  blockParty,
  buildLegalOrder,
  buildMintBatch,
  buildRedemption,
  type Call,
  callOf,
  connectBank,
  executeScheduled,
  legalActId,
  mintBatch,
  newTerms,
  openCorridorsCall,
  pause,
  readSchedule,
  placeLien,
  raiseLimits,
  requestRedemption,
  scheduleAct,
  seize,
  settleRedemption,
  signLegalAct,
  signMintBatch,
  submitRedemption,
  type Redemption,
} from "../../src/chain/index.js";
import { holdId, signFor } from "../../src/chain/typedData.js";
import { connectDesks, deskAddress } from "../../src/settlement/desks.js";
import { buildOrder, holdOfOrder, signOrder, signOrderAct, type Order } from "../../src/settlement/orders/index.js";
import { ERC1967Proxy__factory, LimitsDouble__factory } from "../../typechain-types/index.js";
import type { Bank } from "../../src/chain/bank.js";
import { DAY, type Service, useService } from "../support/serviceBank.js";

/*
 * The bank under attack, in the middle of its life: customers with money, an order of goods before its arbiter, redemptions
 * asked for, in transit and settled, a blocked customer, a lien, seized money in custody, a paused token, and an
 * authorisation that a relayer has not submitted yet.
 */

/** Test accounts by who they are here; those of the bank's roles are in its bank file. */
export const PEOPLE = {
  alice: 10,
  /** alice's second wallet */
  aliceTwo: 27,
  bob: 11,
  /** blocked */
  carol: 12,
  /** under a lien */
  dave: 14,
  custody: 25,
  /** the thief's own customer account, admitted under limits: it may do what any customer may */
  mallory: 30,
  /** a wallet that nobody has admitted */
  fresh: 31,
  /** the thief's second key: it has no role, approves what it is asked to, and stands for a contract of the thief's */
  accomplice: 32,
  arbiter: 33,
  stranger: 34,
  relayer: 35,
} as const;
type Name = keyof typeof PEOPLE;

/** Party numbers of the customers. */
export const PARTIES = { alice: 501n, bob: 502n, carol: 503n, dave: 504n, mallory: 505n } as const;
/** Every account that has money: theirs together is the supply. */
export const HOLDERS = ["alice", "aliceTwo", "bob", "carol", "dave", "custody", "mallory"] as const;
export const ACCOUNT = id("alice's own bank account");

/** Where an ERC-1967 proxy keeps its implementation. */
export const IMPLEMENTATION = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

/** A smart account's code that the bank takes. */
const LISTED_CODE = id("a smart account's code");
/** `walletCodes` of `vostro.storage.PartyRegistry` (ERC-7201). */
const WALLET_CODES = 0x4a4c6a3c7967d356efe28b422a0bb06f6a946f7ad1a608e2e93386d4a1f1d100n + 3n;
const slotOf = (key: string, mapping: bigint): string =>
  keccak256(AbiCoder.defaultAbiCoder().encode(["bytes32", "uint256"], [key, mapping]));
const allowWalletCodeCall = (bank: Bank) =>
  callOf("PartyRegistry.allowWalletCode", bank.partyRegistry.allowWalletCode.populateTransaction(LISTED_CODE));

const VALID_UNTIL = BigInt(Date.UTC(2030, 0, 1)) / 1_000n;
const OPENING = 5_000_000n;
/** What the bank attests to have, minor units. */
const DEPOSITS = 100_000_000n;

const asService = (service: Service) => ({
  person: service.person,
  of: (name: Name) => service.account(PEOPLE[name]),
});

/** Everything the attempts need, on the state of the fixture. */
export async function openLife() {
  const service = await useService();
  const { of, person } = asService(service);
  const { chain, time } = service;

  async function lived() {
    const bank = await service.load();
    const thiefs = await contractsOfTheThief(service, bank);
    const listed = await allowWalletCodeCall(bank);
    await scheduleAct(bank, person("POLICY_ADMIN"), listed);
    const line = lineCalls(bank, thiefs.thiefsToken);
    for (const call of line) await scheduleAct(bank, person("POLICY_ADMIN"), call);
    await admitCustomers(service, bank);
    const order = await disputedOrder(service, bank);
    const redemptions = await redeem(service, bank);
    await executeScheduled(bank, person("POLICY_ADMIN"), listed);
    const manager = bank.accessManager.connect(person("POLICY_ADMIN"));
    for (const { to, data } of line) await manager.execute(to, data);
    const law = await underTheLaw(service, bank);
    await pause(bank, person("GUARDIAN"), { currency: "EUR", operation: "transfer" });
    // Waits for its time, for whoever may cancel it.
    const waiting = await openCorridorsCall(bank, { currency: "EUR", allow: [{ from: 1, to: 14 }] });
    await scheduleAct(bank, person("POLICY_ADMIN"), waiting);
    await attest(bank, person("ATTESTOR"), { currency: "USD", figure: DEPOSITS });
    const { id: waitingId } = await readSchedule(bank, person("POLICY_ADMIN").address, waiting);
    return { addresses: bank.addresses, order, redemptions, waiting, waitingId, ...law, ...thiefs };
  }

  const state = await chain.networkHelpers.loadFixture(lived);
  const bank = connectBank(state.addresses, chain.ethers.provider);
  const { provider } = chain.ethers;
  const [usd, eur] = [bank.tokens["USD"]!, bank.tokens["EUR"]!];
  const { orderEscrow } = connectDesks(chain.ethers.provider);
  const holdOf = holdOfOrder(state.order, String(orderEscrow.target));
  /** What alice gave a relayer to submit: USD 5.00 to bob. */
  const cargo = {
    from: of("alice").address,
    to: of("bob").address,
    value: 500n,
    validAfter: 0n,
    validBefore: VALID_UNTIL,
    nonce: id("cargo"),
  };
  const cargoSignature = await signFor(usd, of("alice"), "TransferWithAuthorization", cargo);
  return {
    ...service,
    ...state,
    bank,
    usd,
    eur,
    orderEscrow,
    holdOf,
    cargo,
    cargoSignature,
    listedCode: LISTED_CODE,
    /** Whether the register takes smart accounts of this code; it has no view of it. */
    isListedCode: async (codeHash: string) =>
      BigInt(await provider.getStorage(bank.addresses.partyRegistry, slotOf(codeHash, WALLET_CODES))) === 1n,
    programmeZone: service.config.zones[service.config.programmeZones[0]!]!,
    deskOf: deskAddress,
    of,
    at: (name: Name) => of(name).address,
    now: async () => BigInt(await time.latest()),
    /** The bank's figure of the day. */
    attest: () => attest(bank, person("ATTESTOR"), { currency: "USD", figure: DEPOSITS }),
  };
}

export type Life = Awaited<ReturnType<typeof openLife>>;

async function admitCustomers(service: Service, bank: Bank): Promise<void> {
  const { of, person } = asService(service);
  const customers = (Object.keys(PARTIES) as (keyof typeof PARTIES)[]).map((name) => ({
    id: PARTIES[name],
    wallets: [of(name).address],
    profile: { residency: countryCode("US") },
    validUntil: VALID_UNTIL,
    limited: name === "mallory",
    settlementAccount: name === "alice" ? ACCOUNT : id(`${name}'s own bank account`),
  }));
  await admitParties(bank, person("REGISTRAR"), customers);
  await addWallets(bank, person("REGISTRAR"), PARTIES.alice, [of("aliceTwo").address]);
  const limits = service.config.limits.find(({ currency }) => currency === "USD")!.default!;
  await raiseLimits(bank, person("LIMITS_OFFICER"), [{ currency: "USD", parties: [PARTIES.mallory], limits }]);
  await attest(bank, person("ATTESTOR"), { currency: "USD", figure: DEPOSITS });
  const items = customers.map(({ wallets }, i) => ({
    payee: wallets[0]!,
    amount: OPENING,
    depositReference: id(`opening ${i}`),
  }));
  const batch = await buildMintBatch(bank, { currency: "USD", items });
  await mintBatch(bank, person("ISSUER"), batch, await signMintBatch(bank, person("APPROVER"), batch));
}

/** Alice ordered goods for USD 3,000.00 from bob, and disputes all of it before the arbiter. */
async function disputedOrder(service: Service, bank: Bank): Promise<Order> {
  const { of } = asService(service);
  const { orderEscrow } = connectDesks(of("relayer"));
  const usd = bank.tokens["USD"]!;
  const now = BigInt(await service.time.latest());
  const order = buildOrder(
    {
      token: String(usd.target),
      buyer: of("alice").address,
      seller: of("bob").address,
      amount: 300_000n,
      orderReference: id("an order"),
      document: id("a purchase order"),
      arbiter: of("arbiter").address,
      shipBy: now + 20n * DAY,
      placeBy: now + DAY,
    },
    now,
  );
  const hold = holdOfOrder(order, String(orderEscrow.target));
  const [buyer, seller] = [of("alice"), of("bob")];
  await orderEscrow.fund(order, await signFor(usd, buyer, "Hold", hold), await signOrder(orderEscrow, seller, order));
  const claim = { claim: 10_000n, evidence: id("photographs"), number: 0n };
  const signature = await signOrderAct(orderEscrow, buyer, order, "Dispute", claim);
  await orderEscrow.dispute(order, claim.claim, claim.evidence, signature);
  await service.time.increase(4n * DAY);
  await orderEscrow.escalate(
    order,
    buyer.address,
    await signOrderAct(orderEscrow, buyer, order, "Escalation", { number: 1n }),
  );
  return order;
}

/** Alice's redemptions: one that waits for the bank, one in transit to the payee's bank, one paid. */
async function redeem(service: Service, bank: Bank) {
  const { of, person } = asService(service);
  const operator = person("REDEMPTION_OPERATOR");
  const usd = bank.tokens["USD"]!;
  const ask = async (amount: bigint): Promise<Redemption> => {
    const redemption = await buildRedemption(bank, {
      currency: "USD",
      payer: of("alice").address,
      amount,
      expiry: BigInt(await service.time.latest()) + 60n * DAY,
    });
    const signature = await signFor(usd, of("alice"), "Hold", redemption.hold);
    await requestRedemption(bank, of("relayer"), redemption, signature);
    return redemption;
  };
  const [requested, submitted, settled] = [await ask(100_000n), await ask(200_000n), await ask(50_000n)];
  await submitRedemption(bank, operator, submitted, "11111111-1111-4111-8111-111111111111");
  await submitRedemption(bank, operator, settled, "22222222-2222-4222-8222-222222222222");
  await settleRedemption(bank, operator, settled);
  return { requested, requestedId: holdId(requested.hold), submitted, settled };
}

/** Carol is blocked by an officer; dave has a lien and has lost USD 1,000.00 to the custody account. */
async function underTheLaw(service: Service, bank: Bank) {
  const { of, person } = asService(service);
  const [officer, approver] = [person("COMPLIANCE"), person("COMPLIANCE_APPROVER")];
  await blockParty(bank, officer, PARTIES.carol, id("a suspicion"));
  // As everybody can read it in the events.
  const order = await buildLegalOrder(bank, {
    id: id("2026/17"),
    authority: "DE-AG-HAMBURG",
    documentHash: id("by order of the court"),
    issuedAt: BigInt(Date.parse("2026-11-01T00:00:00Z")) / 1_000n,
  });
  const account = of("dave").address;
  const lien = { order, currency: "USD", account, amount: 1_000_000n };
  const lienTerms = await newTerms(bank);
  await placeLien(bank, officer, lien, await signLegalAct(bank, approver, "PlaceLien", lien, lienTerms));
  const seizure = { order, currency: "USD", account, custody: of("custody").address, amount: 100_000n };
  const terms = await newTerms(bank);
  await seize(bank, officer, seizure, await signLegalAct(bank, approver, "Seize", seizure, terms));
  return { legalOrder: order, lienId: legalActId(bank, "PlaceLien", lien, lienTerms) };
}
/** A line on which payments come from another bank, whose dollars are these, on evidence: what the policy admin sends for it. */
function lineCalls(bank: Bank, from: string): Call[] {
  const desk: BaseContract = connectDesks(bank.accessManager.runner!).interbankClearing;
  const usd = String(bank.tokens["USD"]!.target);
  const code = hexlify(toUtf8Bytes("USD"));
  const call = (
    method: "declareCurrency" | "openReceiving" | "openSending" | "raiseCap",
    args: readonly unknown[],
  ) => ({
    act: `InterbankClearing.${method}`,
    to: String(desk.target),
    data: desk.interface.encodeFunctionData(method, args),
  });
  return [
    call("declareCurrency", [from, code]),
    call("openReceiving", [usd, from, ZeroAddress, ZeroAddress, 1n]),
    call("openSending", [from, usd, ZeroAddress, ZeroAddress]),
    call("raiseCap", [usd, from, 1_000_000n]),
  ];
}

/** What a thief can deploy without any role. */
async function contractsOfTheThief(service: Service, bank: Bank) {
  const { of } = asService(service);
  const { usd, implementation } = await usdOf(service, bank);
  const { accessManager, partyRegistry } = bank.addresses;
  const init = usd.interface.encodeFunctionData("initialize", ["X", "X", 2, accessManager, partyRegistry, 86_400]);
  const token = await new ERC1967Proxy__factory(of("accomplice")).deploy(implementation, init);
  const limits = await new LimitsDouble__factory(of("accomplice")).deploy();
  const code = await of("accomplice").sendTransaction({ data: WRITER, to: null });
  return {
    implementation,
    /** a real token of this register that the bank has not listed */
    thiefsToken: String(token.target),
    /** lets everything pass */
    thiefsLimits: String(limits.target),
    /** code for a proxy that writes any slot */
    thiefsCode: (await code.wait())!.contractAddress!,
  };
}

async function usdOf(service: Service, bank: Bank) {
  const usd = bank.tokens["USD"]!;
  const slot = await service.chain.ethers.provider.getStorage(String(usd.target), IMPLEMENTATION);
  return { usd, implementation: `0x${slot.slice(26)}` };
}

/**
 * An implementation by which its upgrader writes what it likes: called with four bytes it answers ERC-1822's
 * `proxiableUUID`, called with more it stores pairs of slot and value. Written by hand, so that no build has it.
 */
const WRITER = `0x${[
  "60488060095f395ff3", // returns what follows as the code
  "600436146020575f", // four bytes: jump to the answer; else i = 0
  "5b36811015601e57", // while i < calldatasize
  "80602001358135556040016008565b00", // sstore(calldata[i], calldata[i + 32]); i += 64
  `5b7f${IMPLEMENTATION.slice(2)}5f5260205ff3`,
].join("")}`;
