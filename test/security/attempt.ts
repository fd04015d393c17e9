import type { BaseContract, Signer } from "ethers";

import type { EffectName } from "./effects.js";
import type { Life } from "./life.js";
import type { Reading, Thief as Who } from "./reading.js";

/** Whose key sends: the stolen one, the thief's own customer account, or its second key without any role. */
export type Sender = "key" | "mallory" | "accomplice";

/** One transaction of an attempt. */
export interface Step {
  readonly by: Sender;
  readonly to: string;
  readonly data: string;
  /** the contract and function, as in "DepositToken.mint" */
  readonly method: string;
  /** what is scheduled where the role is held with a delay, if not the transaction itself */
  readonly inner?: Pick<Step, "to" | "data">;
}

/** A thief in action: what it can sign, and where the bank is. */
export interface Thief extends Who {
  readonly key: Signer;
  /** approves whatever it is shown; it holds no role, unless the thief has given it one */
  readonly accomplice: Signer;
  /** names of the people whose papers it has: "relayer" has what customers gave it to submit */
  readonly papers: readonly string[];
}

/** Something a thief tries for one effect. */
export interface Attempt {
  readonly effect: EffectName;
  /** what it comes to if it succeeds: nothing to say, only tighter rules, or only what its owner has signed */
  readonly worth?: "less" | "signed";
  readonly steps: readonly Step[];
  /** the effect's own reading if left out */
  readonly reads?: Reading;
}

/** What one area of the suite offers to a thief. Signatures are made here, by the thief's own keys. */
export type Attempts = (life: Life, thief: Thief) => Promise<Attempt[]>;

/** A transaction to a contract of the suite. */
export const call =
  (by: Sender) =>
  (kind: string, contract: BaseContract, method: string, ...args: readonly unknown[]): Step => ({
    by,
    to: String(contract.target),
    data: contract.interface.encodeFunctionData(method, args),
    method: `${kind}.${method}`,
  });

/** By the stolen key. */
export const key = call("key");
/** By the thief's own customer account. */
export const mallory = call("mallory");
/** By the thief's second key. */
export const accomplice = call("accomplice");

/** The same call sent by the AccessManager, for contracts that know no schedule of their own. */
export const throughManager = (manager: BaseContract, step: Step): Step => ({
  ...step,
  to: String(manager.target),
  data: manager.interface.encodeFunctionData("execute", [step.to, step.data]),
  inner: { to: step.to, data: step.data },
});
