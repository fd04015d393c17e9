import { testAccount } from "../../src/bank/testAccounts.js";
import {
  addCustodyAccount,
  addWallets,
  admitParties,
  buildLegalOrder,
  legalOrderId,
  newTerms,
} from "../../src/chain/index.js";
import { countryCode } from "../../src/bank/countries.js";
import { DEMO_SALT } from "../../src/node/liveNode.js";
import { bytes32, connectLimits, partyOf, VALID_UNTIL } from "../chain/support.js";
import { useStage } from "../tasks/support.js";

/** Further keys of the test mnemonic, behind those of the fixture. */
export const ALICE_NEW = testAccount(24).address;
export const CUSTODY = testAccount(25).address;
export const CUSTODY_PARTY = 900n;

/** What a clerk types of an order that is not on file yet. */
export const ORDER_TEXT = {
  order: "2026/17",
  authority: "DE-AG-HAMBURG",
  document: bytes32(0xd0c),
  issued: "2026-11-01",
};
/** 2026-11-01T00:00:00Z */
export const ISSUED = 1_793_491_200n;
export const ORDER_ID = legalOrderId(DEMO_SALT, "2026/17");

/** The fixture's bank with what orders need: a second wallet of alice's, and a custody account of the bank's own party. */
export async function useLaw(chainId?: number) {
  const load = await useStage(chainId);
  return async () => {
    const stage = await load();
    const { bank, people, time } = stage;
    await addWallets(bank, people.REGISTRAR, partyOf("alice"), [ALICE_NEW]);
    await admitParties(bank, people.REGISTRAR, [
      { id: CUSTODY_PARTY, wallets: [CUSTODY], profile: { residency: countryCode("US") }, validUntil: VALID_UNTIL },
    ]);
    await addCustodyAccount(bank, people.POLICY_ADMIN, CUSTODY);
    await connectLimits(bank, people);
    const order = await buildLegalOrder(bank, {
      id: ORDER_ID,
      authority: ORDER_TEXT.authority,
      documentHash: ORDER_TEXT.document,
      issuedAt: ISSUED,
    });
    return {
      ...stage,
      order,
      alice: people.alice,
      usd: bank.tokens["USD"]!,
      now: async () => BigInt(await time.latest()),
      terms: () => newTerms(bank),
    };
  };
}

export type Law = Awaited<ReturnType<Awaited<ReturnType<typeof useLaw>>>>;
