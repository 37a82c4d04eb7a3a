import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Rng } from '../../../shared/base/ports.ts'

/** Compares two texts in a time that tells nothing about where they differ, whatever their lengths. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(expected).digest())
}

/** A cookie is shared by all ports of a machine, so its name carries port and device class. */
export function cookieName(deviceClass: 'desk' | 'kiosk', port: number): string {
  return `keyrack-${deviceClass}-${port}`
}

/**
 * Cookie values `<id>.<mac>`: the host keeps no list of them. The mac covers the cookie's name, so a value made for
 * another port or device class is worth nothing here.
 */
export function openSession(key: Uint8Array, name: string, rng: Rng): string {
  const id = Buffer.from(rng.bytes(16)).toString('base64url')
  return `${id}.${macOf(key, name, id)}`
}

/** Whether this key made that value under that name. */
export function isOpenSession(key: Uint8Array, name: string, value: string | undefined): boolean {
  const [id, mac, ...rest] = (value ?? '').split('.')
  if (id === undefined || mac === undefined || rest.length > 0) return false
  return sameSecret(mac, macOf(key, name, id))
}

function macOf(key: Uint8Array, name: string, id: string): string {
  return createHmac('sha256', key).update(`${name}\n${id}`).digest('base64url')
}
