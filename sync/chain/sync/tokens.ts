import { randomBytes } from 'node:crypto'
import { type DeviceId, type HotelId, isSlug, isUuidV7 } from '../../../shared/domain/ids.ts'
import type { DeviceClaims } from '../access/tokens.ts'

/** A one-time enrolment code; names the hotel, so that only its shard is asked. */
export function newEnrolCode(hotelId: HotelId): string {
  return `${hotelId}:${randomBytes(16).toString('base64url')}`
}

export function hotelOfEnrolCode(code: string): HotelId | null {
  const [hotelId = '', secret] = code.split(':')
  return secret && isSlug(hotelId) ? (hotelId as HotelId) : null // a slug, as every hotel id
}

/** The token of a terminal that enrolled before tokens were signed: `hotel:device:secret`, still good by its hash. */
export function parseUnsignedToken(token: string): DeviceClaims | null {
  const [hotelId = '', deviceId = '', secret] = token.split(':')
  if (!secret || !isSlug(hotelId) || !isUuidV7(deviceId)) return null
  return { hotelId: hotelId as HotelId, deviceId: deviceId as DeviceId } // just checked
}
