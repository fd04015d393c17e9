import type { Signer } from "ethers";

import type { Gateway } from "../gateway.js";

/** The key that sends for a redemption: of several, always the same one for the same redemption, so that lanes share the work. */
export async function operatorFor(gateway: Gateway, id: string): Promise<string> {
  const operators = gateway.keys.REDEMPTION_OPERATOR ?? [];
  return operators[Number.parseInt(id.slice(2, 10), 16) % operators.length]!.getAddress();
}

/** An operator that is not `person`: the contract wants two. undefined if there is no other key at hand. */
export async function operatorBeside(gateway: Gateway, person: string): Promise<string | undefined> {
  for (const operator of gateway.keys.REDEMPTION_OPERATOR ?? []) {
    const address = await operator.getAddress();
    if (address !== person) return address;
  }
  return undefined;
}

/** The first key of redemption approvers at hand, for approvals that the policy gives. */
export const policyApprover = (gateway: Gateway): Signer | undefined => gateway.keys.REDEMPTION_APPROVER?.[0];
