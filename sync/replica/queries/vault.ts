import type { ReadDb, WriteTx } from '../database.ts'
import type { Sealed } from '../vault.ts'

interface VaultState {
  /** A text that is sealed with the key of the file. */
  readonly keyCheck: Sealed
  /** No free page and no copy holds what was there before it was sealed. */
  readonly cleaned: 0 | 1
}

/** `null`: the personal data of the file is not sealed yet. */
export function loadVaultState(db: ReadDb): VaultState | null {
  return db.one<VaultState>('SELECT key_check AS keyCheck, cleaned FROM vault WHERE id = 1')
}

export function insertVaultState(tx: WriteTx, state: VaultState): void {
  tx.run('INSERT INTO vault (id, key_check, cleaned) VALUES (1, ?, ?)', state.keyCheck, state.cleaned)
}

export function saveCleaned(tx: WriteTx): void {
  tx.run('UPDATE vault SET cleaned = 1 WHERE id = 1')
}

/** Seals what earlier versions stored as it was. */
export function sealStoredTexts(tx: WriteTx): void {
  const sealed = (text: string | null): Uint8Array | null => (text === null ? null : tx.vault.seal(text))
  const guests = tx.all<{ guestId: string; email: string | null; phone: string | null }>(
    'SELECT guest_id AS guestId, email, phone FROM guest WHERE email IS NOT NULL OR phone IS NOT NULL',
  )
  for (const { guestId, email, phone } of guests) {
    tx.run('UPDATE guest SET email = ?, phone = ? WHERE guest_id = ?', sealed(email), sealed(phone), guestId)
  }
  const ops = tx.all<{ seq: number; body: string; undo: string | null }>('SELECT seq, body, undo FROM outbox')
  for (const { seq, body, undo } of ops) {
    tx.run('UPDATE outbox SET body = ?, undo = ? WHERE seq = ?', sealed(body), sealed(undo), seq)
  }
  for (const { token } of tx.all<{ token: string }>('SELECT token FROM device WHERE id = 1')) {
    tx.run('UPDATE device SET token = ? WHERE id = 1', sealed(token))
  }
}
