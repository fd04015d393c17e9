import { AbiCoder, type BaseContract, hexlify, id, keccak256, toUtf8Bytes, ZeroAddress } from "ethers";

import { countryCode } from "../../src/bank/countries.js";
import type { Bank } from "../../src/chain/bank.js";
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
  legalActId,
  mintBatch,
  newTerms,
  placeLien,
  raiseLimits,
  type Redemption,
  requestRedemption,
  seize,
  settleRedemption,
  signLegalAct,
  signMintBatch,
  submitRedemption,
} from "../../src/chain/index.js";
import { holdId, signFor } from "../../src/chain/typedData.js";
import { connectDesks } from "../../src/settlement/desks.js";
import { buildOrder, holdOfOrder, type Order, signOrder, signOrderAct } from "../../src/settlement/orders/index.js";
import { DAY, type Service } from "../support/serviceBank.js";
import { ACCOUNT, asService, DEPOSITS, PARTIES, VALID_UNTIL } from "./people.js";

/* What has happened at the bank before a key is stolen. */

const OPENING = 5_000_000n;

/** A smart account's code that the bank takes. */
export const LISTED_CODE = id("a smart account's code");
/** `walletCodes` of `vostro.storage.PartyRegistry` (ERC-7201). */
const WALLET_CODES = 0x4a4c6a3c7967d356efe28b422a0bb06f6a946f7ad1a608e2e93386d4a1f1d100n + 3n;
/** Where the register keeps whether it takes smart accounts of this code; it has no view of it. */
export const slotOfCode = (codeHash: string): string =>
  keccak256(AbiCoder.defaultAbiCoder().encode(["bytes32", "uint256"], [codeHash, WALLET_CODES]));
export const allowWalletCodeCall = (bank: Bank) =>
  callOf("PartyRegistry.allowWalletCode", bank.partyRegistry.allowWalletCode.populateTransaction(LISTED_CODE));

export async function admitCustomers(service: Service, bank: Bank): Promise<void> {
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
export async function disputedOrder(service: Service, bank: Bank): Promise<Order> {
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
export async function redeem(service: Service, bank: Bank) {
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
export async function underTheLaw(service: Service, bank: Bank) {
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
export function lineCalls(bank: Bank, from: string): Call[] {
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
