/** What every act of every contract shares; change any of these and bench/gas.json must be written anew. */

export const HARDFORK = "osaka";

/** The amount moved by every act: four non-zero bytes of calldata. */
export const AMOUNT = 123_456_789n;

/** What a holder owns before an act, so that no balance starts or ends at zero unless the act is about that. */
export const OPENING_BALANCE = 1_000_000_000_000n;

export const BATCH_SIZE = 100;

/** The time of the first block. Later blocks follow at fixed steps, so that no timestamp depends on the clock. */
export const GENESIS_TIME = 1_767_225_600;
export const BLOCK_SECONDS = 12;

/** Expiry for signed authorizations and orders: far ahead, four non-zero bytes like any date of these years. */
export const EXPIRY = 1_867_225_601;

/** What the parties call an order: a word without zero bytes, as a hash nearly always is. */
export const ORDER_REFERENCE = `0x${"a5".repeat(32)}`;

/** Below the cap that Osaka sets for one transaction (EIP-7825). A gas limit does not change gas used. */
export const GAS_LIMIT = 16_000_000;
export const GAS_PRICE = 2_000_000_000;
export const BASE_FEE = 1_000_000_000;
