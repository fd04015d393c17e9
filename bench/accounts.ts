import { Wallet, getCreateAddress, id } from "ethers";

// Calldata charges 4 gas for a zero byte and 16 for any other, so a lucky address would make an act look cheaper.
export function hasZeroByte(hex: string): boolean {
  return /^0x(?:..)*?00/.test(hex);
}

/** Wallets derived from a seed: the same ones in every run, none of whose addresses has a zero byte. */
export class Accounts {
  readonly #seed: string;
  #drawn = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  next(): Wallet {
    return this.#draw((wallet) => !hasZeroByte(wallet.address));
  }

  many(count: number): Wallet[] {
    return Array.from({ length: count }, () => this.next());
  }

  /** A wallet whose first contract gets an address without zero bytes: that address may appear in calldata too. */
  deployer(): Wallet {
    return this.#draw(({ address }) => !hasZeroByte(getCreateAddress({ from: address, nonce: 0 })));
  }

  #draw(accept: (wallet: Wallet) => boolean): Wallet {
    for (;;) {
      const wallet = new Wallet(id(`vostro gas benchmark/${this.#seed}/${this.#drawn++}`));
      if (accept(wallet)) return wallet;
    }
  }
}
