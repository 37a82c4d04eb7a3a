import type { Keychain } from '../common/replica-key.ts'
import type { SafeStoragePart } from './electron-parts.ts'

/**
 * The operating system's keychain by Electron's `safeStorage`, once Electron is ready; `null` where there is none. On Linux
 * without a secret store Electron seals with a password that is in its source, which is none either.
 */
export async function openKeychain(safeStorage: SafeStoragePart, platform: NodeJS.Platform): Promise<Keychain | null> {
  const isPlain = platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())
  if (isPlain || !(await safeStorage.isAsyncEncryptionAvailable())) return null
  return {
    seal: async (text) => (await safeStorage.encryptStringAsync(text)).toString('base64'),
    open: async (sealed) => (await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'))).result,
  }
}
