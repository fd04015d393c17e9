import { AbiCoder, getAddress, keccak256, toBeHex } from "ethers";

import { ROLE_NAMES } from "../bank/roleRules.js";
import { ROLES } from "../bank/roles.js";
import type { Bank } from "../chain/bank.js";
import type { Books } from "../chain/books/books.js";
import { Comparison } from "../chain/books/comparison.js";
import { compareBooks } from "../chain/books/compare.js";
import { roleName } from "../chain/check/functions.js";
import { ADMIN_ROLE } from "../chain/setup.js";
import { providerOf } from "../chain/send.js";

/*
 * Every figure that the bank's contracts keep, with its name: those that the books are compared with, and those that no book
 * has (allowances, spent signatures and batches, quotas used, roles). Which keys there are is known from events.
 */

/** A comparison that keeps what is stored instead of judging it. */
export class Figures extends Comparison {
  /** [what, stored], in the order of asking */
  readonly figures: (readonly [what: string, stored: string])[] = [];

  /** @param everyKey whether countries and institutions are asked about that no event names */
  constructor(
    bank: Bank,
    books: Books,
    override readonly everyKey: boolean,
  ) {
    super(bank, books);
  }

  override differ(what: string, _byEvents: unknown, stored: unknown): void {
    // Left out when nothing is stored, so that asking about more of them changes no digest.
    if (SPARSE.test(what) && /^[0x ]*$/.test(String(stored))) return;
    this.figures.push([what, String(stored)]);
  }
}

const SPARSE = /^(?:country|institution) /;

/** All figures at the books' block. */
export async function readFigures(figures: Figures): Promise<readonly (readonly [string, string])[]> {
  await compareBooks(figures.bank, figures.books, figures);
  await readTokens(figures);
  await readDesks(figures);
  await readRoles(figures);
  await readWiring(figures);
  return figures.figures;
}

/** Values that an event names, each once. */
function named(figures: Figures, contract: string, name: string, keys: readonly string[]): string[][] {
  const found = figures.books.events
    .filter((event) => event.contract === contract && event.name === name)
    .map(({ address, args }) => [address, ...keys.map((key) => String(args[key]))]);
  return [...new Map(found.map((one) => [one.join(" "), one])).values()];
}

async function readTokens(figures: Figures): Promise<void> {
  const { bank, at } = figures;
  for (const [currency, token] of Object.entries(bank.tokens)) {
    const of = (event: string, keys: readonly string[]): string[][] =>
      named(figures, "DepositToken", event, keys).filter(([address]) => address === token.target);
    figures.differ(`identity: name (${currency})`, "", await token.name(at));
    figures.differ(`identity: symbol (${currency})`, "", await token.symbol(at));
    figures.differ(`identity: decimals (${currency})`, "", await token.decimals(at));
    figures.differ(`identity: register (${currency})`, "", await token.registry(at));
    figures.differ(`supply: longest age of an attestation (${currency})`, "", (await token.supplyWords(at))[0] >> 160n);
    const approvals = of("Approval", ["owner", "spender"]);
    await figures.each(approvals, async ([, owner, spender]) => {
      figures.differ(
        `allowance of ${spender} from ${owner} (${currency})`,
        "",
        await token.allowance(owner!, spender!, at),
      );
    });
    await figures.each(new Set(approvals.map(([, owner]) => owner!)), async (owner) => {
      figures.differ(`permit nonce of ${owner} (${currency})`, "", await token.nonces(owner, at));
    });
    const keys = ["authorizer", "nonce"];
    const authorizations = [...of("AuthorizationUsed", keys), ...of("AuthorizationCanceled", keys)];
    await figures.each(authorizations, async ([, authorizer, nonce]) => {
      const used = await token.authorizationState(authorizer!, nonce!, at);
      figures.differ(`authorization ${nonce} of ${authorizer} (${currency})`, "", used);
    });
  }
}

