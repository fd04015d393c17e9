import { countryCode } from "../bank/countries.js";
import type { Customer } from "../bank/customers.js";
import { partyId, programmeHash, settlementAccountHash } from "./identity.js";
import type { NewParty } from "./parties.js";

/**
 * A customer of the bank's file as the register gets it: pseudonyms and hashes instead of names and numbers.
 * @param salt the bank's, see `partyId`
 */
export function newPartyOf(salt: string, customer: Customer): NewParty {
  const { residency, control, kind, homeBank, lei, programme, settlementAccount } = customer;
  return {
    id: partyId(salt, customer.customer),
    wallets: customer.wallets.map(({ address }) => address),
    profile: { residency: countryCode(residency), control: countryCode(control), kind, homeBank },
    // The last day counts to its last second.
    validUntil: BigInt(Date.parse(`${customer.validUntil}T23:59:59Z`) / 1000),
    limited: customer.limited,
    settlementAccount: settlementAccountHash(salt, settlementAccount),
    ...(lei === "" ? {} : { lei }),
    ...(programme === "" ? {} : { programme: programmeHash(salt, programme) }),
  };
}
