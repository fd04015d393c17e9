import { type Provider, type Signer, Wallet } from "ethers";

import type { BankConfig } from "../../bank/bankFile.js";
import type { RoleName } from "../../bank/roles.js";
import { LOCAL_CHAINS, TEST_ACCOUNTS, testAccount } from "../../bank/testAccounts.js";
import { checkedKey } from "../../chain/commands/signers.js";
import { InputError } from "../../chain/commands/exitCodes.js";
import type { Keys } from "../gateway.js";

/** Roles a gateway can act for. In production each process has the keys of few of them: never issuer and approver in one. */
export const GATEWAY_ROLES = [
  "ISSUER",
  "APPROVER",
  "ATTESTOR",
  "GUARDIAN",
  "REDEMPTION_OPERATOR",
  "REDEMPTION_APPROVER",
  "COMPLIANCE",
  "COMPLIANCE_APPROVER",
] as const satisfies readonly RoleName[];

export type GatewayRole = (typeof GATEWAY_ROLES)[number];

/** Who mints chooses neither amount nor payee: on a real chain the two keys are in two processes. */
const APART: readonly (readonly [GatewayRole, GatewayRole])[] = [
  ["ISSUER", "APPROVER"],
  ["ISSUER", "ATTESTOR"],
  ["REDEMPTION_OPERATOR", "REDEMPTION_APPROVER"],
  ["COMPLIANCE", "COMPLIANCE_APPROVER"],
];

/**
 * The keys of the roles named, from VOSTRO_KEY_<ROLE> (several with commas: several lanes); on a local chain the bank file's test
 * accounts stand in.
 * @throws InputError: a role that does not exist, a malformed key, two keys that must not meet in one process
 */
export function readKeys(
  config: BankConfig,
  chainId: number,
  provider: Provider,
  wanted: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
): Keys {
  const isLocal = LOCAL_CHAINS.includes(chainId);
  const roles = wanted.map(gatewayRole);
  if (!isLocal) {
    for (const [one, other] of APART) {
      if (!roles.includes(one) || !roles.includes(other)) continue;
      throw new InputError("--roles", `${one} and ${other} in one process`, "Run two processes: two people, two keys.");
    }
  }
  return Object.fromEntries(
    roles.map((role) => {
      const variable = `VOSTRO_KEY_${role}`;
      const texts = (variables[variable] ?? "").split(",").filter((text) => text !== "");
      const keys = texts.map((text) => checkedKey(text, variable));
      const found = keys.length > 0 || !isLocal ? keys : testKeys(config, role);
      if (found.length === 0) {
        throw new InputError(variable, `there is no key for ${role}`, "Set it, or leave the role out of --roles.");
      }
      return [role, found.map((key): Signer => new Wallet(key, provider))];
    }),
  );
}

function gatewayRole(text: string): GatewayRole {
  const role = GATEWAY_ROLES.find((one) => one === text);
  if (role !== undefined) return role;
  throw new InputError(
    "--roles",
    `${JSON.stringify(text)} is no role of a gateway`,
    `Use ${GATEWAY_ROLES.join(", ")}.`,
  );
}

function testKeys(config: BankConfig, role: RoleName): string[] {
  const signers = config.roles[role].map(({ signer }) => signer);
  return Array.from({ length: TEST_ACCOUNTS }, (_, i) => testAccount(i))
    .filter(({ address }) => signers.includes(address))
    .map(({ privateKey }) => privateKey);
}
