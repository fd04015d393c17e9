import { type TypedDataDomain, id } from "ethers";

import { hasZeroByte } from "./accounts.js";
import type { Deployed } from "./chain.js";
import { BATCH_SIZE, EXPIRY, OPENING_BALANCE } from "./conditions.js";
import { Holders } from "./peers/erc20.js";
import type { VostroSuite } from "./vostroSuite.js";

const ITEM = [
  { name: "payee", type: "address" },
  { name: "amount", type: "uint256" },
  { name: "depositReference", type: "bytes32" },
];
const ORDER_TYPES = { MintOrder: [{ name: "token", type: "address" }, ...ITEM, { name: "expiry", type: "uint256" }] };
const BATCH_TYPES = {
  MintBatch: [
    { name: "token", type: "address" },
    { name: "items", type: "MintItem[]" },
    { name: "count", type: "uint256" },
    { name: "total", type: "uint256" },
    { name: "expiry", type: "uint256" },
  ],
  MintItem: ITEM,
};

/** Mints of one token by its bank's issuance desk, each approved by a second person. */
export class Minting {
  readonly domain: TypedDataDomain;
  #references = 0;

  constructor(
    readonly suite: VostroSuite,
    readonly token: Deployed,
  ) {
    this.domain = {
      name: "Vostro Issuance Desk",
      version: "1",
      chainId: suite.bench.chain.chainId,
      verifyingContract: suite.issuance.address,
    };
  }

  /** A reference of a deposit or a payment: never the same, none with a zero byte. */
  nextReference(): string {
    for (;;) {
      const reference = id(`deposit ${this.#references++}`);
      if (!hasZeroByte(reference)) return reference;
    }
  }

  async mint(payee: string, amount: bigint): Promise<number> {
    const { suite, token } = this;
    const { ISSUER, APPROVER } = suite.people;
    const order = { token: token.address, payee, amount, depositReference: this.nextReference(), expiry: EXPIRY };
    const approval = await APPROVER.signTypedData(this.domain, ORDER_TYPES, order);
    return suite.bench.chain.send(ISSUER, suite.issuance, "mint", [order, APPROVER.address, approval]);
  }

  async mintBatch(payees: string[], amount: bigint): Promise<number> {
    const { suite, token } = this;
    const { ISSUER, APPROVER } = suite.people;
    const items = payees.map((payee) => ({ payee, amount, depositReference: this.nextReference() }));
    const total = amount * BigInt(items.length);
    const batch = { token: token.address, items, count: items.length, total, expiry: EXPIRY };
    const approval = await APPROVER.signTypedData(this.domain, BATCH_TYPES, batch);
    return suite.bench.chain.send(ISSUER, suite.issuance, "mintBatch", [batch, APPROVER.address, approval]);
  }

  holders(): Holders {
    const { suite, token } = this;
    return new Holders(suite.bench, {
      at: token,
      issuer: suite.people.ISSUER,
      admit: async (addresses) => void (await suite.admit(addresses)),
      mint: (payee, amount) => this.mint(payee, amount),
    });
  }

  /** Customers admitted and funded in two transactions: as many as a batch has, unless said otherwise. */
  async batchOfHolders(count = BATCH_SIZE): Promise<string[]> {
    const payees = this.suite.bench.accounts.many(count).map(({ address }) => address);
    await this.suite.admit(payees);
    await this.mintBatch(payees, OPENING_BALANCE);
    return payees;
  }
}
