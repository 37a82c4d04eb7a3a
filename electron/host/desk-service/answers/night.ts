import { ok } from '../../../../shared/base/result.ts'
import type { NIGHT_CALLS } from '../../../../shared/desk-api/calls/night.ts'
import { downtimeView, nightView, rollNight } from '../night.ts'
import type { Answers } from './answers.ts'

export const NIGHT_ANSWERS: Answers<keyof typeof NIGHT_CALLS> = {
  'night.get': (context) => ok(nightView(context)),
  'night.roll': rollNight,
  'downtime.get': (context) => ok(downtimeView(context)),
}
