import { getBytes, isHexString, keccak256, toUtf8Bytes } from "ethers";

import { normaliseAccount } from "../bank/accounts.js";
import { VostroError } from "../errors/index.js";

/*
 * What stands on chain for a customer, its bank account and the cases about it. Salted, because hashes of customer numbers,
 * IBANs and file numbers can be guessed; the domain words keep the uses of one salt (these and deposit references) apart.
 */

const DOMAINS = {
  party: keccak256(toUtf8Bytes("vostro.party")),
  account: keccak256(toUtf8Bytes("vostro.account")),
  programme: keccak256(toUtf8Bytes("vostro.programme")),
  order: keccak256(toUtf8Bytes("vostro.legalOrder")),
  case: keccak256(toUtf8Bytes("vostro.case")),
  travel: keccak256(toUtf8Bytes("vostro.travelRecord")),
  name: keccak256(toUtf8Bytes("vostro.name")),
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

/**
 * The id of a legal order on chain.
 * @param number the bank's file number of the order
 * @throws VostroError BadSalt
 */
export function legalOrderId(salt: string, number: string): string {
  return hash(salt, DOMAINS.order, number);
}

/**
 * A case of the bank on chain: why a clearance was granted, on what grounds something was lifted.
 * @throws VostroError BadSalt
 */
export function caseHash(salt: string, number: string): string {
  return hash(salt, DOMAINS.case, number);
}

/**
 * A travel-rule record on chain.
 * @param record the message as it was exchanged between the institutions, or its reference
 * @throws VostroError BadSalt
 */
export function travelRecordHash(salt: string, record: string): string {
  return hash(salt, DOMAINS.travel, record);
}

/**
 * A name that a payee's bank confirms. Spaces and case do not matter.
 * @param salt one that payer and payee's bank share, not the salt of the register
 * @throws VostroError BadSalt
 */
export function nameHash(salt: string, name: string): string {
  return hash(salt, DOMAINS.name, name.normalize("NFKC").trim().replace(/\s+/g, " ").toUpperCase());
}

function hash(salt: string, domain: string, text: string): string {
  if (isHexString(salt, 32) && BigInt(salt) !== 0n) {
    return keccak256(Buffer.concat([getBytes(salt), getBytes(domain), toUtf8Bytes(text)]));
  }
  throw new VostroError({
    name: "BadSalt",
    sentence: "The bank's salt is not 32 bytes.",
    fix: "Set it to 0x and 64 random hexadecimal digits, keep it secret and never change it.",
  });
}
