/** `hardhat verify` is hardhat-verify's own task, which knows nothing of a bank: hence the longer name. */
export const VERIFY = {
  "verify-code": {
    description: "Compares the code of every contract of a bank with this build, and gives the sources to an explorer",
    sends: false,
    options: {
      out: { description: "New folder for what explorers ask for: standard-JSON inputs and contracts.json" },
      submit: { description: "Give the sources to etherscan, blockscout or sourcify (sends no transaction)" },
      apiUrl: { description: "submit: address of the explorer's API, where it is not a well-known one" },
      explorerUrl: { description: "submit: address of its pages (default: that of the API)" },
    },
  },
} as const;
