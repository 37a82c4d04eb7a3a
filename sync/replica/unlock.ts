import { readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { SqliteFile } from './database.ts'
import { insertVaultState, loadVaultState, saveCleaned, sealStoredTexts } from './queries/vault.ts'
import { ReplicaFault } from './replica-fault.ts'

/**
 * Proves that the file's vault has the key of the file, or, where an earlier version wrote it, seals its personal data in
 * one transaction. Afterwards neither a free page, nor the log, nor a copy from before a migration holds any of it as it
 * was; where that can not be had (a full disk), the next opening tries again. Throws `REPLICA_LOCKED`. Rules REP-24, REP-25.
 */
export function unlock(file: SqliteFile, path: string, isNew: boolean): void {
  const state = loadVaultState(file.read)
  if (state) file.read.vault.open(state.keyCheck)
  else {
    file.write((tx) => {
      sealStoredTexts(tx)
      insertVaultState(tx, { keyCheck: tx.vault.seal('keyrack'), cleaned: isNew ? 1 : 0 })
    })
  }
  if (isNew || state?.cleaned === 1) return
  try {
    if (!file.compact()) return
    removeCopies(path)
    file.write(saveCleaned)
  } catch (error) {
    // Sealed it is; `cleaned` still says what is missing, and the desk sells meanwhile.
    if (!(error instanceof ReplicaFault) || error.code === 'REPLICA_CORRUPT') throw error
  }
}

/** Copies from before migrations: all that there are at this point were made of open text. */
function removeCopies(path: string): void {
  for (const name of readdirSync(dirname(path))) {
    if (name.startsWith(`${basename(path)}.before-`)) rmSync(join(dirname(path), name), { force: true })
  }
}
