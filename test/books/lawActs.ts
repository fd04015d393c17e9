import {
  addCustodyAccount,
  blockUnderOrder,
  forceReleaseHold,
  liftBlock,
  liftLien,
  liftOrderedBlock,
  liftPause,
  newTerms,
  placeLien,
  recoverWallet,
  refreeze,
  removeCustodyAccount,
  seize,
  signPauseLift,
  sweep,
  unblockWallet,
} from "../../src/chain/index.js";
import { bytes32 } from "../chain/support.js";
import type { Acts, Life } from "./life.js";

/** What is done under orders and what is lifted: by two people, through the bank's own contracts. */
export function lawActs(life: Life): Acts {
  const { world, bank, pick } = life;
  const { COMPLIANCE: officer, COMPLIANCE_RELEASER: releaser } = world;
  const currency = "USD";
  const grounds = bytes32(77);
  return {
    orderedBlock: async () => {
      const block = { order: life.order(), party: life.party() };
      await blockUnderOrder(bank, officer, block, await life.approve("BlockParty", block));
    },
    liftOrderedBlock: async () => {
      const lift = { orderId: life.order().id, party: life.party(), grounds };
      await liftOrderedBlock(bank, releaser, lift, await life.approve("LiftBlock", lift));
    },
    liftDirectBlock: async () => {
      const lift = { party: life.party(), grounds };
      await liftBlock(bank, releaser, lift, await life.approve("LiftDirectBlock", lift));
    },
    unblockWallet: async () => {
      const unblock = { currency, wallet: life.customer().address, grounds };
      await unblockWallet(bank, releaser, unblock, await life.approve("UnblockWallet", unblock));
    },
    lien: async () => {
      // Few liens are more than there will ever be: they end all payments of the account.
      const amount = pick(25) === 0 ? (1n << 70n) + life.amount() : life.amount() / 4n;
      const lien = { order: life.order(), currency, account: await life.wallet(), amount };
      const { actId } = await placeLien(bank, officer, lien, await life.approve("PlaceLien", lien));
      life.liens.push({ lienId: actId, order: lien.order });
    },
    liftLien: async () => {
      const { lienId } = life.one(life.liens);
      const { left } = await bank.legalOrders.lien(lienId);
      const amount = pick(2) === 0 ? left : left / 2n;
      const lift = { lienId, amount, grounds };
      await liftLien(bank, releaser, lift, await life.approve("LiftLien", lift));
    },
    seize: async () => {
      const { lienId, order } = pick(3) === 0 ? { lienId: undefined, order: life.order() } : life.one(life.liens);
      const own = lienId === undefined ? await life.wallet() : await life.standsFor(lienId);
      const free = await bank.legalOrders.seizable(life.usd, own, lienId ?? bytes32(0));
      const amount = free / BigInt(1 + pick(2));
      const seizure = { order, currency, account: own, custody: world.dave.address, amount, lienId };
      await seize(bank, officer, seizure, await life.approve("Seize", seizure));
    },
    recover: async () => {
      // Mostly further wallets: the customers' own keys stay in play.
      const wallets = await bank.partyRegistry.walletsOf(life.party());
      const recovery = { order: life.order(), lost: life.one(wallets), successor: life.one(wallets) };
      await recoverWallet(bank, officer, recovery, await life.approve("Recover", recovery));
    },
    forceRelease: async () => {
      const release = { order: life.order(), currency, hold: life.one(life.holds) };
      await forceReleaseHold(bank, officer, release, await life.approve("ForceRelease", release));
    },
    sweep: async () => sweep(bank, world.stranger, currency, await life.lost()),
    refreeze: async () => refreeze(bank, world.stranger, currency, await life.wallet()),
    unpause: async () => {
      const lift = {
        currency,
        operation: life.one(["transfer", "place", "execute", "mint"] as const),
        reason: grounds,
      };
      const approval = await signPauseLift(bank, world.COMPLIANCE_APPROVER, lift, await newTerms(bank));
      await liftPause(bank, releaser, lift, approval);
    },
    addCustody: () => addCustodyAccount(bank, world.POLICY_ADMIN, world.dave.address),
    removeCustody: () => removeCustodyAccount(bank, officer, world.dave.address),
  };
}
