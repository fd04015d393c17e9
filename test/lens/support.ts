import { toBeHex } from "ethers";
import fc from "fast-check";
import { POWERS } from "../../src/bank/roles.js";
import { entrySlot, namespaceSlot } from "../registry/support.js";
import { LOCAL_BLOCK } from "../support/words.js";
import type { Bank } from "../issuance/support.js";

const LEDGER = namespaceSlot("vostro.storage.DepositToken");
const REGISTER = namespaceSlot("vostro.storage.PartyRegistry");
const ERC20 = namespaceSlot("openzeppelin.storage.ERC20");

/** Slots of the storage of the token (`contracts/token/TokenStorage.sol`) and of the register. */
export const SLOTS = {
  account: (account: string) => entrySlot(LEDGER, "address", account),
  policy: LEDGER + 1n,
  review: LEDGER + 2n,
  supply: LEDGER + 3n,
  hold: (id: string) => entrySlot(LEDGER + 5n, "bytes32", id),
  limits: LEDGER + 9n,
  allowance: (owner: string, spender: string) => entrySlot(entrySlot(ERC20 + 1n, "address", owner), "address", spender),
  /** Of the register. */
  wallet: (wallet: string) => entrySlot(REGISTER + 1n, "address", wallet),
  successor: (wallet: string) => entrySlot(REGISTER + 6n, "address", wallet),
} as const;

/** Raw storage of some contracts, for one call. */
export type Storage = Map<string, Map<bigint, bigint>>;

/** Everything an account word says; amounts in minor units. */
export interface Account {
  balance: bigint;
  frozen: bigint;
  held: bigint;
  validUntil: bigint;
  zone: number;
  admitted: boolean;
  blocked: boolean;
  limited: boolean;
  retired: boolean;
  localBlock: boolean;
}

export function packAccount(account: Account): bigint {
  const bit = (set: boolean, position: bigint) => (set ? 1n << position : 0n);
  return (
    account.balance |
    (account.frozen << 64n) |
    (account.held << 128n) |
    (account.validUntil << 192n) |
    (BigInt(account.zone) << 224n) |
    bit(account.admitted, 228n) |
    bit(account.blocked, 229n) |
    bit(account.limited, 230n) |
    bit(account.retired, 231n) |
    (account.localBlock ? LOCAL_BLOCK : 0n)
  );
}

/** The word of a contract with these powers. */
export const packPowers = (powers: { notary: boolean; burner: boolean; clearing: boolean }): bigint =>
  (powers.notary ? POWERS.NOTARY : 0n) |
  (powers.burner ? POWERS.BURNER : 0n) |
  (powers.clearing ? POWERS.CLEARING : 0n);

/** Calls on top of storage that exists for this call only, so that a world costs no transaction. */
export function callerOf({ ethers }: Bank) {
  return async (from: string, to: string, data: string, storage: Storage): Promise<string> => {
    const overrides = Object.fromEntries(
      [...storage].map(([contract, slots]) => [
        contract,
        { stateDiff: Object.fromEntries([...slots].map(([slot, word]) => [toBeHex(slot, 32), toBeHex(word, 32)])) },
      ]),
    );
    return (await ethers.provider.send("eth_call", [
      { from, to, data, gas: "0x2dc6c0" },
      "latest",
      overrides,
    ])) as string;
  };
}

export const succeeds = (call: Promise<unknown>): Promise<boolean> =>
  call.then(
    () => true,
    () => false,
  );

/** True in one world of `n`. */
export const rarely = (n: number) => fc.integer({ min: 1, max: n }).map((drawn) => drawn === 1);
/** False in one world of `n`. */
export const usually = (n: number) => rarely(n).map((drawn) => !drawn);
