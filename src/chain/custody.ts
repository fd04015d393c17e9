import { hexlify, id, toUtf8Bytes } from "ethers";

import type { BankConfig } from "../bank/bankFile.js";
import { countryCode } from "../bank/countries.js";
import { encodeProfile } from "./words.js";

/*
 * Custody accounts are the bank's own: money seized under an order waits there. Accounts of tokens belong to parties, so
 * the register has one party for them, which the deployment admits. It is no customer and needs no KYC.
 */

/** The bank itself, as the party of its custody accounts. Nothing secret: everybody may know whose they are. */
export const CUSTODY_PARTY = BigInt(id("vostro: custody accounts of the bank")) >> 192n;

/** The last second that a standing can name. */
const FOR_EVER = 2n ** 32n - 1n;

/** The country of a bank: letters five and six of its BIC (ISO 9362). */
export const countryOfBic = (bic: string): string => bic.slice(4, 6);

/** The admission of the party with its first account; the register's `admit` takes a list of these. */
export function custodyAdmission({ bic, lei, custodyAccounts }: Pick<BankConfig, "bic" | "lei" | "custodyAccounts">) {
  const country = countryCode(countryOfBic(bic));
  return {
    id: CUSTODY_PARTY,
    profile: encodeProfile({ residency: country, control: country, kind: "bank", homeBank: 0, programme: false }),
    validUntil: FOR_EVER,
    // With limits and none set, its key moves nothing by transfer: another person, the limits officer, opens what is paid out.
    limited: true,
    wallet: custodyAccounts[0]!,
    settlementAccount: `0x${"0".repeat(64)}`,
    lei: hexlify(toUtf8Bytes(lei)),
    programme: `0x${"0".repeat(64)}`,
  };
}
