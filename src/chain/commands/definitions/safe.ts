/** What owners of a Safe do with a batch that another act wrote (--safe). */
export const SAFE_COMMANDS = {
  safe: {
    description: "Reads a batch for a Safe from its bytes alone, and computes the hashes that its owners sign",
    steps: ["show"],
    sends: false,
    options: {
      file: { description: "Batch file (.json): one of ours, or an export of the Safe Transaction Builder" },
      nonce: { description: "Nonce of the Safe's transaction (default: the file's, else the Safe's next one)" },
      chain: { description: "Chain id: read the file without asking any node" },
      bankFile: {
        description: "Bank file with the names of zones (default: deploy/banks/<bank>.json, if there is one)",
      },
    },
  },
} as const;
