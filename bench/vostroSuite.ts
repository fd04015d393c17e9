import { ZeroHash, type Wallet } from "ethers";

import { FUNCTION_ROLES, POWERS, ROLES, type ManagedContract, type RoleName } from "../src/bank/roles.js";
import { built, shipped } from "./artifacts.js";
import type { Artifact, Deployed } from "./chain.js";
import { EXPIRY, GENESIS_TIME } from "./conditions.js";
import type { Bench } from "./measure.js";

/** Customers' zone in the bench: every corridor among customers and from the bank is open. */
export const ZONE = 1n;
const OPEN = (1n << (0n * 15n + ZONE)) | (1n << (ZONE * 15n + ZONE));

/** Backing for all that is minted here. */
const DEPOSITS = 10n ** 18n;

export const STANDING = BigInt(EXPIRY) | (ZONE << 32n) | (1n << 36n);

/** Residents of the United States (ISO 3166-1 numeric), controlled from there. */
const US = 840n;
const PROFILE = US | (US << 10n);
const NO_LEI = `0x${"00".repeat(20)}`;

const SOURCES: Record<ManagedContract, string> = {
  DepositToken: "token/DepositToken.sol",
  PartyRegistry: "registry/PartyRegistry.sol",
  IssuanceDesk: "issuance/IssuanceDesk.sol",
  RedemptionDesk: "issuance/RedemptionDesk.sol",
  Limits: "compliance/Limits.sol",
  ConfirmedPayments: "compliance/ConfirmedPayments.sol",
  LegalOrders: "compliance/LegalOrders.sol",
  PauseControl: "compliance/PauseControl.sol",
  Resolution: "resolution/Resolution.sol",
  SuccessorIssuanceDesk: "resolution/SuccessorIssuanceDesk.sol",
};

/** The bank of the bench: each role is one key, without delays. */
export class VostroSuite {
  private constructor(
    readonly bench: Bench,
    readonly proxied: boolean,
    readonly admin: Wallet,
    readonly manager: Deployed,
    readonly people: Record<RoleName, Wallet>,
  ) {}

  registry!: Deployed;
  issuance!: Deployed;
  orders!: Deployed;

  static async deploy(bench: Bench, proxied: boolean): Promise<VostroSuite> {
    const { chain, accounts } = bench;
    const admin = accounts.deployer();
    const manager = await chain.deploy(admin, shipped("@openzeppelin/contracts/build/contracts/AccessManager.json"), [
      admin.address,
    ]);
    const people = {} as Record<RoleName, Wallet>;
    for (const role of Object.keys(ROLES) as RoleName[]) {
      people[role] = accounts.next();
      await chain.send(admin, manager, "grantRole", [ROLES[role], people[role].address, 0]);
    }
    const suite = new VostroSuite(bench, proxied, admin, manager, people);
    suite.registry = await suite.#contract("PartyRegistry", [manager.address]);
    await chain.send(people.POLICY_ADMIN, suite.registry, "setCountries", [[[US, ZONE, 0]]]);
    suite.issuance = await suite.#contract("IssuanceDesk", [manager.address]);
    suite.orders = await suite.#contract("LegalOrders", [manager.address, suite.registry.address]);
    for (const role of [ROLES.LEGAL_ORDERS, ROLES.COMPLIANCE]) {
      await chain.send(admin, manager, "grantRole", [role, suite.orders.address, 0]);
    }
    return suite;
  }

  /** A token in service: corridors open, deposits attested, listed with the register, the desk admitted as issuer. */
  async token(registry: string = this.registry.address): Promise<Deployed> {
    const { chain } = this.bench;
    const args = ["Bench Bank Dollar", "BBD", 2, this.manager.address, registry, EXPIRY - GENESIS_TIME];
    const token = await this.#contract("DepositToken", args);
    await chain.send(this.people.POLICY_ADMIN, token, "openCorridors", [OPEN, 0]);
    await chain.send(this.people.POLICY_ADMIN, token, "admitContract", [this.issuance.address, POWERS.ISSUER]);
    await chain.send(this.people.ATTESTOR, token, "attest", [DEPOSITS, GENESIS_TIME, 0, 0]);
    await chain.send(this.people.POLICY_ADMIN, this.issuance, "raiseQuota", [
      this.people.ISSUER.address,
      token.address,
      DEPOSITS,
    ]);
    if (registry === this.registry.address) {
      await chain.send(this.people.POLICY_ADMIN, this.registry, "listToken", [token.address]);
    }
    return token;
  }

  #party = 0x9d4c_71b2_53e8_a601n;

  /** Pseudonyms without zero bytes, as random ones nearly always are. */
  #nextParty(): bigint {
    do this.#party += 0x1_0101n;
    while (/^(?:..)*?00/.test(this.#party.toString(16)));
    return this.#party;
  }

  /** New parties of one wallet each, in one transaction; returns its gas and the parties' ids. */
  async admit(
    wallets: string[],
    settlementAccount: string = ZeroHash,
    limited = false,
  ): Promise<{ gas: number; parties: bigint[] }> {
    const parties = wallets.map(() => this.#nextParty());
    const gas = await this.bench.chain.send(this.people.REGISTRAR, this.registry, "admit", [
      wallets.map((wallet, i) => [parties[i], PROFILE, EXPIRY, limited, wallet, settlementAccount, NO_LEI, ZeroHash]),
    ]);
    return { gas, parties };
  }

  /** Either behind an ERC-1967 proxy, or the very same runtime code called directly at an address of its own. */
  async #contract(name: ManagedContract, args: unknown[]): Promise<Deployed> {
    const { chain, accounts } = this.bench;
    const artifact = built(SOURCES[name], name);
    const implementation = await chain.deploy(accounts.deployer(), artifact);
    let deployed: Deployed;
    if (this.proxied) {
      const init = implementation.abi.encodeFunctionData("initialize", args);
      const proxy = await chain.deploy(accounts.deployer(), PROXY, [implementation.address, init]);
      deployed = { address: proxy.address, abi: implementation.abi };
    } else {
      // The implementation locks its own storage, so its code is put at a fresh address, where nothing is locked.
      const address = accounts.next().address;
      await chain.copyCode(implementation.address, address);
      deployed = { address, abi: implementation.abi };
      await chain.send(this.admin, deployed, "initialize", args);
    }
    await this.wire(name, deployed);
    return deployed;
  }

  /** Gives each restricted function of the contract its role. */
  async wire(name: ManagedContract, target: Deployed): Promise<void> {
    for (const [method, role] of Object.entries(FUNCTION_ROLES[name])) {
      const selector = target.abi.getFunction(method)!.selector;
      const wiring = [target.address, [selector], ROLES[role]];
      await this.bench.chain.send(this.admin, this.manager, "setTargetFunctionRole", wiring);
    }
  }
}

const PROXY: Artifact = shipped("@openzeppelin/contracts/build/contracts/ERC1967Proxy.json");
