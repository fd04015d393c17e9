import { z } from "zod";

import * as places from "./bankFilePlacesSchema.js";
import { gateway } from "./bankFileGatewaySchema.js";
import * as schema from "./bankFileSchema.js";
import * as settlement from "./bankFileSettlementSchema.js";
import { CONTRACT_ROLES, forEachRole, IMMEDIATE_ROLES, ROLE_NAMES } from "./roleRules.js";

/*
 * The JSON Schema of a bank file, made of the very shapes that read it, so that an editor completes and checks a file while
 * it is written. Rules between values (who must not meet, which zone exists) are the reader's: a file that an editor finds
 * right may still be refused, with path, rule and fix.
 */

const list = (item: z.ZodType, description: string) => z.array(item).describe(description);
const zoneTable = (description: string) => z.record(z.string(), schema.zoneName).describe(description);

/** @param isLocal true: signers may be public test accounts */
const bankFile = (isLocal: boolean) => {
  const member = schema.member(isLocal);
  const people = forEachRole((role) => {
    const why = IMMEDIATE_ROLES[role];
    const text = why === undefined ? "May be held with a delay, in seconds." : `Acts at once: ${why}.`;
    return list(member, text).optional();
  });
  const roles = Object.fromEntries(
    ROLE_NAMES.filter((role) => CONTRACT_ROLES[role] === undefined).map((role) => [role, people[role]]),
  );
  return z.strictObject({
    $schema: z.string().optional(),
    name: schema.bankName.describe("The bank in file names and folders."),
    legalName: schema.legalName.describe("As in the register of companies."),
    lei: schema.lei.describe("Legal Entity Identifier, ISO 17442."),
    bic: schema.bic.describe("Business Identifier Code, ISO 9362."),
    local: schema.local.optional().describe("True for local test chains only: signers may be public test accounts."),
    profile: schema.profile
      .optional()
      .describe("A file of deploy/profiles with zones, corridors, countries and programmes."),
    approvalId: places.approvalId.optional().describe("Where the profile needs an authority's approval: its number."),
    networks: z
      .record(z.string(), places.network)
      .optional()
      .describe("Chains on which the file may be deployed; any if left out."),
    zones: z.record(z.string(), schema.zone).optional().describe("Names of zones, 1 to 14."),
    corridors: z
      .strictObject({
        allow: list(schema.corridor, "Payer's zone, payee's zone."),
        review: list(schema.corridor, "Only with a clearance of two people."),
        mint: list(schema.zoneName, "Whose customers the bank may mint to."),
      })
      .partial()
      .optional(),
    countries: z
      .strictObject({
        resident: zoneTable("Country (ISO 3166-1) of residence to zone."),
        controlled: zoneTable("Country of control to zone, for parties that reside elsewhere."),
        sanctioned: list(schema.country, "Neither residents nor parties controlled from there are served."),
      })
      .partial()
      .optional(),
    programmeZones: list(schema.zoneName, "Zones whose parties need a programme's approval id.").optional(),
    institutions: list(schema.institution, "Whose customers the bank serves as clients of a client.").optional(),
    tokens: list(schema.token, "One for each currency."),
    limits: z.record(z.string(), schema.limits).optional().describe("By currency."),
    roles: z.strictObject(roles).describe("Who holds each role."),
    admins: list(member, "Hand out roles, and hold none."),
    quotas: list(schema.quota(isLocal), "What each issuer may mint a day.").optional(),
    custodyAccounts: list(schema.signer(isLocal), "Where seized money goes; of nobody with a role.").optional(),
    desks: list(settlement.desk, "Desks of settlement admitted in each token.").optional(),
    notaries: list(settlement.notary(isLocal), "Further contracts that may execute holds.").optional(),
    settlementAssets: list(settlement.settlementAsset, "Money in which banks pay each other.").optional(),
    counterparties: list(
      settlement.counterparty(isLocal),
      "Banks whose customers pay and are paid by this one's.",
    ).optional(),
    safes: list(places.safe(isLocal), "Multisigs among the signers, with who signs in them.").optional(),
    customers: places.customers.optional().describe("Customer file, admitted when the bank is set up."),
    gateway: gateway.optional().describe("How payment files become tokens, and redemptions payments."),
  });
};

const ADDRESS = { type: "string", pattern: "^0x[0-9a-fA-F]{40}$", description: "Address with its ERC-55 checksum." };
const TEST_ACCOUNT = {
  type: "object",
  properties: { testAccount: { type: "integer", minimum: 0, maximum: 39 } },
  required: ["testAccount"],
  additionalProperties: false,
  description: "A public test account; in local files only.",
};

/** The schema as a JSON object, draft 2020-12. */
export function bankFileJsonSchema(): object {
  const { $schema, ...body } = z.toJSONSchema(bankFile(true), {
    io: "input",
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      if (!("isSigner" in jsonSchema)) return;
      delete (jsonSchema as Record<string, unknown>)["isSigner"];
      Object.assign(jsonSchema, { anyOf: [ADDRESS, TEST_ACCOUNT] });
    },
  });
  return { $schema, title: "Bank file", ...body };
}
