import { availableParallelism } from "node:os";

import type { SolidityHooks } from "hardhat/types/hooks";
import type { HardhatPlugin } from "hardhat/types/plugins";

/** Compiles on every core: Hardhat leaves one free, which on two cores is half of them. */
export const allCores: HardhatPlugin = {
  id: "vostro-all-cores",
  hookHandlers: {
    solidity: () =>
      Promise.resolve({
        default: () => {
          const handlers: Partial<SolidityHooks> = {
            build: (context, files, options, next) =>
              next(context, files, { concurrency: availableParallelism(), ...options }),
          };
          return Promise.resolve(handlers);
        },
      }),
  },
};
