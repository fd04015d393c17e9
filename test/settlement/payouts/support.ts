import { SignedPayouts__factory, type SignedPayouts } from "../../../typechain-types/index.js";
import { buildPayout, signPayout, type Payout, type PayoutRequest } from "../../../src/settlement/payouts/index.js";
import { Wallet } from "ethers";

import { HOUR } from "../../support/token.js";
import { admitCustomer, useBanks, type World } from "../support.js";

/** What the marketplace owns at the start. */
export const FLOAT = 5_000_000n;
const MARKETPLACE_PARTY = 150n;

type Fixture = World & { payouts: SignedPayouts; marketplace: Wallet; account: SignedPayouts };

/**
 * A marketplace, customer of bank A, whose own account delegates to SignedPayouts by a real EIP-7702 transaction that
 * somebody else pays for.
 */
export async function usePayouts() {
  return useBanks(async (world) => {
    const payouts = await new SignedPayouts__factory(world.people.admin).deploy();
    // Fixed, so that the fixture is the same in every run.
    const marketplace = new Wallet(`0x${"4d".repeat(32)}`, world.ethers.provider);
    await admitCustomer(world, world.a.registry, marketplace, MARKETPLACE_PARTY);
    await world.a.usd.connect(world.people.frank)["transfer(address,uint256)"](marketplace, FLOAT);
    const authorization = await marketplace.authorize({ address: payouts.target as string });
    await world.people.relayer.sendTransaction({
      type: 4,
      to: marketplace.address,
      authorizationList: [authorization],
    });
    const account = SignedPayouts__factory.connect(marketplace.address, world.people.relayer);
    return { payouts, marketplace, account };
  });
}

/** Three payments of USD 10.00, 20.00 and 30.00 to alice, bob and the dealer, good for an hour. */
export async function payoutOf(fixture: Fixture, changes: Partial<PayoutRequest> = {}): Promise<Payout> {
  const { alice, bob, dealer } = fixture.people;
  return buildPayout({
    token: fixture.a.usd.target as string,
    payments: [alice, bob, dealer].map(({ address }, i) => ({
      payee: address,
      amount: BigInt(i + 1) * 1_000n,
      paymentReference: fixture.reference(`payout item ${i}`),
    })),
    validBefore: (await fixture.now()) + HOUR,
    ...changes,
  });
}

export const signed = (fixture: Fixture, payout: Payout): Promise<string> =>
  signPayout(fixture.account, fixture.marketplace, payout);

/** The relayer submits what the marketplace signed. */
export async function submit(fixture: Fixture, payout: Payout, signature?: string) {
  return fixture.account.payOut(payoutArgument(payout), signature ?? (await signed(fixture, payout)));
}

/** As TypeChain wants it: arrays that may be changed. */
export const payoutArgument = (payout: Payout) => ({ ...payout, payments: [...payout.payments] });
