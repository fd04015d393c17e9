import { isHexString, keccak256, solidityPackedKeccak256, toUtf8Bytes } from "ethers";

import { normaliseAccount } from "../bank/accounts.js";
import { VostroError } from "../errors/index.js";

/*
 * What stands on chain for a customer and its bank account. Salted, because hashes of customer numbers and IBANs can be
 * guessed; the domain words keep the uses of one salt (these three and deposit references) apart.
 */

const DOMAINS = {
  party: keccak256(toUtf8Bytes("vostro.party")),
  account: keccak256(toUtf8Bytes("vostro.account")),
  programme: keccak256(toUtf8Bytes("vostro.programme")),
};

/**
 * The party's id on chain: 64 bits of a salted hash of the bank's customer number.
 * @param salt 32 secret bytes of the bank as 0x and 64 digits, the same for the life of the register
 * @throws VostroError BadSalt
 */
export function partyId(salt: string, customer: string): bigint {
  return BigInt(hash(salt, DOMAINS.party, customer)) >> 192n || 1n;
}

/**
 * The customer's own bank account on chain, to which redemptions are paid.
 * @param account IBAN or other id; spaces, hyphens and case do not matter
 * @throws VostroError BadSalt
 */
export function settlementAccountHash(salt: string, account: string): string {
  return hash(salt, DOMAINS.account, normaliseAccount(account));
}

/**
 * The approval id that an authority or programme gave the customer, as it stands in the register's events.
 * @throws VostroError BadSalt
 */
export function programmeHash(salt: string, approvalId: string): string {
  return hash(salt, DOMAINS.programme, approvalId);
}

function hash(salt: string, domain: string, text: string): string {
  if (isHexString(salt, 32) && BigInt(salt) !== 0n) {
    return solidityPackedKeccak256(["bytes32", "bytes32", "bytes"], [salt, domain, toUtf8Bytes(text)]);
  }
  throw new VostroError({
    name: "BadSalt",
    sentence: "The bank's salt is not 32 bytes.",
    fix: "Set it to 0x and 64 random hexadecimal digits, keep it secret and never change it.",
  });
}
