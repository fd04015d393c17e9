import type { BaseContract } from "ethers";

import type { HeldRole } from "../heldRoles.js";
import type { Call } from "../send.js";

/** Who may put a difference right: a role of the bank, or its admins. */
export type Hand = HeldRole;

/** One act that makes the chain as the file says. */
export interface Remedy {
  /** a sentence without a full stop */
  readonly does: string;
  readonly by: Hand;
  readonly call: Call;
}

/** An act of a contract, as data: nothing is asked of the chain. */
export function remedy(
  does: string,
  by: Hand,
  contract: BaseContract,
  method: string,
  args: readonly unknown[],
  currency?: string,
): Remedy {
  const kind = by === "ADMIN" ? {} : { role: by };
  const data = contract.interface.encodeFunctionData(method, args);
  const call: Call = { act: method, to: String(contract.target), data, currency, ...kind };
  return { does, by, call };
}
