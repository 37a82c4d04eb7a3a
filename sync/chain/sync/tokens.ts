import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { type DeviceId, type HotelId, isSlug, isUuidV7 } from '../../../shared/domain/ids.ts'

/** A secret as the chain keeps it: SHA-256, enough for secrets of 128 random bits and more. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** A terminal's token names hotel and terminal, so that its check is a lookup in one shard. */
export function newDeviceToken(hotelId: HotelId, deviceId: DeviceId): string {
  return `${hotelId}:${deviceId}:${randomBytes(32).toString('base64url')}`
}

/** A one-time enrolment code; names the hotel, so that only its shard is asked. */
export function newEnrolCode(hotelId: HotelId): string {
  return `${hotelId}:${randomBytes(16).toString('base64url')}`
}

export function hotelOfEnrolCode(code: string): HotelId | null {
  const [hotelId = '', secret] = code.split(':')
  return secret && isSlug(hotelId) ? (hotelId as HotelId) : null // a slug, as every hotel id
}

export function parseDeviceToken(token: string): { hotelId: HotelId; deviceId: DeviceId } | null {
  const [hotelId = '', deviceId = '', secret] = token.split(':')
  if (!secret || !isSlug(hotelId) || !isUuidV7(deviceId)) return null
  return { hotelId: hotelId as HotelId, deviceId: deviceId as DeviceId } // just checked
}

export function secretMatches(secret: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(secret), 'hex'), Buffer.from(hash, 'hex'))
}
