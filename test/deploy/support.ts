import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { getAddress, id } from "ethers";

import { parseBankFile } from "../../src/bank/bankFile.js";
import { BankFileError } from "../../src/bank/bankFileErrors.js";
import { CONTRACT_ROLES, ROLE_NAMES } from "../../src/bank/roleRules.js";
import type { RoleName } from "../../src/bank/roles.js";

export const DEMO_FILE = new URL("../../deploy/banks/demo.json", import.meta.url);
const PROFILE_FILE = new URL("../../deploy/profiles/default.json", import.meta.url);

/** A JSON value that tests may change at will. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Loose = any;

/** The demo's bank file, to be changed. */
export const demoFile = (): Loose => JSON.parse(readFileSync(DEMO_FILE, "utf8"));

/** The address of a person of that name; nobody has its key. */
export const person = (name: string): string => getAddress(`0x${id(name).slice(-40)}`);

const DAY = 86_400;

/** The default profile's sections, to be changed. */
export function profileSections(): Loose {
  const { comment: _, ...sections } = JSON.parse(readFileSync(PROFILE_FILE, "utf8"));
  return sections;
}

/** A bank file for a real chain: people of its own, delays on what loosens; its zones, corridors and countries are its own. */
export function serviceFile(): Loose {
  const { local: _, profile: __, gateway: ___, ...file } = demoFile();
  const delays: Record<string, number> = { POLICY_ADMIN: 2 * DAY, UPGRADER: 3 * DAY };
  const members = (role: RoleName) => [{ signer: person(role), delay: delays[role] ?? 0 }];
  const people = ROLE_NAMES.filter((role) => CONTRACT_ROLES[role] === undefined);
  return {
    ...file,
    ...profileSections(),
    roles: Object.fromEntries(people.map((role) => [role, members(role)])),
    admins: ["admin", "second admin"].map((name) => ({ signer: person(name), delay: 3 * DAY })),
    quotas: [{ issuer: person("ISSUER"), currency: "USD", limit: "1000000.00" }],
    custodyAccounts: [person("custody")],
  };
}

/** The problems of a file, as `path: problem; fix` lines; empty when it is accepted. */
export function problemsOf(file: Loose): string[] {
  try {
    parseBankFile(typeof file === "string" ? file : JSON.stringify(file), "bank.json");
    return [];
  } catch (error) {
    if (!(error instanceof BankFileError)) throw error;
    return error.problems.map(({ path, problem, fix }) => `${path}: ${problem}; ${fix}`);
  }
}

/** The demo's bank, or the one in service, as read. */
export const demoBank = () => parseBankFile(JSON.stringify(demoFile()), "demo.json");
export const serviceBank = () => parseBankFile(JSON.stringify(serviceFile()), "bank.json");

/** A folder for deployments that the file's `after` hook removes. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "vostro-deploy-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A bank file for a real chain that clears with another bank, has a notary of its own and signs policy together. */
export function settlementFile(): Loose {
  const other = { name: "Quayside Savings Bank", lei: "984500QUAYSIDESAVB53", bic: "QYSDDEFFXXX" };
  return {
    ...serviceFile(),
    desks: ["OrderEscrow", "InterbankClearing"],
    notaries: [
      { name: "Port escrow", contract: person("port escrow"), currencies: ["USD"], powers: ["NOTARY", "BURNER"] },
    ],
    settlementAssets: [
      { id: "house-eur", currency: "EUR", issuer: "Settlement House", token: { bank: "house" } },
      { id: "rtgs-usd", currency: "USD", issuer: "A settlement system off chain" },
    ],
    counterparties: [
      {
        ...other,
        lines: [
          {
            currency: "EUR",
            token: { address: person("quayside EUR") },
            settlement: "house-eur",
            payingAccount: person("treasury"),
            receivingAccount: person("treasury"),
            zones: { "2": "EU", "3": "HK" },
            cap: "250000.00",
          },
          { currency: "USD", token: { bank: "quayside" }, settlement: "rtgs-usd", direction: "send" },
        ],
      },
    ],
    safes: [
      {
        name: "policy committee",
        address: person("POLICY_ADMIN"),
        threshold: 2,
        owners: [person("owner 1"), person("owner 2"), person("owner 3")],
      },
    ],
    networks: { "base-mainnet": { chainId: 8453, confirmations: 5 } },
    customers: "customers.csv",
  };
}