/** ERC-7201 structs whose entries have no view: quotas with what is used of them, spent batches, codes of smart accounts. */
const DESK = 0xdaa96bcfcae0761a3e8e850d961a21687f17f9d90a5e8889b3ae8cc5723d1000n;
const REGISTER = 0x4a4c6a3c7967d356efe28b422a0bb06f6a946f7ad1a608e2e93386d4a1f1d100n;
const [QUOTAS, SPENT, WALLET_CODES] = [DESK, DESK + 1n, REGISTER + 3n];

async function readDesks(figures: Figures): Promise<void> {
  const { addresses } = figures.bank;
  const read = async (what: string, contract: string, slot: bigint): Promise<void> => {
    const word = await providerOf(figures.bank).getStorage(contract, slot, figures.at.blockTag);
    figures.differ(what, "", word);
  };
  const { issuanceDesk, partyRegistry } = addresses;
  await figures.each(figures.books.desks.quotas.values(), ({ issuer, token }) =>
    read(
      `used of the quota of ${issuer} in ${token}`,
      issuanceDesk,
      entry(entry(QUOTAS, "address", issuer), "address", token),
    ),
  );
  await figures.each(figures.books.desks.batches, ({ batch }) =>
    read(`spent batch ${batch}`, issuanceDesk, entry(SPENT, "bytes32", batch)),
  );
  await figures.each(figures.books.register.walletCodes, (code) =>
    read(`wallet code ${code}`, partyRegistry, entry(WALLET_CODES, "bytes32", code)),
  );
}

/** The slot of a mapping's entry. */
const entry = (mapping: bigint, type: string, key: string): bigint =>
  BigInt(keccak256(AbiCoder.defaultAbiCoder().encode([type, "uint256"], [key, mapping])));

/** Members with their delays, guardians and admins of every role: whoever was ever granted one is asked about. */
async function readRoles(figures: Figures): Promise<void> {
  const { bank, at } = figures;
  const { accessManager: manager } = bank;
  const granted = named(figures, "AccessManager", "RoleGranted", ["roleId", "account"]);
  await figures.each(granted, async ([, id, account]) => {
    const [since, delay, pending, effect] = await manager.getAccess(BigInt(id!), account!, at);
    const what = `role ${roleName(BigInt(id!))}: ${getAddress(account!)}`;
    figures.differ(what, "", since === 0n ? "no member" : `member, delay ${delay}`);
    // Zero where no other delay is coming.
    figures.differ(`${what}: times`, "", `since ${since}, then ${pending} from ${effect}`);
  });
  await figures.each([ADMIN_ROLE, ...ROLE_NAMES.map((role) => ROLES[role])], async (id) => {
    const [guardian, admin, delay] = await Promise.all([
      manager.getRoleGuardian(id, at),
      manager.getRoleAdmin(id, at),
      manager.getRoleGrantDelay(id, at),
    ]);
    figures.differ(`role ${roleName(id)}: guardian, admin, grant delay`, "", `${guardian} ${admin} ${delay}`);
  });
}

/** Which role may call what, and under which AccessManager each contract is. */
async function readWiring(figures: Figures): Promise<void> {
  const { bank, at } = figures;
  const { accessManager: manager } = bank;
  const wired = named(figures, "AccessManager", "TargetFunctionRoleUpdated", ["target", "selector"]);
  await figures.each(wired, async ([, target, selector]) => {
    const role = await manager.getTargetFunctionRole(target!, selector!, at);
    figures.differ(`function ${selector} of ${getAddress(target!)}`, "", role);
  });
  await figures.each(new Set(wired.map(([, target]) => getAddress(target!))), async (target) => {
    figures.differ(`function gate of ${target}: closed`, "", await manager.isTargetClosed(target, at));
    figures.differ(`function gate of ${target}: admin delay`, "", await manager.getTargetAdminDelay(target, at));
  });
  const contracts = [bank.partyRegistry, bank.issuanceDesk, bank.redemptionDesk, bank.legalOrders];
  for (const contract of [...contracts, ...Object.values(bank.tokens)]) {
    figures.differ(
      `function gate of ${getAddress(toBeHex(BigInt(contract.target as string), 20))}: authority`,
      "",
      await contract.authority(at),
    );
  }
}
