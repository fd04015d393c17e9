import { getAddress } from "ethers";

/** Checksums are hashes, and few wallets have many events: those of the last ones are kept. */
const checksums = new Map<string, string>();
const MOST = 10_000;

/**
 * `getAddress`, for addresses that come again and again.
 * @param address 0x and 40 digits
 * @throws TypeError for anything else, or with a wrong checksum
 */
export function checksummed(address: string): string {
  const found = checksums.get(address);
  if (found !== undefined) return found;
  if (checksums.size >= MOST) checksums.clear();
  const fresh = getAddress(address);
  checksums.set(address, fresh);
  return fresh;
}
