import type { Clock, Rng } from '../../../shared/base/ports.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import { MAX_PREFIX } from '../../../shared/domain/confirmation-code.ts'
import { type HotelId, newDeviceId } from '../../../shared/domain/ids.ts'
import type { EnrolRequest, EnrolResponse } from '../../../shared/wire/sync-messages.ts'
import type { Database } from '../database/port.ts'
import type { HotelWriter } from '../write-path/hotel-writer.ts'
import { type Device, consumeEnrolCode, insertDevice, insertEnrolCode, selectDevice } from './queries/devices.ts'
import {
  hashSecret,
  hotelOfEnrolCode,
  newDeviceToken,
  newEnrolCode,
  parseDeviceToken,
  secretMatches,
} from './tokens.ts'

/** An enrolment code is used within this time or not at all. House policy. */
const ENROL_CODE_LIFE_MS = 24 * 3_600_000

type EnrolRefusal = { readonly code: 'ENROL_CODE_INVALID'; readonly params: Record<string, never> }

/** Gives out a one-time code with which one terminal of the hotel may enrol; kept as a hash, shown this once. */
export async function issueEnrolCode(db: Database, clock: Clock, hotelId: HotelId): Promise<string> {
  const code = newEnrolCode(hotelId)
  await insertEnrolCode(db, hotelId, hashSecret(code), clock.nowUtcMs() + ENROL_CODE_LIFE_MS)
  return code
}

/** Enrols a terminal by its one-time code: an id, a code prefix of its own, a token. Rule CHAIN-05. */
export async function enrolDevice(
  writer: HotelWriter,
  clock: Clock,
  rng: Rng,
  request: EnrolRequest,
): Promise<Result<EnrolResponse, EnrolRefusal>> {
  const invalid: EnrolRefusal = { code: 'ENROL_CODE_INVALID', params: {} }
  const hotelId = hotelOfEnrolCode(request.enrolCode)
  if (hotelId === null) return refuse(invalid)
  const written = await writer.write(hotelId, async ({ tx, head, useHead }) => {
    const now = clock.nowUtcMs()
    const used = await consumeEnrolCode(tx, hotelId, hashSecret(request.enrolCode), now)
    if (!used || head.nextPrefix > MAX_PREFIX) return null
    const deviceId = newDeviceId(clock, rng)
    const token = newDeviceToken(hotelId, deviceId)
    const device: Device = {
      hotelId,
      deviceId,
      name: request.deviceName,
      deviceClass: request.deviceClass,
      codePrefix: head.nextPrefix,
      tokenHash: hashSecret(token),
      lastSeq: 0,
    }
    await insertDevice(tx, device, now)
    useHead({ nextPrefix: head.nextPrefix + 1 })
    return { deviceId, hotelId, codePrefix: device.codePrefix, token }
  })
  return written.ok && written.value.value ? ok(written.value.value) : refuse(invalid)
}

/** The terminal that a bearer token belongs to, or `null`. */
export async function authenticateDevice(db: Database, token: string): Promise<Device | null> {
  const named = parseDeviceToken(token)
  if (!named) return null
  const device = await selectDevice(db, named.hotelId, named.deviceId)
  return device && secretMatches(token, device.tokenHash) ? device : null
}
