import { createRequire } from "node:module";

import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { configVariable, defineConfig } from "hardhat/config";

import { allCores } from "./src/config/allCores.js";
import "./src/config/environment.js";
import { tasks } from "./tasks/index.js";

const require = createRequire(import.meta.url);

export default defineConfig({
  plugins: [toolbox, allCores],
  tasks,
  paths: { tests: { mocha: "test", solidity: "test/solidity" }, ignition: "deploy" },
  // There to end what hangs, not to judge what is slow: machines differ, and they are busy. Ten minutes, in milliseconds.
  test: { mocha: { timeout: 600_000 } },
  solidity: {
    npmFilesToBuild: [
      "@openzeppelin/contracts/access/manager/AccessManager.sol",
      "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol",
    ],
    compilers: [
      {
        version: "0.8.37",
        // The compiler comes from npm, so that nothing is downloaded outside the package registry.
        path: require.resolve("solc/soljson.js"),
        settings: {
          // Cancun, so that permissioned clients that lag public chains run the same bytecode.
          evmVersion: "cancun",
          // 120 runs, not 200: under the size limit of the token, for 18 gas on a transfer.
          optimizer: { enabled: true, runs: 120 },
          // No hash of the sources in the code: a changed comment must not change what is deployed.
          metadata: { bytecodeHash: "none" },
          // The legacy pipeline: viaIR dispatches functions linearly, which costs every transfer.
          viaIR: false,
        },
      },
    ],
    // The desks and the register have few functions and room to spare: for them viaIR is cheaper to run.
    overrides: Object.fromEntries(
      [
        "issuance/IssuanceDesk",
        "issuance/RedemptionDesk",
        "registry/PartyRegistry",
        "compliance/Limits",
        "compliance/ConfirmedPayments",
        "compliance/LegalOrders",
        "compliance/PauseControl",
        "mocks/MinimalNotary",
        "resolution/Resolution",
        "resolution/LiabilityTransfer",
        "resolution/SuccessorIssuanceDesk",
        "settlement/FxDesk",
        "settlement/InterbankClearing",
        "settlement/NettingCycle",
        "settlement/OrderEscrow",
        "settlement/Receivables",
        "settlement/SignedPayouts",
      ].map((name) => [
        `contracts/${name}.sol`,
        {
          version: "0.8.37",
          path: require.resolve("solc/soljson.js"),
          settings: {
            evmVersion: "cancun",
            optimizer: { enabled: true, runs: 10_000 },
            metadata: { bytecodeHash: "none" },
            viaIR: true,
          },
        },
      ]),
    ),
  },
  networks: {
    // As many as TEST_ACCOUNTS in src/bank/testAccounts.ts, which is not loaded here: it would cost every start.
    hardhat: { type: "edr-simulated", chainType: "l1", hardfork: "osaka", accounts: { count: 40 } },
    rpc: { type: "http", chainType: "l1", url: configVariable("VOSTRO_RPC_URL") },
  },
  typechain: { outDir: "typechain-types", alwaysGenerateOverloads: false, dontOverrideCompile: false },
});
