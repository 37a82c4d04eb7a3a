import type { Clock } from '../../../shared/base/ports.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import { MAX_PREFIX } from '../../../shared/domain/confirmation-code.ts'
import { type HotelId, newDeviceId, newUuidV7 } from '../../../shared/domain/ids.ts'
import type { EnrolRequest, EnrolResponse } from '../../../shared/wire/sync-messages.ts'
import { hashSecret, secretMatches } from '../access/secrets.ts'
import type { Chain } from '../chain.ts'
import type { Database } from '../database/port.ts'
import { type Device, consumeEnrolCode, insertDevice, insertEnrolCode, selectDevice } from './queries/devices.ts'
import { hotelOfEnrolCode, newEnrolCode, parseUnsignedToken } from './tokens.ts'

/** An enrolment code is used within this time or not at all. House policy. */
const ENROL_CODE_LIFE_MS = 24 * 3_600_000

type EnrolRefusal = { readonly code: 'ENROL_CODE_INVALID'; readonly params: Record<string, never> }

/** Gives out a one-time code with which one terminal of the hotel may enrol; kept as a hash, shown this once. */
export async function issueEnrolCode(db: Database, clock: Clock, hotelId: HotelId): Promise<string> {
  const code = newEnrolCode(hotelId)
  await insertEnrolCode(db, hotelId, hashSecret(code), clock.nowUtcMs() + ENROL_CODE_LIFE_MS)
  return code
}

/** Enrols a terminal by its one-time code: an id, a code prefix of its own, a signed token. Rules CHAIN-05, ACC-08. */
export async function enrolDevice(
  { writer, clock, rng, access }: Pick<Chain, 'writer' | 'clock' | 'rng' | 'access'>,
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
    const { deviceClass } = request
    const token = await access.tokens.signForDevice({ hotelId, deviceId, deviceClass }, newUuidV7(clock, rng))
    const device: Device = {
      hotelId,
      deviceId,
      name: request.deviceName,
      deviceClass,
      codePrefix: head.nextPrefix,
      tokenHash: hashSecret(token),
      lastSeq: 0,
      state: 'active',
      settledOn: null,
    }
    await insertDevice(tx, device, now)
    useHead({ nextPrefix: head.nextPrefix + 1 })
    return { deviceId, hotelId, codePrefix: device.codePrefix, token }
  })
  return written.ok && written.value.value ? ok(written.value.value) : refuse(invalid)
}

/**
 * The terminal that a bearer token belongs to, or `null`. The signature is checked first, which asks no database; the row
 * has the last word, so that a terminal that was taken away is nobody.
 */
export async function authenticateDevice(
  { db, access }: Pick<Chain, 'db' | 'access'>,
  token: string,
): Promise<Device | null> {
  const named = (await access.tokens.verifyDevice(token)) ?? parseUnsignedToken(token)
  if (!named) return null
  const device = await selectDevice(db, named.hotelId, named.deviceId)
  return device && secretMatches(token, device.tokenHash) ? device : null
}
