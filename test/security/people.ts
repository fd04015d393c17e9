import { id } from "ethers";

import type { Service } from "../support/serviceBank.js";

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
export type Name = keyof typeof PEOPLE;

/** Party numbers of the customers. */
export const PARTIES = { alice: 501n, bob: 502n, carol: 503n, dave: 504n, mallory: 505n } as const;
/** Every account that has money: theirs together is the supply. */
export const HOLDERS = ["alice", "aliceTwo", "bob", "carol", "dave", "custody", "mallory"] as const;
export const ACCOUNT = id("alice's own bank account");

export const VALID_UNTIL = BigInt(Date.UTC(2030, 0, 1)) / 1_000n;
/** What the bank attests to have, minor units. */
export const DEPOSITS = 100_000_000n;

/** Who acts: by role of the bank, or by name. */
export const asService = (service: Service) => ({
  person: service.person,
  of: (name: Name) => service.account(PEOPLE[name]),
});
