import type { TFunction } from 'i18next'
import type { HaltCode, HostCode } from '../../shared/desk-api/contract.ts'
import type { RefusalCode } from '../../shared/domain/refusal.ts'
import { codes } from './en/codes.ts'
import { words } from './en/words.ts'
import { type Format, dayOrText } from './format.ts'

export type KnownCode = RefusalCode | HostCode | HaltCode

/** What turns ids in parameters into what people call them. */
export interface Naming {
  readonly format: Format
  readonly roomTypeName: (roomTypeId: string) => string
}

export function isKnownCode(code: string): code is KnownCode {
  return Object.hasOwn(codes, code)
}

/** The text of a refusal or failure, with its parameters named. A code from a newer host still says something true. */
export function codeText(
  t: TFunction,
  naming: Naming,
  error: { readonly code: string; readonly params: Readonly<Record<string, unknown>> },
): string {
  if (!isKnownCode(error.code)) return t('app.unknownCode', { code: error.code })
  return t(`code.${error.code}`, namedParams(t, naming, error.params))
}

const NO_PARAMS = {
  roomType: '',
  room: '',
  night: '',
  holder: '',
  from: '',
  until: '',
  arrival: '',
  departure: '',
  earliest: '',
  maxOccupancy: '',
  minStay: '',
  ratePlanId: '',
  units: '',
  lastName: '',
  blockReason: '',
  amount: '',
  otherRoomId: '',
  otherCode: '',
  code: '',
  fields: '',
  guests: '',
  businessDate: '',
  triesLeft: '',
  time: '',
  cap: '',
  left: '',
}
export type NamedParams = { readonly [name in keyof typeof NO_PARAMS]: string }

/** Parameters as a text may hold them: dates in words, room types by name, states translated; absent ones are empty. */
export function namedParams(t: TFunction, naming: Naming, params: Readonly<Record<string, unknown>>): NamedParams {
  const named = { ...NO_PARAMS }
  for (const [name, value] of Object.entries(params)) {
    if (typeof value !== 'string' && typeof value !== 'number') continue
    if (name === 'roomTypeId') named.roomType = naming.roomTypeName(String(value))
    else if (name === 'amountMinor') named.amount = naming.format.money(Number(value))
    else if (name === 'capMinor') named.cap = naming.format.money(Number(value))
    else if (name === 'leftMinor') named.left = naming.format.money(Number(value))
    else if (name === 'untilUtcMs') named.time = naming.format.time(Number(value))
    else if (name === 'roomId') named.room = String(value)
    else if (name === 'holder' && isKeyOf(words.holder, value)) named.holder = t(`word.holder.${value}`)
    else if (name === 'from' && isKeyOf(words.stay, value)) named.from = t(`word.stay.${value}`)
    else if (name === 'from' && isKeyOf(words.status, value)) named.from = t(`word.status.${value}`)
    else if (name === 'reason' && isKeyOf(words.reason, value)) named.blockReason = t(`word.reason.${value}`)
    else if (isKeyOf(NO_PARAMS, name)) named[name] = dayOrText(naming.format, String(value))
  }
  return named
}

export function isKeyOf<T extends object>(object: T, key: unknown): key is Extract<keyof T, string> {
  return typeof key === 'string' && Object.hasOwn(object, key)
}
