import { ZeroAddress } from "ethers";

import { POWERS } from "../../src/bank/roles.js";
import {
  buildRedemption,
  type Hold,
  rejectRedemption,
  settleRedemption,
  signHold,
  signRejection,
  submitRedemption,
} from "../../src/chain/index.js";
import { bytes32, DAY, mintTo } from "../chain/support.js";
import type { Acts, Life } from "./life.js";

/** What moves money, and what the token itself is told. */
export function moneyActs(life: Life): Acts {
  const { world, bank, pick } = life;
  const now = async (): Promise<bigint> => BigInt(await world.time.latest());
  const holdOf = async (payer: string, more: Partial<Hold> = {}): Promise<Hold> => ({
    ...{ payer, payee: await life.wallet(), notary: world.stranger.address, amount: life.amount() },
    ...{ expiry: (await now()) + 3n * DAY, placeBy: (await now()) + DAY, assignable: false },
    ...{ terms: bytes32(life.next()), ...more },
  });
  const part = ({ amount }: Hold): bigint => 1n + BigInt(pick(Number(amount)));
  return {
    transfer: async () => life.token(life.customer())["transfer(address,uint256)"](await life.wallet(), life.amount()),
    mint: () => mintTo(bank, world.people, life.name(), life.amount(), life.next()),
    place: async () => {
      const payer = life.customer();
      const more = pick(2) === 0 ? { payee: life.customer().address } : {};
      const hold = await holdOf(payer.address, { assignable: pick(2) === 0, ...more });
      await life.token(payer).placeHold(hold);
      life.holds.push(hold);
    },
    executeSigned: async () => {
      const payer = life.customer();
      const hold = await holdOf(payer.address);
      await life.token(world.stranger).executeSigned(hold, await signHold(bank, payer, "USD", hold));
    },
    execute: () => {
      const hold = life.one(life.holds);
      return life.token(world.stranger).executeHold(hold, part(hold));
    },
    release: () => {
      const hold = life.one(life.holds);
      return life.token(world.stranger).releaseHold(hold, part(hold));
    },
    extend: () => {
      const hold = life.one(life.holds);
      return life.token(life.keyOf(hold.payer)).extendHold(hold, 1 + pick(48));
    },
    assign: async () => {
      // Only the payee's own key assigns: customers' further wallets have none here.
      const hold = life.one(life.holds.filter(({ payee, assignable }) => assignable && life.isKey(payee)));
      return life.token(life.keyOf(hold.payee)).assignHold(hold, await life.wallet());
    },
    void: async () => {
      const payer = life.customer();
      await life.token(payer).voidHold(await holdOf(payer.address, { payee: ZeroAddress }));
    },
    request: async () => {
      const payer = life.customer();
      const request = { currency: "USD", payer: payer.address, amount: life.amount() };
      const redemption = await buildRedemption(bank, request);
      await life.token(payer).placeHold(redemption.hold);
      life.redemptions.push(redemption);
    },
    submit: () => submitRedemption(bank, world.REDEMPTION_OPERATOR, life.one(life.redemptions), uetr(pick)),
    settle: () => settleRedemption(bank, world.REDEMPTION_OPERATOR, life.one(life.redemptions)),
    reject: async () => {
      const redemption = life.one(life.redemptions);
      const rejection = { reason: "AC04", expiry: (await now()) + DAY };
      const approval = await signRejection(bank, world.REDEMPTION_APPROVER, redemption, rejection);
      await rejectRedemption(bank, world.REDEMPTION_OPERATOR, redemption, rejection, approval);
    },
    blockWallet: () => life.token(world.COMPLIANCE).blockWallet(life.customer()),
    closeCorridors: () => life.token(world.COMPLIANCE).closeCorridors(1n << BigInt(pick(225))),
    openCorridors: () => life.token(world.POLICY_ADMIN).openCorridors(1n << BigInt(pick(225)), 1n << BigInt(pick(225))),
    pause: () => life.token(world.GUARDIAN).pause(pick(4)),
    attest: async () => {
      const [, flows] = await life.usd.supplyWords();
      await life.token(world.ATTESTOR).attest(5_000_000n, await now(), flows & ((1n << 128n) - 1n), 0);
    },
    notary: () => life.token(world.POLICY_ADMIN).admitContract(world.stranger, POWERS.NOTARY),
    dismiss: () => life.token(world.COMPLIANCE).dismissContract(world.stranger, POWERS.NOTARY),
    quota: () => bank.issuanceDesk.connect(world.COMPLIANCE).cutQuota(world.ISSUER, life.usd, 2_999_999n),
  };
}

function uetr(pick: (below: number) => number): string {
  const digits = (n: number): string => Array.from({ length: n }, () => pick(16).toString(16)).join("");
  return `${digits(8)}-${digits(4)}-4${digits(3)}-a${digits(3)}-${digits(12)}`;
}
